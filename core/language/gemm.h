// SPDX-License-Identifier: GPL-3.0-or-later
// The few dense operations of the encoder.  Each is compiled for wider machines too and chosen when it runs; every
// machine answers the same numbers but for the last bits of 32-bit sums.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "core/language/model_file.h"

namespace tact::language {

/// Room for `size` numbers, whose content is anything: a vector that shrank and grew again would be filled with zeros.
template <typename Number>
void at_least(std::size_t size, std::vector<Number>& numbers) {
  if (numbers.size() < size) numbers.resize(size);
}

/// A matrix of 8-bit weights as it lies in the model's file, never unpacked: panels of 16 outputs, in them fours of
/// inputs, in these the 16 outputs' four weights each.  What is wanting to whole fours is filled up with zeros.
class Dense {
 public:
  /// Sections `name`.w, .s (a scale an output), .b (a bias an output) and .n (the sum of each output's weights).
  /// `outputs`: a multiple of 16.  Answers an empty string, or what is missing.
  std::string open(const ModelFile& file, const std::string& name, std::size_t inputs, std::size_t outputs);

  /// `in`: rows x inputs, which are rounded to 256 steps between the least and the greatest in their row; `out`:
  /// its beginning becomes rows x outputs.
  void apply(const std::vector<float>& in, std::size_t rows, std::vector<float>& out) const;

  /// The same in 65,536 steps: for the last layers, whose inputs are of several kinds, great and small.
  void apply_finely(const std::vector<float>& in, std::size_t rows, std::vector<float>& out) const;

 private:
  std::size_t inputs_ = 0;
  std::span<const std::int8_t> weights_;
  std::span<const float> scale_, bias_, whole_;
};

/// out = in x weights.  `in`: rows x inputs; `weights`: inputs x outputs; rows of each are `stride`, `weight_stride`
/// and `out_stride` apart; `outputs`: a multiple of 16.
void multiply(const float* in, std::size_t rows, std::size_t stride, std::size_t inputs, const float* weights,
              std::size_t weight_stride, std::size_t outputs, float* out, std::size_t out_stride);

/// Rows become columns: `in`, rows x size whose rows are `stride` apart, to `out`, size x padded, with zeros behind the
/// rows.
void turn(const float* in, std::size_t rows, std::size_t stride, std::size_t size, std::size_t padded, float* out);

/// Rows to mean 0 and variance 1 (`size`: a multiple of 16), then scaled and moved (layer normalisation, epsilon 1e-6).
void normalise(const float* in, std::size_t rows, std::size_t size, const float* scale, const float* move, float* out);

/// to += more, number by number.  `size`, in these: a multiple of 16.
void add(float* to, const float* more, std::size_t size);

/// Nothing below 0.
void rectify(float* numbers, std::size_t size);

/// 8-bit numbers times what one is worth.
void widen(const std::int8_t* small, float scale, std::size_t size, float* out);

/// Per number of `rows` rows their mean, and the greatest.
void pool(const float* in, std::size_t rows, std::size_t size, float* mean, float* most);

/// Replaces each row's `size` numbers by their exponentials over the sum of these; rows begin at multiples of 16, and
/// the room between them is overwritten.
void softmax(float* numbers, std::size_t rows, std::size_t size);

}  // namespace tact::language
