// SPDX-License-Identifier: GPL-3.0-or-later
// What is known of a word.
#include <algorithm>
#include <array>
#include <cstring>
#include <bit>

#include "core/language/matcher_look.h"
#include "core/text/eight_bytes.h"

namespace tact::language {

const Matcher::Word* Matcher::find(std::string_view text, std::uint32_t hash) const {
  const std::uint32_t* table = table_.data();
  const std::size_t mask = table_.size() - 1;
  for (std::size_t at = hash & mask; table[at] != 0; at = (at + 1) & mask) {
    const Word& word = words_[table[at] - 1];
    if (word.hash == hash && word.size == text.size() && text_of(word) == text) return &word;
  }
  return nullptr;
}

const Matcher::Word* Matcher::find(std::string_view folded, const Token& token) const {
  const std::uint32_t* table = table_.data();
  const std::size_t mask = table_.size() - 1;
  const std::uint32_t size = token.end - token.start;
  for (std::size_t at = token.hash & mask; table[at] != 0; at = (at + 1) & mask) {
    const Word& word = words_[table[at] - 1];
    if (word.hash != token.hash || word.size != size) continue;
    // Most words are told by one step.
    const bool same = size <= 8 ? ((text::eight_bytes({letters_.data(), letters_.size()}, word.text) ^ text::eight_bytes(folded, token.start)) & text::lowest_bytes(size)) == 0
                                : text_of(word) == folded.substr(token.start, size);
    if (same) return &word;
  }
  return nullptr;
}

void Matcher::Words::clear(const Matcher& matcher, std::size_t tokens) {
  // As many as any text had: none is made anew.
  if (of_.size() < tokens) of_.resize(tokens), distinct_.resize(tokens), openers_.resize(tokens);
  constexpr std::size_t least = 64;
  const std::size_t size = std::max(std::bit_ceil(tokens * 2), least);
  if (table_.size() < size) table_.resize(size);
  std::fill_n(table_.begin(), size, 0);
  table_mask_ = size - 1;
  const std::size_t categories = matcher.next_category_ / 64 + 1;
  if (noted_.size() < categories) noted_.resize(categories);
  std::fill_n(noted_.begin(), categories, 0);
  count_ = upper_ = 0;
  std::fill_n(signs_.begin() + word_signs, shape_signs - word_signs, 0);
  keys_.clear();
  shapes_ = 0;
}

namespace {

/// Ors those of the sets, each `width` long, that `which` says.
template <std::size_t width>
TACT_WIDE void join_sets(const std::uint64_t* sets, const std::uint32_t* which, std::size_t count, std::uint64_t* out) {
  typedef std::uint64_t Block __attribute__((vector_size(32), aligned(8)));
  constexpr std::size_t blocks = width / 4;
  Block all[blocks] = {};
  for (std::size_t i = 0; i < count; ++i)
#pragma GCC unroll 8
    for (std::size_t block = 0; block < blocks; ++block) {
      Block more;
      std::memcpy(&more, sets + which[i] * width + block * 4, sizeof more);
      all[block] |= more;
    }
  std::memcpy(out, all, sizeof all);
}

void join(const std::uint64_t* set, std::uint64_t* out) {
  typedef std::uint64_t Pair __attribute__((vector_size(16), aligned(8)));
#pragma GCC unroll 8
  for (std::size_t at = 0; at < 16; at += 2) {
    Pair more, all;
    std::memcpy(&more, set + at, sizeof more);
    std::memcpy(&all, out + at, sizeof all);
    all |= more;
    std::memcpy(out + at, &all, sizeof all);
  }
}

}  // namespace

void Matcher::Look::finish() {
  static_assert(dense_width == 16);
  thread_local std::vector<std::uint32_t> sets, of_some;
  if (sets.size() < words_.count_) sets.resize(words_.count_), of_some.resize(words_.count_);
  const Word* all = matcher_.words_.data();
  std::size_t count = 0, openers = 0, some = 0;
  // Which of them, no processor could guess: sorted out first, so that the loops below are about nothing else.
  for (std::size_t i = 0; i < words_.count_; ++i) {
    const std::uint32_t word = words_.distinct_[i], dense = all[word].dense;
    sets[count] = dense & ~(opens_some | has_categories);
    count += sets[count] != 0;
    words_.openers_[openers] = word;
    openers += dense / opens_some;
    of_some[some] = word;
    some += dense / has_categories & 1;
  }
  words_.opener_count_ = openers;
  join_sets<dense_width>(matcher_.dense_sets_.data(), sets.data(), count, words_.dense_.data());
  std::memcpy(words_.signs_.data(), words_.dense_.data(), sizeof words_.dense_);
  words_.signs_[shape_signs] = words_.shapes_ | std::uint64_t{1} << 63;
  const Symbol* categories = matcher_.word_categories_.data();
  for (std::size_t i = 0; i < some; ++i) {
    const Word* word = all + of_some[i];
    for (std::uint32_t at = word->categories; at != word[1].categories; ++at) note(categories[at]);
  }
  for (std::uint32_t left = words_.shapes_; left != 0; left &= left - 1) {
    const auto shape = static_cast<std::size_t>(std::countr_zero(left));
    const std::uint64_t* heads = matcher_.dense_sets_.data() + matcher_.shape_sets_[shape] * dense_width;
    join(heads, words_.signs_.data());
    for (const Symbol category : matcher_.heads_.part(matcher_.heads_of_[shape], matcher_.heads_of_[shape + 1])) note(category | as_head);
  }
}

void Matcher::look(const Text& text, Words& words) const {
  Look look(*this, words, text.tokens.size());
  for (const Token& token : text.tokens) {
    const Word* known = find(text.folded, token);
    look.add(token, known, known == nullptr ? none : number_of(known));
  }
  look.finish();
}

std::string_view Matcher::meant(std::string_view word, std::uint32_t hash) const {
  const Word* known = find(word, hash);
  if (known == nullptr || (known->flags & word_alias) == 0) return word;
  const Name& meant = meant_[known->meant];
  return {letters_.data() + meant.text, meant.size};
}

std::uint8_t Matcher::flags(std::string_view word, std::uint32_t hash) const {
  const Word* known = find(word, hash);
  return static_cast<std::uint8_t>(known == nullptr ? 0 : known->flags);
}

bool Matcher::in_category(std::string_view word, std::string_view category) const {
  const Word* known = find(word, word_hash(word));
  const auto name = std::ranges::find_if(names_.all(), [&](const Name& one) {
    return std::string_view(letters_.data() + one.text, one.size) == category;
  });
  return known != nullptr && name != names_.all().end() && is_member(known, name->symbol);
}

bool Matcher::is_small_member(const Word* word, Symbol category) const {
  const auto members = members_.part(members_of_[category], members_of_[category + 1]);
  return std::ranges::find(members, number_of(word)) != members.end();
}

}  // namespace tact::language
