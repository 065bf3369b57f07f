// SPDX-License-Identifier: GPL-3.0-or-later
// What bridges do differently; each with a test in tests/plugin/bridges.py and a word in data/doc/bridges.md.
#pragma once

#include <string_view>

namespace tact::plugin {

/// Words that purple-gowhatsapp takes for itself ("?participants"): they reach no room, so there is nothing to judge or to hold.  Only the
/// whole text, exactly: "?you idiot" is posted by it, and judged by us.
bool is_bridge_word(std::string_view protocol, std::string_view markup);

}  // namespace tact::plugin
