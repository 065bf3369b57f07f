// SPDX-License-Identifier: GPL-3.0-or-later
// One walk over a message's words, and what is known of a word.
#include <algorithm>
#include <array>
#include <bit>
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

const Matcher::Word* Matcher::find(std::string_view text, std::uint32_t hash) const {
  const std::size_t mask = table_.size() - 1;
  for (std::size_t at = hash & mask; table_[at] != 0; at = (at + 1) & mask) {
    const Word& word = words_[table_[at] - 1];
    if (word.hash == hash && word.text == text) return &word;
  }
  return nullptr;
}

std::string_view Matcher::meant(std::string_view word, std::uint32_t hash) const {
  const Word* known = find(word, hash);
  return known == nullptr || (known->flags & word_alias) == 0 ? word : std::string_view(meant_[known->meant]);
}

std::uint8_t Matcher::flags(std::string_view word, std::uint32_t hash) const {
  const Word* known = find(word, hash);
  return known == nullptr ? std::uint8_t{0} : known->flags;
}

bool Matcher::in_category(std::string_view word, std::string_view category) const {
  const Word* known = find(word, word_hash(word));
  const auto symbol = categories_.find(category);
  return known != nullptr && symbol != categories_.end() &&
         std::ranges::find(known->categories, symbol->second) != known->categories.end();
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
    std::vector<std::uint32_t> symbols, words;
    std::vector<std::uint32_t> states;      ///< twice the scan, and one more where it is open
    std::vector<std::uint64_t> beginnings;  ///< which are open
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
    const std::uint32_t asked = present.states[state];
    if (asked / 2 == present.scan) return asked % 2 != 0;
    const std::uint32_t from = matcher.keys_of_[state], until = matcher.keys_of_[state + 1];
    bool any = from == until;
    for (std::uint32_t i = from; i < until && !any; ++i) {
      const Symbol symbol = matcher.keys_[i];
      if (symbol == none) continue;
      any = symbol >= word_base ? present.words[symbol - word_base] == present.scan
                                : present.symbols[symbol] == present.scan;
    }
    present.states[state] = present.scan * 2 + (any ? 1 : 0);
    return any;
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
      if (gap.most == 0)
        arrive(gap.to, first);
      else if (open(gap.to))
        next.push_back({gap.to, first, static_cast<std::uint8_t>(gap.most + 1)});
    }
  }
  /// Follows every edge of every thread that this token satisfies.
  void follow(const Word* known, Symbol number, std::span<const Symbol> special) {
    const std::uint64_t some = known != nullptr ? known->some : 0;
    const auto fits = [&](Symbol symbol) {
      if (symbol < first_category) return std::ranges::find(special, symbol) != special.end();
      return (some >> symbol % 64 & 1) != 0 && std::ranges::binary_search(known->categories, symbol);
    };
    const Edge* edges = matcher.edges_.data();
    for (const Thread& thread : now) {
      // Sorted, words last: of these one at most is this word.
      const Edge *begin = edges + matcher.edges_of_[thread.state], *end = edges + matcher.edges_of_[thread.state + 1];
      const Edge* words =
          std::lower_bound(begin, end, word_base, [](const Edge& edge, Symbol symbol) { return edge.symbol < symbol; });
      for (const Edge* edge = begin; edge != words; ++edge)
        if (fits(edge->symbol)) arrive(edge->to, thread.first);
      if (number == none) continue;
      const Edge* same =
          std::lower_bound(words, end, number, [](const Edge& edge, Symbol symbol) { return edge.symbol < symbol; });
      if (same != end && same->symbol == number) arrive(same->to, thread.first);
    }
  }
  void begin(const std::vector<Beginnings>& some) {
    for (const Beginnings& one : some)
      for (std::uint64_t rest = one.which & present.beginnings[one.block]; rest != 0; rest &= rest - 1)
        arrive(matcher.beginnings_[one.block * 64 + static_cast<std::uint32_t>(std::countr_zero(rest))], at);
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
  }
  constexpr std::uint32_t most_scans = 1U << 31;
  if (++present.scan == most_scans - 1) present.of = nullptr;
  now_buffer.clear();
  next_buffer.clear();
  known_words.clear();
  const auto& tokens = text.tokens;
  present.beginnings = always_open_;
  const auto open_by = [&](std::size_t key) {
    for (std::uint32_t i = opens_of_[key]; i < opens_of_[key + 1]; ++i)
      present.beginnings[opens_[i] / 64] |= std::uint64_t{1} << opens_[i] % 64;
  };
  const auto hold = [&](Symbol symbol) {
    if (present.symbols[symbol] == present.scan) return;
    present.symbols[symbol] = present.scan;
    open_by(symbol);
  };
  const auto is_name = [&](const Token& token, const Word* known) {
    return token.kind == TokenKind::word && token.shape != Shape::lower &&
           (known == nullptr || (known->flags & word_common) == 0) && token.end - token.start > 1;
  };
  for (const Token& token : tokens) {
    const Word* known = find(text.word(token), token.hash);
    known_words.push_back(known);
    if (known != nullptr) {
      const auto number = static_cast<std::size_t>(known - words_.data());
      if (present.words[number] != present.scan) {
        present.words[number] = present.scan;
        open_by(next_category_ + number);
        for (const Symbol symbol : known->keys) hold(symbol);
      }
    }
    if (token.kind == TokenKind::word) hold(symbol_any);
    if (token.kind == TokenKind::number) hold(symbol_number);
    if (token.kind == TokenKind::link) hold(symbol_link);
    if (token.kind == TokenKind::emoji) hold(symbol_emoji);
    if (is_name(token, known)) hold(symbol_name);
  }
  Walk walk{*this, text, marks, present, now_buffer, next_buffer};
  bool sentence_begins = true;
  unsigned words_in_sentence = 0;
  for (std::uint32_t i = 0; i < tokens.size(); ++i) {
    const Token& token = tokens[i];
    const Word* known = known_words[i];
    const bool ends = ends_sentence(text, token);
    const bool passes =
        token.kind == TokenKind::punctuation || token.kind == TokenKind::other || token.kind == TokenKind::emoji;
    std::array<Symbol, 3> special{};
    std::size_t specials = 0;
    if (token.kind == TokenKind::number) special[specials++] = symbol_number;
    if (token.kind == TokenKind::link) special[specials++] = symbol_link;
    if (token.kind == TokenKind::emoji) special[specials++] = symbol_emoji;
    if (is_name(token, known)) special[specials++] = symbol_name;
    const bool word = token.kind == TokenKind::word;

    walk.at = i;
    std::uint32_t after = i + 1;
    while (after < tokens.size() && (tokens[after].kind == TokenKind::emoji || tokens[after].kind == TokenKind::other))
      ++after;
    walk.last_of_sentence = after >= tokens.size() || ends_sentence(text, tokens[after]);
    walk.next.clear();
    if (!walk.now.empty()) {
      std::array<Symbol, 4> fits{special[0], special[1], special[2], 0};
      std::size_t count = specials;
      if (word) fits[count++] = symbol_any;
      walk.follow(known, known != nullptr ? word_base + static_cast<Symbol>(known - words_.data()) : none,
                  {fits.data(), count});
      // A mark is passed over; a word uses up one of a gap's.
      for (const Walk::Thread& thread : walk.now) {
        if (walk.next.size() > 2048) break;
        if (passes)
          walk.next.push_back(thread);
        else if (thread.gap > 1)
          walk.next.push_back({thread.state, thread.first, static_cast<std::uint8_t>(thread.gap - 1)});
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
