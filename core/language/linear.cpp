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
  seen_mask_ = static_cast<std::uint32_t>(seen_.size() * 64 - 1);
  // A full table would be searched for ever.
  if (std::ranges::find(keys_, 0U) == keys_.end()) return "no free place in the linear model";
  index_keys();
  return "";
}

namespace {

constexpr std::size_t most_at_once = 256;

/// For machines that count bits by themselves, too.
TACT_WIDE void places_of(std::span<const std::uint32_t> hashes, const std::uint64_t* seen, std::uint32_t mask, const std::uint16_t* before,
                         const std::uint16_t* index, std::uint16_t* places) {
  for (const std::uint32_t hash : hashes) {
    const std::uint32_t word = (hash & mask) / 64;
    const std::uint64_t lower = seen[word] & ((std::uint64_t{1} << hash % 64) - 1);
    *places++ = index[before[word] + static_cast<std::size_t>(std::popcount(lower))];
  }
}

constexpr std::uint32_t scattered(std::uint32_t hash) { return hash * 0x85EBCA6BU; }

}  // namespace

void Linear::index_keys() {
  std::size_t bits = 0;
  std::vector<std::uint16_t> before, index;
  for (const std::uint64_t word : seen_) {
    before.push_back(static_cast<std::uint16_t>(bits));
    bits += static_cast<std::size_t>(std::popcount(word));
  }
  // Larger ones are looked for in the file's own table.
  if (bits >= shared || keys_.size() >= shared) return;
  index.assign(bits, shared);
  std::vector<bool> taken(bits, false);
  for (std::size_t i = 0; i < keys_.size(); ++i) {
    if (keys_[i] == 0 || !seen(keys_[i])) continue;
    const std::uint32_t bit = keys_[i] & seen_mask_;
    const std::size_t at = before[bit / 64] + static_cast<std::size_t>(std::popcount(seen_[bit / 64] & ((std::uint64_t{1} << bit % 64) - 1)));
    index[at] = taken[at] ? shared : static_cast<std::uint16_t>(i);
    taken[at] = true;
  }
  before_ = std::move(before);
  index_ = std::move(index);
}

/// Of a hash that seen() knows; null where that was another's bit.
const std::int8_t* Linear::seen_row(std::uint32_t hash) const {
  const std::size_t most = keys_.size() - 1;
  for (std::size_t at = scattered(hash) >> 7 & most;; at = (at + 1) & most) {
    if (keys_[at] == hash) return rows_.data() + at * model_outputs;
    if (keys_[at] == 0) return nullptr;
  }
}

const std::int8_t* Linear::row(std::uint32_t hash) const { return seen(hash) ? seen_row(hash) : nullptr; }

/// Writes the rows of those that have one, at most as many as there are hashes; answers how many.
std::size_t Linear::rows_of(std::span<const std::uint32_t> hashes, const std::int8_t** rows) const {
  // First a bit of each, without a branch: which of them are seen, no processor can guess.
  std::array<std::uint32_t, most_at_once> some;
  const std::uint64_t* seen = seen_.data();
  const std::uint32_t mask = seen_mask_;
  std::size_t count = 0;
  while (!hashes.empty()) {
    const auto these = hashes.first(std::min(most_at_once, hashes.size()));
    hashes = hashes.subspan(these.size());
    std::size_t few = 0;
    for (const std::uint32_t hash : these) {
      some[few] = hash;
      few += seen[(hash & mask) / 64] >> (hash % 64) & 1;
    }
    count += seen_rows({some.data(), few}, rows + count);
  }
  return count;
}

std::size_t Linear::seen_rows(std::span<const std::uint32_t> hashes, const std::int8_t** rows) const {
  std::size_t count = 0;
  const auto add = [&](const std::int8_t* row) {
    rows[count] = row;
    count += row != nullptr ? 1 : 0;
  };
  if (index_.empty()) {
    for (const std::uint32_t hash : hashes) add(seen_row(hash));
    return count;
  }
  std::array<std::uint16_t, most_at_once> places;
  places_of(hashes, seen_.data(), seen_mask_, before_.data(), index_.data(), places.data());
  for (std::size_t i = 0; i < hashes.size(); ++i) {
    if (places[i] == shared)
      add(seen_row(hashes[i]));
    else if (keys_[places[i]] == hashes[i])
      rows[count++] = rows_.data() + places[i] * model_outputs;
  }
  return count;
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
    const std::size_t count = parts.count(length), found = rows_of({parts.hashes[length - 3].data(), count}, rows.data());
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

Logits Linear::score(const Features& features, const Text& text) const {
  thread_local std::vector<const std::int8_t*> rows;
  Floats sum = load(bias_.data());
  for (std::size_t kind = 0; kind < feature_kinds; ++kind) {
    std::array<std::int32_t, model_outputs> sums{};
    const auto hashes = features.hashes.of(kind);
    std::size_t count = hashes.size();
    if (kind == static_cast<std::size_t>(FeatureKind::parts)) {
      count = add_parts(text, sums.data());
    } else {
      if (rows.size() < count) rows.resize(count);
      add_rows(rows.data(), rows_of(hashes, rows.data()), sums.data());
    }
    Ints whole;
    std::memcpy(&whole, sums.data(), sizeof whole);
    sum += load(scale_.data()) * share(kind, count) * __builtin_convertvector(whole, Floats);
  }
  Logits logits;
  store(logits.data(), sum);
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
