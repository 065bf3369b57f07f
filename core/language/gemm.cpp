// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/language/gemm.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <cstring>

#include "core/language/lanes.h"

namespace tact::language {

namespace {

/// Whatever lies this far below the greatest is nothing beside it.
constexpr float least = -1e30F;

/// e^x within 3e-7 of it for x from -87 to 0: 2^n times a polynomial (minimax on [-0.5, 0.5], Cephes' expf).
TACT_INLINE Floats exponential(Floats x) {
  x = greater(x, Floats{} - 87.0F);
  // All are at most 0, so this rounds to the nearest.
  const Ints n = __builtin_convertvector(x * 1.44269504F - 0.5F, Ints);
  const Floats whole = __builtin_convertvector(n, Floats);
  x -= whole * 0.693359375F;
  x += whole * 2.12194440e-4F;
  const Floats p = ((((1.9875691500e-4F * x + 1.3981999507e-3F) * x + 8.3334519073e-3F) * x + 4.1665795894e-2F) * x +
                    1.6666665459e-1F) *
                       x +
                   5.0000001201e-1F;
  const Ints power = (n + 127) << 23;
  Floats scale;
  std::memcpy(&scale, &power, sizeof scale);
  return (p * x * x + x + 1) * scale;
}

}  // namespace

TACT_WIDE void multiply(const float* in, std::size_t rows, std::size_t stride, std::size_t inputs, const float* weights,
                        std::size_t outputs, float* out) {
  std::size_t row = 0;
  // Four rows share what is loaded of the weights, and none waits for the sum before it.
  for (; row + 4 <= rows; row += 4)
    for (std::size_t o = 0; o < outputs; o += lanes) {
      const float* from = in + row * stride;
      float* to = out + row * outputs + o;
      Floats a = load(to), b = load(to + outputs), c = load(to + 2 * outputs), d = load(to + 3 * outputs);
      for (std::size_t k = 0; k < inputs; ++k) {
        const Floats w = load(weights + k * outputs + o);
        a += from[k] * w;
        b += from[stride + k] * w;
        c += from[2 * stride + k] * w;
        d += from[3 * stride + k] * w;
      }
      store(to, a);
      store(to + outputs, b);
      store(to + 2 * outputs, c);
      store(to + 3 * outputs, d);
    }
  for (; row < rows; ++row)
    for (std::size_t o = 0; o < outputs; o += lanes) {
      Floats sum = load(out + row * outputs + o);
      for (std::size_t k = 0; k < inputs; ++k) sum += in[row * stride + k] * load(weights + k * outputs + o);
      store(out + row * outputs + o, sum);
    }
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
  for (std::size_t row = 0; row < rows; ++row, in += size, out += size) {
    Floats sum{}, square{};
    for (std::size_t i = 0; i < size; i += lanes) sum += load(in + i);
    const float mean = total(sum) * part;
    for (std::size_t i = 0; i < size; i += lanes) {
      const Floats off = load(in + i) - mean;
      square += off * off;
    }
    const float by = 1 / std::sqrt(total(square) * part + 1e-6F);
    for (std::size_t i = 0; i < size; i += lanes)
      store(out + i, (load(in + i) - mean) * by * load(scale + i) + load(move + i));
  }
}

TACT_WIDE void softmax(float* numbers, std::size_t size) {
  const std::size_t padded = (size + lanes - 1) / lanes * lanes;
  std::fill(numbers + size, numbers + padded, least);
  Floats most = load(numbers);
  for (std::size_t i = lanes; i < padded; i += lanes) most = greater(most, load(numbers + i));
  float greatest = most[0];
  for (std::size_t i = 1; i < lanes; ++i) greatest = std::max(greatest, most[i]);
  Floats sum{};
  for (std::size_t i = 0; i < padded; i += lanes) {
    const Floats one = exponential(load(numbers + i) - greatest);
    sum += one;
    store(numbers + i, one);
  }
  const float part = 1 / total(sum);
  for (std::size_t i = 0; i < padded; i += lanes) store(numbers + i, load(numbers + i) * part);
}

}  // namespace tact::language
