// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/language/features.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cstddef>
#include <cstring>
#include <string_view>

#include "core/language/word_parts.h"

namespace tact::language {

namespace {

using namespace salts;
using enum Count;

constexpr std::uint32_t name_symbol = 0xA0000001U, number_symbol = 0xA0000002U, long_number_symbol = 0xA0000003U,
                        link_symbol = 0xA0000004U;

// Sorted.
constexpr std::array<std::string_view, 33> titles = {
    "april", "august",  "december",  "dr",  "english",  "february",  "fri", "friday", "january",  "july",    "june",
    "maths", "may",     "miss",      "mon", "monday",   "mr",        "mrs", "ms",     "november", "october", "pe",
    "pta",   "reception", "sat", "saturday", "september", "sir", "sunday", "thursday", "tuesday", "wednesday", "year"};

/// Where those of each letter begin, and end.
constexpr auto titles_of = [] {
  std::array<std::uint8_t, 27> begins{};
  for (std::size_t letter = 0, at = 0; letter != begins.size(); ++letter) {
    while (at < titles.size() && titles[at][0] < static_cast<char>('a' + letter)) ++at;
    begins[letter] = static_cast<std::uint8_t>(at);
  }
  return begins;
}();

/// Titles, days and months are written with a capital and are nobody's name.
bool titled(std::string_view word) {
  const auto letter = static_cast<unsigned>(word[0] - 'a');
  if (letter >= 26U) return false;
  return std::find(titles.begin() + titles_of[letter], titles.begin() + titles_of[letter + 1], word) != titles.begin() + titles_of[letter + 1];
}

bool sentence_end(const Text& text, const Token& token) {
  if (token.kind != TokenKind::punctuation) return false;
  const char c = text.folded[token.start];
  return c == '.' || c == '!' || c == '?' || c == '\n' || c == ';';
}

/// A word stands for itself, unless it is written as a name is, or louder.
constexpr bool stands_for_itself(const Token& token) {
  return token.kind == TokenKind::word && (token.shape == Shape::lower || token.shape == Shape::mixed);
}

constexpr std::size_t bits_at_once = 32;

/// Of at most so many tokens: their hashes into `out`, and a bit for each that does not stand for itself.  Four at a time: most do.
std::uint32_t copy_hashes(const Token* tokens, std::size_t count, std::uint32_t* out) {
  typedef std::uint32_t Numbers __attribute__((vector_size(16), aligned(4)));
  static_assert(sizeof(Token) == sizeof(Numbers) && offsetof(Token, kind) == 8 && offsetof(Token, shape) == 10 && offsetof(Token, hash) == 12);
  static_assert(static_cast<int>(TokenKind::word) == 0 && static_cast<int>(Shape::lower) == 0 && static_cast<int>(Shape::mixed) == 3);
  // Of 1 to 4, a shape and one more, those that do not stand for themselves have the second bit.
  constexpr auto one = std::bit_cast<std::uint32_t>(std::array<std::uint8_t, 4>{0, 0, 1, 0}),
                 other = std::bit_cast<std::uint32_t>(std::array<std::uint8_t, 4>{0xFF, 0, 2, 0});
  Numbers flags{};
  std::size_t i = 0;
  for (; i + 4 <= count; i += 4) {
    Numbers rows[4];
    std::memcpy(rows, tokens + i, sizeof rows);
    const Numbers low = __builtin_shufflevector(rows[0], rows[1], 2, 6, 3, 7), high = __builtin_shufflevector(rows[2], rows[3], 2, 6, 3, 7);
    const Numbers kinds = __builtin_shufflevector(low, high, 0, 1, 4, 5), hashes = __builtin_shufflevector(low, high, 2, 3, 6, 7);
    std::memcpy(out + i, &hashes, sizeof hashes);
    flags |= ((((kinds + one) & other) != 0) & 1) << static_cast<std::uint32_t>(i);
  }
  std::uint32_t bits = flags[0] | flags[1] << 1 | flags[2] << 2 | flags[3] << 3;
  for (; i < count; ++i) {
    out[i] = tokens[i].hash;
    bits |= static_cast<std::uint32_t>(!stands_for_itself(tokens[i])) << i;
  }
  return bits;
}

/// Every feature with where it is.
struct Placed {
  static constexpr bool parts = true;
  Features& out;
  void operator()(FeatureKind kind, std::uint32_t hash, std::size_t first, std::size_t last) const {
    out.of[static_cast<std::size_t>(kind)].push_back({hash, static_cast<std::uint16_t>(first), static_cast<std::uint16_t>(last)});
  }
  void count(Count what, std::size_t much) const { (*this)(FeatureKind::counts, count_hash(static_cast<std::size_t>(what), much), 0, 0); }
};

struct Hashed {
  static constexpr bool parts = false;
  FeatureHashes& out;
  void operator()(FeatureKind kind, std::uint32_t hash, std::size_t, std::size_t) const {
    kind == FeatureKind::words ? out.add_further(hash) : out.add_context(hash);
  }
  void count(Count what, std::size_t much) const { out.add_count(what, much); }
};

template <class Into>
class Reader {
 public:
  Reader(const Text& text, Into into) : text_(text), add(into), count_(std::min(text.tokens.size(), most_feature_tokens)) {}

