// SPDX-License-Identifier: GPL-3.0-or-later
// What is known of a word.
#include <algorithm>

#include "core/language/matcher.h"
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

void Matcher::look(const Text& text, Words& words) const {
  const std::uint32_t* table = table_.data();
  const std::size_t mask = table_.size() - 1;
  const std::string_view folded = text.folded, letters{letters_.data(), letters_.size()};
  words.of_.resize(text.tokens.size());
  const Word** out = words.of_.data();
  for (const Token& token : text.tokens) {
    const std::uint32_t size = token.end - token.start;
    const Word* found = nullptr;
    for (std::size_t at = token.hash & mask; table[at] != 0 && found == nullptr; at = (at + 1) & mask) {
      const Word& word = words_[table[at] - 1];
      if (word.hash != token.hash || word.size != size) continue;
      // Most words are told by one step.
      const bool same = size <= 8 ? ((text::eight_bytes(letters, word.text) ^ text::eight_bytes(folded, token.start)) & text::lowest_bytes(size)) == 0
                                  : text_of(word) == text.word(token);
      if (same) found = &word;
    }
    *out++ = found;
  }
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

bool Matcher::is_member(const Word* word, Symbol category) const {
  if (const std::uint32_t large = large_of_[category]; large != none) return (large_set_of(*word)[large / 64] >> large % 64 & 1) != 0;
  const std::uint32_t number = number_of(word);
  const std::uint32_t *member = members_.data() + members_of_[category], *until = members_.data() + members_of_[category + 1];
  // Sorted: most are told by the first and the last.
  if (member == until || number < *member || number > until[-1]) return false;
  while (*member < number) ++member;
  return *member == number;
}

}  // namespace tact::language
