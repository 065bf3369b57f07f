// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/language/gemm.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstdint>
#include <cstring>

namespace tact::language {

namespace {

#if defined(__x86_64__) && defined(__GNUC__) && !defined(__clang__)
#define TACT_WIDE __attribute__((target_clones("default", "arch=haswell", "avx512f")))
#else
#define TACT_WIDE
#endif

typedef float Lane __attribute__((vector_size(64), aligned(4)));

/// e^x within 3e-7 of it for x from -87 to 0: 2^n times a polynomial (minimax on [-0.5, 0.5], Cephes' expf).
inline float exponential(float x) {
  x = std::max(x, -87.0F);
  const float n = std::nearbyintf(x * 1.44269504F);
  x -= n * 0.693359375F;
  x += n * 2.12194440e-4F;
  const float p = ((((1.9875691500e-4F * x + 1.3981999507e-3F) * x + 8.3334519073e-3F) * x + 4.1665795894e-2F) * x + 1.6666665459e-1F) * x + 5.0000001201e-1F;
  return (p * x * x + x + 1) * std::bit_cast<float>((static_cast<std::int32_t>(n) + 127) << 23);
}

}  // namespace

TACT_WIDE void multiply(const float* in, std::size_t rows, std::size_t stride, std::size_t inputs, const float* weights, std::size_t outputs, float* out) {
  for (std::size_t row = 0; row < rows; ++row)
    for (std::size_t o = 0; o < outputs; o += 16) {
      Lane sum;
      std::memcpy(&sum, out + row * outputs + o, sizeof sum);
      for (std::size_t k = 0; k < inputs; ++k) {
        Lane w;
        std::memcpy(&w, weights + k * outputs + o, sizeof w);
        sum += in[row * stride + k] * w;
      }
      std::memcpy(out + row * outputs + o, &sum, sizeof sum);
    }
}

TACT_WIDE void normalise(const float* in, std::size_t rows, std::size_t size, const float* scale, const float* move, float* out) {
  for (std::size_t row = 0; row < rows; ++row, in += size, out += size) {
    float mean = 0, square = 0;
    for (std::size_t i = 0; i < size; ++i) mean += in[i];
    mean /= static_cast<float>(size);
    for (std::size_t i = 0; i < size; ++i) square += (in[i] - mean) * (in[i] - mean);
    const float by = 1 / std::sqrt(square / static_cast<float>(size) + 1e-6F);
    for (std::size_t i = 0; i < size; ++i) out[i] = (in[i] - mean) * by * scale[i] + move[i];
  }
}

TACT_WIDE void softmax(float* numbers, std::size_t size) {
  const float most = *std::max_element(numbers, numbers + size);
  float total = 0;
  for (std::size_t i = 0; i < size; ++i) numbers[i] = exponential(numbers[i] - most);
  for (std::size_t i = 0; i < size; ++i) total += numbers[i];
  for (std::size_t i = 0; i < size; ++i) numbers[i] /= total;
}

}  // namespace tact::language