  void read(std::span<const Line> context) {
    if constexpr (Into::parts) {
      words();
      parts();
    } else {
      symbols();
    }
    answer(context);
    counts();
  }

 private:
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
        add(FeatureKind::words, mix(mix(sentence, first_word), now), i, i);
        note_end(token);
      }
      shouted_ += token.kind == TokenKind::word && token.shape == Shape::upper && token.end - token.start > 2;
      before_that = before;
      before = now;
    }
    add(FeatureKind::words, mix(mix(two_words, before), 2), count_ > 0 ? count_ - 1 : 0, count_ > 0 ? count_ - 1 : 0);
  }

  /// What runs are hashed from, and the features that are no runs.
  void symbols() {
    FeatureHashes& out = add.out;
    std::uint32_t* const symbols = out.symbols.data() + 2;
    std::size_t begin = 0;
    const auto other = [&](std::size_t i) {
      const Token& token = text_.tokens[i];
      const std::uint32_t now = symbols[i] = symbol(text_, token, i == begin);
      if (out.words_known) ++out.themselves, out.add_further(mix(one_word, now));
      if (token.kind == TokenKind::word) {
        if (now == name_symbol) ++names_, out.add_further(mix(one_word, token.hash));
        shouted_ += token.shape == Shape::upper && token.end - token.start > 2;
      } else if (sentence_end(text_, token)) {
        out.add_further(mix(mix(sentence, symbols[begin]), now));
        note_end(token);
        begin = i + 1;
      }
    };
    for (std::size_t from = 0; from < count_; from += bits_at_once)
      for (std::uint32_t others = copy_hashes(text_.tokens.data() + from, std::min(bits_at_once, count_ - from), symbols + from); others != 0; others &= others - 1)
        other(from + static_cast<std::size_t>(std::countr_zero(others)));
    out.symbol_count = count_;
    out.add_further(mix(mix(two_words, out.symbols[1 + count_]), 2));
  }

  void note_end(const Token& token) {
    const char c = text_.folded[token.start];
    questions_ += c == '?';
    exclaimed_ += c == '!' ? token.end - token.start : 0;
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
    if (context.empty()) return add.count(no_context, 1);
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
    if (last.system) add.count(system_context, 1);
    if (asked) add.count(asked_context, count_ < 6 ? 1 : count_ < 12 ? 2 : 3);
    if (speaks_to(last.from)) add.count(speaks_to_last, 1);
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
    add.count(tokens, static_cast<std::size_t>(std::bit_width(count_)));
    add.count(shouted, std::min(shouted_, std::size_t{5}));
    add.count(exclaimed, std::min(exclaimed_, std::size_t{5}));
    add.count(questions, std::min(questions_, std::size_t{3}));
    add.count(names, std::min(names_, std::size_t{4}));
  }

  const Text& text_;
  const Into add;
  std::size_t count_, names_ = 0, shouted_ = 0, exclaimed_ = 0, questions_ = 0;
};

}  // namespace

void find_features(const Text& text, std::span<const Line> context, Features& out) {
  out.clear();
  Reader(text, Placed{out}).read(context);
}

void find_features(const Text& text, std::span<const Line> context, bool words_known, FeatureHashes& out) {
  out.clear(words_known);
  Reader(text, Hashed{out}).read(context);
}

}  // namespace tact::language
