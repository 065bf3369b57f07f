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

struct Token {
  std::uint32_t start = 0, end = 0;  ///< bytes in Text::folded
  TokenKind kind = TokenKind::word;
};

struct Text {
  std::string plain;   ///< what goes on the wire, valid UTF-8 (malformed bytes became U+FFFD)
  std::string folded;  ///< normalised for matching: NFKC, case folded, look-alikes and spacing tricks undone
  std::vector<std::uint32_t> plain_to_raw;     ///< size plain.size()+1: byte of plain -> byte of raw
  std::vector<std::uint32_t> folded_to_plain;  ///< size folded.size()+1; empty: identity
  std::vector<Token> tokens;                   ///< of folded, in order

  /// Bytes [start, end) of folded as a span of Message::raw.
  Span raw_span(std::uint32_t start, std::uint32_t end) const;
};

/// Reads `raw`.  Never fails; cost is linear in the length.  `out` is reused: no allocation once its buffers are large enough.
void read_text(std::string_view raw, Format format, Text& out);

}  // namespace tact
