// SPDX-License-Identifier: GPL-3.0-or-later
// Parts of a word: runs of three to five letters, the word's ends counting as letters, hashed.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace tact::language {

inline constexpr std::uint32_t parts_prime = 0x9E3779B1U, parts_salt = 16;
inline constexpr std::size_t longest_parted_word = 40;

/// Calls `add(hash)` for each part of the word's first 40 bytes.
template <typename Add>
void for_each_part(std::string_view word, const Add& add) {
  word = word.substr(0, std::min(word.size(), longest_parted_word));
  const auto at = [&](std::size_t k) -> std::uint32_t { return k == 0 ? '^' : k <= word.size() ? static_cast<unsigned char>(word[k - 1]) : '$'; };
  const std::size_t size = word.size() + 2;
  for (std::size_t from = 0; from + 3 <= size; ++from) {
    std::uint32_t hash = parts_salt;
    for (std::size_t k = 0; k < 5 && from + k < size; ++k) {
      hash = (hash ^ at(from + k)) * parts_prime;
      hash ^= hash >> 13;
      if (k >= 2) add(hash);
    }
  }
}

}  // namespace tact::language
