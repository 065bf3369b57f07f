// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/language/row_sums.h"

#include <algorithm>
#include <bit>
#include <cstring>

#include "core/language/lanes.h"

namespace tact::language {

namespace {

// Eight words at once, four runs of each: a bit for every hash makes one number.
constexpr std::size_t group = 8, most_runs = 4, block = group * most_runs;
static_assert(group <= FeatureHashes::behind && model_outputs == 16);

typedef std::uint32_t Hashes __attribute__((vector_size(4 * group), aligned(4)));

TACT_INLINE Hashes mix(Hashes a, Hashes b) {
  a = (a ^ b) * feature_prime;
  return a ^ (a >> 15);
}

using namespace salts;

TACT_INLINE Hashes all_of(Salt salt) { return Hashes{} + static_cast<std::uint32_t>(salt); }

/// Of eight words the runs with the one before, the runs of three, the runs with a gap and, where there are four kinds, the words themselves.
template <std::size_t runs>
TACT_INLINE void hash_runs(const std::uint32_t* symbols, std::uint32_t* out) {
  Hashes before_that, before, now;
  std::memcpy(&before_that, symbols, sizeof before_that);
  std::memcpy(&before, symbols + 1, sizeof before);
  std::memcpy(&now, symbols + 2, sizeof now);
  const Hashes all[] = {mix(mix(all_of(two_words), before), now), mix(mix(mix(all_of(three_words), before_that), before), now),
                        mix(mix(all_of(word_gap_word), before_that), now)};
  std::memcpy(out, all, sizeof all);
  if constexpr (runs == most_runs) {
    const Hashes words = mix(all_of(one_word), now);
    std::memcpy(out + 3 * group, &words, sizeof words);
  }
}

/// A bit for each hash of `groups` times eight: whether its own is set.  Without a branch: which of them are seen, no processor can guess.
TACT_INLINE std::uint32_t seen_of(const RowTable& table, const std::uint32_t* hashes, std::size_t groups) {
  Hashes all{};
  for (std::size_t i = 0; i < groups; ++i) {
    Hashes hash, word;
    std::memcpy(&hash, hashes + i * group, sizeof hash);
    const Hashes at = (hash & table.seen_mask) >> 5;
    for (std::size_t lane = 0; lane < group; ++lane) word[lane] = table.half_seen[at[lane]];
    all |= (word >> (hash & 31) & 1) << static_cast<std::uint32_t>(i * group);
  }
  all <<= Hashes{0, 1, 2, 3, 4, 5, 6, 7};
  std::uint32_t bits = 0;
  for (std::size_t lane = 0; lane < group; ++lane) bits |= all[lane];
  return bits;
}

/// seen_of() of at most 32.
TACT_INLINE std::uint32_t seen_of_some(const RowTable& table, const std::uint32_t* hashes, std::size_t count) {
  std::uint32_t bits = count < group ? 0 : seen_of(table, hashes, count / group);
  for (std::size_t i = count / group * group; i < count; ++i) {
    const std::uint32_t bit = hashes[i] & table.seen_mask;
    bits |= (table.half_seen[bit / 32] >> (bit % 32) & 1) << i;
  }
  return bits;
}

/// Calls put(entry) for those hashes of a block whose bits are set in `seen`.
template <typename Put>
TACT_INLINE void find_each(const RowTable& table, const std::uint32_t* hashes, std::uint32_t seen, const Put& put) {
  std::array<std::uint32_t, block> unsure;
  std::size_t unsure_count = 0;
  for (; seen != 0; seen &= seen - 1) {
    const std::uint32_t hash = hashes[std::countr_zero(seen)], word = (hash & table.seen_mask) / 64;
    const std::uint64_t up_to_its_own = table.seen[word] << (63 - hash % 64);
    const std::uint16_t before = table.before[word];
    const Entry& entry = table.entries[(before & ~RowTable::bits_shared) + std::popcount(up_to_its_own) - 1];
    if (entry.key == hash) [[likely]]
      put(entry);
    else if ((before & RowTable::bits_shared) != 0)
      unsure[unsure_count++] = hash;
  }
  // Later: a call would take the sums out of their registers.
  for (std::size_t i = 0; i < unsure_count; ++i) {
    const Entry* found = table.find(unsure[i]);
    if (found != nullptr) put(*found);
  }
}

typedef std::uint16_t Pairs __attribute__((vector_size(model_outputs), aligned(2)));
typedef std::int16_t SignedPairs __attribute__((vector_size(model_outputs), aligned(2)));

/// Rows of a kind of features.  Numbers of eight bits are added two by two: those in the higher bytes by themselves, and both in one, from which the
/// lower ones follow.
class Sum {
 public:
  TACT_INLINE Sum(const RowTable& table, std::int32_t* out) : table_(table), out_(out) {}

