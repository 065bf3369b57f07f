// SPDX-License-Identifier: GPL-3.0-or-later
// The usual message of a group: nobody says anything about it, and the classifier's second stage is not asked.
#pragma once

#include <string>
#include <vector>

#include "core/language/language.h"

namespace tact::bench {

/// Packs and model as they are installed, as those that read many messages load them.
const language::Language* everything();

/// Those of clean() where `everything()` needs no second stage, by themselves and with before() in front, and no guideline speaks.
const std::vector<std::string>& usual();

/// One NFKC_Casefold pass, the yardstick.
void casefold(const std::string& text);

}  // namespace tact::bench
