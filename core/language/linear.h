// SPDX-License-Identifier: GPL-3.0-or-later
// The first stage: a sum of 8-bit weights over hashed features.
#pragma once

#include <string>

#include "core/language/model.h"
#include "core/language/model_file.h"
#include "core/language/part_sums.h"
#include "core/language/row_sums.h"

namespace tact::language {

class Linear {
 public:
  /// Answers an empty string, or what is missing.  The file must outlive this.
  std::string open(const ModelFile& file);
  /// `features`: of `text`.
  Logits score(const FeatureHashes& features, const Text& text) const;
  /// Bytes of folded whose words spoke loudest for `output`; empty if none did.
  /// `features` with the parts of words.
  Where weightiest(const Features& features, const Text& text, std::size_t output) const;

 private:
  const std::int8_t* row(std::uint32_t hash) const;
  bool seen(std::uint32_t hash) const {
    const std::uint32_t bit = hash & seen_mask_;
    return (seen_[bit / 64] >> (bit % 64) & 1) != 0;
  }
  std::size_t add_parts(const Text& text, std::int32_t* sums) const;
  PartSum parts_of(std::string_view word) const;

  std::uint64_t number_ = 0;  ///< no other has it

  void index_keys(std::uint16_t shared);
  std::size_t rank(std::uint32_t hash) const;

  std::uint32_t seen_mask_ = 0;
  /// Where a key is in keys_, by how many bits of seen_ are set before its own: `before_` counts those of the words before.  One look where the
  /// file's own table, which is to be small, takes five, and forty for a key that is not there; a free place where two keys have one bit.
  std::vector<std::uint16_t> before_;
  std::vector<std::uint16_t> index_;
  std::span<const std::uint64_t>
      seen_;  ///< bitmap over the hash's low bits: most features are none of ours, and one bit says so
  std::span<const std::uint32_t> keys_;  ///< open addressing, a power of two; 0 is free
  std::span<const std::int8_t> rows_;    ///< model_outputs weights for each key
  std::span<const float> scale_, bias_;  ///< per output
  RowTable table_;                       ///< all of these, as they are looked up
};

}  // namespace tact::language
