// SPDX-License-Identifier: GPL-3.0-or-later
// The trie as it is walked, drawn once all phrases are in.
#include <algorithm>

#include "core/language/matcher.h"

namespace tact::language {

Matcher::State Matcher::made(State from, Symbol symbol) const {
  const auto at = steps_.find(step_key(from, symbol));
  return at == steps_.end() ? none : at->second;
}

/// The trie as it is walked: each state's edges beside each other, and what leaves the two beginnings by word.
void Matcher::draw_edges() {
  const State anchored = made(0, symbol_start);
  anchored_ = anchored == none ? 0 : anchored;
  std::vector<std::pair<std::uint64_t, State>> all(steps_.begin(), steps_.end());
  std::ranges::sort(all);
  edges_of_.assign(accepts_.size() + 1, 0);
  edges_.reserve(all.size());
  // By category and by word; no edge leads back to state 0.
  struct Beginning {
    std::vector<State> by_category, by_word;
    State& of(Symbol symbol) { return symbol < word_base ? by_category[symbol] : by_word[symbol - word_base]; }
  };
  Beginning roots{std::vector<State>(next_category_), std::vector<State>(words_.size())}, anchors = roots;
  for (const auto& [key, to] : all) {
    const auto from = static_cast<State>(key >> 32);
    const auto symbol = static_cast<Symbol>(key);
    ++edges_of_[from + 1];
    edges_.push_back({symbol, to});
    if (from == 0) roots.of(symbol) = to;
    if (from == anchored) anchors.of(symbol) = to;
  }
  for (std::size_t i = 1; i < edges_of_.size(); ++i) edges_of_[i] += edges_of_[i - 1];
  // Numbered as they are met, so that those of one word lie together.
  std::vector<std::uint32_t> numbers(accepts_.size(), none);
  const auto leave = [&](Beginning& beginning, Symbol symbol, std::vector<Beginnings>& out) {
    const State to = beginning.of(symbol);
    if (to == 0) return;
    if (numbers[to] == none) {
      numbers[to] = static_cast<std::uint32_t>(beginnings_.size());
      beginnings_.push_back(to);
    }
    const std::uint32_t block = numbers[to] / 64;
    auto found = std::ranges::find(out, block, &Beginnings::block);
    if (found == out.end()) found = out.insert(out.end(), {block, 0});
    found->which |= std::uint64_t{1} << numbers[to] % 64;
  };
  for (std::size_t i = 0; i < words_.size(); ++i) {
    Word& word = words_[i];
    leave(roots, word_base + static_cast<Symbol>(i), word.first);
    leave(anchors, word_base + static_cast<Symbol>(i), word.first_anchored);
    for (const Symbol symbol : word.categories) {
      leave(roots, symbol, word.first);
      leave(anchors, symbol, word.first_anchored);
    }
    std::ranges::sort(word.categories);
    if (!word.first.empty() || !word.first_anchored.empty()) word.flags |= word_starts;
  }
  for (Symbol symbol = 0; symbol < std::size(first_special_); ++symbol) {
    leave(roots, symbol, first_special_[symbol]);
    leave(anchors, symbol, first_anchored_special_[symbol]);
  }
}

/// Of each state the symbols of which a message needs one if anything below it is to be found; the fewer messages hold
/// them, the better.
struct Matcher::Keys {
  struct Key {
    std::vector<Symbol> symbols;
    std::size_t cost = 0;
  };
  static constexpr std::size_t most = 48;

  explicit Keys(const Matcher& matcher)
      : matcher_(matcher), members_(matcher.next_category_, 0), known_(matcher.accepts_.size()) {
    for (const auto& [category, words] : matcher.members_) members_[category] = words.size();
  }

