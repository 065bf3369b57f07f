// SPDX-License-Identifier: GPL-3.0-or-later
// The nudge bar: what Tact asks, the sender's own words with the ones that matter marked, and the choices as buttons, above the entry of one
// conversation.  A view only: it carries an id, never takes the keyboard focus, and may vanish at any moment without anything being lost.
#pragma once

#include <gtk/gtk.h>

#include <functional>
#include <string>
#include <utility>
#include <vector>

namespace tact::pidgin {

/// Plain UTF-8 texts; the bar escapes them.
struct BarContent {
  std::string headline;  ///< the line that asks
  std::string text;      ///< what the sender wrote
  std::string words;     ///< the part of `text` to mark; empty: nothing weighed more than the rest
  std::string more;      ///< one more line, small; may be empty
  std::vector<std::pair<std::string, std::string>> choices;  ///< id, label; the likeliest first
};

/// Makes the widget, shown.  `chosen` gets the id of the button pressed, from the main loop.  Destroying the widget frees all.
GtkWidget* make_bar(const BarContent& content, std::function<void(const std::string&)> chosen);

/// Pango markup of an excerpt of `text` of about `most` bytes around `words`, these set off by weight and underline (colour alone would be
/// lost on high-contrast themes and on people who do not see it).
std::string marked_excerpt(const std::string& text, const std::string& words, std::size_t most);

}  // namespace tact::pidgin
