// SPDX-License-Identifier: GPL-3.0-or-later
// The features of a message but for the parts of its words, as the first stage is asked with them: hashes alone, and of words and their runs only
// what they are hashed from (core/language/row_sums.cpp looks each up as soon as it has it).
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

namespace tact::language {

/// Longer messages are judged by their first tokens.
inline constexpr std::size_t most_feature_tokens = 400;
/// The line before counts by its first bytes.
inline constexpr std::size_t most_answered_bytes = 400;

inline constexpr std::uint32_t feature_prime = 0x9E3779B1U;

constexpr std::uint32_t mix(std::uint32_t a, std::uint32_t b) {
  a = (a ^ b) * feature_prime;
  return a ^ (a >> 15);
}

/// They keep the kinds of features apart.
namespace salts {
enum Salt : std::uint32_t { one_word = 11, two_words, three_words, word_gap_word, sentence, answered = 17, answered_two, after_notice, after_question, counted };
}

enum class Count : std::uint8_t { tokens, shouted, exclaimed, questions, names, no_context, system_context, asked_context, speaks_to_last };
inline constexpr std::size_t count_kinds = 9, count_values = 10;

constexpr std::uint32_t count_hash(std::size_t what, std::size_t much) {
  return mix(mix(salts::counted, static_cast<std::uint32_t>(what)), static_cast<std::uint32_t>(much));
}

struct FeatureHashes {
  /// Symbols are read in groups: so many of anything behind the last.
  static constexpr std::size_t behind = 8;
  // More than are ever found: of a token itself, its name and the sentence it ends; of the line before two of each token, four of which three bytes may
  // unfold to.
  static constexpr std::size_t most_further = 3 * most_feature_tokens + 1, most_context = 4 * most_answered_bytes + most_feature_tokens;

  /// Of each token what its runs are hashed from, behind two for what stands before the first.
  std::array<std::uint32_t, 2 + most_feature_tokens + behind> symbols;
  std::array<std::uint32_t, most_further> further;  ///< of words, besides their runs
  std::array<std::uint32_t, most_context> context;
  std::array<std::uint8_t, count_kinds> counts;  ///< count_values * what + how much
  std::size_t symbol_count, further_count, context_count, count_count;
  std::size_t themselves;  ///< of `further`: words that do not stand for themselves, but as a name or number
  bool words_known;        ///< words that do stand for themselves are left out, for somebody has them

  void clear(bool without_words) {
    symbols[0] = 0;
    symbols[1] = 1;
    symbol_count = further_count = context_count = count_count = themselves = 0;
    words_known = without_words;
  }
  void add_further(std::uint32_t hash) { further[further_count++] = hash; }
  void add_context(std::uint32_t hash) {
    if (context_count < most_context) context[context_count++] = hash;
  }
  void add_count(Count what, std::size_t much) { counts[count_count++] = static_cast<std::uint8_t>(static_cast<std::size_t>(what) * count_values + much); }
  /// Each word, each with the one before, and all but the first with the two before and with the one before that.
  std::size_t words() const { return symbol_count == 0 ? further_count : 4 * symbol_count - 2 + further_count - themselves; }
};

}  // namespace tact::language
