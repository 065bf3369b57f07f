// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/text/tokens.h"

#include <unicode/uchar.h>
#include <unicode/uscript.h>
#include <unicode/utf8.h>

#include <algorithm>
#include <array>

#include "core/text/eight_bytes.h"

namespace tact::text {

namespace {

enum class Kind : std::uint8_t { space, letter, digit, mark, punctuation, emoji, ideograph, other };

constexpr std::array<Kind, 128> ascii_kinds = [] {
  std::array<Kind, 128> kinds{};
  for (std::size_t c = 0; c < 128; ++c) {
    kinds[c] = Kind::punctuation;
    if (c == ' ' || c == '\t') kinds[c] = Kind::space;
    if (c >= '0' && c <= '9') kinds[c] = Kind::digit;
    if (c >= 'a' && c <= 'z') kinds[c] = Kind::letter;
    if (c == '+' || c == '=' || c == '$' || c == '%' || c == '^' || c == '|' || c == '~' || c == '<' || c == '>') kinds[c] = Kind::other;
  }
  return kinds;
}();

bool is_ideograph(UChar32 c) { return (c >= 0x3400 && c < 0xA000) || (c >= 0x20000 && c < 0x32000) || (c >= 0x3040 && c < 0x3100) || (c >= 0x0E00 && c < 0x0F00); }

Kind kind_of(UChar32 c) {
  if (c < 128) return ascii_kinds[static_cast<std::size_t>(c)];
  if (is_ideograph(c)) return Kind::ideograph;
  if (c >= 0x1F000 || (c >= 0x2190 && c < 0x2C00))
    if (u_hasBinaryProperty(c, UCHAR_EXTENDED_PICTOGRAPHIC) || u_hasBinaryProperty(c, UCHAR_EMOJI_MODIFIER) || u_hasBinaryProperty(c, UCHAR_REGIONAL_INDICATOR))
      return Kind::emoji;
  const std::uint32_t category = U_GET_GC_MASK(c);
  if ((category & U_GC_L_MASK) != 0) return Kind::letter;
  if ((category & U_GC_M_MASK) != 0) return Kind::mark;
  if ((category & U_GC_ND_MASK) != 0) return Kind::digit;
  if ((category & U_GC_Z_MASK) != 0) return Kind::space;
  if ((category & U_GC_P_MASK) != 0) return Kind::punctuation;
  return Kind::other;
}

/// May belong to a word whose letters it follows.
constexpr std::array<bool, 256> goes_on = [] {
  std::array<bool, 256> on{};
  for (std::size_t c = 0; c != on.size(); ++c) on[c] = c >= 0x80 || c == '\'' || ascii_kinds[c] == Kind::letter || ascii_kinds[c] == Kind::digit;
  return on;
}();

bool letter_or_digit(char c) { return static_cast<unsigned>(c - 'a') < 26U || static_cast<unsigned>(c - '0') < 10U; }
bool letter(char c) { return static_cast<unsigned>(c - 'a') < 26U; }
bool digit(char c) { return static_cast<unsigned>(c - '0') < 10U; }

class Cutter {
 public:
  explicit Cutter(Text& text) : text_(text), all_(text.folded), mapped_(!text.folded_to_plain.empty()) {
    text_.tokens.clear();
    // Most messages hold no address: one look for the whole text spares a look per word.
    for (auto dot = all_.find('.'); dot != std::string_view::npos && !may_link_; dot = all_.find('.', dot + 1)) may_link_ = dot + 1 < all_.size() && letter(all_[dot + 1]);
    may_link_ = may_link_ || all_.find("://") != std::string_view::npos;
  }

  void run() {
    while (at_ < all_.size()) {
      if (all_[at_] == ' ') {
        joined_ = false;
        ++at_;
        continue;
      }
      if (plain_word() || plain_mark()) continue;
      const std::size_t start = at_;
      const Kind kind = next();
      switch (kind) {
        case Kind::space: joined_ = false; continue;
        case Kind::letter:
        case Kind::digit:
        case Kind::mark:
          if (!link(start)) word_or_number(start, kind);
          continue;
        case Kind::punctuation:
        case Kind::other: repeated(start, kind == Kind::punctuation ? TokenKind::punctuation : TokenKind::other); continue;
        case Kind::emoji: add(start, TokenKind::emoji); continue;
        case Kind::ideograph: add(start, TokenKind::word); continue;
      }
    }
  }

