// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/language/restore.h"

#include <algorithm>
#include <cstring>

#include "core/language/undo.h"
#include "core/text/respell.h"
#include "core/text/tokens.h"

namespace tact::language {

namespace {

/// Tokens [first, last] read as `word`.
struct Change {
  std::uint32_t first = 0, last = 0;
  std::string word;
  bool sure = false;  ///< a word that people disguise; others ("y0u") only come along
};

/// So many letters a word has that is two, and one that is a puzzle.
constexpr std::uint32_t two_words = 7, least_puzzle = 6;

/// What stars stand for more often than for anything else, by how often.
constexpr std::string_view starred_words[] = {"fuck",  "shit",   "cunt",    "fucking", "fucked",  "fucker", "bitch",   "twat",     "arse",  "bastard",
                                              "prick", "wanker", "bitches", "cunts",   "bullshit", "shitty", "fuckers", "arsehole", "twats", "pricks"};

bool fits(std::string_view hidden, std::string_view word) {
  if (hidden.size() != word.size()) return false;
  for (std::size_t i = 0; i < word.size(); ++i)
    if (hidden[i] != '*' && hidden[i] != word[i]) return false;
  return true;
}

class Restorer {
 public:
  Restorer(const Text& text, const Matcher& matcher, const Matcher::Words& known, std::vector<Change>& changes)
      : text_(text), words_(matcher), known_(known), changes_(changes) {
    changes_.clear();
  }

  /// After run(): a sign that undo() looks at.
  bool signs() const { return signs_; }

  bool run(bool words_too) {
    for (const Respelling& one : text_.respellings) one.hidden ? hidden(one) : respelt(one);
    for (std::uint32_t i = 0; words_too && i < text_.tokens.size(); ++i) {
      const Token& token = text_.tokens[i];
      if (token.kind != TokenKind::word) {
        signs_ = signs_ || may_undo(token);
        continue;
      }
      const std::uint8_t flags = Matcher::flags(known_, i);
      if ((flags & word_alias) != 0) change(i, i, std::string(words_.meant(text_.word(token), token.hash)), true);
      if ((flags & word_prefix) != 0) cut_in_pieces(i);
      if ((flags & ~word_prefix) == 0 && token.end - token.start >= two_words) run_together(i);
      if ((flags & ~word_prefix) == 0 && token.end - token.start >= least_puzzle) puzzle(i);
    }
    // Nearly always.
    if (changes_.empty() || std::ranges::none_of(changes_, &Change::sure)) return false;
    // The longest reading first, and sure ones before those that only come along.
    std::ranges::stable_sort(changes_, [](const Change& a, const Change& b) {
      if (a.first != b.first) return a.first < b.first;
      if (a.sure != b.sure) return a.sure;
      return a.last > b.last;
    });
    return true;
  }

 private:
  /// Of a tag, a reference, or Morse.
  bool may_undo(const Token& token) const {
    if (token.kind != TokenKind::punctuation && token.kind != TokenKind::other) return false;
    return undo_begins_with(text_.folded[token.end - 1], token.joined);
  }
  void change(std::uint32_t first, std::uint32_t last, std::string word, bool sure) { changes_.push_back({first, last, std::move(word), sure}); }

