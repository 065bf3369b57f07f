// SPDX-License-Identifier: GPL-3.0-or-later
// A word or sentence split over two quick messages of one person ("you are an id" / "iot"), or over two lines of one message.
#pragma once

#include <span>
#include <string_view>

#include "core/language/language.h"

namespace tact::language {

/// Adds the hits that begin in the line before (the last of `context`, if `sender` wrote it) and end in `text`, as spans of `text`.
void read_with_line_before(const Language& language, const Text& text, std::string_view sender, std::span<const Line> context, Reading& out);

/// Adds the hits about abuse and threats that go over a line break of `text`: for the rules a line ends a sentence, for whoever reads it does not.
void read_over_line_breaks(const Language& language, const Text& text, Reading& out);

}  // namespace tact::language