 private:
  /// Nearly every word: at most eight letters of a to z, and behind them nothing that might belong to it.
  bool plain_word() {
    const std::uint64_t block = eight_bytes(all_, at_);
    const std::size_t size = flagged_first(letters_in(block));
    if (size == 0 || may_link_) return false;
    const std::size_t end = at_ + size;
    if (goes_on[static_cast<unsigned char>(size < 8 ? block >> (8 * size) : eight_bytes(all_, end))]) return false;
    const std::uint64_t letters = block & lowest_bytes(size);
    Token token;
    token.start = static_cast<std::uint32_t>(at_);
    token.end = static_cast<std::uint32_t>(end);
    token.joined = joined_;
    token.hash = size == 8 ? hash_end(hash_more(hash_of_size(size), letters), 0) : hash_end(hash_of_size(size), letters);
    token.odd = thrice_the_same(letters, size);
    at_ = end;
    token.shape = mapped_ ? shape(token.start) : shape_of_letters(letters ^ (eight_bytes(text_.plain, token.start) & lowest_bytes(size)), size);
    text_.tokens.push_back(token);
    joined_ = true;
    return true;
  }
  /// Nearly every mark: one sign of ASCII, and behind it another.
  bool plain_mark() {
    const auto c = static_cast<unsigned char>(all_[at_]);
    if (c >= 128 || ascii_kinds[c] != Kind::punctuation || (at_ + 1 < all_.size() && all_[at_ + 1] == all_[at_])) return false;
    Token token;
    token.start = static_cast<std::uint32_t>(at_);
    token.end = static_cast<std::uint32_t>(++at_);
    token.kind = TokenKind::punctuation;
    token.joined = joined_;
    token.hash = hash_end(hash_of_size(1), c);
    text_.tokens.push_back(token);
    joined_ = c != '\n';
    return true;
  }
  static bool thrice_the_same(std::uint64_t letters, std::size_t size) {
    if (size < 3) return false;
    const std::uint64_t next = letters ^ letters >> 8, unlike = (next | next >> 8) | ~lowest_bytes(size - 2);
    return ((unlike - each_byte) & ~unlike & each_flag) != 0;
  }
  /// Of the bits in which letters and their small forms differ: one for each capital.
  static Shape shape_of_letters(std::uint64_t differ, std::size_t size) {
    if (differ == 0) return Shape::lower;
    const std::size_t upper = (differ >> 5) * each_byte >> 56;
    if (upper == size && upper >= 2) return Shape::upper;
    return upper == 1 && (differ & 0xFF) != 0 ? Shape::capital : Shape::mixed;
  }

  /// The kind of the character at `at_`, which moves behind it.
  Kind next() {
    const auto c = static_cast<unsigned char>(all_[at_]);
    if (c < 128) return ++at_, ascii_kinds[c];
    auto i = static_cast<std::int32_t>(at_);
    UChar32 code = 0;
    U8_NEXT(reinterpret_cast<const std::uint8_t*>(all_.data()), i, static_cast<std::int32_t>(all_.size()), code);
    at_ = static_cast<std::size_t>(i);
    return code < 0 ? Kind::other : kind_of(code);
  }