  void respelt(const Respelling& one) {
    const std::string_view word = text_.word(one);
    const std::uint8_t flags = words_.flags(word, one.hash);
    constexpr std::size_t long_enough = 4;
    if ((flags & word_alias) != 0) return change(one.first, one.last, std::string(words_.meant(word, one.hash)), true);
    // Three letters are hidden only where each stands alone: "k.y.s".
    const bool letter_by_letter = one.last - one.first >= 4 && word.size() == 3 && (flags & word_common) == 0;
    const std::string_view first = text_.word(text_.tokens[one.first]);
    if (one.first == one.last && word.size() >= 3 && mixed_scripts(first)) return change(one.first, one.last, std::string(word), true);
    if ((flags & ~word_prefix) == 0) return;
    // "fat coooow": three letters are enough beside another.
    const bool beside = one.first == one.last && (disguised(one.first - 1) || disguised(one.last + 1));
    const bool enough = word.size() >= long_enough || letter_by_letter || (word.size() == 3 && beside);
    if ((flags & word_disguised) != 0 && enough) return change(one.first, one.last, std::string(word), true);
    // "us3less", "h4te": digits among the letters of any word we know.
    const Token& token = text_.tokens[one.first];
    const bool single = one.first == one.last && token.kind != TokenKind::link;
    const std::string_view written = text_.word(token);
    const bool digits = written.find_first_of("0123456789") != std::string_view::npos && written.find_first_not_of("0123456789") != std::string_view::npos;
    if (single && word.size() >= long_enough && digits && token.kind == TokenKind::word) return change(one.first, one.last, std::string(word), true);
    // "y0u" only comes along, but not beside a word that people hide: "fuck 0ff", and not "bloody M5".
    if ((flags & (word_glue | word_common)) != 0 && word.size() > 1) change(one.first, one.last, std::string(word), digits && beside && word.size() > 2);
  }

  /// Greek or Cyrillic letters among ours: nobody's language.
  static bool mixed_scripts(std::string_view word) {
    const bool ours = std::ranges::any_of(word, [](char c) { return static_cast<unsigned>(c - 'a') < 26U; });
    return ours && std::ranges::any_of(word, [](char c) { return c == '\xCE' || c == '\xCF' || c == '\xD0' || c == '\xD1'; });
  }
  /// Token `i`, if there is one, is a word that people hide.
  bool disguised(std::uint32_t i) const {
    return i < text_.tokens.size() && (words_.flags(text_.word(text_.tokens[i]), text_.tokens[i].hash) & word_disguised) != 0;
  }

  void hidden(const Respelling& one) {
    const std::string_view pattern = text_.word(one);
    const auto seen = static_cast<std::size_t>(std::ranges::count_if(pattern, [](char c) { return c != '*'; }));
    if (pattern.size() < 4 || seen == 0 || pattern.front() == '*') return;
    // Of "clot" and another word in "c**t" it was the other that somebody did not want to write out.
    for (const std::string_view word : starred_words)
      if (fits(pattern, word) && (words_.flags(word) & word_disguised) != 0 && (seen > 1 || always_starred(word) || (starred(one) && often_starred(word)))) return change(one.first, one.last, std::string(word), true);
    if (seen < 2) return;
    for (std::size_t i = 0; i < words_.disguised_words(); ++i)
      if (fits(pattern, words_.disguised(i))) return change(one.first, one.last, std::string(words_.disguised(i)), true);
  }

  /// "b****", in small letters: a name is cut short with a capital.
  bool starred(const Respelling& one) const {
    return one.last == one.first + 1 && text_.word(text_.tokens[one.last])[0] == '*' && text_.tokens[one.first].shape == Shape::lower;
  }
  /// One letter left of five says nothing but where the word is one of the few that are always written so.
  static bool always_starred(std::string_view word) { return word == "fuck" || word == "shit" || word == "cunt"; }
  static bool often_starred(std::string_view word) {
    static constexpr std::string_view often[] = {"arse", "bitch", "bastard", "prick", "twat", "wanker"};
    return std::ranges::find(often, word) != std::end(often);
  }

  /// "id iot", "mor\non", "st up id".
  void cut_in_pieces(std::uint32_t first) {
    constexpr std::uint32_t most_pieces = 5;
    thread_local std::string joined;
    bool odd_piece = !real_word(first);
    std::uint32_t pieces = 1;
    for (std::uint32_t i = first + 1; i < text_.tokens.size() && pieces < most_pieces; ++i) {
      const Token& token = text_.tokens[i];
      if (token.kind == TokenKind::punctuation && token.end - token.start == 1) continue;
      if (token.kind != TokenKind::word) return;
      if (pieces == 1 && !Matcher::may_go_on(known_, first, text_.folded[token.start])) return;
      if (pieces == 1) joined.assign(text_.word(text_.tokens[first]));
      joined += text_.word(token);
      odd_piece = odd_piece || !real_word(i);
      ++pieces;
      const std::uint8_t flags = words_.flags(joined);
      constexpr std::size_t long_enough = 5;
      const bool plain = joined == "fuck" || joined == "shit" || joined == "cunt" || joined == "twat";
      if ((flags & word_disguised) != 0 && (joined.size() >= long_enough || plain) && odd_piece) change(first, i, joined, true);
      if ((flags & word_prefix) == 0) return;
    }
  }
  bool real_word(std::uint32_t i) const {
    return (Matcher::flags(known_, i) & ~word_prefix) != 0;
  }

