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

float share(std::size_t count) {
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
  seen_mask_ = static_cast<std::uint32_t>(seen_.size() * 64 - 1);
  // A full table would be searched for ever.
  const auto free = static_cast<std::size_t>(std::ranges::find(keys_, 0U) - keys_.begin());
  if (free == keys_.size() || free > UINT16_MAX) return "no free place in the linear model";
  index_keys(static_cast<std::uint16_t>(free));
  table_ = {seen_.data(), file.section<std::uint32_t>("seen").data(), seen_mask_, before_.data(), index_.data(), static_cast<std::uint16_t>(free),
            keys_.data(), static_cast<std::uint32_t>(keys_.size() - 1), rows_.data(), {}};
  for (std::size_t i = 0; i < table_.counts.size(); ++i) {
    const std::uint32_t hash = count_hash(i / count_values, i % count_values), place = seen(hash) ? table_.search(hash) : RowTable::nowhere;
    // Of a free place nothing is added.
    table_.counts[i] = place != RowTable::nowhere ? place : static_cast<std::uint32_t>(free);
  }
  return "";
}

/// How many bits of seen_ are set before its own.
std::size_t Linear::rank(std::uint32_t hash) const {
  const std::uint32_t bit = hash & seen_mask_;
  return before_[bit / 64] + static_cast<std::size_t>(std::popcount(seen_[bit / 64] & ((std::uint64_t{1} << bit % 64) - 1)));
}

void Linear::index_keys(std::uint16_t shared) {
  std::size_t bits = 0;
  before_.reserve(seen_.size());
  for (const std::uint64_t word : seen_) {
    before_.push_back(static_cast<std::uint16_t>(bits));
    bits += static_cast<std::size_t>(std::popcount(word));
  }
  // Larger ones are looked for in the file's own table.
  if (bits > UINT16_MAX || keys_.size() > UINT16_MAX) {
    before_.assign(seen_.size(), 0);
    index_.assign(64, shared);
    return;
  }
  index_.assign(bits, shared);
  std::vector<bool> taken(bits, false);
  for (std::size_t i = 0; i < keys_.size(); ++i) {
    if (keys_[i] == 0 || !seen(keys_[i])) continue;
    const std::size_t at = rank(keys_[i]);
    index_[at] = taken[at] ? shared : static_cast<std::uint16_t>(i);
    taken[at] = true;
  }
}

const std::int8_t* Linear::row(std::uint32_t hash) const {
  const std::uint32_t place = seen(hash) ? table_.search(hash) : RowTable::nowhere;
  return place != RowTable::nowhere ? rows_.data() + place * model_outputs : nullptr;
}

namespace {

// Sixteen at once, which this much every machine of 64 bits can.
static_assert(model_outputs == lanes);

TACT_INLINE void add_small(Shorts& sum, const std::int8_t* row) {
  SmallInts weights;
  std::memcpy(&weights, row, sizeof weights);
  sum += __builtin_convertvector(weights, Shorts);
}

TACT_WIDE void add_words(const Shorts* words, std::size_t count, std::int32_t* sums) {
  Ints all;
  std::memcpy(&all, sums, sizeof all);
  for (std::size_t i = 0; i < count; ++i) all += __builtin_convertvector(words[i], Ints);
  std::memcpy(sums, &all, sizeof all);
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
  std::array<const std::int8_t*, Parts::blocks * lanes> rows;
  PartSum out;
  Shorts weights{};
  for (std::size_t length = 3; length <= 5; ++length) {
    const std::size_t count = parts.count(length), found = find_rows(table_, {parts.hashes[length - 3].data(), count}, rows.data());
    for (std::size_t i = 0; i < found; ++i) add_small(weights, rows[i]);
    out.parts = static_cast<std::uint16_t>(out.parts + count);
  }
  std::memcpy(out.sums.data(), &weights, sizeof weights);
  return out;
}

/// What the words' parts add up to, into `sums`; answers how many parts there are.
std::size_t Linear::add_parts(const Text& text, std::int32_t* sums) const {
  thread_local PartSums known;
  std::size_t parts = 0;
  constexpr std::size_t at_once = 32;
  Shorts words[at_once];
  std::size_t waiting = 0;
  const std::size_t count = std::min(text.tokens.size(), most_feature_tokens);
  for (std::size_t i = 0; i < count; ++i) {
    const Token& token = text.tokens[i];
    if (token.kind != TokenKind::word) continue;
    const std::string_view word = text.word(token);
    const PartSum* sum = known.find(number_, word, token.hash);
    PartSum reckoned;
    if (sum == nullptr) {
      reckoned = parts_of(word);
      known.put(word, token.hash, reckoned);
      sum = &reckoned;
    }
    std::memcpy(&words[waiting], sum->sums.data(), sizeof words[waiting]);
    parts += sum->parts;
    if (++waiting < at_once) continue;
    add_words(words, waiting, sums);
    waiting = 0;
  }
  add_words(words, waiting, sums);
  return parts;
}

Logits Linear::score(const FeatureHashes& features, const Text& text) const {
  RowSums sums;
  sum_rows(table_, features, sums);
  std::array<std::int32_t, model_outputs> parts{};
  const std::size_t part_count = add_parts(text, parts.data());
  Floats sum = load(bias_.data());
  const Floats scale = load(scale_.data());
  const auto add = [&](const std::array<std::int32_t, model_outputs>& whole_sums, float part) TACT_INLINE_LAMBDA {
    Ints whole;
    std::memcpy(&whole, whole_sums.data(), sizeof whole);
    sum += scale * part * __builtin_convertvector(whole, Floats);
  };
  add(sums.words, share(features.words()));
  add(parts, share(part_count));
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