  /// Moves behind letters, digits and marks.
  void run_of_letters() {
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
  void apostrophes() {
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

  void word_or_number(std::size_t start, Kind first) {
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
    const bool numeric = looks_numeric(start);
    add(start, numeric ? TokenKind::number : TokenKind::word);
    if (numeric) text_.tokens.back().odd = may_be_a_word(all_.substr(start, at_ - start));
  }

  /// "0ff", "5lag": one digit and then letters, more than "th" or "am".
  static bool may_be_a_word(std::string_view word) { return word.size() > (word[0] == '0' ? 2U : 3U) && !digit(word[1]) && std::ranges::none_of(word.substr(1), [](char c) { return !letter(c); }); }

  /// "3pm", "2nd", "10:30am" are numbers, "1d10t" is a word.
  bool looks_numeric(std::size_t start) const {
    const std::string_view word = all_.substr(start, at_ - start);
    const auto last_digit = word.find_last_of("0123456789");
    const auto first_letter = std::ranges::find_if(word, [](char c) { return static_cast<unsigned>(c - 'a') < 26U || (static_cast<unsigned char>(c) & 0x80) != 0; });
    return first_letter == word.end() || static_cast<std::size_t>(first_letter - word.begin()) > last_digit;
  }

  /// A web address or e-mail that begins at `start`.
  bool link(std::size_t start) {
    if (!may_link_ || start < no_link_until_) return false;
    constexpr std::size_t longest = 512;
    const std::string_view ahead = all_.substr(start, longest);
    const std::size_t stop = start + std::min(ahead.find_first_of(" \n\t<>\""), ahead.size());
    const std::string_view blob = all_.substr(start, stop - start);
    const auto dot = blob.find('.');
    const auto colon = dot == std::string_view::npos ? blob.find("://") : dot;
    if (colon == std::string_view::npos || (!web(blob) && !mail(blob) && !bare_host(blob))) {
      // Nobody's sentence is this long without a space: look at its words no more than once.
      if (blob.size() > 128) no_link_until_ = stop;
      return false;
    }
    at_ = stop;
    while (at_ > start + 1 && std::string_view(".,;:!?)'").find(all_[at_ - 1]) != std::string_view::npos) --at_;
    add(start, TokenKind::link);
    return true;
  }
  static bool web(std::string_view blob) { return blob.starts_with("http://") || blob.starts_with("https://") || blob.starts_with("www.") || blob.starts_with("ftp://"); }
  static bool mail(std::string_view blob) {
    const auto at = blob.find('@');
    if (at == std::string_view::npos || at + 1 >= blob.size() || !letter_or_digit(blob[at + 1])) return false;
    const auto dot = blob.find('.', at);
    return dot != std::string_view::npos && dot + 2 < blob.size() && letter_or_digit(blob[dot + 1]) && letter_or_digit(blob[dot + 2]);
  }
  /// "name.co.uk", "bit.ly/x": without a scheme only under domains that are no words.
  static bool bare_host(std::string_view blob) {
    static constexpr std::string_view hosts[] = {".com", ".org", ".net", ".co.uk", ".org.uk", ".sch.uk", ".gov.uk", ".ac.uk", ".uk/", ".ly/", ".gle/", ".me/", ".gg/", ".ie/", ".eu/", ".io/", ".info/"};
    for (const std::string_view host : hosts) {
      const auto at = blob.find(host);
      if (at == std::string_view::npos || at == 0) continue;
      const std::size_t after = at + host.size();
      if (host.back() == '/' || after >= blob.size() || !letter_or_digit(blob[after])) return true;
    }
    return false;
  }

  void repeated(std::size_t start, TokenKind kind) {
    const char c = all_[start];
    if (at_ == start + 1)
      while (at_ < all_.size() && all_[at_] == c) ++at_;
    add(start, kind);
    if (c == '\n') joined_ = false;
  }

  void add(std::size_t start, TokenKind kind) {
    Token token;
    token.start = static_cast<std::uint32_t>(start);
    token.end = static_cast<std::uint32_t>(at_);
    token.kind = kind;
    token.joined = joined_;
    const std::size_t size = at_ - start;
    token.hash = size < 8 ? hash_end(hash_of_size(size), eight_bytes(all_, start) & lowest_bytes(size)) : word_hash(all_.substr(start, size));
    if (kind == TokenKind::word) {
      token.shape = shape(start);
      token.odd = odd_;
    }
    text_.tokens.push_back(token);
    joined_ = true;
  }

  Shape shape(std::size_t start) const {
    std::size_t from = start, until = at_;
    if (mapped_) from = text_.folded_to_plain[start], until = text_.folded_end_to_plain[at_];
    const std::string_view word = std::string_view(text_.plain).substr(from, until - from);
    if (word == all_.substr(start, at_ - start)) return Shape::lower;
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

  Text& text_;
  std::string_view all_;
  std::size_t at_ = 0, no_link_until_ = 0;
  bool joined_ = false, may_link_ = false, odd_ = false, mapped_ = false;
};

}  // namespace

void cut_into_tokens(Text& text) { Cutter(text).run(); }

}  // namespace tact::text
