// SPDX-License-Identifier: GPL-3.0-or-later
// What the classifier sees of a message: hashed words, runs of words, parts of words, the line being answered and a few
// counts.  Training reads the same features from this code (`tact train features`), so there is only one definition.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <vector>

#include "core/language/feature_hashes.h"
#include "core/room/view.h"
#include "core/text/text.h"

namespace tact::language {

/// Each kind is scaled by itself: one part in the square root of its count.
enum class FeatureKind : std::uint8_t { words, parts, context, counts };
inline constexpr std::size_t feature_kinds = 4;

struct Feature {
  std::uint32_t hash = 0;
  std::uint16_t first = 0, last = 0;  ///< tokens it was made from; of the context and counts: meaningless
};

struct Features {
  std::array<std::vector<Feature>, feature_kinds> of;
  void clear() {
    for (auto& one : of) one.clear();
  }
};

/// Fills `out` (cleared first, buffers reused): every feature with where it is; or the hashes alone of all but the parts of words, which is a small
/// part of the work and what nearly every message needs.
void find_features(const Text& text, std::span<const Line> context, Features& out);
/// `words_known`: without those words that stand for themselves.
void find_features(const Text& text, std::span<const Line> context, bool words_known, FeatureHashes& out);

}  // namespace tact::language
