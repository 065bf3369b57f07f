// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <cmath>
#include <cstring>

#include "core/language/gemm.h"

#if defined(__x86_64__) && defined(__GNUC__)
#include <immintrin.h>
#define TACT_AVX2
#endif

namespace tact::language {

namespace {

constexpr std::size_t panel = 16;
/// The greatest sum, 2,048 inputs of this and 127, stays below 2^31.
constexpr float most = 8191;

struct Rows {
  std::vector<std::int16_t> numbers;  ///< rows x (pairs * 2)
  std::vector<float> scale;           ///< what one step is worth, per row
};

void round_rows(const std::vector<float>& in, std::size_t rows, std::size_t inputs, std::size_t pairs, Rows& out) {
  out.numbers.assign(rows * pairs * 2, 0);
  out.scale.resize(rows);
  for (std::size_t row = 0; row < rows; ++row) {
    const float* from = in.data() + row * inputs;
    float greatest = 1e-20F;
    for (std::size_t i = 0; i < inputs; ++i) greatest = std::max(greatest, std::abs(from[i]));
    const float by = most / greatest;
    std::int16_t* to = out.numbers.data() + row * pairs * 2;
    for (std::size_t i = 0; i < inputs; ++i) to[i] = static_cast<std::int16_t>(from[i] * by + (from[i] < 0 ? -0.5F : 0.5F));
    out.scale[row] = greatest / most;
  }
}

/// `count` rows, at most six, times one panel.
void multiply_plainly(const std::int16_t* in, std::size_t pairs, std::size_t count, const std::int8_t* weights, std::int32_t* sums) {
  std::fill_n(sums, count * panel, 0);
  for (std::size_t row = 0; row < count; ++row)
    for (std::size_t k = 0; k < pairs; ++k) {
      const std::int32_t a = in[row * pairs * 2 + 2 * k], b = in[row * pairs * 2 + 2 * k + 1];
      const std::int8_t* w = weights + k * panel * 2;
      for (std::size_t o = 0; o < panel; ++o) sums[row * panel + o] += a * w[2 * o] + b * w[2 * o + 1];
    }
}

#ifdef TACT_AVX2

template <std::size_t count>
__attribute__((target("avx2"))) void multiply_rows(const std::int16_t* in, std::size_t pairs, const std::int8_t* weights, std::int32_t* sums) {
  __m256i low[count], high[count];
#pragma GCC unroll 6
  for (std::size_t row = 0; row < count; ++row) low[row] = high[row] = _mm256_setzero_si256();
  for (std::size_t k = 0; k < pairs; ++k) {
    const __m256i w = _mm256_cvtepi8_epi16(_mm_loadu_si128(reinterpret_cast<const __m128i*>(weights + k * panel * 2)));
    const __m256i v = _mm256_cvtepi8_epi16(_mm_loadu_si128(reinterpret_cast<const __m128i*>(weights + k * panel * 2 + panel)));
#pragma GCC unroll 6
    for (std::size_t row = 0; row < count; ++row) {
      std::int32_t pair;
      std::memcpy(&pair, in + row * pairs * 2 + 2 * k, sizeof pair);
      const __m256i a = _mm256_set1_epi32(pair);
      low[row] = _mm256_add_epi32(low[row], _mm256_madd_epi16(a, w));
      high[row] = _mm256_add_epi32(high[row], _mm256_madd_epi16(a, v));
    }
  }
#pragma GCC unroll 6
  for (std::size_t row = 0; row < count; ++row) {
    _mm256_storeu_si256(reinterpret_cast<__m256i*>(sums + row * panel), low[row]);
    _mm256_storeu_si256(reinterpret_cast<__m256i*>(sums + row * panel + panel / 2), high[row]);
  }
}

void multiply_widely(const std::int16_t* in, std::size_t pairs, std::size_t count, const std::int8_t* weights, std::int32_t* sums) {
  switch (count) {
    case 1: return multiply_rows<1>(in, pairs, weights, sums);
    case 2: return multiply_rows<2>(in, pairs, weights, sums);
    case 3: return multiply_rows<3>(in, pairs, weights, sums);
    case 4: return multiply_rows<4>(in, pairs, weights, sums);
    case 5: return multiply_rows<5>(in, pairs, weights, sums);
    default: return multiply_rows<6>(in, pairs, weights, sums);
  }
}

using Multiply = void (*)(const std::int16_t*, std::size_t, std::size_t, const std::int8_t*, std::int32_t*);
Multiply best() {
  static const Multiply chosen = __builtin_cpu_supports("avx2") ? multiply_widely : multiply_plainly;
  return chosen;
}

#else

auto best() { return multiply_plainly; }

#endif

}  // namespace

std::string Dense::open(const ModelFile& file, const std::string& name, std::size_t inputs, std::size_t outputs) {
  inputs_ = inputs;
  weights_ = file.section<std::int8_t>(name + ".w");
  scale_ = file.section<float>(name + ".s");
  bias_ = file.section<float>(name + ".b");
  const bool whole = weights_.size() == (inputs + 1) / 2 * 2 * outputs && scale_.size() == outputs && bias_.size() == outputs;
  return whole ? "" : "no layer “" + name + "” of the encoder";
}

void Dense::apply(const std::vector<float>& in, std::size_t rows, std::vector<float>& out) const {
  thread_local Rows rounded;
  const std::size_t pairs = (inputs_ + 1) / 2, outputs = bias_.size();
  round_rows(in, rows, inputs_, pairs, rounded);
  out.resize(rows * outputs);
  const auto multiply_panel = best();
  constexpr std::size_t group = 6;
  std::int32_t sums[group * panel];
  for (std::size_t at = 0; at < outputs; at += panel)
    for (std::size_t row = 0; row < rows; row += group) {
      const std::size_t count = std::min(group, rows - row);
      multiply_panel(rounded.numbers.data() + row * pairs * 2, pairs, count, weights_.data() + at * pairs * 2, sums);
      for (std::size_t r = 0; r < count; ++r)
        for (std::size_t o = 0; o < panel; ++o) out[(row + r) * outputs + at + o] = static_cast<float>(sums[r * panel + o]) * (rounded.scale[row + r] * scale_[at + o]) + bias_[at + o];
    }
}

}  // namespace tact::language
