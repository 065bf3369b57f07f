// SPDX-License-Identifier: GPL-3.0-or-later
// Kinds of characters, as far as cutting into tokens is concerned.
#pragma once

#include <unicode/umachine.h>

#include <array>
#include <cstdint>

#include "core/text/text.h"

namespace tact::text {

enum class Kind : std::uint8_t { space, letter, digit, mark, punctuation, emoji, ideograph, other };

constexpr std::array<Kind, 128> ascii_kinds = [] {
  std::array<Kind, 128> kinds{};
  for (std::size_t c = 0; c < 128; ++c) {
    kinds[c] = Kind::punctuation;
    if (c == ' ' || c == '\t') kinds[c] = Kind::space;
    if (c >= '0' && c <= '9') kinds[c] = Kind::digit;
    if (c >= 'a' && c <= 'z') kinds[c] = Kind::letter;
    if (c == '+' || c == '=' || c == '$' || c == '%' || c == '^' || c == '|' || c == '~' || c == '<' || c == '>') kinds[c] = Kind::other;
  }
  return kinds;
}();

/// The token that a byte by itself would be, if it is ASCII and no space.
constexpr std::array<TokenKind, 256> token_kinds = [] {
  std::array<TokenKind, 256> kinds{};
  for (std::size_t c = 0; c < 128; ++c) {
    if (ascii_kinds[c] == Kind::digit) kinds[c] = TokenKind::number;
    if (ascii_kinds[c] == Kind::punctuation) kinds[c] = TokenKind::punctuation;
    if (ascii_kinds[c] == Kind::other) kinds[c] = TokenKind::other;
  }
  return kinds;
}();

Kind kind_of(UChar32 c);

}  // namespace tact::text
