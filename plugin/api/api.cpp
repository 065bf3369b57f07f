// SPDX-License-Identifier: GPL-3.0-or-later
#include "plugin/api/api.h"

#include <cstdarg>
#include <cstdio>

#include "plugin/app.h"
#include "plugin/guard.h"

namespace tact::plugin {

namespace {

constexpr const char* outcome_signal = "tact-outcome";
// IPC functions get no data: libpurple has one load of us at a time.
Api* the_api = nullptr;

char* judge_for(PurpleConversation* conversation, const char* markup) noexcept {
  char* answer = nullptr;
  guarded("tact-judge", [&] {
    if (the_api != nullptr && markup != nullptr) answer = g_strdup(the_api->judge(conversation, markup).c_str());
  });
  return answer;
}

gboolean enforced_for(PurpleConversation* conversation) noexcept {
  bool answer = false;
  guarded("tact-enforced", [&] { answer = the_api != nullptr && the_api->enforced(conversation); });
  return answer ? TRUE : FALSE;
}

int waiting_for(PurpleConversation* conversation) noexcept {
  int answer = 0;
  guarded("tact-waiting", [&] {
    if (the_api != nullptr) answer = static_cast<int>(the_api->waiting(conversation));
  });
  return answer;
}

void marshal_int_of_pointer(PurpleCallback callback, va_list arguments, void*, void** result) noexcept {
  void* first = va_arg(arguments, void*);
  const int answer = reinterpret_cast<int (*)(void*)>(callback)(first);
  if (result != nullptr) *result = GINT_TO_POINTER(answer);
}

PurpleValue* a(PurpleType type) { return purple_value_new(type); }
PurpleValue* conversation_value() { return purple_value_new(PURPLE_TYPE_SUBTYPE, PURPLE_SUBTYPE_CONVERSATION); }

std::string line_of(const Finding& finding) {
  char sureness[16];
  std::snprintf(sureness, sizeof sureness, "%d.%02d", static_cast<int>(finding.sureness), static_cast<int>(finding.sureness * 100) % 100);
  std::string reason = finding.reason;
  for (char& c : reason)
    if (c == '\n' || c == '\t') c = ' ';
  return std::string(finding.guideline) + "\t" + std::string(name(finding.severity)) + "\t" + sureness + "\t" + reason;
}

}  // namespace

Api::Api(App& app) : app_(app) {
  PurplePlugin* plugin = app.handle();
  the_api = this;
  purple_plugin_ipc_register(plugin, "tact-judge", PURPLE_CALLBACK(judge_for), purple_marshal_POINTER__POINTER_POINTER, a(PURPLE_TYPE_POINTER), 2, conversation_value(),
                             a(PURPLE_TYPE_STRING));
  purple_plugin_ipc_register(plugin, "tact-enforced", PURPLE_CALLBACK(enforced_for), purple_marshal_BOOLEAN__POINTER, a(PURPLE_TYPE_BOOLEAN), 1, conversation_value());
  purple_plugin_ipc_register(plugin, "tact-waiting", PURPLE_CALLBACK(waiting_for), marshal_int_of_pointer, a(PURPLE_TYPE_INT), 1, conversation_value());
  purple_signal_register(plugin, outcome_signal, purple_marshal_VOID__POINTER_POINTER_UINT, nullptr, 3, a(PURPLE_TYPE_STRING), a(PURPLE_TYPE_STRING), a(PURPLE_TYPE_UINT));
  app.events.observe([plugin](const Event& event) {
    const std::string outcome(name(event.outcome)), room = event.place.room.text();
    purple_signal_emit(plugin, outcome_signal, outcome.c_str(), room.c_str(), static_cast<unsigned>(event.hold));
  });
}

Api::~Api() {
  the_api = nullptr;
  for (const char* function : {"tact-judge", "tact-enforced", "tact-waiting"}) purple_plugin_ipc_unregister(app_.handle(), function);
  purple_signal_unregister(app_.handle(), outcome_signal);
}

std::string Api::judge(PurpleConversation* conversation, const char* markup) {
  const auto place = Rooms::place_of(conversation);
  static const Policy usual = default_policy(GroupKind::class_group);
  const Policy& policy = place ? app_.settings.policy_for(place->room) : usual;
  Message message;
  if (place) message.room = place->room, message.sender.id = message.sender.name = Rooms::own_name(conversation);
  message.sender.self = true;
  message.raw = markup;
  message.at = app_.now();
  // Without what the person was told lately: asking twice gives the same answer.
  RoomView view = place ? app_.view(*place, conversation, policy) : RoomView{};
  view.nudges = {};
  const Verdict verdict = app_.engine().review(message, view, policy);
  std::string answer(name(verdict.decision));
  for (const Finding& finding : verdict.findings) answer += "\n" + line_of(finding);
  return answer;
}

bool Api::enforced(PurpleConversation* conversation) {
  const auto place = Rooms::place_of(conversation);
  return place && app_.settings.on(place->room);
}

unsigned Api::waiting(PurpleConversation* conversation) {
  if (!app_.has_outbox()) return 0;
  if (conversation == nullptr) return static_cast<unsigned>(app_.outbox().waiting().size());
  const auto place = Rooms::place_of(conversation);
  return place ? static_cast<unsigned>(app_.outbox().waiting(place->room, place->account).size()) : 0;
}

}  // namespace tact::plugin
