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
  Range range{0, 0};
  for (std::size_t i = 0; i < lanes; ++i) range = {std::min(range.least, low[i]), std::max(range.most, high[i])};
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
    for (std::size_t i = whole; i < inputs; ++i) to[i] = static_cast<std::uint8_t>((in[i] - range.least) * by + 0.5F);
    std::fill(to + inputs, to + size, 0);
    out.least[row] = range.least;
    out.step[row] = step;
  }
}

/// One row's range in 65,536 steps: a row of the high bytes and one of the low bytes.
void round_finely(const std::vector<float>& in, std::size_t size, Rows& out) {
  const Range range = range_of(in.data(), in.size());
  const float step = std::max((range.most - range.least) / 65535, 1e-20F), by = 1 / step;
  std::ranges::fill(out.numbers, 0);
  for (std::size_t i = 0; i < in.size(); ++i) {
    const auto steps = static_cast<std::uint32_t>((in[i] - range.least) * by + 0.5F);
    out.numbers[i] = static_cast<std::uint8_t>(steps >> 8);
    out.numbers[size + i] = static_cast<std::uint8_t>(steps);
  }
  out.least[0] = range.least;
  out.step[0] = step;
}

/// `whole`: per output the sum of its weights, which what 0 stands for is multiplied by.
TACT_WIDE void to_floats(const Rows& from, std::size_t rows, const float* scale, const float* bias, const float* whole,
                         std::size_t outputs, float* out) {
  const std::int32_t* sums = from.sums.data();
  for (std::size_t row = 0; row < rows; ++row)
    for (std::size_t o = 0; o < outputs; o += lanes, sums += lanes, out += lanes) {
      Ints sum;
      std::memcpy(&sum, sums, sizeof sum);
      store(out, (__builtin_convertvector(sum, Floats) * from.step[row] + load(whole + o) * from.least[row]) *
                         load(scale + o) +
                     load(bias + o));
    }
}

std::size_t fours(std::size_t inputs) {
  return (inputs + quad - 1) / quad;
}

Rows& room_for(std::size_t rows, std::size_t size, std::size_t outputs) {
  thread_local Rows room;
  room.numbers.resize(rows * size);
  room.least.resize(rows);
  room.step.resize(rows);
  room.sums.resize(rows * outputs);
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
  out.resize(rows * outputs);
  // Some rows at a time: the room for all of a long message would be most of what the encoder keeps.
  constexpr std::size_t together = 16;
  for (std::size_t row = 0; row < rows; row += together) {
    const std::size_t some = std::min(together, rows - row);
    Rows& rounded = room_for(some, quads * quad, outputs);
    round_rows(in.data() + row * inputs_, some, inputs_, quads * quad, rounded);
    best_multiply()(rounded.numbers.data(), some, quads, weights_.data(), outputs / panel, rounded.sums.data());
    to_floats(rounded, some, scale_.data(), bias_.data(), whole_.data(), outputs, out.data() + row * outputs);
  }
}

void Dense::apply_finely(const std::vector<float>& in, std::vector<float>& out) const {
  const std::size_t quads = fours(inputs_), outputs = bias_.size();
  Rows& rounded = room_for(2, quads * quad, outputs);
  round_finely(in, quads * quad, rounded);
  best_multiply()(rounded.numbers.data(), 2, quads, weights_.data(), outputs / panel, rounded.sums.data());
  out.resize(outputs);
  for (std::size_t o = 0; o < outputs; ++o) {
    const float sum = 256 * static_cast<float>(rounded.sums[o]) + static_cast<float>(rounded.sums[outputs + o]);
    out[o] = (sum * rounded.step[0] + whole_[o] * rounded.least[0]) * scale_[o] + bias_[o];
  }
}

}  // namespace tact::language
