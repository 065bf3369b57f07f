// SPDX-License-Identifier: GPL-3.0-or-later
// A matcher's phrases while they are added; gone once they are drawn (matcher_finish.cpp).
#pragma once

#include <map>
#include <set>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

#include "core/language/matcher.h"

namespace tact::language {

struct Matcher::Building {
  using ShortPhrase = const std::vector<Symbol>*;  ///< in all_short
  struct NewWord {
    std::string text;
    std::uint32_t hash = 0;
    std::uint32_t flags = 0;
    std::uint32_t meant = 0;
    std::vector<Symbol> categories;
  };
  struct Element {
    enum class Kind : std::uint8_t { words, gap } kind = Kind::words;
    Symbol symbol = 0;
    std::uint8_t gap = 0;
  };

  void add_words(std::string_view category, const std::vector<std::string>& added, std::uint8_t flags);
  std::string add_phrase(std::string_view phrase, std::uint32_t id, std::uint32_t group);
  std::uint32_t word_number(std::string_view text);
  Symbol category_symbol(const std::string& name);
  void join(std::uint32_t word, Symbol category);
  std::vector<Symbol> symbols_of(std::string_view phrase);
  void join_phrase(const std::vector<Symbol>& phrase, Symbol category);
  void join_phrase(ShortPhrase phrase, Symbol category);
  std::string piece_symbol(std::string_view piece, Symbol& symbol);
  std::string set_symbol(std::string_view piece, Symbol& symbol);
  State fresh_state();
  State step_or_make(State from, Symbol symbol);
  State gap_or_make(State from, std::uint32_t most);
  void lead(State from, const std::vector<Symbol>& phrase, State to);
  void insert(const std::vector<Element>& elements, bool at_start, const Accept& accept);
  static std::uint64_t step_key(State from, Symbol symbol) { return static_cast<std::uint64_t>(from) << 32 | symbol; }

  std::vector<NewWord> words;
  std::unordered_map<std::string, std::uint32_t> numbers;
  std::map<std::string, Symbol, std::less<>> categories;
  Symbol next_category = first_category;
  // What belongs to a category, single words by number and short phrases as they were written.
  std::unordered_map<Symbol, std::vector<std::uint32_t>> members;
  std::set<std::vector<Symbol>> all_short;
  std::unordered_map<Symbol, std::vector<ShortPhrase>> short_phrases;
  std::unordered_map<std::string, Symbol> pieces;
  std::unordered_map<std::uint64_t, State> steps;
  std::vector<std::vector<Accept>> accepts{1};
  std::vector<std::vector<Gap>> gaps{1};
  std::vector<bool> in_short{false};  ///< states within short phrases
  std::vector<std::pair<State, State>>
      instead;  ///< where a category leads, and the first word of a short phrase that does too
  std::vector<std::string> meant;
};

}  // namespace tact::language
