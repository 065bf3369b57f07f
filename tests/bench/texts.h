// SPDX-License-Identifier: GPL-3.0-or-later
// The messages that every benchmark reads, so that figures compare: the labelled examples of data/examples, and texts made here.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/message.h"
#include "core/room/view.h"

namespace tact::bench {

/// Examples without a label, examples with one, and both.  Read once; stops the program with a clear line when they are missing.
const std::vector<std::string>& clean();
const std::vector<std::string>& flagged();
const std::vector<std::string>& examples();

/// Built to be dear: markup without end, leet, floods of marks and of one letter, a word hidden in blanks.  Each as long as is judged at all or less.
const std::vector<std::string>& hostile();

/// One ordinary sentence in each of ten scripts.
const std::vector<std::string>& scripts();

/// Mean bytes of a text.
double mean_size(const std::vector<std::string>& texts);

/// Two lines that stand before a message.
std::span<const Line> before();

/// A message of noon, plain text.
Message noon(std::string_view text);

/// Allocations of this process so far (malloc and all that is built on it).
std::size_t allocations();

}  // namespace tact::bench
