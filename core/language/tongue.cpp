// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/language/tongue.h"

#include <algorithm>
#include <array>

namespace tact::language {

void Tongues::add(std::string_view language, const std::vector<std::string>& words) {
  if (names_.size() >= 31) return;
  const std::uint32_t bit = 1U << names_.size();
  names_.emplace_back(language);
  for (const std::string& word : words) {
    const std::uint32_t hash = word_hash(word);
    const auto known = std::ranges::find(words_, hash, &Slot::hash);
    if (known == words_.end()) words_.push_back({hash, bit});
    else known->languages |= bit;
  }
}

void Tongues::finish() {
  std::size_t size = 64;
  while (size < words_.size() * 3) size *= 2;
  table_.assign(size, {});
  for (const Slot& word : words_) {
    std::size_t at = word.hash & (size - 1);
    while (table_[at].languages != 0) at = (at + 1) & (size - 1);
    table_[at] = word;
  }
}

namespace {

/// From U+0370 on no letter is Latin but the few of U+1E00..1EFF.
bool foreign(std::string_view word) {
  if (!Tongues::maybe_foreign(word[0])) return false;
  const auto first = static_cast<unsigned char>(word[0]);
  const auto second = static_cast<unsigned char>(word[word.size() > 1 ? 1 : 0]);
  return !(first == 0xE1 && second >= 0xB8 && second <= 0xBB);
}

}  // namespace

std::uint32_t Tongues::bits_of(std::uint32_t hash) const {
  if (table_.empty()) return 0;
  const std::size_t mask = table_.size() - 1;
  std::size_t at = hash & mask;
  while (table_[at].languages != 0 && table_[at].hash != hash) at = (at + 1) & mask;
  return table_[at].languages;
}

std::uint32_t Tongues::bit_of(std::string_view language) const {
  const auto found = std::ranges::find(names_, language);
  return found == names_.end() ? 0 : 1U << (found - names_.begin());
}

std::string_view Tongues::of(const Text& text, std::string_view home) const {
  if (table_.empty()) return home;
  std::array<unsigned, 32> counts{};
  unsigned words = 0, foreign_script = 0;
  for (const Token& token : text.tokens) {
    if (token.kind != TokenKind::word) continue;
    ++words;
    foreign_script += foreign(text.word(token)) ? 1 : 0;
    for (std::uint32_t left = bits_of(token.hash); left != 0; left &= left - 1) ++counts[static_cast<std::size_t>(__builtin_ctz(left))];
  }
  if (foreign_script * 2 > words) return {};
  const auto at_home = static_cast<std::size_t>(std::ranges::find(names_, home) - names_.begin());
  std::size_t best = at_home;
  for (std::size_t i = 0; i < names_.size(); ++i)
    if (i != at_home && counts[i] >= 2 && counts[i] > counts[at_home] + 1 && (best == at_home || counts[i] > counts[best])) best = i;
  return best < names_.size() ? std::string_view(names_[best]) : home;
}

}  // namespace tact::language
