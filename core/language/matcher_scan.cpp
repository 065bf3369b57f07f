// SPDX-License-Identifier: GPL-3.0-or-later
// One walk over a message's words.
#include <algorithm>
#include <array>
#include <span>

#include "core/language/matcher.h"

namespace tact::language {

namespace {

bool ends_sentence(const Text& text, const Token& token) {
  if (token.kind != TokenKind::punctuation) return false;
  const char c = text.folded[token.start];
  return c == '.' || c == '!' || c == '?' || c == ';' || c == '\n';
}

}  // namespace

/// One scan: the places in the trie that the words so far have led to.
struct Matcher::Walk {
  struct Thread {
    State state = 0;
    std::uint32_t first = 0;
    std::uint8_t gap = 0;  ///< words that may still be passed over
  };
  struct Seen {
    const Word* known = nullptr;
    std::uint32_t shapes = 0;  ///< a bit for each built-in symbol that it is
    Symbol symbol = none;      ///< of the word
  };
  /// What a message holds; marked with the number of the scan, so that nothing need be cleared.
  struct Present {
    std::vector<std::uint32_t> words, beginnings, states;
    std::vector<std::uint32_t> symbols;  ///< twice the scan, and one more where it is present
    std::uint32_t scan = 0;
    std::uint64_t of = 0;  ///< which matcher's
    std::vector<Seen> tokens;
    std::vector<std::uint32_t> distinct, categories;  ///< words, and those of their categories that are keys
    std::vector<std::uint64_t> large;                 ///< the large categories of all words
    std::vector<std::uint32_t> live;                  ///< beginnings of phrases of which every word is there
    std::vector<Beginning> begin;                     ///< the same
    std::vector<Thread> now, next;
  };
  const Matcher& matcher;
  const Text& text;
  const Words& words;
  std::vector<Mark>& marks;
  Present& present;
  std::span<const std::uint32_t> groups{};  ///< none: that of phrases that are always looked for
  std::uint32_t shapes = 0;                 ///< of all tokens
  std::uint32_t at = 0;
  std::uint32_t seen_until = 0;  ///< up to here last_of_sentence() has looked

  static Present& buffers() {
    thread_local Present present;
    return present;
  }
  void start();
  void look_at_tokens();
  void note_categories(const Word& word);
  void find_live();
  void find_live_of(std::span<const std::uint32_t> some_groups);
  void open_by(std::size_t key);
  void open_way_to(State state);
  void open_beginning(std::uint32_t number);
  bool holds_category(Symbol category);
  bool holds_word_of(Symbol category) const;
  bool holds_head_of(Symbol category) const;
  /// Whether the message holds the symbol.
  bool holds(Symbol symbol) {
    if (symbol >= word_base) return present.words[symbol - word_base] == present.scan;
    if (symbol < first_category) return is(shapes, symbol);
    return holds_category(symbol);
  }
  bool holds_all(const Symbol* from, const Symbol* until);
  bool wanted(std::uint32_t group) const;
  void arrive(State state, std::uint32_t first);
  void follow(const Seen& token);
  void pass(bool passes);
  void begin(const Seen& token, bool sentence_begins);
  bool last_of_sentence();
  void walk();

