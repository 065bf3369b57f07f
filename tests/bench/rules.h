// SPDX-License-Identifier: GPL-3.0-or-later
// The English rules, and as many times more rules as a benchmark asks for.
#pragma once

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "core/language/language.h"
#include "core/language/pack.h"

namespace tact::bench {

/// The English rules and `copies` - 1 times as many of other words: the function words of the language stay (a phrase
/// of nothing else gets other ones), every other word, category and rule is one of its copy alone.
std::vector<std::pair<std::string, std::string>> rule_files(int copies);
/// Those compiled; null, and told on standard error, where anything is wrong.
std::unique_ptr<language::Pack> rules(int copies);
/// Those beside the model, as the program loads them, from a folder that is gone afterwards.
std::unique_ptr<language::Language> language_of(int copies);

}  // namespace tact::bench