  /// "iiddiioott", and the children's language that moves a word's beginning to its end: "oronmay", "idiotway".
  void puzzle(std::uint32_t at) {
    const std::string_view all = text_.word(text_.tokens[at]);
    constexpr std::size_t longest = 24;
    if (all.size() > longest) return;
    const bool doubled = all[0] == all[1] && all[2] == all[3], moved = all.ends_with("ay");
    if (!doubled && !moved) return;
    thread_local std::string meant;
    meant.clear();
    if (doubled && all.size() % 2 == 0) {
      for (std::size_t i = 0; i < all.size() && all[i] == all[i + 1]; i += 2) meant += all[i];
      if (meant.size() * 2 == all.size()) disguise(at, meant);
    }
    if (!moved) return;
    const std::string_view rest = all.substr(0, all.size() - 2);
    if (rest.back() == 'w' || rest.back() == 'y') disguise(at, rest.substr(0, rest.size() - 1));
    constexpr std::size_t most_consonants = 3;
    for (std::size_t moving = 1; moving <= most_consonants && moving + 2 <= rest.size(); ++moving) {
      meant.assign(rest.substr(rest.size() - moving)).append(rest.substr(0, rest.size() - moving));
      disguise(at, meant);
    }
  }
  void disguise(std::uint32_t at, std::string_view meant) {
    const std::uint8_t flags = words_.flags(meant);
    const bool sure = meant.size() >= 4 && (flags & word_disguised) != 0;
    if (sure || (flags & word_glue) != 0) change(at, at, std::string(meant), sure);
  }

  /// "youareanidiot": glue words, one disguised word, glue words, and nothing left over.
  void run_together(std::uint32_t at) {
    const std::string_view all = text_.word(text_.tokens[at]);
    constexpr std::size_t longest = 40;
    if (all.size() > longest) return;
    short_ = all.size() < 9;
    thread_local std::string apart;
    apart.clear();
    if (split(all, false, 0, apart)) change(at, at, apart, true);
  }
  bool split(std::string_view rest, bool found, unsigned depth, std::string& apart) const {
    if (rest.empty()) return found;
    constexpr std::size_t longest_word = 12;
    constexpr unsigned most_words = 7;
    if (depth >= most_words) return false;
    const std::uint16_t lengths = words_.lengths(rest.front());
    for (std::size_t length = std::min(rest.size(), longest_word); length >= 1; --length) {
      if ((lengths >> length & 1) == 0) continue;
      const std::uint8_t flags = words_.flags(rest.substr(0, length));
      // In a short token only a long word is no chance: "anidiot".
      const std::size_t least = found ? 3 : short_ ? 5 : 4;
      const bool disguised = (flags & word_disguised) != 0 && length >= least;
      if (!disguised && (flags & word_glue) == 0) continue;
      const std::size_t before = apart.size();
      if (before > 0) apart += ' ';
      apart += rest.substr(0, length);
      if (split(rest.substr(length), found || disguised, depth + 1, apart)) return true;
      apart.resize(before);
    }
    return false;
  }