  TACT_INLINE void add(const Entry& entry) {
    Pairs pairs;
    std::memcpy(&pairs, entry.weights.data(), sizeof pairs);
    // The lower ones from 0 to 255, so that they borrow nothing from the higher ones, and most_added of them fill no more than sixteen bits.
    pairs ^= bias;
    both_ += pairs;
    high_ += reinterpret_cast<Pairs>(reinterpret_cast<SignedPairs>(pairs) >> 8);
    ++count_;
  }
  TACT_INLINE void add_row(std::uint32_t row) {
    if (count_ == most_added) settle();
    add(table_.entries[row]);
  }
  TACT_INLINE void add(const std::uint32_t* hashes, std::uint32_t seen) {
    if (count_ > most_added - block) settle();
    find_each(table_, hashes, seen, [&](const Entry& entry) TACT_INLINE_LAMBDA { add(entry); });
  }
  TACT_INLINE void settle() {
    const Pairs low = both_ - (high_ << 8);
    for (std::size_t i = 0; i < model_outputs / 2; ++i) {
      out_[2 * i] += low[i] - bias * static_cast<std::int32_t>(count_);
      out_[2 * i + 1] += static_cast<std::int16_t>(high_[i]);
    }
    both_ = high_ = Pairs{};
    count_ = 0;
  }

 private:
  static constexpr std::uint16_t bias = 0x80;
  static constexpr std::uint32_t most_added = 256;

  const RowTable& table_;
  std::int32_t* out_;
  Pairs both_{}, high_{};
  std::uint32_t count_ = 0;
};

TACT_INLINE void add_hashes(const RowTable& table, std::span<const std::uint32_t> hashes, Sum& sum) {
  while (!hashes.empty()) {
    const std::size_t some = std::min(block, hashes.size());
    sum.add(hashes.data(), seen_of_some(table, hashes.data(), some));
    hashes = hashes.subspan(some);
  }
}

template <std::size_t runs>
TACT_INLINE void add_runs(const RowTable& table, const FeatureHashes& features, Sum& sum) {
  for (std::size_t from = 0; from < features.symbol_count; from += group) {
    const std::size_t some = std::min(group, features.symbol_count - from);
    constexpr std::uint32_t all = ~std::uint32_t{0} >> (most_runs - runs) * group, of_each_run = all & 0x01010101U;
    std::uint32_t wanted = (of_each_run << some) - of_each_run;
    if (some == group) wanted = all;
    // Before the first word stands nothing but the beginning.
    constexpr std::uint32_t of_three = 0x00010100U;
    if (from == 0) wanted &= ~of_three;
    std::array<std::uint32_t, block> hashes;
    hash_runs<runs>(features.symbols.data() + from, hashes.data());
    sum.add(hashes.data(), seen_of(table, hashes.data(), runs) & wanted);
  }
}

}  // namespace

const Entry* RowTable::find(std::uint32_t hash) const {
  const std::uint32_t word = (hash & seen_mask) / 64;
  const Entry *entry = entries + (before[word] & ~bits_shared), *until = entries + (before[word + 1] & ~bits_shared);
  while (entry != until && entry->key != hash) ++entry;
  return entry != until ? entry : nullptr;
}

TACT_WIDE std::size_t find_entries(const RowTable& table, std::span<const std::uint32_t> hashes, const Entry** entries) {
  std::size_t count = 0;
  const auto put = [&](const Entry& entry) TACT_INLINE_LAMBDA { entries[count++] = &entry; };
  while (!hashes.empty()) {
    const std::size_t some = std::min(block, hashes.size());
    find_each(table, hashes.data(), seen_of_some(table, hashes.data(), some), put);
    hashes = hashes.subspan(some);
  }
  return count;
}

namespace {

/// By itself, for hardly any text is read without what is known of its words.
TACT_WIDE void sum_words(const RowTable& table, const FeatureHashes& features, std::int32_t* out) {
  Sum words(table, out);
  add_runs<most_runs>(table, features, words);
  words.settle();
}

}  // namespace

TACT_WIDE void sum_rows(const RowTable& table, const FeatureHashes& features, std::span<const std::uint32_t> rows, RowSums& out) {
  Sum words(table, out.words.data());
  for (const std::uint32_t row : rows) words.add_row(row);
  if (features.words_known) add_runs<most_runs - 1>(table, features, words);
  add_hashes(table, {features.further.data(), features.further_count}, words);
  words.settle();
  if (!features.words_known) sum_words(table, features, out.words.data());
  Sum counts(table, out.counts.data());
  for (std::size_t i = 0; i < features.count_count; ++i) counts.add(*table.counts[features.counts[i]]);
  counts.settle();
  if (features.context_count == 0) return;
  Sum context(table, out.context.data());
  add_hashes(table, {features.context.data(), features.context_count}, context);
  context.settle();
}

}  // namespace tact::language
