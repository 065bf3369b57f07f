// SPDX-License-Identifier: GPL-3.0-or-later
// The second stage: pieces of words, two layers of a transformer (Vaswani et al. 2017), pooling and a hidden layer.  It is the Universal Sentence Encoder
// lite (Cer et al. 2018), fine-tuned on the labelled messages and cut down to what a chat client can afford (data/model/README.md).
#pragma once

#include <span>
#include <string>
#include <vector>

#include "core/language/gemm.h"
#include "core/language/model.h"
#include "core/language/model_file.h"
#include "core/language/pieces.h"

namespace tact::language {

class Encoder {
 public:
  /// Answers an empty string, or what is missing.  The file must outlive this.
  std::string open(const ModelFile& file);
  Logits score(const Text& text, std::span<const Line> context) const;
  const Pieces& pieces() const { return pieces_; }

 private:
  struct Buffers;

  /// Attention and a feed-forward layer, each behind a normalisation and beside a way past it.
  struct Layer {
    std::size_t inputs = 0, attention = 0;  ///< numbers a piece; those of all heads together
    std::span<const float> first_norm, second_norm;
    Dense asked, joined, turned, wide, narrow;
    bool turns = false;  ///< `turned` makes inputs as wide as outputs
    std::string open(const ModelFile& file, const std::string& name, std::size_t in, std::size_t heads_together);
    /// my.x becomes what comes out of the layer.
    void apply(std::size_t count, Buffers& my) const;
    void attend(std::size_t count, Buffers& my) const;
  };

  void embed(std::span<const std::uint16_t> pieces, float* out) const;
  void put_before(std::span<const Line> context, Buffers& my, float* out) const;

  const ModelFile* file_ = nullptr;
  Pieces pieces_;
  std::span<const std::int8_t> rows_;
  std::span<const float> row_scale_;
  std::vector<float> places_;  ///< what says where a piece stands: sines, then cosines
  Layer one_, two_;
  Dense sentence_, hidden_, out_;
};

}  // namespace tact::language
