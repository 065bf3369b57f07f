// SPDX-License-Identifier: GPL-3.0-or-later
// libpurple's event loop over GLib's.
#pragma once

#include <purple.h>

namespace tact::host {

PurpleEventLoopUiOps* event_loop_ops();

}  // namespace tact::host
