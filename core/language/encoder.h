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
  /// `quick`: all vectors of pieces are read where they lie in the file.
  std::string open(const ModelFile& file, bool quick);
  Logits score(const Text& text, std::span<const Line> context) const;
  /// Several together, which costs less than one by one and gives the same numbers; `out`: room for as many.
  void score(std::span<const Asked> asked, Logits* out) const;
  const Pieces& pieces() const { return pieces_; }

 private:
  struct Buffers;

  /// Attention and a feed-forward layer, each behind a normalisation and beside a way past it.
  struct Layer {
    std::size_t inputs = 0;  ///< numbers a piece
    std::size_t key = 0, value = 0;  ///< numbers a head: of a question or a key, and of what is answered
    std::span<const float> first_norm, second_norm;
    Dense asked, joined, turned, wide, narrow;
    bool turns = false;  ///< `turned` makes inputs as wide as outputs
    std::string open(const ModelFile& file, const std::string& name, std::size_t in);
    bool measure(const ModelFile& file, const std::string& name);
    /// my.x, of `count` pieces, becomes what comes out of the layer.
    void apply(std::size_t count, Buffers& my) const;
    void attend(const float* asked, std::size_t count, Buffers& my, float* seen) const;
  };

  void embed(std::span<const std::uint16_t> pieces, float* out) const;
  std::size_t gather(std::span<const Asked> asked, Buffers& my) const;
  void score_gathered(std::span<const Asked> asked, Buffers& my, Logits* out) const;
  void put_before(std::span<const Line> context, Buffers& my, float* out) const;

  const ModelFile* file_ = nullptr;
  bool quick_ = false;
  Pieces pieces_;
  std::span<const std::int8_t> rows_;
  std::span<const float> row_scale_;
  std::vector<float> places_;  ///< what says where a piece stands: sines, then cosines
  Layer one_, two_;
  Dense sentence_, hidden_, out_;
};

}  // namespace tact::language
