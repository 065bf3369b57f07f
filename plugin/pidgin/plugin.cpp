// SPDX-License-Identifier: GPL-3.0-or-later
// tact-pidgin.so: draws the nudges of tact.so as a bar in Pidgin's conversation windows.  All it knows comes through plugin/bar_api.h by number;
// without it Tact says the same in words.  GTK lives here and nowhere else in the plugin.
#include <gtk/gtk.h>
#include <purple.h>

// Pidgin's own headers know nothing of C++; GLib's, which they include, must be read before this.
extern "C" {
#include <gtkconv.h>
#include <gtkimhtml.h>
#include <gtkplugin.h>
}

#include <map>
#include <memory>
#include <string>

#include "config.h"
#include "core/i18n.h"
#include "plugin/bar_api.h"
#include "plugin/guard.h"
#include "plugin/pidgin/bar.h"

namespace tact::pidgin {

namespace {

/// One bar a conversation, by the conversation's address; forgotten when libpurple says that the conversation goes.
struct Shown {
  GtkWidget* bar = nullptr;  ///< null again when GTK destroyed it
  int number = 0;
  std::string looks;  ///< what it was drawn from: an unchanged bar is left alone
};

class Bars {
 public:
  explicit Bars(PurplePlugin* self);
  ~Bars();
  Bars(const Bars&) = delete;
  Bars& operator=(const Bars&) = delete;

  /// Looks again in the next turn of the main loop: the signal comes out of the middle of others.
  void look_soon();
  void forget(PurpleConversation* conversation);

 private:
  static gboolean look_now(gpointer data) noexcept;
  void look();
  void refresh(PurpleConversation* conversation);
  void draw(PurpleConversation* conversation, PidginConversation* window, const bar::Nudge& nudge, std::size_t others);
  void take_away(PurpleConversation* conversation);
  void chosen(int number, const std::string& word);

