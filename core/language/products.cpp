// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/language/products.h"

#include <algorithm>
#include <cstring>

#include "core/language/lanes.h"

#if defined(__x86_64__) && defined(__GNUC__)
#include <immintrin.h>
#define TACT_X86
#endif

namespace tact::language {

namespace {

/// Rows of `worth.out` are `stride` apart, those of `sums` lie behind one another.
TACT_WIDE void to_floats(const std::int32_t* sums, std::size_t rows, std::size_t outputs, const Worth& worth,
                         std::size_t stride) {
  for (std::size_t o = 0; o < outputs; o += lanes) {
    const Floats whole = load(worth.whole + o), scale = load(worth.scale + o), bias = load(worth.bias + o);
    for (std::size_t row = 0; row < rows; ++row) {
      Ints sum;
      std::memcpy(&sum, sums + row * outputs + o, sizeof sum);
      store(worth.out + row * stride + o,
            (__builtin_convertvector(sum, Floats) * worth.step[row] + whole * worth.least[row]) * scale + bias);
    }
  }
}

void sums_plainly(const std::uint8_t* in, std::size_t rows, std::size_t quads, const std::int8_t* weights,
                  std::size_t panels, std::int32_t* sums) {
  std::fill_n(sums, rows * panels * panel, 0);
  for (std::size_t row = 0; row < rows; ++row, in += quads * quad)
    for (std::size_t p = 0; p < panels; ++p, sums += panel)
      for (std::size_t k = 0; k < quads; ++k) {
        const std::int8_t* w = weights + (p * quads + k) * panel * quad;
        for (std::size_t o = 0; o < panel; ++o)
          for (std::size_t i = 0; i < quad; ++i) sums[o] += in[quad * k + i] * w[quad * o + i];
      }
}

void multiply_plainly(const std::uint8_t* in, std::size_t rows, std::size_t quads, const std::int8_t* weights,
                      std::size_t panels, std::int32_t* sums, const Worth* worth) {
  if (worth == nullptr) return sums_plainly(in, rows, quads, weights, panels, sums);
  const std::size_t outputs = panels * panel;
  for (std::size_t row = 0; row < rows; ++row) {
    sums_plainly(in + row * quads * quad, 1, quads, weights, panels, sums);
    to_floats(
        sums, 1, outputs,
        {worth->least + row, worth->step + row, worth->whole, worth->scale, worth->bias, worth->out + row * outputs},
        outputs);
  }
}

#ifdef TACT_X86

/// Rows are taken in groups of one size, as many as `most` allows: 23 are 12 and 11, not 16 and 7, since few sums at
/// once leave the multipliers waiting.
std::size_t group_of(std::size_t rows, std::size_t most) {
  const std::size_t groups = (rows + most - 1) / most;
  return (rows + groups - 1) / groups;
}

inline std::int32_t quad_at(const std::uint8_t* in) {
  std::int32_t four;
  std::memcpy(&four, in, sizeof four);
  return four;
}

struct Task {
  const std::uint8_t* in;
  std::size_t quads;
  const std::int8_t* weights;
  std::int32_t* sums;
  std::size_t stride;  ///< of the rows of sums
};

/// Sums of two inputs each lie beside one another until the end.
template <std::size_t rows>
__attribute__((target("avx2"))) void block_avx2(const Task& task) {
  constexpr std::size_t parts = panel / 4;
  __m256i sum[rows][parts];
#pragma GCC unroll 3
  for (std::size_t row = 0; row < rows; ++row)
#pragma GCC unroll 4
    for (std::size_t p = 0; p < parts; ++p) sum[row][p] = _mm256_setzero_si256();
  for (std::size_t k = 0; k < task.quads; ++k) {
    const auto* at = reinterpret_cast<const __m128i*>(task.weights + k * panel * quad);
    __m256i in[rows];
#pragma GCC unroll 3
    for (std::size_t row = 0; row < rows; ++row)
      in[row] = _mm256_cvtepu8_epi16(_mm_set1_epi32(quad_at(task.in + (row * task.quads + k) * quad)));
#pragma GCC unroll 4
    for (std::size_t p = 0; p < parts; ++p) {
      const __m256i w = _mm256_cvtepi8_epi16(_mm_loadu_si128(at + p));
#pragma GCC unroll 3
      for (std::size_t row = 0; row < rows; ++row)
        sum[row][p] = _mm256_add_epi32(sum[row][p], _mm256_madd_epi16(in[row], w));
    }
  }
#pragma GCC unroll 3
  for (std::size_t row = 0; row < rows; ++row)
#pragma GCC unroll 2
    for (std::size_t p = 0; p < parts; p += 2) {
      const __m256i both = _mm256_permute4x64_epi64(_mm256_hadd_epi32(sum[row][p], sum[row][p + 1]), 0xD8);
      _mm256_storeu_si256(reinterpret_cast<__m256i*>(task.sums + row * task.stride + p * 4), both);
    }
}

template <std::size_t rows, std::size_t panels>
__attribute__((target("avx512f,avx512vnni"))) void block_vnni(const Task& task) {
  __m512i sum[rows][panels];
#pragma GCC unroll 12
  for (std::size_t row = 0; row < rows; ++row)
#pragma GCC unroll 8
    for (std::size_t p = 0; p < panels; ++p) sum[row][p] = _mm512_setzero_si512();
  for (std::size_t k = 0; k < task.quads; ++k) {
    __m512i w[panels];
#pragma GCC unroll 8
    for (std::size_t p = 0; p < panels; ++p)
      w[p] = _mm512_loadu_si512(task.weights + (p * task.quads + k) * panel * quad);
#pragma GCC unroll 12
    for (std::size_t row = 0; row < rows; ++row) {
      const __m512i a = _mm512_set1_epi32(quad_at(task.in + (row * task.quads + k) * quad));
#pragma GCC unroll 8
      for (std::size_t p = 0; p < panels; ++p) sum[row][p] = _mm512_dpbusd_epi32(sum[row][p], a, w[p]);
    }
  }
#pragma GCC unroll 12
  for (std::size_t row = 0; row < rows; ++row)
#pragma GCC unroll 8
    for (std::size_t p = 0; p < panels; ++p)
      _mm512_storeu_si512(task.sums + row * task.stride + p * panel, sum[row][p]);
}

/// The block for `rows`, at most `most`, rows.
template <std::size_t most, template <std::size_t> class Block>
void run(const Task& task, std::size_t rows) {
  if constexpr (most > 1)
    if (rows < most) return run<most - 1, Block>(task, rows);
  Block<most>::run(task);
}

template <std::size_t rows>
struct Avx2 {
  static void run(const Task& task) { block_avx2<rows>(task); }
};
template <std::size_t rows>
struct VnniTwo {
  static void run(const Task& task) { block_vnni<rows, 2>(task); }
};
template <std::size_t rows>
struct VnniOne {
  static void run(const Task& task) { block_vnni<rows, 1>(task); }
};
template <std::size_t rows>
struct VnniEight {
  static void run(const Task& task) { block_vnni<rows, 8>(task); }
};

template <std::size_t most, std::size_t together, template <std::size_t> class Block>
void multiply_by(const std::uint8_t* in, std::size_t rows, std::size_t quads, const std::int8_t* weights,
                 std::size_t panels, std::int32_t* sums, const Worth* worth) {
  const std::size_t group = group_of(rows, most), stride = panels * panel;
  for (std::size_t p = 0; p < panels; p += together)
    for (std::size_t row = 0; row < rows; row += group) {
      const std::size_t some = std::min(group, rows - row), output = p * panel, at = row * stride + output;
      const std::uint8_t* from = in + row * quads * quad;
      const std::int8_t* w = weights + output * quads * quad;
      if (worth == nullptr) {
        run<most, Block>({from, quads, w, sums + at, stride}, some);
        continue;
      }
      // What these are worth is written while they are near: all such sums lie in the one place.
      run<most, Block>({from, quads, w, sums, together * panel}, some);
      to_floats(sums, some, together * panel,
                {worth->least + row, worth->step + row, worth->whole + output, worth->scale + output,
                 worth->bias + output, worth->out + at},
                stride);
    }
}

void multiply_vnni(const std::uint8_t* in, std::size_t rows, std::size_t quads, const std::int8_t* weights,
                   std::size_t panels, std::int32_t* sums, const Worth* worth) {
  if (rows <= 3 && panels % 8 == 0) return multiply_by<3, 8, VnniEight>(in, rows, quads, weights, panels, sums, worth);
  if (panels % 2 == 0) return multiply_by<12, 2, VnniTwo>(in, rows, quads, weights, panels, sums, worth);
  multiply_by<12, 1, VnniOne>(in, rows, quads, weights, panels, sums, worth);
}

#endif

}  // namespace

std::size_t all_multiplies(Multiply* out) {
  std::size_t count = 0;
  out[count++] = multiply_plainly;
#ifdef TACT_X86
  if (__builtin_cpu_supports("avx2")) out[count++] = multiply_by<3, 1, Avx2>;
  if (__builtin_cpu_supports("avx512vnni")) out[count++] = multiply_vnni;
#endif
  return count;
}

Multiply best_multiply() {
  static const Multiply chosen = [] {
    Multiply all[most_multiplies];
    return all[all_multiplies(all) - 1];
  }();
  return chosen;
}

}  // namespace tact::language
