// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/language/gemm.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <cstring>

#include "core/language/exponential.h"
#include "core/language/lanes.h"

namespace tact::language {

namespace {

/// Whatever lies this far below the greatest is nothing beside it.
constexpr float least = -1e30F;

struct Product {
  std::size_t inputs, stride, weight_stride, out_stride;
};

/// `rows` rows, at most `most`, times the weights of sixteen outputs.
template <std::size_t most>
TACT_INLINE void multiply_some(const Product& product, const float* in, const float* weights, std::size_t rows,
                               float* out) {
  if constexpr (most > 1)
    if (rows < most) return multiply_some<most - 1>(product, in, weights, rows, out);
  Floats sums[most] = {};
  for (std::size_t k = 0; k < product.inputs; ++k) {
    const Floats w = load(weights + k * product.weight_stride);
#pragma GCC unroll 8
    for (std::size_t row = 0; row < most; ++row) sums[row] += in[row * product.stride + k] * w;
  }
#pragma GCC unroll 8
  for (std::size_t row = 0; row < most; ++row) store(out + row * product.out_stride, sums[row]);
}

}  // namespace

TACT_WIDE void multiply(const float* in, std::size_t rows, std::size_t stride, std::size_t inputs, const float* weights,
                        std::size_t weight_stride, std::size_t outputs, float* out, std::size_t out_stride) {
  // Rows share what is loaded of the weights, and none waits for the sum before it.  As many in each group as may be.
  constexpr std::size_t most = 8;
  // NOLINTNEXTLINE(clang-analyzer-core.DivideZero): there is a row: a text without pieces gets one (Encoder).
  const std::size_t groups = (rows + most - 1) / most, group = (rows + groups - 1) / groups;
  const Product product{inputs, stride, weight_stride, out_stride};
  for (std::size_t row = 0; row < rows; row += group)
    for (std::size_t o = 0; o < outputs; o += lanes)
      multiply_some<most>(product, in + row * stride, weights + o, std::min(group, rows - row),
                          out + row * out_stride + o);
}

TACT_WIDE void turn(const float* in, std::size_t rows, std::size_t stride, std::size_t size, std::size_t padded,
                    float* out) {
  std::size_t row = 0;
  for (; row + 4 <= rows; row += 4)
    for (std::size_t i = 0; i < size; i += 4) {
      Four four[4];
      for (std::size_t k = 0; k < 4; ++k) std::memcpy(&four[k], in + (row + k) * stride + i, sizeof four[k]);
      turn_fours(four);
      for (std::size_t k = 0; k < 4; ++k) std::memcpy(out + (i + k) * padded + row, &four[k], sizeof four[k]);
    }
  for (; row < rows; ++row)
    for (std::size_t i = 0; i < size; ++i) out[i * padded + row] = in[row * stride + i];
  for (std::size_t i = 0; i < size; ++i) std::fill(out + i * padded + rows, out + (i + 1) * padded, 0.0F);
}

TACT_WIDE void add(float* to, const float* more, std::size_t size) {
  for (std::size_t i = 0; i < size; i += lanes) store(to + i, load(to + i) + load(more + i));
}

TACT_WIDE void rectify(float* numbers, std::size_t size) {
  for (std::size_t i = 0; i < size; i += lanes) store(numbers + i, greater(load(numbers + i), Floats{}));
}

TACT_WIDE void widen(const std::int8_t* small, float scale, std::size_t size, float* out) {
  for (std::size_t i = 0; i < size; i += lanes) {
    SmallInts some;
    std::memcpy(&some, small + i, sizeof some);
    store(out + i, __builtin_convertvector(__builtin_convertvector(some, Ints), Floats) * scale);
  }
}

TACT_WIDE void pool(const float* in, std::size_t rows, std::size_t size, float* mean, float* most) {
  const float part = 1 / static_cast<float>(rows);
  for (std::size_t i = 0; i < size; i += lanes) {
    Floats sum = load(in + i), greatest = sum;
    for (std::size_t row = 1; row < rows; ++row) {
      const Floats one = load(in + row * size + i);
      sum += one;
      greatest = greater(greatest, one);
    }
    store(mean + i, sum * part);
    store(most + i, greatest);
  }
}

TACT_WIDE void normalise(const float* in, std::size_t rows, std::size_t size, const float* scale, const float* move,
                         float* out) {
  const float part = 1 / static_cast<float>(size);
  for (std::size_t row = 0; row < rows; row += 4) {
    // The sums of four rows are reckoned at once.
    const std::size_t some = std::min<std::size_t>(4, rows - row);
    Floats sums[4] = {}, squares[4] = {};
    for (std::size_t r = 0; r < some; ++r)
      for (std::size_t i = 0; i < size; i += lanes) sums[r] += load(in + (row + r) * size + i);
    const Four means = totals(sums) * part;
    for (std::size_t r = 0; r < some; ++r)
      for (std::size_t i = 0; i < size; i += lanes) {
        const Floats off = load(in + (row + r) * size + i) - means[r];
        squares[r] += off * off;
      }
    const Four all = totals(squares);
    for (std::size_t r = 0; r < some; ++r) {
      const float mean = means[r], by = 1 / std::sqrt(all[r] * part + 1e-6F);
      const float* from = in + (row + r) * size;
      float* to = out + (row + r) * size;
      for (std::size_t i = 0; i < size; i += lanes)
        store(to + i, (load(from + i) - mean) * by * load(scale + i) + load(move + i));
    }
  }
}

TACT_WIDE void softmax(float* numbers, std::size_t rows, std::size_t size) {
  const std::size_t padded = (size + lanes - 1) / lanes * lanes;
  for (std::size_t row = 0; row < rows; row += 4) {
    // The sums of four rows are reckoned at once.
    Floats sums[4] = {};
    const std::size_t some = std::min<std::size_t>(4, rows - row);
    float* from = numbers + row * padded;
    for (std::size_t r = 0; r < some; ++r, from += padded) {
      std::fill(from + size, from + padded, least);
      Floats most = load(from);
      for (std::size_t i = lanes; i < padded; i += lanes) most = greater(most, load(from + i));
      const float greatest = greatest_of(most);
      for (std::size_t i = 0; i < padded; i += lanes) {
        const Floats one = exponential(greater(load(from + i) - greatest, Floats{} - 87.0F));
        sums[r] += one;
        store(from + i, one);
      }
    }
    const Four parts = 1 / totals(sums);
    from = numbers + row * padded;
    for (std::size_t r = 0; r < some; ++r, from += padded)
      for (std::size_t i = 0; i < padded; i += lanes) store(from + i, load(from + i) * parts[r]);
  }
}

}  // namespace tact::language
