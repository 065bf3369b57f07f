// SPDX-License-Identifier: GPL-3.0-or-later
// Who stands behind a guideline that asks to be trusted, as far as this computer knows: whose keys signed it, and which of these keys this
// person follows in other groups already.  A key followed elsewhere says "the same person as there", never who that is.
#pragma once

#include <string>
#include <vector>

#include "core/policy/trust.h"

namespace tact::policy {

/// Translated lines, never empty.  Throws store::Error.
std::vector<std::string> vouched_for(Trust& trust, const RoomKey& room, const Offer& offer, Instant now);

}  // namespace tact::policy
