// SPDX-License-Identifier: GPL-3.0-or-later
// What the weights of a message's features add up to, but for the parts of its words.
#pragma once

#include <array>
#include <cstdint>
#include <span>

#include "core/language/feature_hashes.h"
#include "core/language/model.h"

namespace tact::language {

/// Weights of a feature, as they lie in the model's file.
struct Entry {
  std::uint32_t key = 0;
  std::array<std::int8_t, model_outputs> weights{};
};
static_assert(sizeof(Entry) == 20);

/// Where the weights of a hash are: in `entries`, in the order of their keys' bits in `seen`, so that how many bits are set before its own says where
/// a key is.  A message asks for some eighty, and what is near each other is fetched at once.
struct RowTable {
  const std::uint64_t* seen = nullptr;       ///< bitmap over the hash's low bits: most features are none of ours, and one bit says so
  const std::uint32_t* half_seen = nullptr;  ///< the same in words of 32 bits
  std::uint32_t seen_mask = 0;
  /// Of each word of `seen`, and one behind the last, how many entries are before its own; with bits_shared where two of its keys share a bit.
  const std::uint16_t* before = nullptr;
  const Entry* entries = nullptr;
  std::array<const Entry*, count_kinds * count_values> counts{};  ///< of the counts, by what FeatureHashes::counts holds; one without weights for none

  static constexpr std::uint16_t bits_shared = 0x8000;
  /// The entry of a key; null for none.
  const Entry* find(std::uint32_t hash) const;
};

struct RowSums {
  std::array<std::int32_t, model_outputs> words{}, context{}, counts{};
};

/// Writes those that there are, at most as many as there are hashes; answers how many.
std::size_t find_entries(const RowTable& table, std::span<const std::uint32_t> hashes, const Entry** entries);

/// `rows`: those of words that stand for themselves, where `features` are without them.
void sum_rows(const RowTable& table, const FeatureHashes& features, std::span<const std::uint32_t> rows, RowSums& out);

}  // namespace tact::language
