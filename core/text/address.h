// SPDX-License-Identifier: GPL-3.0-or-later
// Web addresses and e-mail in folded text.
#pragma once

#include <string_view>

namespace tact::text {

/// Whether there is anything in `all` without which no part of it is an address: a dot before a letter, or a scheme.
bool may_hold_address(std::string_view all);

/// Whether `blob`, which goes up to a space or quote, begins with an address.
bool begins_with_address(std::string_view blob);

}  // namespace tact::text
