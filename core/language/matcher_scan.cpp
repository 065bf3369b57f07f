// SPDX-License-Identifier: GPL-3.0-or-later
// One walk over a message's words.
#include <algorithm>
#include <bit>
#include <limits>
#include <span>

#include "core/language/lanes.h"
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
  /// Which ways may be gone; marked with the number of the scan, so that nothing need be cleared.
  struct Ways {
    std::vector<std::uint32_t> beginnings, states;
    std::uint32_t scan = 0;
    std::uint64_t of = 0;                 ///< which matcher's
    std::vector<std::uint32_t> targets;   ///< `collected` of those whose key and sign the message holds
    std::vector<std::uint32_t> live;      ///< beginnings of phrases of which every word is there
    std::vector<Beginning> begin;         ///< the same
    std::vector<Thread> now, next;
  };
  const Matcher& matcher;
  const Text& text;
  const Words& words;
  std::vector<Mark>& marks;
  Ways& ways;
  std::span<const std::uint32_t> groups{};  ///< none: that of phrases that are always looked for
  std::size_t collected = 0;
  std::uint64_t begin_mask = 0;             ///< mask_of() of all words that begin
  std::uint32_t at = 0;
  std::uint32_t seen_until = 0;  ///< up to here last_of_sentence() has looked

  static Ways& buffers() {
    thread_local Ways ways;
    return ways;
  }
  void start();
  void find_live();
  void find_live_of(std::span<const std::uint32_t> some_groups);
  TACT_INLINE void collect(std::uint32_t from, std::uint32_t until);
  void open_target(std::uint32_t number);
  void open_way_to(State state);
  void open_beginning(std::uint32_t number);
  /// Whether the message holds what needs_ says.
  TACT_INLINE bool holds(Symbol need) const {
    const Symbol dense = need & ~as_dense;
    if (dense != need) return (words.signs_[dense / 64] >> dense % 64 & 1) != 0;
    if (need >= word_base) return words.holds(need - word_base);
    return need < first_category ? is(words.shapes_, need) : holds_small(need);
  }
  bool holds_small(Symbol category) const;
  /// Which of these 64 dense categories are keys: the first are.
  std::uint64_t keys_of(std::size_t i) const {
    const std::size_t left = matcher.dense_keys_ - i * 64;
    return left >= 64 ? ~std::uint64_t{0} : (std::uint64_t{1} << left) - 1;
  }
  bool holds_all(const Symbol* from, const Symbol* until) const;
  bool wanted(std::uint32_t group) const;
  void arrive(State state, std::uint32_t first);
  void follow(const Seen& token);
  void pass(bool passes);
  void begin(const Seen& token, bool sentence_begins);
  bool last_of_sentence();
  void walk();

  /// Whether a phrase that may be found lies beyond it.
  bool open(State state) const {
    return ways.states[state] == ways.scan || (matcher.nodes_[state].up & in_short_phrase) != 0;
  }
  static bool is(std::uint32_t shapes, Symbol symbol) { return (shapes >> symbol & 1) != 0; }
  bool fits(const Seen& token, Symbol symbol) const {
    if (symbol >= word_base) return token.symbol == symbol;
    if (symbol < first_category) return is(token.shapes, symbol);
    return token.known != nullptr && matcher.is_member(token.known, symbol);
  }
};

void Matcher::Walk::start() {
  if (ways.of != matcher.number_) {
    ways.of = matcher.number_;
    ways.scan = 0;
    ways.beginnings.assign(matcher.beginnings_.size(), 0);
    ways.states.assign(matcher.nodes_.size(), 0);
  }
  if (++ways.scan == std::numeric_limits<std::uint32_t>::max()) ways.of = 0;
  ways.live.clear();
}

void Matcher::Walk::open_beginning(std::uint32_t number) {
  if (ways.beginnings[number] == ways.scan) return;
  ways.beginnings[number] = ways.scan;
  ways.live.push_back(number);
}

