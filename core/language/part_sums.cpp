// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/language/part_sums.h"

#include <algorithm>

namespace tact::language {

void PartSums::begin(std::uint64_t owner) {
  table_.assign(pairs * 2, {});
  owner_ = owner;
}

void PartSums::put(std::string_view word, std::uint32_t hash, const PartSum& sum) {
  if (word.empty() || word.size() > most_letters) return;
  Place* pair = &table_[hash % pairs * 2];
  // The one before stays a while yet.
  pair[1] = pair[0];
  pair->hash = hash;
  pair->size = static_cast<std::uint8_t>(word.size());
  std::ranges::copy(word, pair->word.begin());
  pair->sum = sum;
}

}  // namespace tact::language