  /// Whether a phrase that may be found lies beyond it.
  bool open(State state) const {
    return present.states[state] == present.scan || (matcher.nodes_[state].up & in_short_phrase) != 0;
  }
  static bool is(std::uint32_t shapes, Symbol symbol) { return (shapes >> symbol & 1) != 0; }
  bool fits(const Seen& token, Symbol symbol) const {
    if (symbol >= word_base) return token.symbol == symbol;
    if (symbol < first_category) return is(token.shapes, symbol);
    return token.known != nullptr && matcher.is_member(token.known, symbol);
  }
};

void Matcher::Walk::start() {
  if (present.of != matcher.number_) {
    present.of = matcher.number_;
    present.scan = 0;
    present.symbols.assign(matcher.next_category_, 0);
    present.words.assign(matcher.words_.size(), 0);
    present.beginnings.assign(matcher.beginnings_.size(), 0);
    present.states.assign(matcher.nodes_.size(), 0);
  }
  constexpr std::uint32_t most_scans = 1U << 31;
  if (++present.scan == most_scans - 1) present.of = 0;
  present.distinct.clear();
  present.categories.clear();
  present.large.assign(matcher.large_width_, 0);
  present.live.clear();
  present.now.clear();
  present.next.clear();
}

void Matcher::Walk::look_at_tokens() {
  // word, number, punctuation, emoji, link, other
  static constexpr std::array<std::uint32_t, 6> by_kind = {1U << symbol_any, 1U << symbol_number, 0, 1U << symbol_emoji, 1U << symbol_link, 0};
  // As many as any message had: none is made anew.
  if (present.tokens.size() < text.tokens.size()) present.tokens.resize(text.tokens.size());
  Seen* out = present.tokens.data();
  const Word* const* known = words.of_.data();
  for (const Token& token : text.tokens) {
    Seen& seen = *out++;
    seen = {*known++, by_kind[static_cast<std::size_t>(token.kind)], none};
    // A capital makes a name of every word that is no common one.
    if (token.kind == TokenKind::word && token.shape != Shape::lower && token.end - token.start > 1 &&
        (seen.known == nullptr || (seen.known->flags & word_common) == 0))
      seen.shapes |= 1U << symbol_name;
    shapes |= seen.shapes;
    if (seen.known == nullptr) continue;
    const std::uint32_t number = matcher.number_of(seen.known);
    seen.symbol = word_base + number;
    if (present.words[number] == present.scan) continue;
    present.words[number] = present.scan;
    present.distinct.push_back(number);
    note_categories(*seen.known);
  }
}

void Matcher::Walk::note_categories(const Word& word) {
  if (word.large != 0) {
    const std::uint64_t* large = matcher.large_set_of(word);
    for (std::uint64_t& bits : present.large) bits |= *large++;
  }
  const Symbol *symbol = matcher.word_categories_.data() + word.categories,
               *until = matcher.word_categories_.data() + (&word)[1].categories;
  std::uint32_t* symbols = present.symbols.data();
  const std::uint32_t there = present.scan * 2 + 1;
  for (; symbol != until; ++symbol) {
    const Symbol category = *symbol & ~as_head;
    if (symbols[category] == there) continue;
    symbols[category] = there;
    // What a category opens its heads open as well.
    if (category == *symbol) present.categories.push_back(category);
  }
}

void Matcher::Walk::open_beginning(std::uint32_t number) {
  if (present.beginnings[number] == present.scan) return;
  present.beginnings[number] = present.scan;
  present.live.push_back(number);
}

void Matcher::Walk::open_way_to(State state) {
  while (present.states[state] != present.scan) {
    present.states[state] = present.scan;
    const std::uint32_t up = matcher.nodes_[state].up & ~in_short_phrase;
    if ((up & first_word) == 0) {
      state = up;
      continue;
    }
    const std::uint32_t number = up & ~first_word;
    open_beginning(number);
    for (const std::uint32_t other :
         matcher.others_.part(matcher.beginnings_[number].others, matcher.beginnings_[number + 1].others))
      if (holds(matcher.beginnings_[other].symbol)) open_beginning(other);
    return;
  }
}

bool Matcher::Walk::holds_all(const Symbol* from, const Symbol* until) {
  for (; from != until; ++from)
    if (!holds(*from)) return false;
  return true;
}

/// The phrases that have this key and all else that they need.
void Matcher::Walk::open_by(std::size_t key) {
  const Opening *opening = matcher.opens_.data() + matcher.opens_of_[key],
                *until = matcher.opens_.data() + matcher.opens_of_[key + 1];
  for (; opening != until; ++opening) {
    if (opening->second != none && !holds(opening->second)) continue;
    const Target* target = matcher.targets_.data() + opening->target;
    // The key itself is there, and the second.
    const Symbol* needs = matcher.needs_.data();
    if (opening->second != none && !holds_all(needs + target->needs + 2, needs + target[1].needs)) continue;
    if (present.states[target->state] != present.scan) open_way_to(target->state);
  }
}

void Matcher::Walk::find_live() {
  // Asked in the end: by then every word is known to be there.  Most words and categories are no phrase's key.
  const std::uint32_t* opens_of = matcher.opens_of_.data();
  const auto open = [&](std::size_t key) {
    if (opens_of[key] != opens_of[key + 1]) open_by(key);
  };
  for (const std::uint32_t number : present.distinct) open(matcher.next_category_ + number);
  for (const Symbol symbol : present.categories) open(symbol);
  for (Symbol symbol = symbol_name; symbol <= symbol_any; ++symbol)
    if (is(shapes, symbol)) open(symbol);
}

void Matcher::Walk::find_live_of(std::span<const std::uint32_t> some_groups) {
  groups = some_groups;
  for (const std::uint32_t group : groups) {
    if (group + 1 >= matcher.groups_of_.size()) continue;
    for (const std::uint32_t number : matcher.groups_.part(matcher.groups_of_[group], matcher.groups_of_[group + 1]))
      if (const Target* target = matcher.targets_.data() + number; holds_all(matcher.needs_.data() + target->needs, matcher.needs_.data() + target[1].needs))
        open_way_to(target->state);
  }
}

/// Whether a word of the message is of the category, or of a short phrase of it the rarest.
bool Matcher::Walk::holds_category(Symbol category) {
  std::uint32_t& asked = present.symbols[category];
  if (asked / 2 == present.scan) return asked % 2 != 0;
  const bool any = holds_word_of(category) || holds_head_of(category);
  asked = present.scan * 2 + (any ? 1 : 0);
  return any;
}

bool Matcher::Walk::holds_word_of(Symbol category) const {
  if (const std::uint32_t large = matcher.large_of_[category]; large != none)
    return (present.large[large / 64] >> large % 64 & 1) != 0;
  const std::uint32_t *member = matcher.members_.data() + matcher.members_of_[category],
                      *until = matcher.members_.data() + matcher.members_of_[category + 1];
  for (; member != until; ++member)
    if (present.words[*member] == present.scan) return true;
  return false;
}

/// Words that are heads, and members that are keys, have said so.
bool Matcher::Walk::holds_head_of(Symbol category) const {
  for (std::uint32_t i = matcher.heads_of_[category]; i < matcher.heads_of_[category + 1]; ++i)
    if (is(shapes, matcher.heads_[i])) return true;
  return false;
}

bool Matcher::Walk::wanted(std::uint32_t group) const {
  return groups.empty() ? group == always : std::ranges::find(groups, group) != groups.end();
}

void Matcher::Walk::arrive(State state, std::uint32_t first) {
  // A hostile message may lead nowhere near this many ways at once.
  constexpr std::size_t most_threads = 1024;
  constexpr std::size_t most_marks = 4096;
  if (present.next.size() >= most_threads || marks.size() >= most_marks) return;
  const Node &node = matcher.nodes_[state], &after = matcher.nodes_[state + 1];
  if (node.edges != after.edges && open(state)) present.next.push_back({state, first, 0});
  for (std::uint32_t i = node.accepts; i < after.accepts; ++i)
    if (const Accept& accept = matcher.accepts_[i]; wanted(accept.group) && (accept.at_end == 0 || last_of_sentence()))
      marks.push_back({accept.phrase, first, at});
  for (std::uint32_t i = node.gaps; i < after.gaps; ++i) {
    const Gap& gap = matcher.gaps_[i];
    if (gap.most == 0)
      arrive(gap.to, first);
    else if (open(gap.to))
      present.next.push_back({gap.to, first, static_cast<std::uint8_t>(gap.most + 1)});
  }
}

/// Follows every edge of every thread that this token satisfies.
void Matcher::Walk::follow(const Seen& token) {
  const Edge* edges = matcher.edges_.data();
  const auto before = [](const Edge& edge, Symbol symbol) { return edge.symbol < symbol; };
  constexpr std::ptrdiff_t few = 8;
  for (const Thread& thread : present.now) {
    const Edge *edge = edges + matcher.nodes_[thread.state].edges,
               *end = edges + matcher.nodes_[thread.state + 1].edges;
    // Sorted, words last: of these one at most is this word.
    if (end - edge > few) {
      for (; edge != end && edge->symbol < word_base; ++edge)
        if (fits(token, edge->symbol)) arrive(edge->to, thread.first);
      if (token.known == nullptr) continue;
      edge = std::lower_bound(edge, end, word_base + matcher.number_of(token.known), before);
      if (edge != end && fits(token, edge->symbol)) arrive(edge->to, thread.first);
      continue;
    }
    for (; edge != end; ++edge)
      if (fits(token, edge->symbol)) arrive(edge->to, thread.first);
  }
}

/// A mark is passed over; a word uses up one of a gap's.
void Matcher::Walk::pass(bool passes) {
  constexpr std::size_t most = 2048;
  for (const Thread& thread : present.now) {
    if (present.next.size() > most) return;
    if (passes)
      present.next.push_back(thread);
    else if (thread.gap > 1)
      present.next.push_back({thread.state, thread.first, static_cast<std::uint8_t>(thread.gap - 1)});
  }
}

void Matcher::Walk::begin(const Seen& token, bool sentence_begins) {
  for (const Beginning& one : present.begin)
    if (fits(token, one.symbol) && (one.anchored == 0 || sentence_begins)) arrive(one.to, at);
}

bool Matcher::Walk::last_of_sentence() {
  const auto& tokens = text.tokens;
  // Of a long row of signs each asks, and all see the same behind it.
  std::uint32_t after = std::max(at + 1, seen_until);
  while (after < tokens.size() && (tokens[after].kind == TokenKind::emoji || tokens[after].kind == TokenKind::other)) ++after;
  seen_until = after;
  return after >= tokens.size() || ends_sentence(text, tokens[after]);
}

void Matcher::Walk::walk() {
  if (present.live.empty()) return;
  std::ranges::sort(present.live);
  present.begin.clear();
  for (const std::uint32_t number : present.live) present.begin.push_back(matcher.beginnings_[number]);
  const auto& tokens = text.tokens;
  bool sentence_begins = true;
  unsigned words_in_sentence = 0;
  // Ordinary words have some ten ways open; signs, which all ways pass over, can be made to have a thousand.
  constexpr std::size_t most_steps = 500000;
  std::size_t steps = 0;
  for (at = 0; at < tokens.size(); ++at) {
    const Token& token = tokens[at];
    const Seen& seen = present.tokens[at];
    const bool ends = ends_sentence(text, token);
    const bool passes =
        token.kind == TokenKind::punctuation || token.kind == TokenKind::other || token.kind == TokenKind::emoji;
    present.next.clear();
    steps += present.now.size();
    if (steps > most_steps) present.now.clear();
    if (!present.now.empty()) {
      follow(seen);
      pass(passes);
    }
    begin(seen, sentence_begins);
    std::swap(present.now, present.next);
    words_in_sentence += !passes;
    if (ends && (words_in_sentence > 1 || text.folded[token.start] == '\n')) present.now.clear();
    if (ends) words_in_sentence = 0;
    if (ends || !passes) sentence_begins = ends;
  }
}

void Matcher::scan(const Text& text, const Words& words, std::vector<Mark>& marks) const {
  Walk walk{*this, text, words, marks, Walk::buffers()};
  walk.start();
  walk.look_at_tokens();
  walk.find_live();
  walk.walk();
}

void Matcher::scan_for(std::span<const std::uint32_t> groups, const Text& text, const Words& words,
                       std::vector<Mark>& marks) const {
  if (groups.empty()) return;
  Walk walk{*this, text, words, marks, Walk::buffers()};
  walk.start();
  walk.look_at_tokens();
  walk.find_live_of(groups);
  walk.walk();
}

}  // namespace tact::language
