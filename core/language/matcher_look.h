// SPDX-License-Identifier: GPL-3.0-or-later
// What the words of a text are to a matcher, noted token by token: for those that look each word up anyhow.
#pragma once

#include <algorithm>
#include <bit>

#include "core/language/lanes.h"
#include "core/language/matcher.h"

namespace tact::language {

class Matcher::Look {
 public:
  Look(const Matcher& matcher, Words& words, std::size_t tokens) : matcher_(matcher), words_(words) {
    words_.clear(matcher, tokens);
    seen_ = words_.of_.data();
    dense_sets_ = matcher.dense_sets_.data();
  }

  /// Tokens in order, each with the word that it is and its number, null for one that is none of the matcher's.
  TACT_INLINE void add(const Token& token, const Word* known, std::uint32_t number) {
    // word, number, punctuation, emoji, link, other
    static constexpr std::array<std::uint32_t, 6> shapes_of = {1U << symbol_any, 1U << symbol_number, 0, 1U << symbol_emoji, 1U << symbol_link, 0};
    const auto kind = static_cast<std::size_t>(token.kind);
    Seen& seen = *seen_++;
    seen.known = known;
    seen.symbol = none;
    seen.shapes = shapes_of[kind];
    seen.begins = masks_of[kind];
    if (token.shape != Shape::lower && token.kind == TokenKind::word) {
      words_.upper_ += token.shape == Shape::upper;
      // A capital makes a name of every word that is no common one.
      if (token.end - token.start > 1 && (known == nullptr || (known->flags & word_common) == 0)) {
        seen.shapes |= 1U << symbol_name;
        seen.begins |= mask_of(symbol_name);
      }
    }
    words_.shapes_ |= seen.shapes;
    if (known == nullptr) return;
    seen.symbol = word_base + number;
    seen.begins |= known->begins;
    words_.add(number);
    const std::uint64_t* dense = dense_sets_ + (known->dense & ~(opens_some | has_categories)) * dense_width;
    __builtin_prefetch(dense);
    __builtin_prefetch(dense + dense_width / 2);
  }

  /// After the last token.
  void finish();

 private:
  /// Of word_categories_.
  TACT_INLINE void note(Symbol symbol) {
    if (const Symbol dense = symbol & ~(as_dense | as_head); (symbol & as_dense) != 0) {
      words_.signs_[dense / 64] |= std::uint64_t{1} << dense % 64;
      return;
    }
    const Symbol category = symbol & ~as_head;
    words_.noted_[category / 64] |= std::uint64_t{1} << category % 64;
    // Hardly ever are there so many categories that a key is not dense.  A head opens by itself what its category opens, where the rest of its phrase is there.
    if (category == symbol && std::ranges::find(words_.keys_, category) == words_.keys_.end()) words_.keys_.push_back(category);
  }
  static constexpr std::array<std::uint64_t, 6> masks_of = {mask_of(symbol_any), mask_of(symbol_number), 0, mask_of(symbol_emoji), mask_of(symbol_link), 0};

  const Matcher& matcher_;
  Words& words_;
  Seen* seen_;
  const std::uint64_t* dense_sets_;
};

}  // namespace tact::language
