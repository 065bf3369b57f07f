// SPDX-License-Identifier: GPL-3.0-or-later
// A message as the encoder reads it: one number a token, how it was written, and the parts of words it may not know.
#pragma once

#include <cstdint>
#include <vector>

#include "core/text/text.h"

namespace tact::language {

/// How a token was written: the four shapes, a name (capital within a sentence), then the kinds that are no words.
enum class Manner : std::uint8_t { lower, capital, upper, mixed, name, number, long_number, link, punctuation, emoji, other };
inline constexpr std::size_t manners = 11;

struct EncoderToken {
  std::uint32_t hash = 0;                  ///< of the word; of numbers and links nothing
  Manner manner = Manner::other;
  std::uint32_t first_part = 0, parts = 0;  ///< into EncoderTokens::parts
};

struct EncoderTokens {
  std::vector<EncoderToken> tokens;
  std::vector<std::uint32_t> parts;  ///< hashes of runs of three to five letters
};

/// Longer messages are read by their first tokens.
inline constexpr std::size_t most_encoder_tokens = 64;

void read_for_encoder(const Text& text, EncoderTokens& out);

}  // namespace tact::language
