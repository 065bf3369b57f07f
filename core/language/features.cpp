// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/language/features.h"

#include <algorithm>
#include <array>
#include <cstring>
#include <iterator>
#include <string_view>

#include "core/language/lanes.h"
#include "core/language/word_parts.h"

namespace tact::language {

namespace {

constexpr std::uint32_t prime = 0x9E3779B1U;

std::uint32_t mix(std::uint32_t a, std::uint32_t b) {
  a = (a ^ b) * prime;
  return a ^ (a >> 15);
}

// Salts keep the kinds of features apart.
enum Salt : std::uint32_t {
  one_word = 11,
  two_words,
  three_words,
  word_gap_word,
  sentence,
  answered = 17,
  answered_two,
  after_notice,
  after_question,
  counted
};
enum Count : std::uint32_t {
  tokens,
  shouted,
  exclaimed,
  questions,
  names,
  no_context,
  system_context,
  asked_context,
  speaks_to_last
};

constexpr std::uint32_t name_symbol = 0xA0000001U, number_symbol = 0xA0000002U, long_number_symbol = 0xA0000003U,
                        link_symbol = 0xA0000004U;

/// Titles, days and months are written with a capital and are nobody's name.
bool titled(std::string_view word) {
  // None begins with another letter, and none is longer.
  constexpr std::string_view initials = "adefjmnoprstwy";
  if (word.size() > 9 || initials.find(word[0]) == std::string_view::npos) return false;
  static constexpr std::array<std::string_view, 33> known = {
      "april", "august",   "december", "dr",      "english",   "february",  "friday",   "fri", "january",
      "july",  "june",     "maths",    "may",     "miss",      "monday",    "mon",      "mr",  "mrs",
      "ms",    "november", "october",  "pe",      "pta",       "reception", "saturday", "sat", "september",
      "sir",   "sunday",   "thursday", "tuesday", "wednesday", "year"};
  return std::ranges::find(known, word) != known.end();
}

bool sentence_end(const Text& text, const Token& token) {
  if (token.kind != TokenKind::punctuation) return false;
  const char c = text.folded[token.start];
  return c == '.' || c == '!' || c == '?' || c == '\n' || c == ';';
}

unsigned bucket(std::size_t count) {
  unsigned bits = 0;
  while (count > 0) count >>= 1, ++bits;
  return bits;
}

typedef std::uint32_t Numbers __attribute__((vector_size(64), aligned(4)));

TACT_INLINE Numbers mix_all(Numbers a, Numbers b) {
  a = (a ^ b) * prime;
  return a ^ (a >> 15);
}

TACT_INLINE Numbers all_of(Salt salt) { return Numbers{} + static_cast<std::uint32_t>(salt); }

/// Of each word (`symbols` has two more in front, and sixteen of anything behind) itself, the run of it and the one before, and where there is
/// one before, the run of three and the run with a gap.  Writes up to sixteen more than it finds; answers where these end.
TACT_WIDE std::uint32_t* hash_runs(const std::uint32_t* symbols, std::size_t count, std::uint32_t* out) {
  for (std::size_t from = 0; from < count; from += lanes) {
    const std::size_t some = std::min(lanes, count - from);
    Numbers before_that, before, now;
    std::memcpy(&before_that, symbols + from, sizeof before_that);
    std::memcpy(&before, symbols + from + 1, sizeof before);
    std::memcpy(&now, symbols + from + 2, sizeof now);
    const Numbers runs[] = {mix_all(all_of(one_word), now), mix_all(mix_all(all_of(two_words), before), now),
                            mix_all(mix_all(mix_all(all_of(three_words), before_that), before), now),
                            mix_all(mix_all(all_of(word_gap_word), before_that), now)};
    for (std::size_t run = 0; run < sizeof runs / sizeof runs[0]; ++run) {
      // Before the first word stands nothing but the beginning.
      const std::size_t skipped = from == 0 && run >= 2 ? 1 : 0;
      std::array<std::uint32_t, lanes + 1> all;
      std::memcpy(all.data(), &runs[run], sizeof runs[run]);
      std::memcpy(out, all.data() + skipped, sizeof runs[run]);
      out += some - skipped;
    }
  }
  return out;
}

/// Every feature with where it is.
struct Placed {
  static constexpr bool parts = true;
  Features& out;
  void operator()(FeatureKind kind, std::uint32_t hash, std::size_t first, std::size_t last) const {
    out.of[static_cast<std::size_t>(kind)].push_back({hash, static_cast<std::uint16_t>(first), static_cast<std::uint16_t>(last)});
  }
};

struct Hashed {
  static constexpr bool parts = false;
  FeatureHashes& out;
  void operator()(FeatureKind kind, std::uint32_t hash, std::size_t, std::size_t) const { out.add(kind, hash); }
};

template <class Into>
class Reader {
 public:
  Reader(const Text& text, Into into) : text_(text), add(into), count_(std::min(text.tokens.size(), most_feature_tokens)) {}

