// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/language/encoder_tokens.h"

#include <algorithm>
#include <string_view>

#include "core/language/word_parts.h"

namespace tact::language {

namespace {

Manner manner_of(const Token& token, bool begins) {
  switch (token.kind) {
    case TokenKind::word: break;
    case TokenKind::number: return token.end - token.start >= 9 ? Manner::long_number : Manner::number;
    case TokenKind::link: return Manner::link;
    case TokenKind::punctuation: return Manner::punctuation;
    case TokenKind::emoji: return Manner::emoji;
    case TokenKind::other: return Manner::other;
  }
  switch (token.shape) {
    case Shape::lower: return Manner::lower;
    case Shape::capital: return begins || token.end - token.start < 2 ? Manner::capital : Manner::name;
    case Shape::upper: return Manner::upper;
    case Shape::mixed: return Manner::mixed;
  }
  return Manner::other;
}

bool ends_sentence(const Text& text, const Token& token) {
  return token.kind == TokenKind::punctuation && std::string_view(".!?;\n").find(text.folded[token.start]) != std::string_view::npos;
}

}  // namespace

void read_for_encoder(const Text& text, EncoderTokens& out) {
  out.tokens.clear();
  out.parts.clear();
  bool begins = true;
  for (const Token& token : text.tokens) {
    if (out.tokens.size() == most_encoder_tokens) return;
    EncoderToken one;
    one.manner = manner_of(token, begins);
    one.first_part = static_cast<std::uint32_t>(out.parts.size());
    const bool counted = token.kind != TokenKind::number && token.kind != TokenKind::link;
    if (counted) one.hash = token.hash;
    if (token.kind == TokenKind::word) for_each_part(text.word(token), [&](std::uint32_t part) { out.parts.push_back(part); });
    one.parts = static_cast<std::uint32_t>(out.parts.size()) - one.first_part;
    out.tokens.push_back(one);
    begins = ends_sentence(text, token);
  }
}

}  // namespace tact::language
