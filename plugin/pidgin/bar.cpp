// SPDX-License-Identifier: GPL-3.0-or-later
#include "plugin/pidgin/bar.h"

#include <algorithm>
#include <string_view>

namespace tact::pidgin {

namespace {

using Chosen = std::function<void(const std::string&)>;

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

/// A label that wraps to the width it is given: GTK 2 wraps to a guess of its own otherwise and cuts long languages.
void wrap_to_width(GtkWidget* label, GtkAllocation* given, gpointer) {
  PangoLayout* unwrapped = pango_layout_copy(gtk_label_get_layout(GTK_LABEL(label)));
  pango_layout_set_width(unwrapped, -1);
  int natural = 0, width = 0;
  pango_layout_get_pixel_size(unwrapped, &natural, nullptr);
  g_object_unref(unwrapped);
  // A short line asks for its own width, so that GTK can put it to the right where people read from there.  A long one asks for one pixel less
  // than given: asking for exactly what was given would keep a window from ever shrinking again.
  const int wanted = std::clamp(natural + 1, 1, std::max(given->width - 1, 1));
  gtk_widget_get_size_request(label, &width, nullptr);
  if (width != wanted) gtk_widget_set_size_request(label, wanted, -1);
}

GtkWidget* line(const std::string& markup) {
  GtkWidget* label = gtk_label_new(nullptr);
  gtk_label_set_markup(GTK_LABEL(label), markup.c_str());
  gtk_label_set_line_wrap(GTK_LABEL(label), TRUE);
  gtk_label_set_line_wrap_mode(GTK_LABEL(label), PANGO_WRAP_WORD_CHAR);
  gtk_misc_set_alignment(GTK_MISC(label), 0, 0);
  g_signal_connect(label, "size-allocate", G_CALLBACK(wrap_to_width), nullptr);
  return label;
}

/// Alt and this letter press the button.  Letters of Pidgin's own menus and tools are taken; a label without a free Latin letter gets one in
/// brackets behind it, as programs in such scripts do.
std::string with_mnemonic(const std::string& label, std::string& taken) {
  std::string out;
  bool marked = false;
  for (const char c : label) {
    const char lower = g_ascii_tolower(c);
    if (!marked && g_ascii_isalpha(c) && taken.find(lower) == std::string::npos) {
      taken += lower;
      out += '_';
      marked = true;
    }
    out += c == '_' ? std::string("__") : std::string(1, c);
  }
  for (const char c : std::string_view("jkxyzqwb")) {
    if (marked || taken.find(c) != std::string::npos) continue;
    taken += c;
    out += std::string(" (_") + g_ascii_toupper(c) + ')';
    marked = true;
  }
  return out;
}

struct Button {
  std::string id;
  Chosen chosen;
};

void on_clicked(GtkButton*, gpointer data) {
  // The choice may destroy the bar, and with it this closure: a copy goes along.
  const Button button = *static_cast<Button*>(data);
  try {
    button.chosen(button.id);
  } catch (...) {
    // Nothing may leave a callback of GTK; what was asked for stays in the outbox.
  }
}

void free_button(gpointer data, GClosure*) { delete static_cast<Button*>(data); }

GtkWidget* button_row(const BarContent& content, const Chosen& chosen, std::string& taken) {
  GtkWidget* row = gtk_hbox_new(FALSE, 6);
  for (const auto& [id, label] : content.choices) {
    GtkWidget* button = gtk_button_new_with_mnemonic(with_mnemonic(label, taken).c_str());
    // A click must not take the keyboard away from the entry: people type on.
    gtk_button_set_focus_on_click(GTK_BUTTON(button), FALSE);
    gtk_widget_set_tooltip_text(button, content.headline.c_str());
    AtkObject* spoken = gtk_widget_get_accessible(button);
    if (spoken != nullptr) atk_object_set_description(spoken, content.headline.c_str());
    g_signal_connect_data(button, "clicked", G_CALLBACK(on_clicked), new Button{id, chosen}, free_button, GConnectFlags(0));
    gtk_box_pack_start(GTK_BOX(row), button, FALSE, FALSE, 0);
  }
  return row;
}

/// Buttons that do not fit beside each other stand in several rows: at 200 % fonts four of them are wider than most windows.
GtkWidget* buttons(const BarContent& content, const Chosen& chosen) {
  constexpr long letters_in_a_row = 44;
  GtkWidget* rows = gtk_vbox_new(FALSE, 3);
  BarContent part{.headline = content.headline};
  long letters = 0;
  std::string taken = "acefios";
  const auto put = [&] {
    if (!part.choices.empty()) gtk_box_pack_start(GTK_BOX(rows), button_row(part, chosen, taken), FALSE, FALSE, 0);
    part.choices.clear();
    letters = 0;
  };
  for (const auto& choice : content.choices) {
    const long more = g_utf8_strlen(choice.second.c_str(), -1);
    if (letters + more > letters_in_a_row) put();
    part.choices.push_back(choice);
    letters += more;
  }
  put();
  return rows;
}

}  // namespace

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

GtkWidget* make_bar(const BarContent& content, Chosen chosen) {
  GtkWidget* bar = gtk_info_bar_new();
  gtk_info_bar_set_message_type(GTK_INFO_BAR(bar), GTK_MESSAGE_QUESTION);
  gtk_widget_set_name(bar, "tact-nudge-bar");
  GtkWidget* lines = gtk_vbox_new(FALSE, 4);
  gtk_box_pack_start(GTK_BOX(lines), line(escaped(content.headline)), FALSE, FALSE, 0);
  constexpr std::size_t excerpt = 240;
  // Without marked words the text only repeats what stands in the entry.
  if (!content.words.empty() && content.words != content.text)
    gtk_box_pack_start(GTK_BOX(lines), line("“" + marked_excerpt(content.text, content.words, excerpt) + "”"), FALSE, FALSE, 0);
  if (!content.more.empty()) gtk_box_pack_start(GTK_BOX(lines), line("<small>" + escaped(content.more) + "</small>"), FALSE, FALSE, 0);
  gtk_box_pack_start(GTK_BOX(lines), buttons(content, chosen), FALSE, FALSE, 2);
  gtk_container_add(GTK_CONTAINER(gtk_info_bar_get_content_area(GTK_INFO_BAR(bar))), lines);
  // GTK 2 gives an info bar an action area of its own; ours stand below the words, so that long labels have the whole width.
  gtk_widget_set_no_show_all(gtk_info_bar_get_action_area(GTK_INFO_BAR(bar)), TRUE);
  AtkObject* spoken = gtk_widget_get_accessible(bar);
  if (spoken != nullptr) {
    atk_object_set_role(spoken, ATK_ROLE_ALERT);
    atk_object_set_name(spoken, content.headline.c_str());
  }
  gtk_widget_show_all(bar);
  return bar;
}

}  // namespace tact::pidgin
