// SPDX-License-Identifier: GPL-3.0-or-later
// Sixteen numbers at a time, in the compiler's own vectors.  A function marked TACT_WIDE is compiled for wider machines
// too and chosen when it runs.
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>

// GCC's ThreadSanitizer crashes where code runs before it has started, and the choice is made before main().
#if defined(__x86_64__) && defined(__GNUC__) && !defined(__clang__) && !defined(__SANITIZE_THREAD__)
#define TACT_WIDE __attribute__((target_clones("default", "arch=haswell", "avx512f")))
#else
#define TACT_WIDE
#endif
#define TACT_INLINE __attribute__((always_inline)) inline

// All of these are put into their callers, so no vector crosses a call and the warning of how it would does not apply.
#pragma GCC diagnostic ignored "-Wpsabi"

namespace tact::language {

inline constexpr std::size_t lanes = 16;

typedef float Floats __attribute__((vector_size(64), aligned(4)));
typedef std::int32_t Ints __attribute__((vector_size(64), aligned(4)));
typedef std::int16_t Shorts __attribute__((vector_size(32), aligned(2)));
typedef std::uint8_t Bytes __attribute__((vector_size(16), aligned(1)));
typedef std::int8_t SmallInts __attribute__((vector_size(16), aligned(1)));

TACT_INLINE Floats load(const float* from) {
  Floats out;
  std::memcpy(&out, from, sizeof out);
  return out;
}
TACT_INLINE void store(float* to, Floats value) {
  std::memcpy(to, &value, sizeof value);
}
TACT_INLINE float total(Floats value) {
  float sum = 0;
  for (std::size_t i = 0; i < lanes; ++i) sum += value[i];
  return sum;
}
TACT_INLINE Floats smaller(Floats a, Floats b) {
  return a < b ? a : b;
}
TACT_INLINE Floats greater(Floats a, Floats b) {
  return a > b ? a : b;
}

}  // namespace tact::language
