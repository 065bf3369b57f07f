// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/language/matcher.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <span>

namespace tact::language {

namespace {

// Built-in symbols; categories follow from 64, words from word_base.
constexpr std::uint32_t symbol_start = 1, symbol_name = 2, symbol_number = 3, symbol_link = 4, symbol_emoji = 5, symbol_any = 6;
constexpr std::uint32_t word_base = 1U << 20;
constexpr std::uint32_t none = 0xFFFFFFFFU;

constexpr std::pair<std::string_view, std::uint32_t> builtin[] = {
    {"any", symbol_any}, {"emoji", symbol_emoji}, {"link", symbol_link}, {"name", symbol_name}, {"number", symbol_number}};

std::uint64_t key_of(std::uint32_t state, std::uint32_t symbol) { return static_cast<std::uint64_t>(state) << 32 | symbol; }

std::vector<std::string> split(std::string_view text, char at) {
  std::vector<std::string> parts;
  std::string part;
  int depth = 0;
  for (const char c : text) {
    depth += c == '{' || c == '(' ? 1 : c == '}' || c == ')' ? -1 : 0;
    if (c != at || depth > 0) {
      part += c;
      continue;
    }
    if (!part.empty() || at == ',') parts.push_back(part);
    part.clear();
  }
  if (!part.empty() || at == ',') parts.push_back(part);
  return parts;
}

/// "annoy{s,ed}" -> annoys, annoyed; "" on an unclosed brace.
std::vector<std::string> braces(std::string_view word) {
  const auto open = word.find('{');
  if (open == std::string_view::npos) return {std::string(word)};
  const auto close = word.find('}', open);
  if (close == std::string_view::npos) return {};
  std::vector<std::string> all;
  for (const std::string& ending : split(word.substr(open + 1, close - open - 1), ','))
    for (std::string& rest : braces(std::string(word.substr(0, open)) + ending + std::string(word.substr(close + 1)))) all.push_back(std::move(rest));
  return all;
}

bool ends_sentence(const Text& text, const Token& token) {
  if (token.kind != TokenKind::punctuation) return false;
  const char c = text.folded[token.start];
  return c == '.' || c == '!' || c == '?' || c == ';' || c == '\n';
}

}  // namespace

std::uint32_t Matcher::word_number(std::string_view text) {
  const auto [at, fresh] = numbers_.try_emplace(std::string(text), static_cast<std::uint32_t>(words_.size()));
  if (fresh) words_.push_back({std::string(text), word_hash(text), 0, 0, {}, {}, {}});
  return at->second;
}

Matcher::Symbol Matcher::category_symbol(const std::string& name) {
  for (const auto& [known, symbol] : builtin)
    if (known == name) return symbol;
  const auto [at, fresh] = categories_.try_emplace(name, next_category_);
  if (fresh) ++next_category_;
  return at->second;
}

void Matcher::join(std::uint32_t word, Symbol category) {
  auto& categories = words_[word].categories;
  if (std::ranges::find(categories, category) != categories.end()) return;
  categories.push_back(category);
  members_[category].push_back(word);
}

void Matcher::add_spellings(std::string_view meant, const std::vector<std::string>& spellings) {
  meant_.emplace_back(meant);
  for (const std::string& spelling : spellings) {
    Word& word = words_[word_number(spelling)];
    word.flags |= word_alias;
    word.meant = static_cast<std::uint16_t>(meant_.size() - 1);
  }
}

std::string_view Matcher::meant(std::string_view word, std::uint32_t hash) const {
  const Word* known = find(word, hash);
  return known == nullptr || (known->flags & word_alias) == 0 ? word : std::string_view(meant_[known->meant]);
}

std::vector<Matcher::Symbol> Matcher::symbols_of(std::string_view phrase) {
  std::vector<Symbol> symbols;
  for (const std::string& word : split(phrase, ' '))
    if (!word.empty()) symbols.push_back(word_base + word_number(word));
  return symbols;
}

void Matcher::join_phrase(std::vector<Symbol> phrase, Symbol category) {
  auto& known = short_phrases_[category];
  if (std::ranges::find(known, phrase) == known.end()) known.push_back(std::move(phrase));
}

void Matcher::add_words(std::string_view category, const std::vector<std::string>& words, std::uint8_t flags) {
  const Symbol symbol = category_symbol(std::string(category));
  for (const std::string& member : words)
    for (const std::string& word : braces(member)) {
      if (word.find(' ') != std::string::npos) {
        join_phrase(symbols_of(word), symbol);
        continue;
      }
      const std::uint32_t number = word_number(word);
      words_[number].flags |= flags;
      join(number, symbol);
    }
}

std::string Matcher::set_symbol(std::string_view piece, Symbol& symbol) {
  std::vector<std::string> members;
  const auto add = [&](std::string_view alternative) {
    std::vector<std::string> each = braces(alternative);
    members.insert(members.end(), each.begin(), each.end());
    return !each.empty();
  };
  for (const std::string& part : split(piece, '|')) {
    const bool group = part.size() > 2 && part.front() == '(' && part.back() == ')';
    for (const std::string& one : split(group ? std::string_view(part).substr(1, part.size() - 2) : std::string_view(part), '|'))
      if (!add(one)) return "unclosed brace in “" + std::string(piece) + "”";
  }
  if (members.empty()) return "an empty word";
  const auto category = [](const std::string& one) { return one.size() > 2 && one.front() == '<' && one.back() == '>'; };
  const auto builtin_of = [](std::string_view name) { return std::ranges::find(builtin, name, [](const auto& one) { return one.first; }); };
  if (members.size() == 1 && members[0].find(' ') == std::string::npos) {
    if (!category(members[0])) return symbol = word_base + word_number(members[0]), std::string();
    const std::string name = members[0].substr(1, members[0].size() - 2);
    if (!categories_.contains(name) && builtin_of(name) == std::end(builtin)) return "unknown category “" + members[0] + "”";
    return symbol = category_symbol(name), std::string();
  }
  // Several words are a category without a name; the same set is the same symbol.
  std::ranges::sort(members);
  std::string name = "{";
  for (const std::string& one : members) name += one + ",";
  const bool made = categories_.contains(name);
  symbol = category_symbol(name);
  if (made) return {};
  for (const std::string& one : members) {
    if (!category(one)) {
      if (one.find(' ') == std::string::npos) join(word_number(one), symbol);
      else join_phrase(symbols_of(one), symbol);
      continue;
    }
    const std::string inner = one.substr(1, one.size() - 2);
    // What is told by its shape and not by its letters is a phrase of one.
    if (const auto shape = builtin_of(inner); shape != std::end(builtin)) {
      join_phrase({shape->second}, symbol);
      continue;
    }
    const auto other = categories_.find(inner);
    if (other == categories_.end()) return "unknown category “" + one + "”";
    // Copies: joining may move what is looped over.
    for (const std::uint32_t word : std::vector(members_[other->second])) join(word, symbol);
    for (const auto& phrase : std::vector(short_phrases_[other->second])) join_phrase(phrase, symbol);
  }
  return {};
}

std::string Matcher::add_phrase(std::string_view phrase, std::uint32_t id) {
  std::vector<std::vector<Element>> ways{{}};
  bool at_start = false, at_end = false;
  for (const std::string& written : split(phrase, ' ')) {
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
      if (bad != std::errc() || end != piece.data() + piece.size() || most == 0 || most > 12) return "gap “" + written + "”, expected ~1 to ~12";
      element.kind = Element::Kind::gap;
      element.gap = static_cast<std::uint8_t>(most);
    } else {
      if (piece.size() > 1 && piece.back() == '?') {
        optional = true;
        piece.remove_suffix(1);
      }
      if (std::string wrong = set_symbol(piece, element.symbol); !wrong.empty()) return wrong;
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
    insert(way, at_start, at_end, id);
  }
  return {};
}

Matcher::State Matcher::step_or_make(State from, Symbol symbol) {
  const auto [at, fresh] = steps_.try_emplace(key_of(from, symbol), static_cast<State>(accepts_.size()));
  if (fresh) {
    accepts_.emplace_back();
    gaps_.emplace_back();
    busy_.push_back(false);
  }
  return at->second;
}

Matcher::State Matcher::gap_or_make(State from, std::uint8_t most) {
  for (const Gap& gap : gaps_[from])
    if (gap.most == most) return gap.to;
  const auto fresh = static_cast<State>(accepts_.size());
  accepts_.emplace_back();
  gaps_.emplace_back();
  busy_.push_back(false);
  gaps_[from].push_back({fresh, most});
  busy_[from] = true;
  return fresh;
}

/// A category's short phrase leads from `from` to where the category itself leads.
void Matcher::lead(State from, const std::vector<Symbol>& phrase, State to) {
  State state = from;
  for (const Symbol symbol : phrase) state = step_or_make(state, symbol);
  auto& gaps = gaps_[state];
  if (std::ranges::none_of(gaps, [&](const Gap& one) { return one.most == 0 && one.to == to; })) gaps.push_back({to, 0});
  busy_[state] = true;
}

void Matcher::insert(const std::vector<Element>& elements, bool at_start, bool at_end, std::uint32_t id) {
  State state = at_start ? step_or_make(0, symbol_start) : 0;
  for (const Element& element : elements) {
    if (element.kind == Element::Kind::gap) {
      state = gap_or_make(state, element.gap);
      continue;
    }
    const State to = step_or_make(state, element.symbol);
    if (const auto phrases = short_phrases_.find(element.symbol); phrases != short_phrases_.end())
      for (const auto& phrase : phrases->second) lead(state, phrase, to);
    state = to;
  }
  auto& accepts = accepts_[state];
  if (std::ranges::none_of(accepts, [&](const Accept& one) { return one.phrase == id && one.at_end == at_end; })) accepts.push_back({id, at_end});
  busy_[state] = true;
}

Matcher::State Matcher::made(State from, Symbol symbol) const {
  const auto at = steps_.find(key_of(from, symbol));
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
  std::unordered_map<Symbol, State> roots, anchors;
  for (const auto& [key, to] : all) {
    const auto from = static_cast<State>(key >> 32);
    const auto symbol = static_cast<Symbol>(key);
    ++edges_of_[from + 1];
    edges_.push_back({symbol, to});
    if (from == 0) roots.emplace(symbol, to);
    if (from == anchored) anchors.emplace(symbol, to);
  }
  for (std::size_t i = 1; i < edges_of_.size(); ++i) edges_of_[i] += edges_of_[i - 1];
  const auto leave = [](const std::unordered_map<Symbol, State>& beginning, Symbol symbol, std::vector<State>& out) {
    if (const auto at = beginning.find(symbol); at != beginning.end()) out.push_back(at->second);
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

/// The symbols of which a message needs one if anything below `state` is to be found; the fewer words they have, the better.
std::vector<Matcher::Symbol> Matcher::key_of_state(State state, std::vector<std::vector<Symbol>>& known) const {
  static constexpr std::size_t most = 48;
  auto& key = known[state];
  if (!key.empty()) return key;
  const auto cost = [&](const std::vector<Symbol>& symbols) {
    std::size_t sum = 0;
    for (const Symbol symbol : symbols) {
      const auto members = members_.find(symbol);
      sum += symbol >= word_base ? 2 : symbol < 64 ? 4000 : members == members_.end() ? 2 : 1 + 2 * members->second.size();
      // A frequent word opens nearly every message.
      if (symbol >= word_base && (words_[symbol - word_base].flags & word_common) != 0) sum += 40;
    }
    return sum;
  };
  std::vector<Symbol> all;
  const auto join = [&](const std::vector<Symbol>& more) { all.insert(all.end(), more.begin(), more.end()); };
  for (std::uint32_t i = edges_of_[state]; i < edges_of_[state + 1]; ++i) {
    const Edge& edge = edges_[i];
    const std::vector<Symbol> here{edge.symbol};
    const bool ends_here = !accepts_[edge.to].empty() || std::ranges::any_of(gaps_[edge.to], [&](const Gap& gap) { return gap.most == 0 && !accepts_[gap.to].empty(); });
    if (ends_here) {
      join(here);
      continue;
    }
    const std::vector<Symbol> later = key_of_state(edge.to, known);
    join(later.size() <= most && cost(later) < cost(here) ? later : here);
  }
  for (const Gap& gap : gaps_[state]) join(key_of_state(gap.to, known));
  std::ranges::sort(all);
  all.erase(std::unique(all.begin(), all.end()), all.end());
  // Nothing leads on from here: no message opens it.
  if (all.empty()) all.push_back(none);
  return known[state] = std::move(all);
}

void Matcher::find_keys() {
  std::vector<std::vector<Symbol>> known(accepts_.size());
  keys_of_.assign(1, 0);
  constexpr std::size_t most = 48;
  for (State state = 0; state < accepts_.size(); ++state) {
    const std::vector<Symbol> key = key_of_state(state, known);
    if (key.size() <= most) keys_.insert(keys_.end(), key.begin(), key.end());
    keys_of_.push_back(static_cast<std::uint32_t>(keys_.size()));
  }
}

void Matcher::finish() {
  draw_edges();
  find_keys();
  steps_.clear();
  numbers_.clear();
  members_.clear();
  short_phrases_.clear();

  // Beginnings of disguised words, so that a word cut in two can be put together.
  std::vector<std::string> prefixes;
  for (const Word& word : words_) {
    if ((word.flags & word_disguised) == 0) continue;
    disguised_.push_back(word.text);
    for (std::size_t length = 1; length < word.text.size(); ++length) prefixes.push_back(word.text.substr(0, length));
  }
  std::ranges::sort(prefixes);
  prefixes.erase(std::unique(prefixes.begin(), prefixes.end()), prefixes.end());
  std::unordered_map<std::string_view, std::size_t> known;
  for (std::size_t i = 0; i < words_.size(); ++i) known.emplace(words_[i].text, i);
  std::vector<Word> fresh;
  for (const std::string& prefix : prefixes) {
    const auto at = known.find(prefix);
    if (at != known.end()) words_[at->second].flags |= word_prefix;
    else fresh.push_back({prefix, word_hash(prefix), word_prefix, 0, {}, {}, {}});
  }
  for (Word& word : fresh) words_.push_back(std::move(word));

  std::size_t slots = 64;
  while (slots < words_.size() * 3) slots *= 2;
  table_.assign(slots, 0);
  for (std::size_t i = 0; i < words_.size(); ++i) {
    std::size_t at = words_[i].hash & (slots - 1);
    while (table_[at] != 0) at = (at + 1) & (slots - 1);
    table_[at] = static_cast<std::uint32_t>(i + 1);
  }
}

const Matcher::Word* Matcher::find(std::string_view text, std::uint32_t hash) const {
  const std::size_t mask = table_.size() - 1;
  for (std::size_t at = hash & mask; table_[at] != 0; at = (at + 1) & mask) {
    const Word& word = words_[table_[at] - 1];
    if (word.hash == hash && word.text == text) return &word;
  }
  return nullptr;
}

std::uint8_t Matcher::flags(std::string_view word, std::uint32_t hash) const {
  const Word* known = find(word, hash);
  return known == nullptr ? std::uint8_t{0} : known->flags;
}

bool Matcher::in_category(std::string_view word, std::string_view category) const {
  const Word* known = find(word, word_hash(word));
  const auto symbol = categories_.find(category);
  return known != nullptr && symbol != categories_.end() && std::ranges::find(known->categories, symbol->second) != known->categories.end();
}

/// One scan: the places in the trie that the words so far have led to.
struct Matcher::Walk {
  struct Thread {
    State state = 0;
    std::uint32_t first = 0;
    std::uint8_t gap = 0;  ///< words that may still be passed over
  };
  /// What a message holds; marked with the number of the scan, so that nothing need be cleared.
  struct Present {
    std::vector<std::uint32_t> symbols, words, states;
    std::vector<bool> open;
    std::uint32_t scan = 0;
    const Matcher* of = nullptr;
  };
  const Matcher& matcher;
  const Text& text;
  std::vector<Mark>& marks;
  Present& present;
  std::vector<Thread>&now, &next;
  std::uint32_t at = 0;
  bool last_of_sentence = false;

  /// Whether anything below `state` can be found in this message.
  bool open(State state) {
    if (present.states[state] == present.scan) return present.open[state];
    present.states[state] = present.scan;
    const std::uint32_t from = matcher.keys_of_[state], until = matcher.keys_of_[state + 1];
    bool any = from == until;
    for (std::uint32_t i = from; i < until && !any; ++i) {
      const Symbol symbol = matcher.keys_[i];
      if (symbol == none) continue;
      any = symbol >= word_base ? present.words[symbol - word_base] == present.scan : present.symbols[symbol] == present.scan;
    }
    return present.open[state] = any;
  }

  void arrive(State state, std::uint32_t first) {
    // A hostile message may lead nowhere near this many ways at once.
    constexpr std::size_t most_threads = 1024;
    if (next.size() >= most_threads) return;
    if (open(state)) next.push_back({state, first, 0});
    if (!matcher.busy_[state]) return;
    for (const Accept& accept : matcher.accepts_[state])
      if (!accept.at_end || last_of_sentence) marks.push_back({accept.phrase, first, at});
    for (const Gap& gap : matcher.gaps_[state]) {
      if (gap.most == 0) arrive(gap.to, first);
      else if (open(gap.to)) next.push_back({gap.to, first, static_cast<std::uint8_t>(gap.most + 1)});
    }
  }
  /// Follows every edge of every thread that this token satisfies.
  void follow(const Word* known, Symbol number, std::span<const Symbol> special) {
    for (const Thread& thread : now)
      for (std::uint32_t i = matcher.edges_of_[thread.state]; i < matcher.edges_of_[thread.state + 1]; ++i) {
        const Symbol symbol = matcher.edges_[i].symbol;
        const bool fits = symbol >= word_base ? symbol == number
                          : symbol < 64       ? std::ranges::find(special, symbol) != special.end()
                                              : known != nullptr && std::ranges::binary_search(known->categories, symbol);
        if (fits) arrive(matcher.edges_[i].to, thread.first);
      }
  }
  void begin(const std::vector<State>& states) {
    for (const State state : states) arrive(state, at);
  }
};

void Matcher::scan(const Text& text, std::vector<Mark>& marks) const {
  thread_local std::vector<Walk::Thread> now_buffer, next_buffer;
  thread_local Walk::Present present;
  thread_local std::vector<const Word*> known_words;
  if (present.of != this || present.states.size() != accepts_.size()) {
    present.of = this;
    present.scan = 0;
    present.symbols.assign(next_category_, 0);
    present.words.assign(words_.size(), 0);
    present.states.assign(accepts_.size(), 0);
    present.open.assign(accepts_.size(), false);
  }
  if (++present.scan == 0) present.of = nullptr;
  now_buffer.clear();
  next_buffer.clear();
  known_words.clear();
  const auto& tokens = text.tokens;
  const auto is_name = [&](const Token& token, const Word* known) {
    return token.kind == TokenKind::word && token.shape != Shape::lower && (known == nullptr || (known->flags & word_common) == 0) && token.end - token.start > 1;
  };
  for (const Token& token : tokens) {
    const Word* known = find(text.word(token), token.hash);
    known_words.push_back(known);
    if (known != nullptr) {
      present.words[static_cast<std::size_t>(known - words_.data())] = present.scan;
      for (const Symbol symbol : known->categories) present.symbols[symbol] = present.scan;
    }
    if (token.kind == TokenKind::word) present.symbols[symbol_any] = present.scan;
    if (token.kind == TokenKind::number) present.symbols[symbol_number] = present.scan;
    if (token.kind == TokenKind::link) present.symbols[symbol_link] = present.scan;
    if (token.kind == TokenKind::emoji) present.symbols[symbol_emoji] = present.scan;
    if (is_name(token, known)) present.symbols[symbol_name] = present.scan;
  }
  Walk walk{*this, text, marks, present, now_buffer, next_buffer};
  bool sentence_begins = true;
  unsigned words_in_sentence = 0;
  for (std::uint32_t i = 0; i < tokens.size(); ++i) {
    const Token& token = tokens[i];
    const Word* known = known_words[i];
    const bool ends = ends_sentence(text, token);
    const bool passes = token.kind == TokenKind::punctuation || token.kind == TokenKind::other || token.kind == TokenKind::emoji;
    std::array<Symbol, 3> special{};
    std::size_t specials = 0;
    if (token.kind == TokenKind::number) special[specials++] = symbol_number;
    if (token.kind == TokenKind::link) special[specials++] = symbol_link;
    if (token.kind == TokenKind::emoji) special[specials++] = symbol_emoji;
    if (is_name(token, known)) special[specials++] = symbol_name;
    const bool word = token.kind == TokenKind::word;

    walk.at = i;
    std::uint32_t after = i + 1;
    while (after < tokens.size() && (tokens[after].kind == TokenKind::emoji || tokens[after].kind == TokenKind::other)) ++after;
    walk.last_of_sentence = after >= tokens.size() || ends_sentence(text, tokens[after]);
    walk.next.clear();
    if (!walk.now.empty()) {
      std::array<Symbol, 4> fits{special[0], special[1], special[2], 0};
      std::size_t count = specials;
      if (word) fits[count++] = symbol_any;
      walk.follow(known, known != nullptr ? word_base + static_cast<Symbol>(known - words_.data()) : none, {fits.data(), count});
      // A mark is passed over; a word uses up one of a gap's.
      for (const Walk::Thread& thread : walk.now) {
        if (walk.next.size() > 2048) break;
        if (passes) walk.next.push_back(thread);
        else if (thread.gap > 1) walk.next.push_back({thread.state, thread.first, static_cast<std::uint8_t>(thread.gap - 1)});
      }
    }
    if (known != nullptr && (known->flags & word_starts) != 0) {
      walk.begin(known->first);
      if (sentence_begins) walk.begin(known->first_anchored);
    }
    for (std::size_t s = 0; s < specials; ++s) {
      walk.begin(first_special_[special[s]]);
      if (sentence_begins) walk.begin(first_anchored_special_[special[s]]);
    }
    std::swap(walk.now, walk.next);
    words_in_sentence += !passes;
    if (ends && (words_in_sentence > 1 || text.folded[token.start] == '\n')) walk.now.clear();
    if (ends) words_in_sentence = 0;
    if (ends || !passes) sentence_begins = ends;
  }
}

}  // namespace tact::language
