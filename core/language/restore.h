// SPDX-License-Identifier: GPL-3.0-or-later
// Undoes disguises where the pack knows the word behind one: "y0u 1d!0t", "id iot", "youareanidiot", "f**k 0ff".  The innocent reading stays
// as well; both are matched.
#pragma once

#include <string>
#include <vector>

#include "core/language/matcher.h"
#include "core/text/text.h"

namespace tact::language {

struct Restored {
  Text text;  ///< folded and tokens only
  std::vector<std::uint32_t> start, end;  ///< byte of text.folded -> byte of the message's folded
  std::vector<Span> hidden;               ///< bytes of the message's folded that hid a word
};

/// Answers false (and leaves `out` alone) where nothing is disguised: nearly always, and then it costs one look-up per long word.
/// `words_too` false: it is known that no word or sign of the text is a disguise as it stands, and respellings alone may be.
bool restore(const Text& text, const Matcher& matcher, const Matcher::Words& words, Restored& out, bool words_too = true);

/// Whether restore() may take this one word for a disguise, of itself and not with its neighbours.
bool may_be_disguise(std::string_view word, std::uint32_t hash, const Matcher& matcher);
/// Whether undo() looks closer where a sign ends with `last`; `joined`: nothing is between it and the token before.
bool undo_begins_with(char last, bool joined);

}  // namespace tact::language
