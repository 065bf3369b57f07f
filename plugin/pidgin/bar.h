// SPDX-License-Identifier: GPL-3.0-or-later
// The nudge bar: what Tact asks, the sender's own words with the ones that matter marked, and the choices as buttons, above the entry of one
// conversation.  A view only: it carries an id, never takes the keyboard focus, and may vanish at any moment without anything being lost.
// Where room is short (large letters, a low screen) it says less, so that the entry below it stays on the screen: see bar_words.h.
#pragma once

#include <gtk/gtk.h>

#include <functional>
#include <string>

#include "plugin/pidgin/bar_words.h"

namespace tact::pidgin {

/// Makes the widget, shown, for the conversation box that it will stand in.  `chosen` gets the id of the button pressed, from the main loop.
/// Destroying the widget frees all.
GtkWidget* make_bar(const BarContent& content, GtkWidget* box, const std::function<void(const std::string&)>& chosen);

}  // namespace tact::pidgin
