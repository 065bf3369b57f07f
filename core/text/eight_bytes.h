// SPDX-License-Identifier: GPL-3.0-or-later
// Text eight bytes at a time, the first of them lowest: a word is hardly ever longer.  A flag of a byte is its highest bit.
#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string_view>
#include <type_traits>

namespace tact::text {

inline constexpr std::uint64_t each_flag = 0x8080808080808080U;

template <class Number>
constexpr Number lowest_first(const char* from) {
  Number block = 0;
  if (std::is_constant_evaluated()) {
    for (std::size_t i = sizeof block; i-- > 0;) block = block << 8 | static_cast<unsigned char>(from[i]);
    return block;
  }
  std::memcpy(&block, from, sizeof block);
  if constexpr (std::endian::native == std::endian::big) block = sizeof block == 8 ? __builtin_bswap64(block) : __builtin_bswap32(static_cast<std::uint32_t>(block));
  return block;
}

/// The bytes of `all` from `at` (which is in it, or its end) on, zeros behind its end.
constexpr std::uint64_t eight_bytes(std::string_view all, std::size_t at) {
  if (at + 8 <= all.size()) return lowest_first<std::uint64_t>(all.data() + at);
  const std::size_t left = all.size() - at;
  if (left == 0) return 0;
  if (all.size() >= 8) return lowest_first<std::uint64_t>(all.data() + all.size() - 8) >> (64 - 8 * left);
  if (left >= 4) {
    const std::uint64_t low = lowest_first<std::uint32_t>(all.data() + at), high = lowest_first<std::uint32_t>(all.data() + all.size() - 4);
    return low | high << (8 * (left - 4));
  }
  std::uint64_t block = 0;
  for (std::size_t i = left; i-- > 0;) block = block << 8 | static_cast<unsigned char>(all[at + i]);
  return block;
}

/// Ones in the lowest `count` bytes, one to eight.
inline std::uint64_t lowest_bytes(std::size_t count) { return ~std::uint64_t{0} >> (64 - 8 * count); }  // NOLINT(clang-analyzer-core.UndefinedBinaryOperatorResult): a token has a byte

// word_hash() in steps: its size, each whole eight bytes, what is left of it.
inline constexpr std::uint64_t hash_prime = 0x9E3779B97F4A7C15U;
constexpr std::uint64_t hash_of_size(std::size_t size) { return size * hash_prime; }
constexpr std::uint64_t hash_more(std::uint64_t hash, std::uint64_t block) {
  hash = (hash ^ block) * hash_prime;
  return hash ^ hash >> 29;
}
constexpr std::uint32_t hash_end(std::uint64_t hash, std::uint64_t rest) {
  return static_cast<std::uint32_t>(((hash ^ rest) * hash_prime) >> 32);
}
/// word_hash() itself, for lists that are made when compiling.  Most words are one step.
constexpr std::uint32_t hash_of(std::string_view folded) {
  std::uint64_t hash = hash_of_size(folded.size());
  while (folded.size() >= 8) {
    hash = hash_more(hash, eight_bytes(folded, 0));
    folded.remove_prefix(8);
  }
  return hash_end(hash, eight_bytes(folded, 0));
}

}  // namespace tact::text
