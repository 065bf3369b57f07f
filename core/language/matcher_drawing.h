// SPDX-License-Identifier: GPL-3.0-or-later
// A matcher's arrays while they are drawn: the trie (matcher_finish.cpp), and what words are to categories (matcher_categories.cpp).
#pragma once

#include <algorithm>
#include <array>
#include <map>
#include <span>
#include <utility>
#include <vector>

#include "core/language/matcher.h"
#include "core/language/matcher_build.h"

namespace tact::language {

/// From what was added to the arrays that are walked; these become the matcher's own at the end.
struct Matcher::Drawing {
  explicit Drawing(Building& from) : built(from) {}

  std::pair<std::uint32_t, std::uint32_t> written(std::string_view text) {
    const auto at = static_cast<std::uint32_t>(letters.size());
    letters.insert(letters.end(), text.begin(), text.end());
    return {at, static_cast<std::uint32_t>(text.size())};
  }
  std::size_t key_number(Symbol symbol) const {
    return symbol < word_base ? symbol : built.next_category + (symbol - word_base);
  }

  void draw_edges();
  void number_beginnings();
  void find_heads();
  void find_targets();
  template <class Each>
  static void lay_out(std::vector<std::vector<Each>>& lists, std::vector<std::uint32_t>& from, std::vector<Each>& all);
  std::vector<Symbol> on_the_way_to(State state) const;
  std::size_t cost_of(Symbol symbol) const;
  std::vector<std::vector<Symbol>> headed_by() const;
  Symbol needed(Symbol symbol) const {
    return symbol < word_base && symbol >= first_category && dense_of[symbol] != none ? as_dense | dense_of[symbol] : symbol;
  }
  /// A bit of Words::signs_ that is set wherever a message holds the symbol.
  std::uint32_t sign_of(Symbol symbol) const {
    if (symbol < first_category) return static_cast<std::uint32_t>(shape_signs * 64) + symbol;
    if (symbol >= word_base) return sign_of_word(symbol - word_base);
    return dense_of[symbol] != none ? dense_of[symbol] : always_set;
  }
  std::span<const Symbol> needs_of(const Opening& opening) const {
    return std::span(needs).subspan(targets[opening.target].needs, targets[opening.target + 1].needs - targets[opening.target].needs);
  }
  bool is_key(Symbol category) const { return opens_of[category] != opens_of[category + 1]; }
  void find_dense();
  void give_signs();
  std::uint32_t dense_set(const std::vector<Symbol>& categories);
  void write_word(std::uint32_t number, const std::vector<Symbol>& headed, const std::vector<bool>& begins);
  void write_members();
  void write_words();
  void write_table();
  std::vector<std::uint16_t> lengths_by_letter() const;

  Building& built;
  std::vector<char> letters;
  std::vector<Word> words;
  std::vector<std::uint32_t> table;
  std::vector<Symbol> word_categories, dense;
  std::vector<std::uint32_t> dense_of;
  std::vector<std::uint64_t> dense_sets;
  std::uint32_t dense_keys = 0;
  std::vector<std::uint32_t> shape_sets;
  std::vector<std::uint32_t> members_of, members;
  std::vector<Node> nodes;
  std::vector<Edge> edges;
  std::vector<Accept> accepts;
  std::vector<Gap> gaps;
  std::vector<Beginning> beginnings;
  std::vector<std::uint32_t> others;
  std::vector<Target> targets;
  std::vector<Symbol> needs;
  std::vector<std::uint32_t> opens_of, heads_of, heads, groups_of, groups;
  std::vector<Opening> opens;
  // Only while drawing: by which symbol a state is entered, none for a gap; what a category costs.
  std::vector<Symbol> entered;
  std::vector<std::size_t> costs;
  std::vector<std::vector<Symbol>> rests_of_heads;  ///< beside heads: what else the short phrase holds, the rarest first
  std::vector<std::vector<Symbol>> rests;           ///< beside opens: the same where the key is a head
  std::map<std::array<std::uint64_t, dense_width>, std::uint32_t> known_sets;
};

/// Lists behind each other, each sorted and without doubles; `from` has one more than there are lists.
template <class Each>
void Matcher::Drawing::lay_out(std::vector<std::vector<Each>>& lists, std::vector<std::uint32_t>& from, std::vector<Each>& all) {
  for (auto& list : lists) {
    from.push_back(static_cast<std::uint32_t>(all.size()));
    std::ranges::sort(list);
    all.insert(all.end(), list.begin(), std::ranges::unique(list).begin());
  }
  from.push_back(static_cast<std::uint32_t>(all.size()));
}

}  // namespace tact::language