  PurplePlugin* self_;
  guint waiting_ = 0;
  std::map<PurpleConversation*, Shown> shown_;
};

Bars* the_bars = nullptr;

std::string trimmed(const std::string& text) {
  const auto first = text.find_first_not_of(" \t\r\n");
  if (first == std::string::npos) return {};
  return text.substr(first, text.find_last_not_of(" \t\r\n") - first + 1);
}

std::string entry_text(PidginConversation* window) {
  char* text = gtk_imhtml_get_text(GTK_IMHTML(window->entry), nullptr, nullptr);
  std::string copy = text != nullptr ? text : "";
  g_free(text);
  return copy;
}

PidginConversation* window_of(PurpleConversation* conversation) {
  if (conversation == nullptr || purple_conversation_get_type(conversation) != PURPLE_CONV_TYPE_CHAT) return nullptr;
  return PIDGIN_IS_PIDGIN_CONVERSATION(conversation) ? PIDGIN_CONVERSATION(conversation) : nullptr;
}

/// Where the bar goes: the box that holds the entry's row.
GtkBox* box_above_entry(PidginConversation* window) {
  GtkWidget* parent = window->lower_hbox != nullptr ? gtk_widget_get_parent(window->lower_hbox) : nullptr;
  return parent != nullptr && GTK_IS_BOX(parent) ? GTK_BOX(parent) : nullptr;
}

void on_changed(int, void*) noexcept {
  if (the_bars != nullptr) the_bars->look_soon();
}
void on_conversation(PurpleConversation*, void*) noexcept {
  if (the_bars != nullptr) the_bars->look_soon();
}
void on_displayed(PidginConversation*, void*) noexcept {
  if (the_bars != nullptr) the_bars->look_soon();
}
void on_deleting(PurpleConversation* conversation, void*) noexcept {
  if (the_bars != nullptr) the_bars->forget(conversation);
}

Bars::Bars(PurplePlugin* self) : self_(self) {
  if (PurplePlugin* tact = bar::tact_plugin()) purple_signal_connect(tact, bar::changed_signal, self, PURPLE_CALLBACK(on_changed), nullptr);
  void* windows = pidgin_conversations_get_handle();
  purple_signal_connect(windows, "conversation-displayed", self, PURPLE_CALLBACK(on_displayed), nullptr);
  void* conversations = purple_conversations_get_handle();
  purple_signal_connect(conversations, "chat-joined", self, PURPLE_CALLBACK(on_conversation), nullptr);
  purple_signal_connect(conversations, "deleting-conversation", self, PURPLE_CALLBACK(on_deleting), nullptr);
  bar::drawn(true);
  look_soon();
}

Bars::~Bars() {
  bar::drawn(false);
  if (waiting_ != 0) purple_timeout_remove(waiting_);
  purple_signals_disconnect_by_handle(self_);
  for (auto& [conversation, shown] : shown_)
    if (shown.bar != nullptr) {
      g_signal_handlers_disconnect_by_func(shown.bar, reinterpret_cast<gpointer>(gtk_widget_destroyed), &shown.bar);
      gtk_widget_destroy(shown.bar);
    }
}

void Bars::look_soon() {
  if (waiting_ == 0) waiting_ = purple_timeout_add(0, look_now, this);
}

gboolean Bars::look_now(gpointer data) noexcept {
  auto* bars = static_cast<Bars*>(data);
  bars->waiting_ = 0;
  plugin::guarded("nudge bar", [&] { bars->look(); });
  return FALSE;
}

void Bars::look() {
  for (GList* at = purple_get_conversations(); at != nullptr; at = at->next) refresh(static_cast<PurpleConversation*>(at->data));
}

void Bars::refresh(PurpleConversation* conversation) {
  PidginConversation* window = window_of(conversation);
  if (window == nullptr || box_above_entry(window) == nullptr) return;
  bar::Nudge speaks;
  std::size_t held = 0;
  // One bar a room: the newest one that wants an answer; a scheduled one wants none.
  for (const int number : bar::nudges(conversation)) {
    bar::Nudge nudge;
    if (!bar::nudge(number, nudge) || (nudge.state != "held" && nudge.state != "sending" && nudge.state != "pausing")) continue;
    ++held;
    speaks = std::move(nudge);
  }
  if (held == 0) return take_away(conversation);
  draw(conversation, window, speaks, held - 1);
}

void Bars::draw(PurpleConversation* conversation, PidginConversation* window, const bar::Nudge& nudge, std::size_t others) {
  BarContent content;
  content.headline = nudge.headline;
  content.brief = nudge.brief;
  content.text = nudge.text;
  content.words = nudge.words;
  if (nudge.again_posts) content.more = _("Sending it again unchanged posts it too.");
  if (others > 0)
    content.more += (content.more.empty() ? "" : " ") +
                    fill(translate_plural("{count} more waits here: /tact list", "{count} more wait here: /tact list", others), {{"count", std::to_string(others)}});
  if (nudge.state != "pausing") content.choices.emplace_back("edit", C_("button", "Edit"));
  std::string looks = std::to_string(nudge.number) + content.headline + content.more;
  for (const bar::Choice& choice : nudge.choices) {
    content.choices.emplace_back(choice.word, choice.label);
    looks += choice.label;
  }
  Shown& shown = shown_[conversation];
  if (shown.bar != nullptr && shown.looks == looks) return;
  take_away(conversation);
  Shown& fresh = shown_[conversation];
  const int number = nudge.number;
  GtkBox* box = box_above_entry(window);
  fresh.bar = make_bar(content, GTK_WIDGET(box), [this, number](const std::string& word) { chosen(number, word); });
  fresh.number = number;
  fresh.looks = std::move(looks);
  g_signal_connect(fresh.bar, "destroy", G_CALLBACK(gtk_widget_destroyed), &fresh.bar);
  gtk_box_pack_start(box, fresh.bar, FALSE, FALSE, 0);
  // Just above the entry's row, wherever that stands in this version of Pidgin.
  GList* children = gtk_container_get_children(GTK_CONTAINER(box));
  gtk_box_reorder_child(box, fresh.bar, g_list_index(children, window->lower_hbox));
  g_list_free(children);
}

void Bars::take_away(PurpleConversation* conversation) {
  const auto found = shown_.find(conversation);
  if (found == shown_.end()) return;
  if (found->second.bar != nullptr) {
    g_signal_handlers_disconnect_by_func(found->second.bar, reinterpret_cast<gpointer>(gtk_widget_destroyed), &found->second.bar);
    gtk_widget_destroy(found->second.bar);
  }
  shown_.erase(found);
}

void Bars::forget(PurpleConversation* conversation) {
  // Pidgin destroys the widgets with the window.
  plugin::guarded("nudge bar", [&] { take_away(conversation); });
}

void Bars::chosen(int number, const std::string& word) {
  PidginConversation* window = window_of(bar::window(number));
  if (word == "edit") {
    // The text is back in the entry already; the person asked for the keyboard by pressing this.
    if (window != nullptr) gtk_widget_grab_focus(window->entry);
    return;
  }
  bar::Nudge nudge;
  const bool waits = bar::nudge(number, nudge);
  if (!waits || !bar::choose(number, word.c_str())) return look_soon();
  bar::Nudge after;
  const bool gone = !bar::nudge(number, after) || after.state == "scheduled" || after.state == "pausing";
  // What is answered must not stand in the entry, one Enter away from being posted once more.
  if (gone && window != nullptr && trimmed(entry_text(window)) == trimmed(nudge.text)) gtk_imhtml_clear(GTK_IMHTML(window->entry));
  look_soon();
}

gboolean load(PurplePlugin* self) noexcept {
  return plugin::guarded("load", [&] { the_bars = std::make_unique<Bars>(self).release(); }) ? TRUE : FALSE;
}

gboolean unload(PurplePlugin*) noexcept {
  delete std::exchange(the_bars, nullptr);
  return TRUE;
}

PurplePluginInfo info = {};

void init(PurplePlugin*) {
  bind_translations();
  info.name = const_cast<char*>(_("Tact nudge bar"));
  info.summary = const_cast<char*>(_("Shows what Tact asks as a bar above the entry."));
  info.description = const_cast<char*>(_("The same choices that Tact offers in words, as buttons inside the conversation window. It never takes the keyboard."));
  info.dependencies = g_list_append(nullptr, const_cast<char*>(bar::plugin_id));
}

}  // namespace

PurplePluginInfo* prepared_info() {
  info.magic = PURPLE_PLUGIN_MAGIC;
  info.major_version = PURPLE_MAJOR_VERSION;
  info.minor_version = PURPLE_MINOR_VERSION;
  info.type = PURPLE_PLUGIN_STANDARD;
  info.ui_requirement = const_cast<char*>(PIDGIN_PLUGIN_TYPE);
  info.priority = PURPLE_PRIORITY_DEFAULT;
  info.id = const_cast<char*>("gtk-tact");
  info.version = const_cast<char*>(TACT_VERSION);
  info.author = const_cast<char*>("The Tact authors");
  info.homepage = const_cast<char*>("https://example.org/purple-tact");
  info.load = load;
  info.unload = unload;
  return &info;
}

}  // namespace tact::pidgin

extern "C" __attribute__((visibility("default"))) gboolean purple_init_plugin(PurplePlugin* plugin) {
  plugin->info = tact::pidgin::prepared_info();
  tact::pidgin::init(plugin);
  return purple_plugin_register(plugin);
}
