// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/language/part_sums.h"

#include <algorithm>

namespace tact::language {

const PartSum* PartSums::find(std::uint64_t owner, std::string_view word, std::uint32_t hash) {
  if (owner != owner_ || table_.empty()) {
    table_.assign(places, {});
    owner_ = owner;
  }
  const Place& place = table_[hash % places];
  return place.hash == hash && place.size == word.size() && !word.empty() &&
                 std::equal(word.begin(), word.end(), place.word.begin())
             ? &place.sum
             : nullptr;
}

void PartSums::put(std::string_view word, std::uint32_t hash, const PartSum& sum) {
  if (word.empty() || word.size() > most_letters) return;
  Place& place = table_[hash % places];
  place.hash = hash;
  place.size = static_cast<std::uint8_t>(word.size());
  std::ranges::copy(word, place.word.begin());
  place.sum = sum;
}

}  // namespace tact::language
