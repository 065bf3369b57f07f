// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/language/linear.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstring>
#include <vector>

#include "core/language/lanes.h"

namespace tact::language {

namespace {

float share(std::size_t kind, std::size_t count) {
  if (kind == static_cast<std::size_t>(FeatureKind::counts)) return 1;
  return 1 / std::sqrt(static_cast<float>(std::max<std::size_t>(count, 1)));
}

}  // namespace

std::string Linear::open(const ModelFile& file) {
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

TACT_WIDE void add_rows(const std::int8_t* const* rows, std::size_t count, std::int32_t* sums) {
  static_assert(model_outputs == lanes);
  Ints sum{};
  for (std::size_t i = 0; i < count; ++i) {
    SmallInts weights;
    std::memcpy(&weights, rows[i], sizeof weights);
    sum += __builtin_convertvector(weights, Ints);
  }
  std::memcpy(sums, &sum, sizeof sum);
}

}  // namespace

Logits Linear::score(const Features& features) const {
  thread_local std::vector<const std::int8_t*> found;
  Logits logits;
  std::ranges::copy(bias_, logits.begin());
  for (std::size_t kind = 0; kind < feature_kinds; ++kind) {
    found.clear();
    for (const Feature& feature : features.of[kind])
      if (const std::int8_t* weights = row(feature.hash)) {
        __builtin_prefetch(weights);
        found.push_back(weights);
      }
    std::array<std::int32_t, model_outputs> sums;
    add_rows(found.data(), found.size(), sums.data());
    const float part = share(kind, features.of[kind].size());
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