  void read(std::span<const Line> context) {
    if constexpr (Into::parts)
      words();
    else
      words_at_once();
    if constexpr (Into::parts) parts();
    answer(context);
    counts();
  }

 private:
  void count(Count what, std::size_t much) {
    add(FeatureKind::counts, mix(mix(counted, what), static_cast<std::uint32_t>(much)), 0, 0);
  }

  /// A token as n-grams see it: names and numbers are alike.
  static std::uint32_t symbol(const Text& text, const Token& token, bool begins) {
    switch (token.kind) {
      case TokenKind::word: {
        const bool name =
            token.shape == Shape::capital && !begins && token.end - token.start > 1 && !titled(text.word(token));
        return name ? name_symbol : token.hash;
      }
      case TokenKind::number:
        return token.end - token.start >= 9 ? long_number_symbol : number_symbol;
      case TokenKind::link:
        return link_symbol;
      case TokenKind::punctuation:
        return static_cast<unsigned char>(text.folded[token.start]) + (token.end - token.start > 1 ? 256U : 0U);
      case TokenKind::emoji:
      case TokenKind::other:
        return token.hash;
    }
    return 0;
  }

  void words() {
    // The beginning counts as a word.
    std::uint32_t before = 1, before_that = 0, first_word = 0;
    bool begins = true;
    for (std::size_t i = 0; i < count_; ++i) {
      const Token& token = text_.tokens[i];
      const std::uint32_t now = symbol(text_, token, begins);
      if (now == name_symbol) ++names_, add(FeatureKind::words, mix(one_word, token.hash), i, i);
      add(FeatureKind::words, mix(one_word, now), i, i);
      add(FeatureKind::words, mix(mix(two_words, before), now), i > 0 ? i - 1 : 0, i);
      if (i > 0) {
        add(FeatureKind::words, mix(mix(mix(three_words, before_that), before), now), i > 1 ? i - 2 : 0, i);
        add(FeatureKind::words, mix(mix(word_gap_word, before_that), now), i > 1 ? i - 2 : 0, i);
      }
      if (begins) first_word = now;
      begins = sentence_end(text_, token);
      if (begins) {
        const char c = text_.folded[token.start];
        add(FeatureKind::words, mix(mix(sentence, first_word), now), i, i);
        questions_ += c == '?';
        exclaimed_ += c == '!' ? token.end - token.start : 0;
      }
      shouted_ += token.kind == TokenKind::word && token.shape == Shape::upper && token.end - token.start > 2;
      before_that = before;
      before = now;
    }
    add(FeatureKind::words, mix(mix(two_words, before), 2), count_ > 0 ? count_ - 1 : 0, count_ > 0 ? count_ - 1 : 0);
  }