  const Key& of(State state) {
    Key& key = known_[state];
    if (!key.symbols.empty()) return key;
    std::vector<Symbol> all;
    const auto join = [&](const Key& more) { all.insert(all.end(), more.symbols.begin(), more.symbols.end()); };
    for (std::uint32_t i = matcher_.edges_of_[state]; i < matcher_.edges_of_[state + 1]; ++i) {
      const Edge& edge = matcher_.edges_[i];
      const Key* later = ends(edge.to) ? nullptr : &of(edge.to);
      if (later != nullptr && later->symbols.size() <= most && later->cost < cost_of(edge.symbol))
        join(*later);
      else
        all.push_back(edge.symbol);
    }
    for (const Gap& gap : matcher_.gaps_[state]) join(of(gap.to));
    std::ranges::sort(all);
    all.erase(std::unique(all.begin(), all.end()), all.end());
    // Nothing leads on from here: no message opens it.
    if (all.empty()) all.push_back(none);
    for (const Symbol symbol : all) key.cost += cost_of(symbol);
    key.symbols = std::move(all);
    return key;
  }

 private:
  bool ends(State state) const {
    if (!matcher_.busy_[state]) return false;
    return !matcher_.accepts_[state].empty() || std::ranges::any_of(matcher_.gaps_[state], [&](const Gap& gap) {
      return gap.most == 0 && !matcher_.accepts_[gap.to].empty();
    });
  }
  /// About how many messages hold the symbol.
  std::size_t cost_of(Symbol symbol) const {
    constexpr std::size_t nearly_all = 4000, frequent_word = 42, word = 2;
    if (symbol == none) return word;
    if (symbol < first_category) return nearly_all;
    if (symbol < word_base) return members_[symbol] == 0 ? word : 1 + 2 * members_[symbol];
    return (matcher_.words_[symbol - word_base].flags & word_common) != 0 ? frequent_word : word;
  }

  const Matcher& matcher_;
  std::vector<std::size_t> members_;
  std::vector<Key> known_;
};

void Matcher::find_keys() {
  Keys keys(*this);
  keys_of_.assign(1, 0);
  keys_of_.reserve(accepts_.size() + 1);
  for (State state = 0; state < accepts_.size(); ++state) {
    const std::vector<Symbol>& key = keys.of(state).symbols;
    if (key.size() <= Keys::most) keys_.insert(keys_.end(), key.begin(), key.end());
    keys_of_.push_back(static_cast<std::uint32_t>(keys_.size()));
  }
}

/// What each word is asked in a scan, made ready.
void Matcher::sort_categories() {
  std::vector<bool> opens(next_category_, false);
  for (const Symbol symbol : keys_)
    if (symbol < next_category_) opens[symbol] = true;
  for (Word& word : words_) {
    word.some = 0;
    word.keys.clear();
    for (const Symbol symbol : word.categories) {
      word.some |= std::uint64_t{1} << symbol % 64;
      if (opens[symbol]) word.keys.push_back(symbol);
    }
  }
}

void Matcher::number_beginnings() {
  always_open_.assign((beginnings_.size() + 63) / 64, 0);
  std::vector<std::vector<std::uint32_t>> opened(next_category_ + words_.size());
  for (std::uint32_t number = 0; number < beginnings_.size(); ++number) {
    const State state = beginnings_[number];
    const std::uint32_t from = keys_of_[state], until = keys_of_[state + 1];
    // A phrase may end here, whatever else is in the message.
    if (from == until || busy_[state])
      always_open_[number / 64] |= std::uint64_t{1} << number % 64;
    else
      for (std::uint32_t i = from; i < until; ++i)
        if (keys_[i] != none) opened[key_number(keys_[i])].push_back(number);
  }
  opens_of_.assign(1, 0);
  opens_.clear();
  for (const auto& numbers : opened) {
    opens_.insert(opens_.end(), numbers.begin(), numbers.end());
    opens_of_.push_back(static_cast<std::uint32_t>(opens_.size()));
  }
}

void Matcher::finish() {
  draw_edges();
  find_keys();
  sort_categories();
  steps_.clear();
  members_.clear();
  short_phrases_.clear();
  all_short_.clear();
  pieces_.clear();

  // Beginnings of disguised words, so that a word cut in two can be put together.
  const std::size_t count = words_.size();
  for (std::size_t i = 0; i < count; ++i) {
    if ((words_[i].flags & word_disguised) == 0) continue;
    const std::string& text = disguised_.emplace_back(words_[i].text);
    for (std::size_t length = 1; length < text.size(); ++length)
      words_[word_number(std::string_view(text).substr(0, length))].flags |= word_prefix;
  }
  number_beginnings();
}

}  // namespace tact::language
