// SPDX-License-Identifier: GPL-3.0-or-later
// The first stage: a sum of 8-bit weights over hashed features.
#pragma once

#include <string>
#include <vector>

#include "core/language/model.h"
#include "core/language/model_file.h"
#include "core/language/row_sums.h"

namespace tact::language {

class Linear {
 public:
  /// Answers an empty string, or what is missing.  The file must outlive this.
  std::string open(const ModelFile& file);
  /// `features`: of `text`.  `known`: of its words; null where the caller knows nothing, and then the features say so too.
  Logits score(const FeatureHashes& features, const Text& text, const KnownWords* known) const;
  PartSum parts_of(std::string_view word) const;
  std::uint32_t row_of(std::uint32_t word_hash) const;
  /// Bytes of folded whose words spoke loudest for `output`; empty if none did.
  /// `features` with the parts of words.
  Where weightiest(const Features& features, const Text& text, std::size_t output) const;

 private:
  PartTotals parts_of(const Text& text) const;
  std::string index(std::span<const std::uint64_t> seen, std::span<const Entry> entries);

  std::vector<std::uint16_t> before_;
  std::span<const float> scale_, bias_;  ///< per output
  RowTable table_;                       ///< its entries lie in the file
};

}  // namespace tact::language
