// SPDX-License-Identifier: GPL-3.0-or-later
// How typed text becomes a word of Tact.  No libpurple here: anybody may type anything, so it is read alone and fuzzed (tests/fuzz/commands.cpp).
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/message.h"
#include "core/outbox/hold.h"

namespace tact::plugin {

/// What follows "/tact".
struct CommandLine {
  std::string word;                       ///< "later", in lower case
  std::vector<std::string> words;         ///< what follows, without "#3"
  std::string rest;                       ///< the same as one text
  std::optional<outbox::HoldId> number;   ///< "#3", anywhere
};

CommandLine read_command(std::string_view rest);
/// "3" or "#3"; nullopt for everything else.
std::optional<outbox::HoldId> hold_number(std::string_view word);

/// Anything that begins with "/tact", however it goes on; `by_name`: also "tact: ..." and "tact, ...".
bool addressed_to_tact(std::string_view raw, Format format, bool by_name);
/// The text of something addressed to Tact, behind its name: " later 7:30", "post" (of "/tactpost").
std::string behind_name(std::string_view raw);

std::string_view without_blanks(std::string_view text);
/// In any case of ASCII letters.
bool begins_with(std::string_view text, std::string_view with);
/// The text after markup.
std::string plain_text(std::string_view raw, Format format);

}  // namespace tact::plugin
