// SPDX-License-Identifier: GPL-3.0-or-later
// Words, numbers, links, emoji and punctuation of the folded text.  "don't" and "y3" are one word, "3.30" and "07700" one number, "10am" one
// number, an address or e-mail one link, "!!!" and a line break one punctuation each, every Han character one word.
#pragma once

#include "core/text/text.h"

namespace tact::text {

/// Fills `text.tokens` from `text.folded` (and the shapes from `text.plain`).
void cut_into_tokens(Text& text);

}  // namespace tact::text