void Matcher::Walk::open_way_to(State state) {
  while (ways.states[state] != ways.scan) {
    ways.states[state] = ways.scan;
    const std::uint32_t up = matcher.nodes_[state].up & ~in_short_phrase;
    if ((up & first_word) == 0) {
      state = up;
      continue;
    }
    const std::uint32_t number = up & ~first_word;
    open_beginning(number);
    for (const std::uint32_t other :
         matcher.others_.part(matcher.beginnings_[number].others, matcher.beginnings_[number + 1].others))
      if (holds(matcher.beginnings_[other].need)) open_beginning(other);
    return;
  }
}

bool Matcher::Walk::holds_all(const Symbol* from, const Symbol* until) const {
  for (; from != until; ++from)
    if (!holds(*from)) return false;
  return true;
}

void Matcher::Walk::open_target(std::uint32_t number) {
  const Target* target = matcher.targets_.data() + number;
  const Symbol* needs = matcher.needs_.data();
  // The key itself is there.
  if (!holds_all(needs + target->needs + 1, needs + target[1].needs)) return;
  if (ways.states[target->state] != ways.scan) open_way_to(target->state);
}

/// Of what a key opens that of which the signs are there: hardly any, and no processor could guess which.
TACT_INLINE void Matcher::Walk::collect(std::uint32_t from, std::uint32_t until) {
  const Opening* openings = matcher.opens_.data();
  std::uint32_t* out = ways.targets.data();
  for (; from != until; ++from) {
    const auto& [target, signs] = openings[from];
    out[collected] = target;
    collected += words.signs_[signs[0] / 64] >> signs[0] % 64 & words.signs_[signs[1] / 64] >> signs[1] % 64 & 1;
  }
}

void Matcher::Walk::find_live() {
  // Every key opens what it opens once, and one place more is written.
  if (ways.targets.size() <= matcher.opens_.size()) ways.targets.resize(matcher.opens_.size() + 1);
  for (std::size_t i = 0; i < words.opener_count_; ++i) {
    const Word* word = matcher.words_.data() + words.openers_[i];
    collect(word->opens, word[1].opens);
  }
  // What a category opens its heads open as well.
  const std::uint32_t* opens_of = matcher.opens_of_.data();
  for (std::size_t i = 0; i * 64 < matcher.dense_keys_; ++i)
    for (std::uint64_t left = words.dense_[i] & keys_of(i); left != 0; left &= left - 1) {
      const Symbol key = matcher.dense_[i * 64 + static_cast<std::size_t>(std::countr_zero(left))];
      collect(opens_of[key], opens_of[key + 1]);
    }
  for (const Symbol key : words.keys_) collect(opens_of[key], opens_of[key + 1]);
  for (Symbol symbol = symbol_name; symbol <= symbol_any; ++symbol)
    if (is(words.shapes_, symbol)) collect(opens_of[symbol], opens_of[symbol + 1]);
  for (std::size_t i = 0; i < collected; ++i) open_target(ways.targets[i]);
}

