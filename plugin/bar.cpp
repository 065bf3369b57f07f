// SPDX-License-Identifier: GPL-3.0-or-later
#include "plugin/bar.h"

#include <cstdarg>

#include "plugin/app.h"
#include "plugin/bar_api.h"
#include "plugin/guard.h"

namespace tact::plugin {

namespace {

// IPC functions get no data: libpurple has one load of us at a time.
Bar* the_bar = nullptr;

void* to_c(const std::string& text) { return g_strdup(text.c_str()); }

void* list_for(PurpleConversation* conversation) noexcept {
  void* answer = nullptr;
  guarded("tact-nudges", [&] {
    if (the_bar != nullptr) answer = to_c(the_bar->list(conversation));
  });
  return answer;
}

void* describe_for(int number) noexcept {
  void* answer = nullptr;
  guarded("tact-nudge", [&] {
    if (the_bar != nullptr) answer = to_c(the_bar->describe(number));
  });
  return answer;
}

void* window_for(int number) noexcept {
  void* answer = nullptr;
  guarded("tact-nudge-window", [&] {
    if (the_bar != nullptr) answer = the_bar->window(number);
  });
  return answer;
}

gboolean choose_for(int number, const char* word) noexcept {
  bool done = false;
  guarded("tact-nudge-choose", [&] { done = the_bar != nullptr && word != nullptr && the_bar->choose(number, word); });
  return done ? TRUE : FALSE;
}

gboolean dismiss_for(int) noexcept { return TRUE; }

gboolean view_for(int comes) noexcept {
  bool done = false;
  guarded("tact-nudge-view", [&] {
    if (the_bar == nullptr) return;
    the_bar->view(comes != 0);
    done = true;
  });
  return done ? TRUE : FALSE;
}

void marshal_pointer_of_pointer(PurpleCallback callback, va_list arguments, void*, void** result) noexcept {
  void* first = va_arg(arguments, void*);
  void* answer = reinterpret_cast<void* (*)(void*)>(callback)(first);
  if (result != nullptr) *result = answer;
}

void marshal_pointer_of_int(PurpleCallback callback, va_list arguments, void*, void** result) noexcept {
  const int first = va_arg(arguments, int);
  void* answer = reinterpret_cast<void* (*)(int)>(callback)(first);
  if (result != nullptr) *result = answer;
}

void marshal_boolean_of_int(PurpleCallback callback, va_list arguments, void*, void** result) noexcept {
  const int first = va_arg(arguments, int);
  const gboolean answer = reinterpret_cast<gboolean (*)(int)>(callback)(first);
  if (result != nullptr) *result = GINT_TO_POINTER(answer);
}

void marshal_boolean_of_int_pointer(PurpleCallback callback, va_list arguments, void*, void** result) noexcept {
  const int first = va_arg(arguments, int);
  const char* second = va_arg(arguments, const char*);
  const gboolean answer = reinterpret_cast<gboolean (*)(int, const char*)>(callback)(first, second);
  if (result != nullptr) *result = GINT_TO_POINTER(answer);
}

PurpleValue* a(PurpleType type) { return purple_value_new(type); }
PurpleValue* conversation_value() { return purple_value_new(PURPLE_TYPE_SUBTYPE, PURPLE_SUBTYPE_CONVERSATION); }

/// A value on one line, fields kept apart.
std::string field(std::string_view value) {
  std::string text;
  for (const char c : value) {
    if (c == '\\') text += "\\\\";
    else if (c == '\n') text += "\\n";
    else if (c == '\t') text += "\\t";
    else text += c;
  }
  return text;
}

std::string utf8(const std::string& text) {
  gchar* valid = purple_utf8_salvage(text.c_str());
  std::string copy = valid != nullptr ? valid : "";
  g_free(valid);
  return copy;
}

}  // namespace

Bar::Bar(App& app) : app_(app) {
  PurplePlugin* plugin = app.handle();
  the_bar = this;
  purple_plugin_ipc_register(plugin, "tact-nudges", PURPLE_CALLBACK(list_for), marshal_pointer_of_pointer, a(PURPLE_TYPE_POINTER), 1, conversation_value());
  purple_plugin_ipc_register(plugin, "tact-nudge", PURPLE_CALLBACK(describe_for), marshal_pointer_of_int, a(PURPLE_TYPE_POINTER), 1, a(PURPLE_TYPE_INT));
  purple_plugin_ipc_register(plugin, "tact-nudge-window", PURPLE_CALLBACK(window_for), marshal_pointer_of_int, conversation_value(), 1, a(PURPLE_TYPE_INT));
  purple_plugin_ipc_register(plugin, "tact-nudge-choose", PURPLE_CALLBACK(choose_for), marshal_boolean_of_int_pointer, a(PURPLE_TYPE_BOOLEAN), 2,
                             a(PURPLE_TYPE_INT), a(PURPLE_TYPE_STRING));
  purple_plugin_ipc_register(plugin, "tact-nudge-dismiss", PURPLE_CALLBACK(dismiss_for), marshal_boolean_of_int, a(PURPLE_TYPE_BOOLEAN), 1,
                             a(PURPLE_TYPE_INT));
  purple_plugin_ipc_register(plugin, "tact-nudge-view", PURPLE_CALLBACK(view_for), marshal_boolean_of_int, a(PURPLE_TYPE_BOOLEAN), 1, a(PURPLE_TYPE_INT));
  purple_signal_register(plugin, bar::changed_signal, purple_marshal_VOID__INT, nullptr, 1, a(PURPLE_TYPE_INT));
  app.events.observe([plugin](const Event& event) {
    // A number only: libpurple hands every signal on to D-Bus.
    if (event.hold != 0) purple_signal_emit(plugin, bar::changed_signal, static_cast<int>(event.hold));
  });
}

Bar::~Bar() {
  the_bar = nullptr;
  purple_signals_unregister_by_instance(app_.handle());
}

std::string Bar::list(PurpleConversation* conversation) {
  std::string text;
  const auto place = Rooms::place_of(conversation);
  if (!place || !app_.has_outbox()) return text;
  for (const outbox::Hold& hold : app_.outbox().waiting(place->room, place->account)) text += std::to_string(hold.id) + "\n";
  return text;
}

std::string Bar::describe(outbox::HoldId id) {
  if (!app_.has_outbox()) return {};
  const auto hold = app_.outbox().find(id);
  if (!hold || !outbox::waits(hold->state)) return {};
  PurpleConversation* conversation = window(id);
  Text text;
  read_text(hold->draft.raw, hold->draft.format, text);
  std::string lines;
  const auto add = [&](std::string_view key, const std::string& value) { lines += std::string(key) + "\t" + field(utf8(value)) + "\n"; };
  add("state", std::string(outbox::name(hold->state)));
  add("headline", app_.nudges.headline(*hold, conversation));
  add("brief", app_.nudges.headline(*hold, conversation, Nudges::Page::unsaid));
  add("text", text.plain);
  add("again", hold->state != outbox::State::pausing && !hold->word_needed && hold->fragments == 0 && !hold->draft.pictures && hold->decision != Decision::refuse ? "1" : "0");
  if (!hold->reasons.empty()) {
    const outbox::Reason& reason = hold->reasons.front();
    add("guideline", reason.guideline);
    add("serious", reason.severity == Severity::serious ? "1" : "0");
    if (!reason.span.empty() && reason.span.end <= hold->draft.raw.size())
      add("words", hold->draft.raw.substr(reason.span.start, reason.span.end - reason.span.start));
  }
  if (hold->due) add("when", time_for_people(*hold->due, app_.now(), app_.settings.policy_for(hold->draft.room).zone));
  for (const Choice& choice : app_.nudges.choices(*hold)) lines += "choice\t" + field(choice.word) + "\t" + field(choice.label) + "\n";
  return lines;
}

PurpleConversation* Bar::window(outbox::HoldId id) {
  if (!app_.has_outbox()) return nullptr;
  const auto hold = app_.outbox().find(id);
  return hold ? Rooms::find({hold->draft.room, hold->draft.account}) : nullptr;
}

bool Bar::choose(outbox::HoldId id, const std::string& word) {
  if (!app_.has_outbox()) return false;
  const auto hold = app_.outbox().find(id);
  if (!hold || !outbox::waits(hold->state)) return false;
  bool offered = false;
  for (const Choice& choice : app_.nudges.choices(*hold)) offered = offered || choice.word == word;
  if (!offered) return false;
  const Place place{hold->draft.room, hold->draft.account};
  app_.tell(place, app_.commands.run(place, Rooms::find(place), word + " #" + std::to_string(id)));
  return true;
}

}  // namespace tact::plugin
