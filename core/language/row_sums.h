// SPDX-License-Identifier: GPL-3.0-or-later
// What the weights of a message's features add up to, but for the parts of its words.
#pragma once

#include <array>
#include <cstdint>
#include <span>

#include "core/language/feature_hashes.h"
#include "core/language/model.h"

namespace tact::language {

/// Where the weights of a hash are: the sections of the model's file, and an index of them that Linear makes.
struct RowTable {
  const std::uint64_t* seen = nullptr;       ///< bitmap over the hash's low bits: most features are none of ours, and one bit says so
  const std::uint32_t* half_seen = nullptr;  ///< the same in words of 32 bits
  std::uint32_t seen_mask = 0;
  const std::uint16_t* before = nullptr;  ///< of each word of `seen`, how many bits are set in those before it
  const std::uint16_t* index = nullptr;   ///< of each bit that is set, the place of its key
  std::uint16_t shared = 0;               ///< a free place, for bits that two keys share: these are looked for in `keys`
  const std::uint32_t* keys = nullptr;    ///< open addressing; 0 is free
  std::uint32_t keys_mask = 0;
  const std::int8_t* rows = nullptr;  ///< model_outputs weights for each key
  std::array<std::uint32_t, count_kinds * count_values> counts{};  ///< places of the counts, by what FeatureHashes::counts holds; free for none

  /// The place of a key, without the index.
  static constexpr std::uint32_t nowhere = 0xFFFFFFFF;
  std::uint32_t search(std::uint32_t hash) const;
};

struct RowSums {
  std::array<std::int32_t, model_outputs> words{}, context{}, counts{};
};

/// Writes the rows of those that have one, at most as many as there are hashes; answers how many.
std::size_t find_rows(const RowTable& table, std::span<const std::uint32_t> hashes, const std::int8_t** rows);

void sum_rows(const RowTable& table, const FeatureHashes& features, RowSums& out);

}  // namespace tact::language
