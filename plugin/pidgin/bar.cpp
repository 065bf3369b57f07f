// SPDX-License-Identifier: GPL-3.0-or-later
#include "plugin/pidgin/bar.h"

#include <algorithm>
#include <memory>
#include <string_view>

namespace tact::pidgin {

namespace {

using Chosen = std::function<void(const std::string&)>;

constexpr int button_gap = 6, row_gap = 3, frame = 24;

/// The letters that Alt already gives to something in this window: Pidgin's menus and tools have others in every language.
void add_letters(GtkWidget* widget, gpointer taken) noexcept {
  if (GTK_IS_LABEL(widget)) {
    const gunichar letter = gdk_keyval_to_unicode(gtk_label_get_mnemonic_keyval(GTK_LABEL(widget)));
    if (letter > 0 && letter < 0x80) *static_cast<std::string*>(taken) += g_ascii_tolower(static_cast<char>(letter));
  }
  if (GTK_IS_CONTAINER(widget)) gtk_container_forall(GTK_CONTAINER(widget), add_letters, taken);
}

/// Alt and this letter press the button.  A label without a free Latin letter gets one in brackets behind it, as programs in such scripts do.
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

struct Pressed {
  std::string id;
  Chosen chosen;
};

void on_clicked(GtkButton*, gpointer data) noexcept {
  // The choice may destroy the bar, and with it this closure: a copy goes along.
  const Pressed pressed = *static_cast<Pressed*>(data);
  try {
    pressed.chosen(pressed.id);
  } catch (...) {
    // Nothing may leave a callback of GTK; what was asked for stays in the outbox.
  }
}

GtkWidget* make_button(const std::string& headline, const std::string& label, const std::string& id, const Chosen& chosen) {
  GtkWidget* button = gtk_button_new_with_mnemonic(label.c_str());
  // A click must not take the keyboard away from the entry: people type on.
  gtk_button_set_focus_on_click(GTK_BUTTON(button), FALSE);
  gtk_widget_set_tooltip_text(button, headline.c_str());
  AtkObject* spoken = gtk_widget_get_accessible(button);
  if (spoken != nullptr) atk_object_set_description(spoken, headline.c_str());
  const auto free_pressed = +[](gpointer data, GClosure*) noexcept { delete static_cast<Pressed*>(data); };
  g_signal_connect_data(button, "clicked", G_CALLBACK(on_clicked), new Pressed{id, chosen}, free_pressed, GConnectFlags(0));
  gtk_widget_show_all(button);
  return button;
}

/// A label wrapped to just this width.  GTK 2 wraps to a guess of its own otherwise, and cuts long languages; and a label that asked for the
/// width it has would keep the window from ever shrinking again, so that the box around it asks for nothing.
GtkWidget* make_line(const std::string& markup, int width) {
  GtkWidget* label = gtk_label_new(nullptr);
  gtk_label_set_markup(GTK_LABEL(label), markup.c_str());
  gtk_label_set_line_wrap(GTK_LABEL(label), TRUE);
  gtk_label_set_line_wrap_mode(GTK_LABEL(label), PANGO_WRAP_WORD_CHAR);
  gtk_misc_set_alignment(GTK_MISC(label), 0, 0);
  gtk_widget_set_size_request(label, width, -1);
  GtkWidget* held = gtk_fixed_new();
  // From right to left GTK 2 draws a wrapped label too far to the left by as much as its longest line is short of the width.
  PangoRectangle drawn;
  pango_layout_get_pixel_extents(gtk_label_get_layout(GTK_LABEL(label)), nullptr, &drawn);
  gtk_fixed_put(GTK_FIXED(held), label, drawn.x, 0);
  GtkRequisition wanted;
  gtk_widget_show_all(held);
  gtk_widget_size_request(label, &wanted);
  gtk_widget_set_size_request(held, 1, wanted.height);
  return held;
}

/// One bar: what it says, and the room that it was last laid out for.
class View {
 public:
  View(BarContent content, GtkWidget* bar, GtkWidget* lines, const std::string& letters, const Chosen& chosen)
      : content_(std::move(content)), bar_(bar) {
    std::string taken = letters;
    for (const auto& [id, label] : content_.choices) {
      GtkWidget* button = make_button(content_.headline, with_mnemonic(label, taken), id, chosen);
      buttons_.push_back(GTK_WIDGET(g_object_ref_sink(button)));
    }
    words_ = gtk_vbox_new(FALSE, line_gap);
    rows_ = gtk_vbox_new(FALSE, row_gap);
    gtk_box_pack_start(GTK_BOX(lines), words_, FALSE, FALSE, 0);
    gtk_box_pack_start(GTK_BOX(lines), rows_, FALSE, FALSE, 2);
  }

  ~View() {
    if (waiting_ != 0) g_source_remove(waiting_);
    for (GtkWidget* button : buttons_) g_object_unref(button);
  }
  View(const View&) = delete;
  View& operator=(const View&) = delete;

