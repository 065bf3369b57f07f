// SPDX-License-Identifier: GPL-3.0-or-later
// What the bar says in a given room.  First the page's own sentence goes (it is under "Why?"), then the small line; the sender's own words with
// the marked ones and the question itself are worth a higher window.  What no screen has room for is cut with "…".
#pragma once

#include <gtk/gtk.h>

#include <string>
#include <utility>
#include <vector>

namespace tact::pidgin {

/// Plain UTF-8 texts; the bar escapes them.
struct BarContent {
  std::string headline;  ///< the line that asks
  std::string brief;     ///< the same without the page's sentence; empty: there is no shorter one
  std::string text;      ///< what the sender wrote
  std::string words;     ///< the part of `text` to mark; empty: nothing weighed more than the rest
  std::string more;      ///< one more line, small; may be empty
  std::vector<std::pair<std::string, std::string>> choices;  ///< id, label; the likeliest first
};

/// Pixels between two lines of the bar.
inline constexpr int line_gap = 4;

/// Pixels that words may be high.
struct Heights {
  int easy;   ///< the window stays as it is
  int words;  ///< the sender's words are worth that much
  int most;   ///< not even the question may have more
};

/// Lines of Pango markup that together are that high when wrapped to `width` in `widget`'s font; one line of words is left at least.
std::vector<std::string> words_for(GtkWidget* widget, const BarContent& content, int width, const Heights& heights);

/// Pango markup of an excerpt of `text` of about `most` bytes around `words`, these set off by weight and underline (colour alone would be
/// lost on high-contrast themes and on people who do not see it).
std::string marked_excerpt(const std::string& text, const std::string& words, std::size_t most);

}  // namespace tact::pidgin
