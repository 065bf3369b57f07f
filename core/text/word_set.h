// SPDX-License-Identifier: GPL-3.0-or-later
// A fixed list of folded words, looked up by the hash that a token has already: one place in a table, whatever the list's length.
#pragma once

#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "core/text/eight_bytes.h"
#include "core/text/text.h"

namespace tact::text {

template <std::size_t N>
class WordSet {
 public:
  consteval explicit WordSet(const std::string_view (&words)[N]) {
    for (const std::string_view word : words) {
      std::size_t at = hash_of(word) % slots;
      while (!table_[at].empty() && table_[at] != word) at = (at + 1) % slots;
      table_[at] = word;
    }
  }

  /// `hash`: word_hash() of `word`.
  bool contains(std::uint32_t hash, std::string_view word) const {
    // A quarter full: the first place is nearly always the answer.
    for (std::size_t at = hash % slots; !table_[at].empty(); at = (at + 1) % slots)
      if (table_[at] == word) return true;
    return false;
  }

 private:
  static constexpr std::size_t slots = std::bit_ceil(4 * N);
  std::array<std::string_view, slots> table_{};
};

/// Whether `token` of `text` is one of `words`.
template <std::size_t N>
bool in(const WordSet<N>& words, const Text& text, const Token& token) {
  return words.contains(token.hash, text.word(token));
}

}  // namespace tact::text
