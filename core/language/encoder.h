// SPDX-License-Identifier: GPL-3.0-or-later
// The second stage: word vectors, two convolutions over three words each, pooling and a hidden layer.  About a hundred microseconds a message.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "core/language/encoder_tokens.h"
#include "core/language/model.h"
#include "core/language/model_file.h"

namespace tact::language {

class Encoder {
 public:
  /// Answers an empty string, or what is missing.  The file must outlive this.
  std::string open(const ModelFile& file);
  Logits score(const Text& text, std::span<const Line> context) const;

 private:
  /// 8-bit weights, unpacked once: the matrices are small.
  struct Layer {
    std::vector<float> weights, bias;  ///< inputs x outputs, by input
    std::string open(const ModelFile& file, const std::string& name, std::size_t inputs, std::size_t outputs);
  };

  void embed(const EncoderTokens& read, float* out) const;
  void add_row(std::span<const std::int8_t> rows, std::span<const float> scales, std::size_t row, float part, float* out) const;

  std::span<const std::uint32_t> keys_, places_;  ///< words, sorted by hash, and their rows
  std::span<const std::int8_t> words_, parts_;
  std::span<const float> word_scale_, part_scale_, manner_, look_;
  Layer one_, two_, hidden_, out_;
};

}  // namespace tact::language
