// SPDX-License-Identifier: GPL-3.0-or-later
// Product codes in a list, "B17-CH40 or A55-H0L3": no disguised words, though they are made of the same signs.
#pragma once

#include <cstddef>

#include "core/text/text.h"

namespace tact::text {

/// Tokens [first, end), which stand together, are capitals and digits in each part, and there is a second one of the kind.
bool code_in_a_list(const Text& text, std::size_t first, std::size_t end);

}  // namespace tact::text
