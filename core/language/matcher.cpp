// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/language/matcher.h"

#include <algorithm>
#include <atomic>
#include <charconv>

#include "core/language/matcher_build.h"

namespace tact::language {

namespace {

constexpr std::pair<std::string_view, std::uint32_t> builtin[] = {
    {"any", 6}, {"emoji", 5}, {"link", 4}, {"name", 2}, {"number", 3}};

/// Slices of `text`; empty ones only between commas.
std::vector<std::string_view> split(std::string_view text, char at) {
  std::vector<std::string_view> parts;
  parts.reserve(8);
  std::size_t begin = 0;
  int depth = 0;
  for (std::size_t i = 0; i <= text.size(); ++i) {
    const char c = i < text.size() ? text[i] : at;
    depth += c == '{' || c == '(' ? 1 : c == '}' || c == ')' ? -1 : 0;
    if (i < text.size() && (c != at || depth > 0)) continue;
    if (i > begin || at == ',') parts.push_back(text.substr(begin, i - begin));
    begin = i + 1;
  }
  return parts;
}

/// "annoy{s,ed}" -> annoys, annoyed, behind `all`; false on an unclosed brace, and where braces behind braces make more than anybody writes.
bool add_braces(std::string_view word, std::vector<std::string>& all) {
  constexpr std::size_t most = 4096;
  if (all.size() > most) return false;
  const auto open = word.find('{');
  if (open == std::string_view::npos) return all.emplace_back(word), true;
  const auto close = word.find('}', open);
  if (close == std::string_view::npos) return false;
  const std::string_view before = word.substr(0, open), after = word.substr(close + 1);
  for (const std::string_view ending : split(word.substr(open + 1, close - open - 1), ',')) {
    const std::string whole = std::string(before).append(ending).append(after);
    // Nearly always there are no further braces.
    if (after.find('{') == std::string_view::npos)
      all.push_back(whole);
    else if (!add_braces(whole, all))
      return false;
  }
  return true;
}

}  // namespace

Matcher::Matcher() : building_(std::make_unique<Building>()) {
  static std::atomic<std::uint64_t> made{0};
  number_ = ++made;
}

Matcher::~Matcher() = default;

std::uint32_t Matcher::Building::word_number(std::string_view text) {
  const auto [at, fresh] = numbers.try_emplace(std::string(text), static_cast<std::uint32_t>(words.size()));
  if (fresh) words.push_back({std::string(text), word_hash(text), 0, 0, {}});
  return at->second;
}

Matcher::Symbol Matcher::Building::category_symbol(const std::string& name) {
  for (const auto& [known, symbol] : builtin)
    if (known == name) return symbol;
  const auto [at, fresh] = categories.try_emplace(name, next_category);
  if (fresh) ++next_category;
  return at->second;
}

void Matcher::Building::join(std::uint32_t word, Symbol category) {
  auto& categories = words[word].categories;
  if (!categories.empty() && categories.back() == category) return;
  if (std::ranges::find(categories, category) != categories.end()) return;
  categories.push_back(category);
  members[category].push_back(word);
}

void Matcher::add_spellings(std::string_view meant, const std::vector<std::string>& spellings) {
  building_->meant.emplace_back(meant);
  for (const std::string& spelling : spellings) {
    Building::NewWord& word = building_->words[building_->word_number(spelling)];
    word.flags |= word_alias;
    word.meant = static_cast<std::uint32_t>(building_->meant.size() - 1);
  }
}

std::vector<Matcher::Symbol> Matcher::Building::symbols_of(std::string_view phrase) {
  std::vector<Symbol> symbols;
  for (const std::string_view word : split(phrase, ' ')) symbols.push_back(word_base + word_number(word));
  return symbols;
}

void Matcher::Building::join_phrase(const std::vector<Symbol>& phrase, Symbol category) {
  join_phrase(all_short.insert(phrase).first.operator->(), category);
}

void Matcher::Building::join_phrase(ShortPhrase phrase, Symbol category) {
  auto& known = short_phrases[category];
  if (std::ranges::find(known, phrase) == known.end()) known.push_back(phrase);
}

void Matcher::add_words(std::string_view category, const std::vector<std::string>& words, std::uint8_t flags) {
  building_->add_words(category, words, flags);
}

void Matcher::Building::add_words(std::string_view category, const std::vector<std::string>& added,
                                  std::uint8_t flags) {
  const Symbol symbol = category_symbol(std::string(category));
  std::vector<std::string> each;
  for (const std::string& member : added) {
    each.clear();
    if (!add_braces(member, each)) continue;
    for (const std::string& word : each) {
      if (word.find(' ') != std::string::npos) {
        join_phrase(symbols_of(word), symbol);
        continue;
      }
      const std::uint32_t number = word_number(word);
      words[number].flags |= flags;
      join(number, symbol);
    }
  }
}

/// The same words in braces stand in hundreds of phrases: they are read once.
std::string Matcher::Building::piece_symbol(std::string_view piece, Symbol& symbol) {
  const auto [at, fresh] = pieces.try_emplace(std::string(piece), 0);
  if (!fresh) return symbol = at->second, std::string();
  std::string wrong = set_symbol(piece, symbol);
  if (wrong.empty())
    at->second = symbol;
  else
    pieces.erase(at);
  return wrong;
}

std::string Matcher::Building::set_symbol(std::string_view piece, Symbol& symbol) {
  // The usual piece is one plain word.
  if (piece.find_first_of("|{(<") == std::string_view::npos && !piece.empty())
    return symbol = word_base + word_number(piece), std::string();
  std::vector<std::string> written;
  for (std::string_view part : split(piece, '|')) {
    const bool group = part.size() > 2 && part.front() == '(' && part.back() == ')';
    for (const std::string_view one : split(group ? part.substr(1, part.size() - 2) : part, '|'))
      if (!add_braces(one, written)) return "unclosed brace, or too many words, in “" + std::string(piece) + "”";
  }
  if (written.empty()) return "an empty word";
  const auto category = [](const std::string& one) {
    return one.size() > 2 && one.front() == '<' && one.back() == '>';
  };
  const auto builtin_of = [](std::string_view name) {
    return std::ranges::find(builtin, name, [](const auto& one) { return one.first; });
  };
  if (written.size() == 1 && written[0].find(' ') == std::string::npos) {
    if (!category(written[0])) return symbol = word_base + word_number(written[0]), std::string();
    const std::string name = written[0].substr(1, written[0].size() - 2);
    if (!categories.contains(name) && builtin_of(name) == std::end(builtin))
      return "unknown category “" + written[0] + "”";
    return symbol = category_symbol(name), std::string();
  }
  // Several words are a category without a name; the same set is the same symbol.
  std::ranges::sort(written);
  std::string name = "{";
  for (const std::string& one : written) name += one + ",";
  const bool made = categories.contains(name);
  symbol = category_symbol(name);
  if (made) return {};
  for (const std::string& one : written) {
    if (!category(one)) {
      if (one.find(' ') == std::string::npos)
        join(word_number(one), symbol);
      else
        join_phrase(symbols_of(one), symbol);
      continue;
    }
    const std::string inner = one.substr(1, one.size() - 2);
    // What is told by its shape and not by its letters is a phrase of one.
    if (const auto shape = builtin_of(inner); shape != std::end(builtin)) {
      join_phrase(std::vector<Symbol>{shape->second}, symbol);
      continue;
    }
    const auto other = categories.find(inner);
    if (other == categories.end()) return "unknown category “" + one + "”";
    // The new category's own lists do not move the other's.
    for (const std::uint32_t word : members[other->second]) join(word, symbol);
    for (const ShortPhrase phrase : short_phrases[other->second]) join_phrase(phrase, symbol);
  }
  return {};
}

std::string Matcher::add_phrase(std::string_view phrase, std::uint32_t id, std::uint32_t group) {
  return building_->add_phrase(phrase, id, group);
}

std::string Matcher::Building::add_phrase(std::string_view phrase, std::uint32_t id, std::uint32_t group) {
  constexpr std::size_t most_expansions = 4096;
  std::vector<std::vector<Element>> ways{{}};
  bool at_start = false, at_end = false;
  for (const std::string_view written : split(phrase, ' ')) {
    std::string_view piece = written;
    if (piece == "^") {
      at_start = true;
      continue;
    }
    if (piece == "$") {
      at_end = true;
      continue;
    }
    Element element;
    bool optional = false;
    if (piece.size() > 1 && piece.front() == '~') {
      unsigned most = 0;
      const auto [end, bad] = std::from_chars(piece.data() + 1, piece.data() + piece.size(), most);
      if (bad != std::errc() || end != piece.data() + piece.size() || most == 0 || most > 12)
        return "gap “" + std::string(written) + "”, expected ~1 to ~12";
      element.kind = Element::Kind::gap;
      element.gap = static_cast<std::uint8_t>(most);
    } else {
      if (piece.size() > 1 && piece.back() == '?') {
        optional = true;
        piece.remove_suffix(1);
      }
      if (std::string wrong = piece_symbol(piece, element.symbol); !wrong.empty()) return wrong;
    }
    const std::size_t before = ways.size();
    if (optional) {
      // A copy: a vector may not be inserted into itself.
      const std::vector<std::vector<Element>> without = ways;
      ways.insert(ways.end(), without.begin(), without.end());
    }
    if (ways.size() > most_expansions) return "too many optional words";
    for (std::size_t i = 0; i < before; ++i) ways[i].push_back(element);
  }
  const auto is_gap = [](const Element& one) { return one.kind == Element::Kind::gap; };
  for (auto& way : ways) {
    // Where an optional word is left out, the gap beside it goes too.
    if (ways.size() > 1) {
      while (!way.empty() && is_gap(way.back())) way.pop_back();
      way.erase(way.begin(), std::ranges::find_if_not(way, is_gap));
    }
    if (way.empty() || is_gap(way.front()) || is_gap(way.back())) return "a phrase needs a word at both ends";
    insert(way, at_start, {id, group, at_end ? 1U : 0U});
  }
  return {};
}

Matcher::State Matcher::Building::fresh_state() {
  accepts.emplace_back();
  gaps.emplace_back();
  in_short.push_back(false);
  return static_cast<State>(accepts.size() - 1);
}

Matcher::State Matcher::Building::step_or_make(State from, Symbol symbol) {
  const auto [at, fresh] = steps.try_emplace(step_key(from, symbol), static_cast<State>(accepts.size()));
  return fresh ? fresh_state() : at->second;
}

Matcher::State Matcher::Building::gap_or_make(State from, std::uint32_t most) {
  for (const Gap& gap : gaps[from])
    if (gap.most == most) return gap.to;
  const State fresh = fresh_state();
  gaps[from].push_back({fresh, most});
  return fresh;
}

/// A category's short phrase leads from `from` to where the category itself leads.
void Matcher::Building::lead(State from, const std::vector<Symbol>& phrase, State to) {
  State state = from;
  for (const Symbol symbol : phrase) {
    const State before = state;
    state = step_or_make(state, symbol);
    in_short[state] = true;
    if (before == from) instead.emplace_back(to, state);
  }
  auto& known = gaps[state];
  if (std::ranges::none_of(known, [&](const Gap& one) { return one.most == 0 && one.to == to; }))
    known.push_back({to, 0});
}

void Matcher::Building::insert(const std::vector<Element>& elements, bool at_start, const Accept& accept) {
  State state = at_start ? step_or_make(0, symbol_start) : 0;
  for (const Element& element : elements) {
    if (element.kind == Element::Kind::gap) {
      state = gap_or_make(state, element.gap);
      continue;
    }
    const State to = step_or_make(state, element.symbol);
    if (const auto phrases = short_phrases.find(element.symbol); phrases != short_phrases.end())
      for (const ShortPhrase phrase : phrases->second) lead(state, *phrase, to);
    state = to;
  }
  auto& known = accepts[state];
  if (std::ranges::none_of(
          known, [&](const Accept& one) { return one.phrase == accept.phrase && one.at_end == accept.at_end; }))
    known.push_back(accept);
}

}  // namespace tact::language
