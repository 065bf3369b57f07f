// SPDX-License-Identifier: GPL-3.0-or-later
// Whose name it is decides nothing: "Morning Karen" is as kind as "Morning Sarah", whatever the classifier has read about Karens.
#pragma once

#include <span>

#include "core/language/language.h"

namespace tact::language {

/// Takes `out.over` of abuse back where the classifier alone says so, and would not if everybody in `text` were called by another name (and
/// "bless you" were "thank you", which it has hardly met otherwise).
/// Costs nothing where it does not say so, and where a rule stands beside it, that is not doubted.
void spare_names(const Language& language, const Text& text, std::span<const Line> context, Reading& out);

}  // namespace tact::language
