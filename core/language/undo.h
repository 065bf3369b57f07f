// SPDX-License-Identifier: GPL-3.0-or-later
// Undoes disguises that are no matter of one word: tags and character references that somebody typed into a word ("<b>id</b>iot",
// "&#105;diot", "\u0069diot"), text that is told to run from right to left, lines turned upside down or seen in a mirror, Morse; letters
// that folding made plain.
#pragma once

#include <cstdint>
#include <vector>

#include "core/language/matcher.h"
#include "core/text/text.h"

namespace tact::language {

/// A text as it reads then.
struct Undone {
  Text text;                              ///< folded, tokens and respellings
  std::vector<std::uint32_t> start, end;  ///< byte of text.folded -> byte of the message's folded (see Text::plain_to_raw)
  std::vector<Span> hidden;               ///< bytes of the message's folded that hid a word
};

/// Answers false where there is nothing of the kind: nearly always, and then it costs one look per sign.  `words` tells which of two
/// readings has words in it.
bool undo(const Text& text, const Matcher& words, Undone& out);
/// False: it would answer false.
bool may_be_undone(const Text& text, const Matcher& words);

/// How a word was written is not in the folded bytes of `to`: its tokens take the shape of those of `from` where they `start`.
void keep_shapes(const Text& from, const std::vector<std::uint32_t>& start, Text& to);

}  // namespace tact::language
