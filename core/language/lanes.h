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
#define TACT_INLINE_LAMBDA __attribute__((always_inline))

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
TACT_INLINE Floats smaller(Floats a, Floats b) {
  return a < b ? a : b;
}
TACT_INLINE Floats greater(Floats a, Floats b) {
  return a > b ? a : b;
}

/// One by one and not half by half: the model's limits were fitted on the last bits of this order.
TACT_INLINE float total(Floats value) {
  float sum = 0;
  for (std::size_t i = 0; i < lanes; ++i) sum += value[i];
  return sum;
}

typedef float Four __attribute__((vector_size(16), aligned(4)));

/// Rows of four become columns of four.
TACT_INLINE void turn_fours(Four* rows) {
  const Four low = __builtin_shufflevector(rows[0], rows[1], 0, 4, 1, 5),
             high = __builtin_shufflevector(rows[0], rows[1], 2, 6, 3, 7);
  const Four low_of_two = __builtin_shufflevector(rows[2], rows[3], 0, 4, 1, 5),
             high_of_two = __builtin_shufflevector(rows[2], rows[3], 2, 6, 3, 7);
  rows[0] = __builtin_shufflevector(low, low_of_two, 0, 1, 4, 5);
  rows[1] = __builtin_shufflevector(low, low_of_two, 2, 3, 6, 7);
  rows[2] = __builtin_shufflevector(high, high_of_two, 0, 1, 4, 5);
  rows[3] = __builtin_shufflevector(high, high_of_two, 2, 3, 6, 7);
}

/// total() of four at once.
TACT_INLINE Four totals(const Floats* values) {
  Four sum{};
  for (std::size_t quarter = 0; quarter < lanes; quarter += 4) {
    Four rows[4];
    for (std::size_t i = 0; i < 4; ++i)
      std::memcpy(&rows[i], reinterpret_cast<const char*>(&values[i]) + quarter * sizeof(float), sizeof rows[i]);
    turn_fours(rows);
    for (const Four& row : rows) sum += row;
  }
  return sum;
}

/// All lanes become one number, half by half.
template <typename Join>
TACT_INLINE float folded(Floats value, const Join& join) {
  value = join(value, __builtin_shufflevector(value, value, 8, 9, 10, 11, 12, 13, 14, 15, 0, 1, 2, 3, 4, 5, 6, 7));
  value = join(value, __builtin_shufflevector(value, value, 4, 5, 6, 7, 0, 1, 2, 3, 12, 13, 14, 15, 8, 9, 10, 11));
  value = join(value, __builtin_shufflevector(value, value, 2, 3, 0, 1, 6, 7, 4, 5, 10, 11, 8, 9, 14, 15, 12, 13));
  value = join(value, __builtin_shufflevector(value, value, 1, 0, 3, 2, 5, 4, 7, 6, 9, 8, 11, 10, 13, 12, 15, 14));
  return value[0];
}
TACT_INLINE float least_of(Floats value) {
  return folded(value, [](Floats a, Floats b) TACT_INLINE_LAMBDA { return smaller(a, b); });
}
TACT_INLINE float greatest_of(Floats value) {
  return folded(value, [](Floats a, Floats b) TACT_INLINE_LAMBDA { return greater(a, b); });
}

}  // namespace tact::language
