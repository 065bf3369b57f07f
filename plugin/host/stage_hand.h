// SPDX-License-Identifier: GPL-3.0-or-later
// The way from this host to the practice protocol, which is a plugin of its own: stage directions in, what reached the room out.
#pragma once

#include <string>

#include "plugin/host/viewer.h"

namespace tact::host {

/// Tells the viewer what reaches practice rooms; false where the practice protocol is not there.
bool watch_practice(Viewer& viewer);

/// Empty, or what was wrong.
std::string direct(const std::string& line);

}  // namespace tact::host
