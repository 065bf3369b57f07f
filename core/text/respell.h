// SPDX-License-Identifier: GPL-3.0-or-later
// Other ways to read a disguised word: leet, letters of other scripts, accents, stretched and spaced letters, signs inside a word, hidden
// letters.  Proposals only (see Respelling); a message without such tricks costs one look per token.
#pragma once

#include "core/text/text.h"

namespace tact::text {

/// Fills `text.respellings` and `text.respelt` from `text.tokens`.
void respell(Text& text);

/// What follows the apostrophe of "don't", "it's", "we'll": it hides nothing.
bool contraction(std::string_view after);

/// Repeated letters as one ("stuupidd" -> "stupid", "asshole" -> "ashole"): the key under which stretched words are looked up.
void squeeze(std::string_view word, std::string& out);

}  // namespace tact::text
