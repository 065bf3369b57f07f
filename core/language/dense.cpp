// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <cmath>
#include <cstring>

#include "core/language/gemm.h"
#include "core/language/lanes.h"
#include "core/language/products.h"

namespace tact::language {

namespace {

struct Rows {
  std::vector<std::uint8_t>
      numbers;  ///< rows x (quads * quad); where they are of 16 bits the high bytes' rows, then the low bytes' rows
  std::vector<float> least, step;  ///< per row: what 0 stands for, and what one more is worth
  std::vector<std::int32_t> sums;  ///< rows of numbers x outputs
};

struct Range {
  float least, most;
};

/// Of one row; it has 0 in it.  `count`: whole lanes first, the rest one by one.
TACT_INLINE Range range_of(const float* in, std::size_t count) {
  const std::size_t whole = count / lanes * lanes;
  Floats low{}, high{};
  for (std::size_t i = 0; i < whole; i += lanes) {
    low = smaller(low, load(in + i));
    high = greater(high, load(in + i));
  }
  Range range{least_of(low), greatest_of(high)};
  for (std::size_t i = whole; i < count; ++i) range = {std::min(range.least, in[i]), std::max(range.most, in[i])};
  return range;
}

/// Each row's own range in 256 steps.
TACT_WIDE void round_rows(const float* in, std::size_t rows, std::size_t inputs, std::size_t size, Rows& out) {
  std::uint8_t* to = out.numbers.data();
  const std::size_t whole = inputs / lanes * lanes;
  for (std::size_t row = 0; row < rows; ++row, in += inputs, to += size) {
    const Range range = range_of(in, inputs);
    const float step = std::max((range.most - range.least) / 255, 1e-20F), by = 1 / step;
    for (std::size_t i = 0; i < whole; i += lanes) {
      const Bytes rounded =
          __builtin_convertvector(__builtin_convertvector((load(in + i) - range.least) * by + 0.5F, Ints), Bytes);
      std::memcpy(to + i, &rounded, sizeof rounded);
    }
    // NOLINTNEXTLINE(bugprone-incorrect-roundings): never negative, and rounded as the lanes are.
    for (std::size_t i = whole; i < inputs; ++i) to[i] = static_cast<std::uint8_t>((in[i] - range.least) * by + 0.5F);
    std::fill(to + inputs, to + size, 0);
    out.least[row] = range.least;
    out.step[row] = step;
  }
}

/// Each row's own range in 65,536 steps: the high bytes' rows, then the low bytes' rows.
TACT_WIDE void round_finely(const float* in, std::size_t rows, std::size_t inputs, std::size_t size, Rows& out) {
  const std::size_t whole = inputs / lanes * lanes;
  for (std::size_t row = 0; row < rows; ++row, in += inputs) {
    std::uint8_t *high = out.numbers.data() + row * size, *low = high + rows * size;
    const Range range = range_of(in, inputs);
    const float step = std::max((range.most - range.least) / 65535, 1e-20F), by = 1 / step;
    for (std::size_t i = 0; i < whole; i += lanes) {
      const Ints steps = __builtin_convertvector((load(in + i) - range.least) * by + 0.5F, Ints);
      const Bytes above = __builtin_convertvector(steps >> 8, Bytes),
                  below = __builtin_convertvector(steps & 255, Bytes);
      std::memcpy(high + i, &above, sizeof above);
      std::memcpy(low + i, &below, sizeof below);
    }
    for (std::size_t i = whole; i < inputs; ++i) {
      // NOLINTNEXTLINE(bugprone-incorrect-roundings): never negative, and rounded as the lanes are.
      const auto steps = static_cast<std::uint32_t>((in[i] - range.least) * by + 0.5F);
      high[i] = static_cast<std::uint8_t>(steps >> 8);
      low[i] = static_cast<std::uint8_t>(steps);
    }
    std::fill(high + inputs, high + size, 0);
    std::fill(low + inputs, low + size, 0);
    out.least[row] = range.least;
    out.step[row] = step;
  }
}

std::size_t fours(std::size_t inputs) {
  return (inputs + quad - 1) / quad;
}

Rows& room_for(std::size_t rows, std::size_t size, std::size_t sums) {
  thread_local Rows room;
  at_least(rows * size, room.numbers);
  at_least(rows, room.least);
  at_least(rows, room.step);
  at_least(sums, room.sums);
  return room;
}

}  // namespace

std::string Dense::open(const ModelFile& file, const std::string& name, std::size_t inputs, std::size_t outputs) {
  inputs_ = inputs;
  weights_ = file.section<std::int8_t>(name + ".w");
  scale_ = file.section<float>(name + ".s");
  bias_ = file.section<float>(name + ".b");
  whole_ = file.section<float>(name + ".n");
  const bool whole = weights_.size() == fours(inputs) * quad * outputs && scale_.size() == outputs &&
                     bias_.size() == outputs && whole_.size() == outputs;
  return whole ? "" : "no layer “" + name + "” of the encoder";
}

void Dense::apply(const std::vector<float>& in, std::size_t rows, std::vector<float>& out) const {
  const std::size_t quads = fours(inputs_), outputs = bias_.size();
  Rows& rounded = room_for(rows, quads * quad, room_of_worth(outputs));
  round_rows(in.data(), rows, inputs_, quads * quad, rounded);
  at_least(rows * outputs, out);
  const Worth worth{rounded.least.data(), rounded.step.data(), whole_.data(), scale_.data(), bias_.data(), out.data()};
  best_multiply()(rounded.numbers.data(), rows, quads, weights_.data(), outputs / panel, rounded.sums.data(), &worth);
}

void Dense::apply_finely(const std::vector<float>& in, std::size_t rows, std::vector<float>& out) const {
  const std::size_t quads = fours(inputs_), outputs = bias_.size();
  Rows& rounded = room_for(2 * rows, quads * quad, 2 * rows * outputs);
  round_finely(in.data(), rows, inputs_, quads * quad, rounded);
  best_multiply()(rounded.numbers.data(), 2 * rows, quads, weights_.data(), outputs / panel, rounded.sums.data(),
                  nullptr);
  at_least(rows * outputs, out);
  const std::int32_t *high = rounded.sums.data(), *low = high + rows * outputs;
  for (std::size_t row = 0; row < rows; ++row)
    for (std::size_t o = 0, i = row * outputs; o < outputs; ++o, ++i) {
      const float sum = 256 * static_cast<float>(high[i]) + static_cast<float>(low[i]);
      out[i] = (sum * rounded.step[row] + whole_[o] * rounded.least[row]) * scale_[o] + bias_[o];
    }
}

}  // namespace tact::language
