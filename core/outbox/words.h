// SPDX-License-Identifier: GPL-3.0-or-later
// Readings of what the sender types, for the street; pure.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "core/seams.h"
#include "core/text/text.h"

namespace tact::outbox {

/// Same words on the wire, white space at both ends aside: sending it again means "post it".
bool same_text(std::string_view plain_a, std::string_view plain_b);

/// The new text is clearly the old one put another way: most words of the shorter are in the longer.
bool rewording(const Text& held, const Text& now);

/// A first piece of something longer: a few words without an end ("hi all", "does anyone know").  A complete sentence, a link, an emoji or a
/// list of lines is none.
bool unfinished(const Text& text);

/// When "/tact later WHEN" means: "07:30", "7.30", "8", "8am", "20m", "2h", "tomorrow", "tomorrow 9:00"; empty: the group's own time.
/// nullopt: not understood.  `later_at` is minutes of day in `zone`.
std::optional<Instant> read_when(std::string_view words, Instant now, const std::string& zone, int later_at);

}  // namespace tact::outbox