/// Of a category that is not dense: whether a word of the message is of it, or of a short phrase of it the rarest.
bool Matcher::Walk::holds_small(Symbol category) const {
  if ((words.noted_[category / 64] >> category % 64 & 1) != 0) return true;
  return std::ranges::any_of(matcher.members_.part(matcher.members_of_[category], matcher.members_of_[category + 1]),
                             [this](std::uint32_t word) { return words.holds(word); });
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

bool Matcher::Walk::wanted(std::uint32_t group) const {
  return groups.empty() ? group == always : std::ranges::find(groups, group) != groups.end();
}

void Matcher::Walk::arrive(State state, std::uint32_t first) {
  // A hostile message may lead nowhere near this many ways at once.
  constexpr std::size_t most_threads = 1024;
  constexpr std::size_t most_marks = 4096;
  if (ways.next.size() >= most_threads || marks.size() >= most_marks) return;
  const Node &node = matcher.nodes_[state], &after = matcher.nodes_[state + 1];
  if (node.edges != after.edges && open(state)) ways.next.push_back({state, first, 0});
  for (std::uint32_t i = node.accepts; i < after.accepts; ++i)
    if (const Accept& accept = matcher.accepts_[i]; wanted(accept.group) && (accept.at_end == 0 || last_of_sentence()))
      marks.push_back({accept.phrase, first, at});
  for (std::uint32_t i = node.gaps; i < after.gaps; ++i) {
    const Gap& gap = matcher.gaps_[i];
    if (gap.most == 0)
      arrive(gap.to, first);
    else if (open(gap.to))
      ways.next.push_back({gap.to, first, static_cast<std::uint8_t>(gap.most + 1)});
  }
}

/// Follows every edge of every thread that this token satisfies.
void Matcher::Walk::follow(const Seen& token) {
  const Edge* edges = matcher.edges_.data();
  const auto before = [](const Edge& edge, Symbol symbol) { return edge.symbol < symbol; };
  constexpr std::ptrdiff_t few = 8;
  for (const Thread& thread : ways.now) {
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
  for (const Thread& thread : ways.now) {
    if (ways.next.size() > most) return;
    if (passes)
      ways.next.push_back(thread);
    else if (thread.gap > 1)
      ways.next.push_back({thread.state, thread.first, static_cast<std::uint8_t>(thread.gap - 1)});
  }
}

void Matcher::Walk::begin(const Seen& token, bool sentence_begins) {
  for (const Beginning& one : ways.begin)
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
  if (ways.live.empty()) return;
  if (ways.live.size() > 1) std::ranges::sort(ways.live);
  ways.begin.clear();
  ways.now.clear();
  for (const std::uint32_t number : ways.live) {
    ways.begin.push_back(matcher.beginnings_[number]);
    begin_mask |= mask_of(ways.begin.back().symbol);
  }
  const auto& tokens = text.tokens;
  bool sentence_begins = true;
  unsigned words_in_sentence = 0;
  // Ordinary words have some ten ways open; signs, which all ways pass over, can be made to have a thousand.
  constexpr std::size_t most_steps = 500000;
  std::size_t steps = 0;
  for (at = 0; at < tokens.size(); ++at) {
    const Token& token = tokens[at];
    const Seen& seen = words.of_[at];
    const bool ends = ends_sentence(text, token);
    const bool passes =
        token.kind == TokenKind::punctuation || token.kind == TokenKind::other || token.kind == TokenKind::emoji;
    const bool may_begin = (seen.begins & begin_mask) != 0;
    // Most words lead nowhere and begin nothing.
    if (may_begin || !ways.now.empty()) {
      ways.next.clear();
      steps += ways.now.size();
      if (steps > most_steps) ways.now.clear();
      follow(seen);
      pass(passes);
      if (may_begin) begin(seen, sentence_begins);
      std::swap(ways.now, ways.next);
    }
    words_in_sentence += !passes;
    if (ends && (words_in_sentence > 1 || text.folded[token.start] == '\n')) ways.now.clear();
    if (ends) words_in_sentence = 0;
    if (ends || !passes) sentence_begins = ends;
  }
}

void Matcher::scan(const Text& text, const Words& words, std::vector<Mark>& marks) const {
  Walk walk{*this, text, words, marks, Walk::buffers()};
  walk.start();
  walk.find_live();
  walk.walk();
}

void Matcher::scan_for(std::span<const std::uint32_t> groups, const Text& text, const Words& words,
                       std::vector<Mark>& marks) const {
  if (groups.empty()) return;
  Walk walk{*this, text, words, marks, Walk::buffers()};
  walk.start();
  walk.find_live_of(groups);
  walk.walk();
}

}  // namespace tact::language