  /// The same features, in another order.
  void words_at_once() {
    // The beginning counts as a word.
    std::array<std::uint32_t, 2 + most_feature_tokens + lanes> symbols;
    symbols[0] = 0;
    symbols[1] = 1;
    std::uint32_t first_word = 0;
    std::uint32_t *const begin = add.out.words(), *out = begin;
    bool begins = true;
    for (std::size_t i = 0; i < count_; ++i) {
      const Token& token = text_.tokens[i];
      const std::uint32_t now = symbol(text_, token, begins);
      symbols[2 + i] = now;
      if (now == name_symbol) ++names_, *out++ = mix(one_word, token.hash);
      if (begins) first_word = now;
      begins = sentence_end(text_, token);
      if (begins) {
        const char c = text_.folded[token.start];
        *out++ = mix(mix(sentence, first_word), now);
        questions_ += c == '?';
        exclaimed_ += c == '!' ? token.end - token.start : 0;
      }
      shouted_ += token.kind == TokenKind::word && token.shape == Shape::upper && token.end - token.start > 2;
    }
    *out++ = mix(mix(two_words, symbols[1 + count_]), 2);
    out = hash_runs(symbols.data(), count_, out);
    add.out.add_words(static_cast<std::size_t>(out - begin));
  }

  /// Runs of three to five letters, the word's ends counting as letters.
  void parts() {
    for (std::size_t i = 0; i < count_; ++i) {
      const Token& token = text_.tokens[i];
      if (token.kind != TokenKind::word) continue;
      for_each_part(text_.word(token), [&](std::uint32_t hash) { add(FeatureKind::parts, hash, i, i); });
    }
  }

  void answer(std::span<const Line> context) {
    if (context.empty()) return count(no_context, 1);
    const Line& last = context.back();
    thread_local Text line;
    read_words(last.text.substr(0, most_answered_bytes), Format::plain, line);
    std::uint32_t before = 1;
    bool begins = true, asked = false;
    for (const Token& token : line.tokens) {
      const std::uint32_t now = symbol(line, token, begins);
      add(FeatureKind::context, mix(answered, now), 0, 0);
      add(FeatureKind::context, mix(mix(answered_two, before), now), 0, 0);
      begins = sentence_end(line, token);
      asked = asked || (begins && line.folded[token.start] == '?');
      before = now;
    }
    if (last.system) count(system_context, 1);
    if (asked) count(asked_context, count_ < 6 ? 1 : count_ < 12 ? 2 : 3);
    if (speaks_to(last.from)) count(speaks_to_last, 1);
    if (!last.system && !asked) return;
    // The same words mean something else after somebody left, or as an answer.
    begins = true;
    for (std::size_t i = 0; i < count_; ++i) {
      const std::uint32_t now = symbol(text_, text_.tokens[i], begins);
      add(FeatureKind::context, mix(last.system ? after_notice : after_question, now), i, i);
      begins = sentence_end(text_, text_.tokens[i]);
    }
  }

  /// The text names whoever spoke last.
  bool speaks_to(std::string_view from) const {
    thread_local Text who;
    read_words(from.substr(0, 60), Format::plain, who);
    if (who.tokens.empty() || who.tokens[0].kind != TokenKind::word) return false;
    return std::any_of(text_.tokens.begin(), text_.tokens.begin() + static_cast<std::ptrdiff_t>(count_),
                       [&](const Token& token) { return token.hash == who.tokens[0].hash; });
  }

  void counts() {
    count(tokens, bucket(count_));
    count(shouted, std::min(shouted_, std::size_t{5}));
    count(exclaimed, std::min(exclaimed_, std::size_t{5}));
    count(questions, std::min(questions_, std::size_t{3}));
    count(names, std::min(names_, std::size_t{4}));
  }

  const Text& text_;
  const Into add;
  std::size_t count_, names_ = 0, shouted_ = 0, exclaimed_ = 0, questions_ = 0;
};

}  // namespace

void find_features(const Text& text, std::span<const Line> context, Features& out, bool with_parts) {
  out.clear();
  if (with_parts)
    Reader(text, Placed{out}).read(context);
  else
    Reader(text, Hashed{out.hashes}).read(context);
}

}  // namespace tact::language
