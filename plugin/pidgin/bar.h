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
  std::string reason;       ///< the line that asks
  std::string quotation;    ///< the guideline's sentence; may be empty
  std::string hint;         ///< a better way; may be empty
  std::string text;         ///< what the sender wrote
  std::size_t mark_start = 0, mark_end = 0;  ///< bytes of `text` to mark; equal: none
  std::vector<std::pair<std::string, std::string>> choices;  ///< id, label; the harmless one first
};

/// Makes the widget, shown.  `chosen` gets the id of the button pressed, from the main loop.  Destroying the widget frees all.
GtkWidget* make_bar(const BarContent& content, std::function<void(const std::string&)> chosen);

/// Pango markup of an excerpt of `text` of about `most` characters around the marked words, these set off by weight and underline (colour
/// alone would be lost on high-contrast themes and on people who do not see it).
std::string marked_excerpt(const std::string& text, std::size_t mark_start, std::size_t mark_end, std::size_t most);

}  // namespace tact::pidgin