  /// `window` is as high as the conversation's window is now.
  void fit(int width, int window) {
    if (width == width_ && window == window_) return;
    width_ = width;
    window_ = window;
    const int rows = put_buttons(width);
    gtk_container_foreach(GTK_CONTAINER(words_), [](GtkWidget* child, gpointer) noexcept { gtk_widget_destroy(child); }, nullptr);
    // Two fifths of the window, or of the screen, are ours; the rest is the talk and the entry.
    const int screen = screen_height(), other = rows + frame;
    const Heights heights{std::min(window, screen) * 2 / 5 - other, screen * 2 / 5 - other, screen / 2 - other};
    for (const std::string& line : words_for(words_, content_, width, heights)) gtk_box_pack_start(GTK_BOX(words_), make_line(line, width), FALSE, FALSE, 0);
    gtk_widget_show_all(words_);
  }

  /// GTK says how much room there is; it must not be changed from inside that.
  void given(int width) {
    const int window = window_height();
    // A bar may make its window a little higher; that is no reason to begin anew.
    const bool much_higher = window * 20 > window_ * 23 || window * 20 < window_ * 17;
    if ((width == width_ && !much_higher) || waiting_ != 0) return;
    wanted_ = width;
    waiting_ = g_idle_add([](gpointer data) noexcept -> gboolean {
      auto* view = static_cast<View*>(data);
      view->waiting_ = 0;
      try {
        view->fit(view->wanted_, view->window_height());
      } catch (...) {
        // The words stay as they were laid out before.
      }
      return FALSE;
    }, this);
  }

 private:
  int window_height() const {
    GtkWidget* window = gtk_widget_get_toplevel(bar_);
    return gtk_widget_is_toplevel(window) ? window->allocation.height : window_;
  }

  int screen_height() const {
    GtkWidget* window = gtk_widget_get_toplevel(bar_);
    GdkScreen* screen = gtk_widget_has_screen(window) ? gtk_widget_get_screen(window) : gdk_screen_get_default();
    const int monitor = window->window != nullptr ? gdk_screen_get_monitor_at_window(screen, window->window) : 0;
    GdkRectangle area;
    gdk_screen_get_monitor_geometry(screen, monitor, &area);
    return area.height;
  }

  /// Buttons that do not fit beside each other stand in several rows: at 200 % fonts four of them are wider than most windows.  Answers the height.
  int put_buttons(int width) {
    for (GtkWidget* button : buttons_)
      if (GtkWidget* row = gtk_widget_get_parent(button)) gtk_container_remove(GTK_CONTAINER(row), button);
    gtk_container_foreach(GTK_CONTAINER(rows_), [](GtkWidget* child, gpointer) noexcept { gtk_widget_destroy(child); }, nullptr);
    GtkWidget* row = nullptr;
    int used = 0, height = 0;
    for (GtkWidget* button : buttons_) {
      GtkRequisition wanted;
      gtk_widget_size_request(button, &wanted);
      if (row == nullptr || used + button_gap + wanted.width > width) {
        row = gtk_hbox_new(FALSE, button_gap);
        gtk_box_pack_start(GTK_BOX(rows_), row, FALSE, FALSE, 0);
        used = -button_gap;
        height += wanted.height + row_gap;
      }
      gtk_box_pack_start(GTK_BOX(row), button, FALSE, FALSE, 0);
      used += button_gap + wanted.width;
    }
    gtk_widget_show_all(rows_);
    return height;
  }

  BarContent content_;
  GtkWidget* bar_;
  GtkWidget* words_ = nullptr;
  GtkWidget* rows_ = nullptr;
  std::vector<GtkWidget*> buttons_;
  int width_ = 0, window_ = 0, wanted_ = 0;
  guint waiting_ = 0;
};

void on_given(GtkWidget*, GtkAllocation* given, gpointer view) noexcept { static_cast<View*>(view)->given(given->width); }

}  // namespace

GtkWidget* make_bar(const BarContent& content, GtkWidget* box, const Chosen& chosen) {
  GtkWidget* bar = gtk_info_bar_new();
  gtk_info_bar_set_message_type(GTK_INFO_BAR(bar), GTK_MESSAGE_QUESTION);
  gtk_widget_set_name(bar, "tact-nudge-bar");
  GtkWidget* lines = gtk_vbox_new(FALSE, line_gap);
  gtk_container_add(GTK_CONTAINER(gtk_info_bar_get_content_area(GTK_INFO_BAR(bar))), lines);
  // GTK 2 gives an info bar an action area of its own; ours stand below the words, so that long labels have the whole width.
  gtk_widget_set_no_show_all(gtk_info_bar_get_action_area(GTK_INFO_BAR(bar)), TRUE);
  AtkObject* spoken = gtk_widget_get_accessible(bar);
  if (spoken != nullptr) {
    atk_object_set_role(spoken, ATK_ROLE_ALERT);
    atk_object_set_name(spoken, content.headline.c_str());
  }
  GtkWidget* window = gtk_widget_get_toplevel(box);
  std::string letters;
  add_letters(window, &letters);
  auto* view = new View(content, bar, lines, letters, chosen);
  g_object_set_data_full(G_OBJECT(bar), "tact-view", view, [](gpointer data) noexcept { delete static_cast<View*>(data); });
  // A tab that was never shown has no size yet.
  const int width = box->allocation.width > 100 ? box->allocation.width : 400, height = window->allocation.height > 100 ? window->allocation.height : 400;
  view->fit(width - frame, height);
  g_signal_connect(lines, "size-allocate", G_CALLBACK(on_given), view);
  gtk_widget_show_all(bar);
  return bar;
}

}  // namespace tact::pidgin