  bool signs_ = false;
  bool short_ = false;  ///< the token being split is too short for two words and glue
  const Text& text_;
  const Matcher& words_;
  const Matcher::Words& known_;  ///< of the text
  std::vector<Change>& changes_;
};

void write(const Text& text, const std::vector<Change>& changes, Restored& out) {
  out.text.folded.clear();
  out.start.clear();
  out.end.assign(1, 0);
  out.hidden.clear();
  const auto put = [&](std::string_view bytes, std::uint32_t from, std::uint32_t until, bool each) {
    for (std::size_t i = 0; i < bytes.size(); ++i) {
      out.start.push_back(each ? from + static_cast<std::uint32_t>(i) : from);
      out.end.push_back(each ? from + static_cast<std::uint32_t>(i) + 1 : until);
    }
    out.text.folded += bytes;
  };
  const std::string_view all = text.folded;
  // "a c**t" is not "act": what only comes along gives way to what is sure.
  const auto gives_way = [&](std::size_t at) {
    if (changes[at].sure) return false;
    for (std::size_t later = at + 1; later < changes.size() && changes[later].first <= changes[at].last; ++later)
      if (changes[later].sure) return true;
    return false;
  };
  std::uint32_t done = 0, next_token = 0;
  for (std::size_t at = 0; at < changes.size(); ++at) {
    const Change& change = changes[at];
    if (change.first < next_token || gives_way(at)) continue;
    const std::uint32_t from = text.tokens[change.first].start, until = text.tokens[change.last].end;
    put(all.substr(done, from - done), done, from, true);
    // A word that was written as a column goes on the line.
    if (from > 0 && all[from] == '\n') put(" ", from, from, false);
    if (change.sure) out.hidden.push_back({from, until});
    put(change.word, from, until, false);
    done = until;
    next_token = change.last + 1;
  }
  put(all.substr(done), done, static_cast<std::uint32_t>(all.size()), true);
  out.start.push_back(static_cast<std::uint32_t>(all.size()));
  out.text.plain = out.text.folded;
  out.text.respellings.clear();
  text::cut_into_tokens(out.text);
  keep_shapes(text, out.start, out.text);
}

/// What was restored of a text that had been undone, as places in the message's folded.
void point_into_message(const Undone& undone, Restored& out) {
  for (std::uint32_t& at : out.start) at = undone.start[at];
  for (std::uint32_t& at : out.end) at = undone.end[at];
  for (Span& one : out.hidden) one = {undone.start[one.start], undone.end[one.end]};
  out.hidden.insert(out.hidden.end(), undone.hidden.begin(), undone.hidden.end());
}

}  // namespace

bool undo_begins_with(char last, bool joined) {
  switch (last) {
    case '<': case '&': case '#': case '\\': case '%': return true;
    case '.': case '-': return !joined;
    default: return false;
  }
}

bool may_be_disguise(std::string_view word, std::uint32_t hash, const Matcher& matcher) {
  const std::uint8_t flags = matcher.flags(word, hash);
  // A word that is known is what it seems.
  if ((flags & word_alias) != 0) return true;
  if ((flags & ~word_prefix) != 0 || word.size() < least_puzzle) return false;
  thread_local std::vector<Change> changes;
  thread_local Text text;
  thread_local Matcher::Words words;
  text.folded.assign(word);
  Token token;
  token.end = static_cast<std::uint32_t>(word.size());
  token.hash = hash;
  text.tokens.assign(1, token);
  matcher.look(text, words);
  Restorer(text, matcher, words, changes).run(true);
  return !changes.empty();
}

bool restore(const Text& text, const Matcher& matcher, const Matcher::Words& words, Restored& out, bool words_too) {
  thread_local std::vector<Change> changes;
  thread_local Undone undone;
  Restorer as_written(text, matcher, words, changes);
  const bool changed = as_written.run(words_too);
  // Nearly always there is no such sign, and all of it is ASCII.
  if ((!as_written.signs() && text.folded_to_plain.empty()) || !undo(text, matcher, undone)) {
    if (changed) write(text, changes, out);
    return changed;
  }
  thread_local Matcher::Words others;
  matcher.look(undone.text, others);
  Restorer(undone.text, matcher, others, changes).run(true);
  write(undone.text, changes, out);
  point_into_message(undone, out);
  return true;
}

}  // namespace tact::language
