// SPDX-License-Identifier: GPL-3.0-or-later
// What 64 bytes of folded text are, one bit a byte, the first of them lowest: where words begin and end is then a matter of a few
// operations for all of them, and no branch depends on a single byte.
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>

#include "core/text/eight_bytes.h"

#ifdef __SSE2__
#include <emmintrin.h>
#endif

namespace tact::text {

/// As the compiler's own vectors have them: sixteen bytes at a time.
typedef std::uint8_t Bytes __attribute__((vector_size(16), aligned(1)));

inline constexpr std::size_t bytes_at_once = 64;

struct ByteClasses {
  std::uint64_t letters = 0, digits = 0;
  std::uint64_t high = 0;         ///< of a character beyond ASCII
  std::uint64_t spaces = 0;       ///< and tabs
  std::uint64_t apostrophes = 0, at_signs = 0;
  std::uint64_t same = 0;         ///< as the byte behind it
  std::uint64_t capitals = 0;     ///< not the same in plain
  bool operator==(const ByteClasses&) const = default;
};

/// The highest bit of each byte.
inline std::uint64_t highest_bits(Bytes of) {
#ifdef __SSE2__
  __m128i whole;
  std::memcpy(&whole, &of, sizeof whole);
  return static_cast<std::uint32_t>(_mm_movemask_epi8(whole));
#else
  char bytes[sizeof of];
  std::memcpy(bytes, &of, sizeof of);
  const auto half = [&](std::size_t at) { return ((lowest_first<std::uint64_t>(bytes + at) & each_flag) >> 7) * 0x0102040810204080U >> 56; };
  return half(0) | half(8) << 8;
#endif
}

inline Bytes load_bytes(const char* from) {
  Bytes block;
  std::memcpy(&block, from, sizeof block);
  return block;
}

/// Of 64 bytes, those of characters beyond ASCII.
inline std::uint64_t high_bytes(const char* from) {
  std::uint64_t out = 0;
  for (std::size_t at = 0; at < bytes_at_once; at += sizeof(Bytes)) out |= highest_bits(load_bytes(from + at)) << at;
  return out;
}

#if defined(__x86_64__) && defined(__GNUC__) && !defined(__SANITIZE_THREAD__)
#define TACT_WIDE_CLASSES 1
/// classes_of() in half as many steps.
[[gnu::target("avx2"), gnu::noinline]] inline void wide_classes_of(const char* folded, const char* plain, ByteClasses& out) {
  typedef std::uint8_t Wide __attribute__((vector_size(32), aligned(1)));
  typedef char Chars __attribute__((vector_size(32)));
  ByteClasses all;
  std::uint64_t unchanged = 0;
#pragma GCC unroll 2
  for (std::size_t at = 0; at < bytes_at_once; at += sizeof(Wide)) {
    Wide block, next, before;
    std::memcpy(&block, folded + at, sizeof block);
    std::memcpy(&next, folded + at + 1, sizeof next);
    std::memcpy(&before, plain + at, sizeof before);
#define TACT_BITS(flags) (std::uint64_t{static_cast<std::uint32_t>(__builtin_ia32_pmovmskb256(reinterpret_cast<Chars>(flags)))} << at)
    all.letters |= TACT_BITS(block - static_cast<std::uint8_t>('a') < 26);
    all.digits |= TACT_BITS(block - static_cast<std::uint8_t>('0') < 10);
    all.high |= TACT_BITS(block);
    all.spaces |= TACT_BITS((block == ' ') | (block == '\t'));
    all.apostrophes |= TACT_BITS(block == '\'');
    all.at_signs |= TACT_BITS(block == '@');
    all.same |= TACT_BITS(block == next);
    unchanged |= TACT_BITS(block == before);
#undef TACT_BITS
  }
  all.capitals = ~unchanged;
  out = all;
}
#endif

/// classes_of() on every machine.
inline ByteClasses narrow_classes_of(const char* folded, const char* plain) {
  ByteClasses out;
  std::uint64_t unchanged = 0;
  const auto bits = [](auto flags, std::size_t at) { return highest_bits(reinterpret_cast<Bytes>(flags)) << at; };
  for (std::size_t at = 0; at < bytes_at_once; at += sizeof(Bytes)) {
    const Bytes block = load_bytes(folded + at);
    out.letters |= bits(block - static_cast<std::uint8_t>('a') < 26, at);
    out.digits |= bits(block - static_cast<std::uint8_t>('0') < 10, at);
    out.high |= bits(block, at);
    out.spaces |= bits((block == ' ') | (block == '\t'), at);
    out.apostrophes |= bits(block == '\'', at);
    out.at_signs |= bits(block == '@', at);
    out.same |= bits(block == load_bytes(folded + at + 1), at);
    unchanged |= bits(block == load_bytes(plain + at), at);
  }
  out.capitals = ~unchanged;
  return out;
}

/// Of 64 bytes at `folded`, behind which there is another, and as many at `plain`.
inline ByteClasses classes_of(const char* folded, const char* plain) {
#ifdef TACT_WIDE_CLASSES
  static const bool wide = __builtin_cpu_supports("avx2");
  if (wide) {
    ByteClasses out;
    wide_classes_of(folded, plain, out);
    return out;
  }
#endif
  return narrow_classes_of(folded, plain);
}

}  // namespace tact::text
