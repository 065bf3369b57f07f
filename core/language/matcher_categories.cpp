// SPDX-License-Identifier: GPL-3.0-or-later
// What words are to categories, drawn once all phrases are in.
#include <algorithm>
#include <bit>
#include <functional>
#include <tuple>

#include "core/language/matcher_drawing.h"

namespace tact::language {

/// Per built-in symbol, category and word (key_number()), the categories that it is a head of, sorted.
std::vector<std::vector<Matcher::Symbol>> Matcher::Drawing::headed_by() const {
  std::vector<std::vector<Symbol>> of_key(built.next_category + built.words.size());
  for (Symbol category = 0; category < built.next_category; ++category)
    for (std::uint32_t i = heads_of[category]; i < heads_of[category + 1]; ++i) {
      auto& its = of_key[key_number(heads[i])];
      if (its.empty() || its.back() != category) its.push_back(category);
    }
  return of_key;
}

void Matcher::Drawing::find_dense() {
  const auto size = [&](Symbol category) {
    const auto found = built.members.find(category);
    return found == built.members.end() ? 0 : found->second.size();
  };
  // What asking for it costs, as often as it is asked for.
  std::vector<std::size_t> asked(built.next_category, 0);
  const auto ask = [&](Symbol symbol) {
    if (symbol >= first_category && symbol < built.next_category) ++asked[symbol];
  };
  for (const Opening& opening : opens)
    if (const auto its = needs_of(opening); its.size() > 1) ask(its[1]);
  for (const std::uint32_t other : others) ask(beginnings[other].symbol);
  for (Symbol category = first_category; category < built.next_category; ++category)
    if (size(category) > 0) dense.push_back(category);
  std::ranges::stable_sort(dense, std::greater(), [&](Symbol category) { return std::pair(is_key(category), (asked[category] + 1) * size(category)); });
  dense.resize(std::min(dense.size(), dense_width * 64));
  dense_keys = static_cast<std::uint32_t>(std::ranges::count_if(dense, [&](Symbol category) { return is_key(category); }));
  dense_of.assign(built.next_category, none);
  for (std::uint32_t i = 0; i < dense.size(); ++i) dense_of[dense[i]] = i;
  // The first set is of none.
  static_cast<void>(dense_set({}));
  give_signs();
  for (Symbol& need : needs) need = needed(need);
  for (Beginning& beginning : beginnings)
    if (beginning.symbol != none) beginning.need = needed(beginning.symbol);
}

/// What else a message holds where an opening leads somewhere: the rest of a short phrase of which the key is the head, then what the target needs.
void Matcher::Drawing::give_signs() {
  for (std::uint32_t i = 0; i < opens.size(); ++i) {
    auto& signs = opens[i].signs;
    std::size_t count = 0;
    const auto give = [&](Symbol symbol) {
      if (count < signs.size() && sign_of(symbol) != always_set) signs[count++] = static_cast<std::uint16_t>(sign_of(symbol));
    };
    std::ranges::for_each(rests[i], give);
    std::ranges::for_each(needs_of(opens[i]).subspan(1), give);
  }
}

/// Many words are of the same dense categories, or of none.
std::uint32_t Matcher::Drawing::dense_set(const std::vector<Symbol>& categories) {
  std::array<std::uint64_t, dense_width> set{};
  for (const Symbol category : categories)
    if (const std::uint32_t at = dense_of[category]; at != none) set[at / 64] |= std::uint64_t{1} << at % 64;
  const auto [known, added] = known_sets.emplace(set, static_cast<std::uint32_t>(known_sets.size()));
  if (added) dense_sets.insert(dense_sets.end(), set.begin(), set.end());
  return known->second;
}

void Matcher::Drawing::write_word(std::uint32_t number, const std::vector<Symbol>& headed, const std::vector<bool>& begins) {
  const Building::NewWord& from = built.words[number];
  Word& word = words.emplace_back();
  std::tie(word.text, word.size) = written(from.text);
  word.hash = from.hash;
  word.meant = from.meant;
  word.flags = from.flags;
  word.opens = opens_of[built.next_category + number];
  word.dense = dense_set(from.categories);
  word.categories = static_cast<std::uint32_t>(word_categories.size());
  if (begins[built.next_category + number]) word.begins = mask_of(word_base + number);
  for (const Symbol category : from.categories) {
    if (begins[category]) word.begins |= mask_of(category);
    if (is_key(category) && dense_of[category] == none) word_categories.push_back(category);
  }
  for (const Symbol category : headed) word_categories.push_back(needed(category) | as_head);
  if (word_categories.size() > word.categories) word.dense |= has_categories;
  if (const std::size_t key = built.next_category + number; opens_of[key] != opens_of[key + 1]) word.dense |= opens_some;
  if (word.begins != 0) word.flags |= word_starts;
}

void Matcher::Drawing::write_words() {
  std::vector<bool> begins(built.next_category + built.words.size(), false);
  for (std::size_t i = 0; i + 1 < beginnings.size(); ++i) begins[key_number(beginnings[i].symbol)] = true;
  std::vector<std::vector<Symbol>> headed = headed_by();
  for (std::uint32_t number = 0; number < built.words.size(); ++number) write_word(number, headed[built.next_category + number], begins);
  Word end;
  end.categories = static_cast<std::uint32_t>(word_categories.size());
  end.opens = opens_of.back();
  words.push_back(end);
  opens_of.resize(built.next_category + 1);
  headed.resize(first_category);
  for (auto& categories : headed) {
    shape_sets.push_back(dense_set(categories));
    std::erase_if(categories, [&](Symbol category) { return dense_of[category] != none; });
  }
  heads_of.clear();
  heads.clear();
  lay_out(headed, heads_of, heads);
  write_members();
}

void Matcher::Drawing::write_members() {
  std::vector<std::vector<std::uint32_t>> few(built.next_category);
  for (std::uint32_t number = 0; number < built.words.size(); ++number)
    for (const Symbol category : built.words[number].categories)
      if (dense_of[category] == none) few[category].push_back(number);
  lay_out(few, members_of, members);
}

void Matcher::Drawing::write_table() {
  table.assign(std::bit_ceil(built.words.size() * 2 + 2), 0);
  const std::size_t mask = table.size() - 1;
  for (std::uint32_t number = 0; number < built.words.size(); ++number) {
    std::size_t at = words[number].hash & mask;
    while (table[at] != 0) at = (at + 1) & mask;
    table[at] = number + 1;
  }
}

std::vector<std::uint16_t> Matcher::Drawing::lengths_by_letter() const {
  std::vector<std::uint16_t> lengths(256, 0);
  for (const Building::NewWord& word : built.words)
    if ((word.flags & (word_disguised | word_glue)) != 0 && word.text.size() < 16)
      lengths[static_cast<unsigned char>(word.text.front())] |= static_cast<std::uint16_t>(1U << word.text.size());
  return lengths;
}

}  // namespace tact::language
