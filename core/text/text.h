// SPDX-License-Identifier: GPL-3.0-or-later
// One message as the guidelines read it: markup taken away, normalised, cut into words, each step with a map back to the raw bytes.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "core/message.h"

namespace tact {

enum class TokenKind : std::uint8_t { word, number, punctuation, emoji, link, other };

/// How a word was written before folding: "hall", "Hall", "HALL" (two letters at least), "hALl".
enum class Shape : std::uint8_t { lower, capital, upper, mixed };

struct Token {
  std::uint32_t start = 0, end = 0;  ///< bytes in Text::folded
  TokenKind kind = TokenKind::word;
  bool joined = false;               ///< nothing (no white space) between this token and the one before
  Shape shape = Shape::lower;        ///< words only
  bool odd = false;                  ///< a word with digits, letters beyond ASCII, an apostrophe or thrice the same letter, or a number like "5lag", but no ideograph: respell looks closer
  std::uint32_t hash = 0;            ///< word_hash() of the folded bytes
};

/// One more way to read tokens [first, last]: "1d10t" as "idiot", "i d i o t" as "idiot".  Only a proposal: whoever matches words decides
/// whether it is one that matters, so an innocent word is never damaged by it.
struct Respelling {
  std::uint32_t first = 0, last = 0;  ///< indexes into Text::tokens, both included
  std::uint32_t start = 0, end = 0;   ///< bytes in Text::respelt
  std::uint32_t hash = 0;             ///< word_hash() of those bytes
  bool hidden = false;                ///< '*' in it stands for one letter that the sender hid ("f**k")
};

inline constexpr std::uint32_t no_token = ~std::uint32_t{0};

struct Text {
  std::string plain;   ///< what goes on the wire, valid UTF-8 (malformed bytes became U+FFFD)
  std::string folded;  ///< normalised for matching: NFKC case folded, typographic quotes and dashes as ASCII, invisible characters and
                       ///< floods of combining marks gone
  // Offset maps; empty means identity.  `x_to_y` has size x.size()+1 and says where the character at a byte of x begins in y;
  // `x_end_to_y` says where the character that ends before a byte of x ends in y.
  std::vector<std::uint32_t> plain_to_raw, plain_end_to_raw;
  std::vector<std::uint32_t> folded_to_plain, folded_end_to_plain;
  std::vector<Token> tokens;  ///< of folded, in order
  // What respell need not look at: set with the tokens.
  std::uint32_t look_from = 0;  ///< before this token no two stand together but a word and an ordinary mark, and none is odd but "don't"; no_token: nowhere
  bool lone_letters = true;     ///< single letters may stand beside each other
  // Set with the tokens, for those that look for numbers and addresses.
  std::uint32_t digits = 0xFFFFFFFFU;  ///< of folded; may be too many, never too few
  bool at_signs = true;                ///< false: folded has no "@"
  std::string respelt;        ///< bytes of the respellings
  std::vector<Respelling> respellings;  ///< by first token; empty for nearly every message
  bool cut = false;  ///< the message was longer than most_judged_bytes: only its beginning is here

  std::string_view word(const Token& token) const { return std::string_view(folded).substr(token.start, token.end - token.start); }
  std::string_view word(const Respelling& other) const { return std::string_view(respelt).substr(other.start, other.end - other.start); }

  /// Bytes [start, end) of folded as a span of Message::raw, on character boundaries.
  Span raw_span(std::uint32_t start, std::uint32_t end) const;
  /// The same for plain.
  Span raw_span_of_plain(std::uint32_t start, std::uint32_t end) const;
};

/// Longer messages are judged by their beginning, and `cut` says so: no chat message is this long, and hostile ones must stay cheap.
inline constexpr std::size_t most_judged_bytes = 32 * 1024;

/// Hash of a folded word; the same on every machine, so that data files may hold it.
std::uint32_t word_hash(std::string_view folded);

/// Reads `raw`.  Never fails; cost is linear in the length.  `out` is reused: no allocation once its buffers are large enough.
void read_text(std::string_view raw, Format format, Text& out);
/// The same without respellings, for those who look at words only as they stand.
void read_words(std::string_view raw, Format format, Text& out);

}  // namespace tact
