// SPDX-License-Identifier: GPL-3.0-or-later
// The trie as it is walked, drawn once all phrases are in.
#include <algorithm>
#include <bit>

#include "core/language/matcher_drawing.h"

namespace tact::language {

void Matcher::Drawing::draw_edges() {
  std::vector<std::pair<std::uint64_t, State>> all(built.steps.begin(), built.steps.end());
  std::ranges::sort(all);
  const auto states = static_cast<State>(built.accepts.size());
  nodes.resize(states + 1);
  entered.assign(states, none);
  std::size_t next = 0;
  for (State state = 0; state <= states; ++state) {
    Node& node = nodes[state];
    node.edges = static_cast<std::uint32_t>(edges.size());
    node.accepts = static_cast<std::uint32_t>(accepts.size());
    node.gaps = static_cast<std::uint32_t>(gaps.size());
    if (state == states) break;
    for (; next < all.size() && all[next].first >> 32 == state; ++next) {
      edges.push_back({static_cast<Symbol>(all[next].first), all[next].second});
      entered[edges.back().to] = edges.back().symbol;
      nodes[edges.back().to].up = state;
    }
    accepts.insert(accepts.end(), built.accepts[state].begin(), built.accepts[state].end());
    gaps.insert(gaps.end(), built.gaps[state].begin(), built.gaps[state].end());
    for (const Gap& gap : built.gaps[state])
      if (gap.most > 0) nodes[gap.to].up = state;
  }
}

/// The first words, in the order of the words that they are: so phrases are told, and those of one word lie together.
void Matcher::Drawing::number_beginnings() {
  const auto anchor = built.steps.find(Building::step_key(0, symbol_start));
  const State anchored = anchor == built.steps.end() ? none : anchor->second;
  std::vector<std::uint32_t> numbers(nodes.size(), none);
  const auto leave = [&](Symbol symbol) {
    for (const State from : {State{0}, anchored}) {
      const auto step = from == none ? built.steps.end() : built.steps.find(Building::step_key(from, symbol));
      if (step == built.steps.end() || numbers[step->second] != none) continue;
      numbers[step->second] = static_cast<std::uint32_t>(beginnings.size());
      beginnings.push_back({symbol, step->second, from == 0 ? 0U : 1U, none, 0});
    }
  };
  for (std::uint32_t word = 0; word < built.words.size(); ++word) {
    leave(word_base + word);
    for (const Symbol category : built.words[word].categories) leave(category);
  }
  // Those of shapes, and of categories that have but short phrases.
  for (Symbol symbol = symbol_name; symbol < built.next_category; ++symbol) leave(symbol);

  std::vector<std::vector<std::uint32_t>> instead(beginnings.size());
  for (const auto& [to, first] : built.instead)
    if (numbers[to] != none && numbers[first] != none) instead[numbers[to]].push_back(numbers[first]);
  for (std::uint32_t number = 0; number < beginnings.size(); ++number) {
    nodes[beginnings[number].to].up = first_word | number;
    beginnings[number].others = static_cast<std::uint32_t>(others.size());
    std::ranges::sort(instead[number]);
    const auto doubled = std::ranges::unique(instead[number]);
    others.insert(others.end(), instead[number].begin(), doubled.begin());
  }
  beginnings.push_back({none, 0, 0, none, static_cast<std::uint32_t>(others.size())});
}

/// About how many of 2,000 messages hold the symbol: by what kind of a word it is and, as in every language, by its
/// length.
std::size_t Matcher::Drawing::cost_of(Symbol symbol) const {
  constexpr std::size_t nearly_all = 4000, word = 2;
  if (symbol < first_category) return nearly_all;
  if (symbol < word_base) return std::max(costs[symbol], word);
  const Building::NewWord& known = built.words[symbol - word_base];
  if ((known.flags & word_common) == 0) return word;
  constexpr std::size_t by_length[] = {2000, 1500, 600, 30, 4, 2};
  return by_length[std::min(known.text.size(), std::size(by_length)) - 1];
}

void Matcher::Drawing::find_heads() {
  costs.assign(built.next_category, 0);
  for (const auto& [category, members] : built.members)
    for (const std::uint32_t word : members) costs[category] += cost_of(word_base + word);
  for (Symbol category = 0; category < built.next_category; ++category) {
    heads_of.push_back(static_cast<std::uint32_t>(heads.size()));
    const auto phrases = built.short_phrases.find(category);
    if (phrases == built.short_phrases.end()) continue;
    for (const auto* phrase : phrases->second) {
      if (phrase->empty()) continue;
      std::vector<Symbol> symbols = *phrase;
      std::ranges::stable_sort(symbols, {}, [&](Symbol symbol) { return cost_of(symbol); });
      heads.push_back(symbols.front());
      costs[category] += cost_of(heads.back());
      rests_of_heads.emplace_back(symbols.begin() + 1, symbols.end());
    }
  }
  heads_of.push_back(static_cast<std::uint32_t>(heads.size()));
}

/// What a message needs for `state` to be reached, the rarest first; nothing where that begins with any word.
std::vector<Matcher::Symbol> Matcher::Drawing::on_the_way_to(State state) const {
  std::vector<Symbol> symbols;
  for (;; state = nodes[state].up) {
    const bool first = (nodes[state].up & first_word) != 0;
    if (first && entered[state] == symbol_any) return {};
    if (entered[state] != none && entered[state] != symbol_any) symbols.push_back(entered[state]);
    if (first) break;
  }
  std::ranges::sort(symbols);
  symbols.erase(std::unique(symbols.begin(), symbols.end()), symbols.end());
  std::ranges::stable_sort(symbols, {}, [&](Symbol symbol) { return cost_of(symbol); });
  return symbols;
}

void Matcher::Drawing::find_targets() {
  // A key of so few words is each of them: so much less is noted of a message.
  constexpr std::size_t few_members = 16;
  std::vector<std::vector<std::pair<std::uint32_t, std::vector<Symbol>>>> opened(built.next_category + built.words.size());
  std::vector<std::vector<std::uint32_t>> of_group(1);
  for (State state = 1; state < built.accepts.size(); ++state) {
    if (built.accepts[state].empty()) continue;
    const std::vector<Symbol> all = on_the_way_to(state);
    // What may begin with any word says nothing by it: the way without it is enough.
    if (all.empty()) continue;
    const auto number = static_cast<std::uint32_t>(targets.size());
    targets.push_back({state, static_cast<std::uint32_t>(needs.size())});
    needs.insert(needs.end(), all.begin(), all.end());
    bool asked_for_always = false;
    for (const Accept& accept : built.accepts[state]) {
      asked_for_always = asked_for_always || accept.group == always;
      if (accept.group >= of_group.size()) of_group.resize(accept.group + 1);
      if (accept.group != always) of_group[accept.group].push_back(number);
    }
    if (!asked_for_always) continue;
    const Symbol key = all.front();
    if (const auto members = built.members.find(key); members != built.members.end() && members->second.size() <= few_members)
      for (const std::uint32_t word : members->second) opened[key_number(word_base + word)].emplace_back(number, std::vector<Symbol>());
    else
      opened[key_number(key)].emplace_back(number, std::vector<Symbol>());
    if (key >= word_base) continue;
    for (std::uint32_t i = heads_of[key]; i < heads_of[key + 1]; ++i) opened[key_number(heads[i])].emplace_back(number, rests_of_heads[i]);
  }
  targets.push_back({0, static_cast<std::uint32_t>(needs.size())});
  std::vector<std::pair<std::uint32_t, std::vector<Symbol>>> all;
  lay_out(opened, opens_of, all);
  for (auto& [number, rest] : all) {
    opens.push_back({number, {always_set, always_set}});
    rests.push_back(std::move(rest));
  }
  lay_out(of_group, groups_of, groups);
  for (State state = 0; state < built.in_short.size(); ++state)
    if (built.in_short[state]) nodes[state].up |= in_short_phrase;
}

void Matcher::finish() {
  Building& built = *building_;
  Drawing drawing(built);
  // Beginnings of disguised words, so that a word cut in two can be put together.
  std::vector<std::uint32_t> disguised;
  const std::size_t count = built.words.size();
  for (std::size_t i = 0; i < count; ++i) {
    if ((built.words[i].flags & word_disguised) == 0) continue;
    disguised.push_back(static_cast<std::uint32_t>(i));
    const std::string text = built.words[i].text;
    for (std::size_t length = 1; length < text.size(); ++length)
      built.words[built.word_number(std::string_view(text).substr(0, length))].flags |=
          word_prefix | letter_bit(text[length]);
  }
  std::vector<std::uint64_t> within(within_bits, 0);
  for (const std::uint32_t number : disguised) {
    const std::string_view text = built.words[number].text;
    for (std::size_t from = 1; from < text.size(); ++from)
      for (std::size_t size = 1; from + size <= text.size(); ++size) {
        const std::uint32_t hash = word_hash(text.substr(from, size));
        within[hash % (within_bits * 64) / 64] |= std::uint64_t{1} << hash % 64;
      }
  }
  drawing.draw_edges();
  drawing.number_beginnings();
  drawing.find_heads();
  drawing.find_targets();
  drawing.find_dense();
  drawing.write_words();
  drawing.write_table();
  std::vector<Name> meant, names;
  for (const std::string& one : built.meant) {
    const auto [at, size] = drawing.written(one);
    meant.push_back({at, size, 0});
  }
  for (const auto& [name, symbol] : built.categories) {
    // Sets without a name are asked for by nobody once phrases are in.
    if (name.starts_with('{')) continue;
    const auto [at, size] = drawing.written(name);
    names.push_back({at, size, symbol});
  }
  next_category_ = built.next_category;
  letters_.own(std::move(drawing.letters));
  words_.own(std::move(drawing.words));
  table_.own(std::move(drawing.table));
  groups_of_.own(std::move(drawing.groups_of));
  groups_.own(std::move(drawing.groups));
  word_categories_.own(std::move(drawing.word_categories));
  dense_of_.own(std::move(drawing.dense_of));
  dense_.own(std::move(drawing.dense));
  dense_sets_.own(std::move(drawing.dense_sets));
  dense_keys_ = drawing.dense_keys;
  members_of_.own(std::move(drawing.members_of));
  members_.own(std::move(drawing.members));
  shape_sets_.own(std::move(drawing.shape_sets));
  heads_of_.own(std::move(drawing.heads_of));
  heads_.own(std::move(drawing.heads));
  nodes_.own(std::move(drawing.nodes));
  edges_.own(std::move(drawing.edges));
  accepts_.own(std::move(drawing.accepts));
  gaps_.own(std::move(drawing.gaps));
  beginnings_.own(std::move(drawing.beginnings));
  others_.own(std::move(drawing.others));
  targets_.own(std::move(drawing.targets));
  needs_.own(std::move(drawing.needs));
  opens_of_.own(std::move(drawing.opens_of));
  opens_.own(std::move(drawing.opens));
  disguised_.own(std::move(disguised));
  lengths_.own(drawing.lengths_by_letter());
  within_.own(std::move(within));
  meant_.own(std::move(meant));
  names_.own(std::move(names));
  building_.reset();
}

}  // namespace tact::language
