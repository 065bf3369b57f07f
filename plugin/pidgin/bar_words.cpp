// SPDX-License-Identifier: GPL-3.0-or-later
#include "plugin/pidgin/bar_words.h"

#include <algorithm>
#include <memory>

#include "core/i18n.h"

namespace tact::pidgin {

namespace {

std::string escaped(const std::string& text) {
  char* out = g_markup_escape_text(text.c_str(), static_cast<gssize>(text.size()));
  std::string answer = out;
  g_free(out);
  return answer;
}

/// Moves `at` back to the beginning of a character.
std::size_t on_boundary(const std::string& text, std::size_t at) {
  at = std::min(at, text.size());
  while (at > 0 && at < text.size() && (static_cast<unsigned char>(text[at]) & 0xC0) == 0x80) --at;
  return at;
}

struct Unref {
  void operator()(PangoLayout* layout) const { g_object_unref(layout); }
};
using Layout = std::unique_ptr<PangoLayout, Unref>;

Layout wrapped(GtkWidget* widget, int width) {
  Layout layout(gtk_widget_create_pango_layout(widget, nullptr));
  pango_layout_set_wrap(layout.get(), PANGO_WRAP_WORD_CHAR);
  pango_layout_set_width(layout.get(), width * PANGO_SCALE);
  return layout;
}

int height_of(GtkWidget* widget, const std::string& markup, int width) {
  const Layout layout = wrapped(widget, width);
  pango_layout_set_markup(layout.get(), markup.c_str(), -1);
  int height = 0;
  pango_layout_get_pixel_size(layout.get(), nullptr, &height);
  return height;
}

int height_of(GtkWidget* widget, const std::vector<std::string>& lines, int width) {
  int height = 0;
  for (const std::string& line : lines) height += height_of(widget, line, width) + line_gap;
  return height;
}

/// As much of a plain text as `height` has lines for, with "…" where something is missing.
std::string cut_to(GtkWidget* widget, const std::string& text, int width, int height) {
  const Layout layout = wrapped(widget, width);
  pango_layout_set_text(layout.get(), text.c_str(), -1);
  int full = 0;
  pango_layout_get_pixel_size(layout.get(), nullptr, &full);
  const int count = pango_layout_get_line_count(layout.get()), fit = std::max(1, count * height / std::max(full, 1));
  if (fit >= count) return text;
  const PangoLayoutLine* last = pango_layout_get_line_readonly(layout.get(), fit - 1);
  // Room for the mark itself: a line is wider than three letters.
  const std::size_t end = static_cast<std::size_t>(last->start_index) + static_cast<std::size_t>(last->length);
  const std::size_t space = text.rfind(' ', end > 3 ? end - 3 : end);
  return text.substr(0, space == std::string::npos || space == 0 ? on_boundary(text, end) : space) + "…";
}

std::string quoted(const BarContent& content, std::size_t most) {
  // Without marked words the text only repeats what stands in the entry.
  if (content.words.empty() || content.words == content.text) return {};
  return fill(C_("the sender’s own words", "“{text}”"), {{"text", marked_excerpt(content.text, content.words, most)}});
}

std::vector<std::string> some_words(const BarContent& content, bool page, bool small, std::size_t excerpt) {
  std::vector<std::string> lines{escaped(page || content.brief.empty() ? content.headline : content.brief)};
  if (std::string words = excerpt > 0 ? quoted(content, excerpt) : std::string(); !words.empty()) lines.push_back(std::move(words));
  if (small && !content.more.empty()) lines.push_back("<small>" + escaped(content.more) + "</small>");
  return lines;
}

}  // namespace

std::vector<std::string> words_for(GtkWidget* widget, const BarContent& content, int width, const Heights& heights) {
  struct Way {
    bool page, small;
    std::size_t excerpt;
    int height;
  };
  const Way ways[] = {{true, true, 240, heights.easy}, {false, true, 240, heights.easy}, {false, false, 240, heights.words}, {false, false, 60, heights.words}, {false, false, 0, heights.most}};
  for (const Way& way : ways)
    if (auto lines = some_words(content, way.page, way.small, way.excerpt); height_of(widget, lines, width) <= way.height) return lines;
  return {escaped(cut_to(widget, content.brief.empty() ? content.headline : content.brief, width, heights.most))};
}

std::string marked_excerpt(const std::string& text, const std::string& words, std::size_t most) {
  const std::size_t found = words.empty() ? std::string::npos : text.find(words);
  const std::size_t mark_start = found == std::string::npos ? 0 : found, mark_end = found == std::string::npos ? 0 : found + words.size();
  const std::size_t middle = (mark_start + mark_end) / 2;
  std::size_t from = 0, until = text.size();
  if (text.size() > most) {
    from = on_boundary(text, middle > most / 2 ? middle - most / 2 : 0);
    until = on_boundary(text, from + most);
  }
  const std::string before = from > 0 ? "…" : "", after = until < text.size() ? "…" : "";
  if (mark_start == mark_end) return before + escaped(text.substr(from, until - from)) + after;
  const std::size_t a = on_boundary(text, std::clamp(mark_start, from, until)), b = on_boundary(text, std::clamp(mark_end, from, until));
  return before + escaped(text.substr(from, a - from)) + "<b><u>" + escaped(text.substr(a, b - a)) + "</u></b>" + escaped(text.substr(b, until - b)) + after;
}

}  // namespace tact::pidgin
