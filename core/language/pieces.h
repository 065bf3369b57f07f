// SPDX-License-Identifier: GPL-3.0-or-later
// Text as the pieces of words that the encoder knows: the segmentation whose pieces are likeliest together (SentencePiece's unigram model, Kudo 2018).
// The vocabulary is that of the Universal Sentence Encoder lite (Apache-2.0), held as a trie of bytes.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/language/model_file.h"

namespace tact::language {

/// Longer messages are read by their first pieces.
inline constexpr std::size_t most_pieces = 64;

class Pieces {
 public:
  /// Answers an empty string, or what is missing.  The file must outlive this.
  std::string open(const ModelFile& file);

  /// How many there are; every number cut() answers is below.
  std::size_t count() const { return scores_.size(); }

  /// Valid UTF-8 to at most most_pieces numbers; runs of characters that no piece has are one 0.
  void cut(std::string_view text, std::vector<std::uint16_t>& out) const;

 private:
  std::uint32_t child(std::uint32_t node, unsigned char byte) const;
  bool add_likeliest(std::string_view ready, std::vector<std::uint16_t>& out) const;

  std::uint64_t number_ = 0;                  ///< no other has it
  std::array<std::uint32_t, 256> begin_{};    ///< the child of the first node by byte, or 0

  // Nodes in breadth-first order: the children of node n are [first_[n], first_[n + 1]), by byte.
  std::span<const std::uint32_t> first_;
  std::span<const std::uint8_t> bytes_;
  std::span<const std::uint16_t> ends_;  ///< the piece that ends at a node, or none
  std::span<const float> scores_;        ///< log probability of each piece
};

}  // namespace tact::language
