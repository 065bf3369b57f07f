// SPDX-License-Identifier: GPL-3.0-or-later
// G47: what Tact keeps of one group on this computer goes, and what stays is said.  The words (/tact forget) and the settings window ask with
// the same sentences.
#pragma once

#include <string>
#include <vector>

#include "core/message.h"

namespace tact::plugin {

class App;

namespace forget {

/// Why nothing may go now: a message still waits, or the rep keeps an item for a reason.  Empty: nothing stands against it.  Throws store::Error.
std::string refusal(App& app, const RoomKey& room);
/// What goes and what stays, before anything does.
std::vector<std::string> question(App& app, const RoomKey& room);
/// Erases it; names what went, what could not, and what stays.  Refused: says why, and erases nothing.
std::vector<std::string> all(App& app, const RoomKey& room);

}  // namespace forget

}  // namespace tact::plugin
