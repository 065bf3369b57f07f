// SPDX-License-Identifier: GPL-3.0-or-later
// What the parts of a word add up to.  A group's words are mostly the same few thousand, and four fifths of a message's
// features are parts of them.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string_view>
#include <vector>

#include "core/language/model.h"
#include "core/text/eight_bytes.h"

namespace tact::language {

struct PartSum {
  std::array<std::int16_t, model_outputs> sums{};  ///< at most 200 parts of at most 127 each
  std::uint16_t parts = 0;
};

/// A table of words, each in one of two places or not there.  Not for several threads.
class PartSums {
 public:
  /// What is known of the word for `owner`, a number that no two models share; null where it must be reckoned, and
  /// put().
  const PartSum* find(std::uint64_t owner, std::string_view word, std::uint32_t hash) {
    if (owner != owner_) begin(owner);
    Place* pair = &table_[hash % pairs * 2];
    for (Place* place = pair; place < pair + 2; ++place)
      if (place->hash == hash && place->size == word.size() && same(*place, word)) return &place->sum;
    return nullptr;
  }
  /// Words longer than a place has room for are not kept.
  void put(std::string_view word, std::uint32_t hash, const PartSum& sum);

 private:
  static constexpr std::size_t pairs = 2048, most_letters = 25;
  struct Place {
    std::uint32_t hash = 0;
    std::uint8_t size = 0;  ///< 0: free
    std::array<char, most_letters> word{};
    PartSum sum;
  };
  static_assert(sizeof(Place) == 64);
  /// Of the same size, which is not none.
  static bool same(const Place& place, std::string_view word) {
    if (word.size() > 8) return std::memcmp(place.word.data(), word.data(), word.size()) == 0;
    const std::string_view its{place.word.data(), place.word.size()};
    return ((text::eight_bytes(its, 0) ^ text::eight_bytes(word, 0)) & text::lowest_bytes(word.size())) == 0;
  }
  void begin(std::uint64_t owner);

  std::vector<Place> table_;
  std::uint64_t owner_ = 0;
};

}  // namespace tact::language
