// SPDX-License-Identifier: GPL-3.0-or-later
// What the classifier sees of a message: hashed words, runs of words, parts of words, the line being answered and a few
// counts.  Training reads the same features from this code (`tact train features`), so there is only one definition.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <vector>

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

/// Longer messages are judged by their first tokens.
inline constexpr std::size_t most_feature_tokens = 400;
/// The line before counts by its first bytes.
inline constexpr std::size_t most_answered_bytes = 400;

/// The hashes alone, but those of parts of words.
class FeatureHashes {
 public:
  void clear() { counts_.fill(0); }
  void add(FeatureKind kind, std::uint32_t hash) {
    const auto k = static_cast<std::size_t>(kind);
    if (kind == FeatureKind::context && counts_[k] == most_context) return;
    all_[begin_of[k] + counts_[k]++] = hash;
  }
  /// Words are added at once and before all else: where to write them, and how many they were.  What lies behind them may be written over.
  std::uint32_t* words() { return all_.data(); }
  void add_words(std::size_t count) { counts_[static_cast<std::size_t>(FeatureKind::words)] += count; }
  std::span<const std::uint32_t> of(std::size_t kind) const { return {all_.data() + begin_of[kind], counts_[kind]}; }

 private:
  // More than are ever found: of a token six words; of the line before two of each token, four of which three bytes may unfold to.
  static constexpr std::size_t most_words = 6 * most_feature_tokens + 1, most_context = 4 * most_answered_bytes + most_feature_tokens, most_counts = 16;
  static constexpr std::array<std::size_t, feature_kinds> begin_of = {0, most_words, most_words, most_words + most_context};
  std::array<std::uint32_t, most_words + most_context + most_counts> all_;
  std::array<std::size_t, feature_kinds> counts_{};
};

struct Features {
  std::array<std::vector<Feature>, feature_kinds> of;
  FeatureHashes hashes;
  void clear() {
    for (auto& one : of) one.clear();
    hashes.clear();
  }
};

/// Fills `out` (cleared first, buffers reused): `of`; or `hashes` alone, which is a small part of the work and what nearly every message needs.
void find_features(const Text& text, std::span<const Line> context, Features& out, bool with_parts = true);

}  // namespace tact::language
