// SPDX-License-Identifier: GPL-3.0-or-later
// The few switches that hold for all groups, in the client's own preferences (a frame in Pidgin and Finch).
#pragma once

#include <purple.h>

namespace tact::plugin::preferences {

/// Makes the switches; once, at probe time.
void add();
PurplePluginPrefFrame* frame(PurplePlugin* plugin) noexcept;

/// Held text goes back into the entry where the host can take it.
bool put_back();
/// A new group is told once how to turn Tact on.
bool say_how();

}  // namespace tact::plugin::preferences
