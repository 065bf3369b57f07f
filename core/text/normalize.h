// SPDX-License-Identifier: GPL-3.0-or-later
// Folding for matching: NFKC_Casefold (which also drops invisible characters), typographic quotes and dashes as ASCII, control characters
// and floods of combining marks gone.  Letters of every script keep what they are: what looks like another letter is respell's matter.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace tact::text {

/// Fills `folded` if `plain` is ASCII without control characters, where both have the same byte offsets; else answers false, and `folded` is
/// anything.
bool fold_ascii(std::string_view plain, std::string& folded);

/// Fills `folded` and its maps to `plain` (left empty where the two have the same byte offsets).  `plain` must be valid UTF-8.
void fold(std::string_view plain, std::string& folded, std::vector<std::uint32_t>& to_plain, std::vector<std::uint32_t>& end_to_plain);

}  // namespace tact::text
