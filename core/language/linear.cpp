// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/language/linear.h"

#include <algorithm>
#include <atomic>
#include <bit>
#include <cmath>
#include <cstring>
#include <vector>

#include "core/language/lanes.h"
#include "core/language/part_sums.h"
#include "core/language/word_parts.h"

namespace tact::language {

namespace {

float share(std::size_t kind, std::size_t count) {
  if (kind == static_cast<std::size_t>(FeatureKind::counts)) return 1;
  return 1 / std::sqrt(static_cast<float>(std::max<std::size_t>(count, 1)));
}

}  // namespace

std::string Linear::open(const ModelFile& file) {
  static std::atomic<std::uint64_t> opened{0};
  number_ = ++opened;
  seen_ = file.section<std::uint64_t>("seen");
  keys_ = file.section<std::uint32_t>("keys");
  rows_ = file.section<std::int8_t>("rows");
  scale_ = file.section<float>("scale");
  bias_ = file.section<float>("bias");
  const bool whole = std::has_single_bit(seen_.size()) && std::has_single_bit(keys_.size()) &&
                     rows_.size() == keys_.size() * model_outputs && scale_.size() == model_outputs &&
                     bias_.size() == model_outputs;
  if (!whole) return "no linear model";
  // A full table would be searched for ever.
  return std::ranges::find(keys_, 0U) != keys_.end() ? "" : "no free place in the linear model";
}

const std::int8_t* Linear::row(std::uint32_t hash) const {
  const std::size_t bit = hash & (seen_.size() * 64 - 1);
  if ((seen_[bit / 64] >> (bit % 64) & 1) == 0) return nullptr;
  const std::size_t most = keys_.size() - 1;
  for (std::size_t at = (hash * 0x85EBCA6BU) >> 7 & most;; at = (at + 1) & most) {
    if (keys_[at] == hash) return rows_.data() + at * model_outputs;
    if (keys_[at] == 0) return nullptr;
  }
}

namespace {

// Sixteen at once, which this much every machine of 64 bits can.
static_assert(model_outputs == lanes);

TACT_INLINE void add_small(Shorts& sum, const std::int8_t* row) {
  SmallInts weights;
  std::memcpy(&weights, row, sizeof weights);
  sum += __builtin_convertvector(weights, Shorts);
}

TACT_INLINE void add_to(std::int32_t* sums, Shorts more) {
  Ints sum;
  std::memcpy(&sum, sums, sizeof sum);
  sum += __builtin_convertvector(more, Ints);
  std::memcpy(sums, &sum, sizeof sum);
}

TACT_WIDE void add_rows(const std::int8_t* const* rows, std::size_t count, std::int32_t* sums) {
  // So many of 127 at most stay below 2^15.
  constexpr std::size_t most = 256;
  for (std::size_t i = 0; i < count;) {
    Shorts sum{};
    for (const std::size_t until = std::min(count, i + most); i < until; ++i) add_small(sum, rows[i]);
    add_to(sums, sum);
  }
}

TACT_WIDE void add_sums(const PartSum& more, std::int32_t* sums) {
  Shorts sum;
  std::memcpy(&sum, more.sums.data(), sizeof sum);
  add_to(sums, sum);
}

}  // namespace

/// What the words' parts add up to, into `sums`; answers how many parts there are.
std::size_t Linear::add_parts(const Text& text, std::int32_t* sums) const {
  thread_local PartSums known;
  std::size_t parts = 0;
  const std::size_t count = std::min(text.tokens.size(), most_feature_tokens);
  for (std::size_t i = 0; i < count; ++i) {
    const Token& token = text.tokens[i];
    if (token.kind != TokenKind::word) continue;
    const std::string_view word = text.word(token);
    const PartSum* sum = known.find(number_, word, token.hash);
    PartSum reckoned;
    if (sum == nullptr) {
      Shorts weights{};
      for_each_part(word, [&](std::uint32_t hash) {
        ++reckoned.parts;
        if (const std::int8_t* found = row(hash)) add_small(weights, found);
      });
      std::memcpy(reckoned.sums.data(), &weights, sizeof weights);
      known.put(word, token.hash, reckoned);
      sum = &reckoned;
    }
    add_sums(*sum, sums);
    parts += sum->parts;
  }
  return parts;
}

Logits Linear::score(const Features& features, const Text& text) const {
  thread_local std::vector<const std::int8_t*> found;
  Logits logits;
  std::ranges::copy(bias_, logits.begin());
  for (std::size_t kind = 0; kind < feature_kinds; ++kind) {
    std::array<std::int32_t, model_outputs> sums{};
    std::size_t count = features.of[kind].size();
    if (kind == static_cast<std::size_t>(FeatureKind::parts)) {
      count = add_parts(text, sums.data());
    } else {
      found.clear();
      for (const Feature& feature : features.of[kind])
        if (const std::int8_t* weights = row(feature.hash)) {
          __builtin_prefetch(weights);
          found.push_back(weights);
        }
      add_rows(found.data(), found.size(), sums.data());
    }
    const float part = share(kind, count);
    for (std::size_t i = 0; i < model_outputs; ++i) logits[i] += scale_[i] * part * static_cast<float>(sums[i]);
  }
  return logits;
}

Where Linear::weightiest(const Features& features, const Text& text, std::size_t output) const {
  const std::size_t count = std::min(text.tokens.size(), most_feature_tokens);
  std::array<float, most_feature_tokens> loud{};
  for (const FeatureKind kind : {FeatureKind::words, FeatureKind::parts}) {
    const auto& all = features.of[static_cast<std::size_t>(kind)];
    const float part = share(static_cast<std::size_t>(kind), all.size());
    for (const Feature& feature : all) {
      const std::int8_t* weights = row(feature.hash);
      if (weights == nullptr || feature.last >= count) continue;
      const float each =
          part * static_cast<float>(weights[output]) / static_cast<float>(feature.last - feature.first + 1);
      for (std::size_t i = feature.first; i <= feature.last; ++i) loud[i] += each;
    }
  }
  // The stretch of at most eight tokens with the greatest sum.
  constexpr std::size_t longest = 8;
  float best = 0;
  Where where;
  for (std::size_t first = 0; first < count; ++first) {
    float sum = 0;
    for (std::size_t last = first; last < std::min(count, first + longest); ++last) {
      sum += loud[last];
      if (sum <= best) continue;
      best = sum;
      where = {text.tokens[first].start, text.tokens[last].end};
    }
  }
  return where;
}

}  // namespace tact::language
