// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/text/one_by_one.h"

#include <unicode/uchar.h>
#include <unicode/utf8.h>

#include <algorithm>

#include "core/text/address.h"
#include "core/text/eight_bytes.h"

namespace tact::text {

namespace {

bool letter(char c) { return static_cast<unsigned>(c - 'a') < 26U; }
bool digit(char c) { return static_cast<unsigned>(c - '0') < 10U; }

/// "0ff", "5lag": one digit and then letters, more than "th" or "am".
bool may_be_a_word(std::string_view word) { return word.size() > (word[0] == '0' ? 2U : 3U) && !digit(word[1]) && std::ranges::none_of(word.substr(1), [](char c) { return !letter(c); }); }

/// "3pm", "2nd", "10:30am" are numbers, "1d10t" is a word.
bool looks_numeric(std::string_view word) {
  const auto last_digit = word.find_last_of("0123456789");
  const auto first_letter = std::ranges::find_if(word, [](char c) { return static_cast<unsigned>(c - 'a') < 26U || (static_cast<unsigned char>(c) & 0x80) != 0; });
  return first_letter == word.end() || static_cast<std::size_t>(first_letter - word.begin()) > last_digit;
}

/// Counts capitals and small letters.
Shape shape_of(std::string_view word) {
  unsigned upper = 0, lower = 0;
  bool first_upper = false;
  for (std::size_t i = 0; i < word.size(); ++i) {
    const bool capital = static_cast<unsigned>(word[i] - 'A') < 26U;
    first_upper = first_upper || (capital && i == 0);
    upper += capital;
    lower += static_cast<unsigned>(word[i] - 'a') < 26U;
  }
  // Beyond ASCII one look at the first letter is enough: shapes only serve names and shouting.
  if (!word.empty() && (word[0] & 0x80) != 0) {
    UChar32 code = 0;
    std::int32_t i = 0;
    U8_NEXT(reinterpret_cast<const std::uint8_t*>(word.data()), i, static_cast<std::int32_t>(word.size()), code);
    if (code >= 0 && u_isupper(code)) first_upper = true, ++upper;
  }
  if (upper == 0) return Shape::lower;
  if (lower == 0 && upper >= 2) return Shape::upper;
  return first_upper && upper == 1 ? Shape::capital : Shape::mixed;
}

}  // namespace

void OneByOne::step() {
  const std::size_t start = at_;
  const Kind kind = next();
  switch (kind) {
    case Kind::space: joined_ = false; return;
    case Kind::letter:
    case Kind::digit:
    case Kind::mark:
      if (!link(start)) word_or_number(start, kind);
      return;
    case Kind::punctuation:
    case Kind::other: repeated(start, kind == Kind::punctuation ? TokenKind::punctuation : TokenKind::other); return;
    case Kind::emoji: add(start, TokenKind::emoji); return;
    case Kind::ideograph: odd_ = false; add(start, TokenKind::word); return;
  }
}

/// The kind of the character at `at_`, which moves behind it.
Kind OneByOne::next() {
  const auto c = static_cast<unsigned char>(all_[at_]);
  if (c < 128) return ++at_, ascii_kinds[c];
  auto i = static_cast<std::int32_t>(at_);
  UChar32 code = 0;
  U8_NEXT(reinterpret_cast<const std::uint8_t*>(all_.data()), i, static_cast<std::int32_t>(all_.size()), code);
  at_ = static_cast<std::size_t>(i);
  return code < 0 ? Kind::other : kind_of(code);
}

/// Moves behind letters, digits and marks.
void OneByOne::run_of_letters() {
  char last = '\0';
  unsigned same = 0;
  while (at_ < all_.size()) {
    const char c = all_[at_];
    if ((c & 0x80) == 0) {
      if (!letter(c)) {
        if (!digit(c)) return;
        odd_ = true;
      }
      same = c == last ? same + 1 : 0;
      odd_ = odd_ || same == 2;
      last = c;
      ++at_;
      continue;
    }
    odd_ = true;
    const std::size_t before = at_;
    const Kind kind = next();
    if (kind == Kind::letter || kind == Kind::digit || kind == Kind::mark) continue;
    at_ = before;
    return;
  }
}

/// "don't", "o'clock": an apostrophe between letters belongs to the word.
void OneByOne::apostrophes() {
  while (at_ + 1 < all_.size() && all_[at_] == '\'') {
    odd_ = true;
    const std::size_t before = at_++;
    const Kind kind = next();
    if (kind != Kind::letter) {
      at_ = before;
      return;
    }
    run_of_letters();
  }
}

void OneByOne::word_or_number(std::size_t start, Kind first) {
  at_ = start;
  odd_ = false;
  run_of_letters();
  apostrophes();
  if (first != Kind::digit) return add(start, TokenKind::word);
  // "3.30", "1,200", "12/05/26", "020-7946": digits joined by one sign.
  while (at_ + 1 < all_.size() && digit(all_[at_ - 1]) && std::string_view(".,:/-").find(all_[at_]) != std::string_view::npos && digit(all_[at_ + 1])) {
    ++at_;
    run_of_letters();
  }
  const std::string_view word = all_.substr(start, at_ - start);
  const bool numeric = looks_numeric(word);
  if (numeric) odd_ = may_be_a_word(word);
  add(start, numeric ? TokenKind::number : TokenKind::word);
}

/// A web address or e-mail that begins at `start`.
bool OneByOne::link(std::size_t start) {
  if (start < no_link_until_ || !may_link()) return false;
  constexpr std::size_t longest = 512;
  const std::string_view ahead = all_.substr(start, longest);
  const std::size_t stop = start + std::min(ahead.find_first_of(" \n\t<>\""), ahead.size());
  const std::string_view blob = all_.substr(start, stop - start);
  if (!begins_with_address(blob)) {
    // Nobody's sentence is this long without a space: look at its words no more than once.
    if (blob.size() > 128) no_link_until_ = stop;
    return false;
  }
  at_ = stop;
  while (at_ > start + 1 && std::string_view(".,;:!?)'").find(all_[at_ - 1]) != std::string_view::npos) --at_;
  add(start, TokenKind::link);
  return true;
}

bool OneByOne::may_link() {
  if (!link_known_) may_link_ = may_hold_address(all_);
  link_known_ = true;
  return may_link_;
}

void OneByOne::repeated(std::size_t start, TokenKind kind) {
  const char c = all_[start];
  if (at_ == start + 1)
    while (at_ < all_.size() && all_[at_] == c) ++at_;
  add(start, kind);
  if (c == '\n') joined_ = false;
}

void OneByOne::add(std::size_t start, TokenKind kind) {
  const std::size_t size = at_ - start;
  Token& token = *out_++;
  token.start = static_cast<std::uint32_t>(start);
  token.end = static_cast<std::uint32_t>(at_);
  token.kind = kind;
  token.shape = kind == TokenKind::word ? shape(start, at_) : Shape::lower;
  token.joined = joined_;
  token.odd = odd_ && (kind == TokenKind::word || kind == TokenKind::number);
  token.hash = size < 8 ? hash_end(hash_of_size(size), eight_bytes(all_, start) & lowest_bytes(size)) : word_hash(all_.substr(start, size));
  worth_a_look_ = worth_a_look_ || token.joined || token.odd;
  lone_letters_ = lone_letters_ || size == 1 || (size <= 4 && (all_[start] & 0x80) != 0);
  joined_ = true;
}

Shape OneByOne::shape(std::size_t start, std::size_t end) const {
  const bool mapped = !text_.folded_to_plain.empty();
  const std::size_t from = mapped ? text_.folded_to_plain[start] : start, until = mapped ? text_.folded_end_to_plain[end] : end;
  const std::string_view word = std::string_view(text_.plain).substr(from, until - from);
  return word == all_.substr(start, end - start) ? Shape::lower : shape_of(word);
}

}  // namespace tact::text
