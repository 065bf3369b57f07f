// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/language/linear.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstring>
#include <vector>

#include "core/language/lanes.h"
#include "core/language/word_parts.h"

namespace tact::language {

namespace {

float share(std::size_t count) {
  return 1 / std::sqrt(static_cast<float>(std::max<std::size_t>(count, 1)));
}

}  // namespace

std::string Linear::open(const ModelFile& file) {
  const auto seen = file.section<std::uint64_t>("seen");
  const auto entries = file.section<Entry>("entries");
  scale_ = file.section<float>("scale");
  bias_ = file.section<float>("bias");
  if (!std::has_single_bit(seen.size()) || scale_.size() != model_outputs || bias_.size() != model_outputs) return "no linear model";
  if (std::string wrong = index(seen, entries); !wrong.empty()) return wrong;
  table_.half_seen = file.section<std::uint32_t>("seen").data();
  static constexpr Entry without{};
  for (std::size_t i = 0; i < table_.counts.size(); ++i) {
    const Entry* found = table_.find(count_hash(i / count_values, i % count_values));
    table_.counts[i] = found != nullptr ? found : &without;
  }
  return "";
}

/// Where each word's entries begin; answers an empty string, or what is wrong with their order.
std::string Linear::index(std::span<const std::uint64_t> seen, std::span<const Entry> entries) {
  if (entries.size() >= RowTable::bits_shared) return "too many features";
  const auto mask = static_cast<std::uint32_t>(seen.size() * 64 - 1);
  before_.assign(seen.size() + 1, 0);
  std::size_t at = 0;
  for (std::size_t word = 0; word < seen.size(); ++word) {
    const std::size_t first = at;
    std::uint64_t bits = 0;
    for (; at < entries.size() && (entries[at].key & mask) / 64 == word; ++at) bits |= std::uint64_t{1} << entries[at].key % 64;
    if (bits != seen[word]) return "features that are not in the order of their bits";
    const bool shared = static_cast<std::size_t>(std::popcount(bits)) != at - first;
    before_[word] = static_cast<std::uint16_t>(first | (shared ? RowTable::bits_shared : 0));
  }
  if (at != entries.size()) return "features that are not in the order of their bits";
  before_.back() = static_cast<std::uint16_t>(at);
  table_.seen = seen.data();
  table_.seen_mask = mask;
  table_.before = before_.data();
  table_.entries = entries.data();
  return "";
}

namespace {

// Sixteen at once, which this much every machine of 64 bits can.
static_assert(model_outputs == lanes);

TACT_INLINE void add_small(Shorts& sum, const Entry& entry) {
  SmallInts weights;
  std::memcpy(&weights, entry.weights.data(), sizeof weights);
  sum += __builtin_convertvector(weights, Shorts);
}

/// The parts of a word by their length.
struct Parts {
  static constexpr std::size_t blocks = (longest_parted_word + lanes) / lanes;
  std::array<std::array<std::uint32_t, blocks * lanes>, 3> hashes;
  std::size_t letters;  ///< its ends counted
  std::size_t count(std::size_t length) const { return letters < length ? 0 : letters - length + 1; }
};

/// What for_each_part() answers, from sixteen places of the word at once.
TACT_WIDE void hash_parts(std::string_view word, Parts& out) {
  typedef std::uint32_t Numbers __attribute__((vector_size(64), aligned(4)));
  std::array<std::uint8_t, (Parts::blocks + 1) * lanes> letters{};
  const std::size_t size = std::min(word.size(), longest_parted_word);
  letters[0] = '^';
  std::memcpy(&letters[1], word.data(), size);
  letters[size + 1] = '$';
  out.letters = size + 2;
  for (std::size_t from = 0; from + 2 < out.letters; from += lanes) {
    Numbers hash = Numbers{} + parts_salt;
    for (std::size_t k = 0; k < 5; ++k) {
      Bytes next;
      std::memcpy(&next, &letters[from + k], sizeof next);
      hash = (hash ^ __builtin_convertvector(next, Numbers)) * parts_prime;
      hash ^= hash >> 13;
      if (k >= 2) std::memcpy(&out.hashes[k - 2][from], &hash, sizeof hash);
    }
  }
}

}  // namespace

PartSum Linear::parts_of(std::string_view word) const {
  Parts parts;
  hash_parts(word, parts);
  std::array<const Entry*, Parts::blocks * lanes> entries;
  PartSum out;
  Shorts weights{};
  for (std::size_t length = 3; length <= 5; ++length) {
    const std::size_t count = parts.count(length), found = find_entries(table_, {parts.hashes[length - 3].data(), count}, entries.data());
    for (std::size_t i = 0; i < found; ++i) add_small(weights, *entries[i]);
    out.parts = static_cast<std::uint16_t>(out.parts + count);
  }
  std::memcpy(out.sums.data(), &weights, sizeof weights);
  return out;
}

/// Word by word: for texts that are read once and seldom.
PartTotals Linear::parts_of(const Text& text) const {
  PartTotals totals;
  const std::size_t count = std::min(text.tokens.size(), most_feature_tokens);
  for (std::size_t i = 0; i < count; ++i) {
    if (text.tokens[i].kind != TokenKind::word) continue;
    const PartSum sum = parts_of(text.word(text.tokens[i]));
    totals.parts += sum.parts;
    for (std::size_t output = 0; output < model_outputs; ++output) totals.sums[output] += sum.sums[output];
  }
  return totals;
}

std::uint32_t Linear::row_of(std::uint32_t word_hash) const {
  const Entry* found = table_.find(mix(salts::one_word, word_hash));
  return found == nullptr ? 0 : static_cast<std::uint32_t>(found - table_.entries) + 1;
}

Logits Linear::score(const FeatureHashes& features, const Text& text, const KnownWords* known) const {
  RowSums sums;
  sum_rows(table_, features, known != nullptr ? std::span(known->rows).first(known->row_count) : std::span<const std::uint32_t>(), sums);
  PartTotals own;
  if (known == nullptr) own = parts_of(text);
  const PartTotals& parts = known != nullptr ? known->parts : own;
  Floats sum = load(bias_.data());
  const Floats scale = load(scale_.data());
  const auto add = [&](const std::array<std::int32_t, model_outputs>& whole_sums, float part) TACT_INLINE_LAMBDA {
    Ints whole;
    std::memcpy(&whole, whole_sums.data(), sizeof whole);
    sum += scale * part * __builtin_convertvector(whole, Floats);
  };
  add(sums.words, share(features.words()));
  add(parts.sums, share(parts.parts));
  if (features.context_count > 0) add(sums.context, share(features.context_count));
  add(sums.counts, 1);
  Logits logits;
  store(logits.data(), sum);
  return logits;
}

Where Linear::weightiest(const Features& features, const Text& text, std::size_t output) const {
  const std::size_t count = std::min(text.tokens.size(), most_feature_tokens);
  std::array<float, most_feature_tokens> loud{};
  for (const FeatureKind kind : {FeatureKind::words, FeatureKind::parts}) {
    const auto& all = features.of[static_cast<std::size_t>(kind)];
    const float part = share(all.size());
    for (const Feature& feature : all) {
      const Entry* entry = table_.find(feature.hash);
      if (entry == nullptr || feature.last >= count) continue;
      const float each =
          part * static_cast<float>(entry->weights[output]) / static_cast<float>(feature.last - feature.first + 1);
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
