// SPDX-License-Identifier: GPL-3.0-or-later
#include "plugin/menu.h"

#include <algorithm>
#include <cstdio>

#include "core/guidelines/guideline.h"
#include "core/i18n.h"
#include "plugin/app.h"
#include "plugin/face.h"
#include "plugin/guard.h"

namespace tact::plugin {

namespace {

Menu* the_menu = nullptr;

constexpr int state_off = 0, state_class = 1, state_community = 2;

std::string clock_face(int minute) {
  char text[16];
  std::snprintf(text, sizeof text, "%02d:%02d", minute / 60 % 100, minute % 60);
  return text;
}

std::optional<Place> place_of_chat(PurpleChat* chat) {
  PurpleAccount* account = purple_chat_get_account(chat);
  PurplePlugin* protocol = account != nullptr ? purple_find_prpl(purple_account_get_protocol_id(account)) : nullptr;
  if (protocol == nullptr) return std::nullopt;
  const PurplePluginProtocolInfo* info = PURPLE_PLUGIN_PROTOCOL_INFO(protocol);
  if (info->get_chat_name == nullptr) return std::nullopt;
  gchar* name = info->get_chat_name(purple_chat_get_components(chat));
  if (name == nullptr) return std::nullopt;
  const Place place = Rooms::place_named(account, name);
  g_free(name);
  return place;
}

void add_entry(GList** menu, PurpleCallback chosen, gpointer data) {
  *menu = g_list_append(*menu, purple_menu_action_new(_("Tact settings…"), chosen, data, nullptr));
}

/// A sentence of the page beside its choices: no client wraps the words of a field, and a form may not be wider than a screen.
std::string in_lines(const std::string& words) {
  constexpr glong letters = 36, most_lines = 3;
  std::string out;
  glong used = 0, lines = 1;
  for (std::size_t at = 0; at < words.size();) {
    const std::size_t end = std::min(words.find(' ', at), words.size());
    const std::string word = words.substr(at, end - at);
    const glong length = g_utf8_strlen(word.c_str(), -1);
    at = end + 1;
    if (used > 0 && used + 1 + length > letters) {
      if (++lines > most_lines) return out + "…";
      out += '\n';
      used = 0;
    }
    if (used > 0) out += ' ';
    out += word;
    used += length + 1;
  }
  return out;
}

PurpleRequestField* choice(const char* id, const char* label, int value, std::initializer_list<const char*> labels) {
  PurpleRequestField* field = purple_request_field_choice_new(id, label, value);
  for (const char* text : labels) purple_request_field_choice_add(field, text);
  return field;
}

}  // namespace

Menu::Menu(App& app) : app_(app) {
  the_menu = this;
  purple_signal_connect(purple_blist_get_handle(), "blist-node-extended-menu", app.handle(), PURPLE_CALLBACK(&Menu::on_node_menu), this);
  purple_signal_connect(purple_conversations_get_handle(), "conversation-extended-menu", app.handle(),
                        PURPLE_CALLBACK(&Menu::on_conversation_menu), this);
}

Menu::~Menu() {
  // Forms still open would call into nothing.
  purple_request_close_with_handle(this);
  the_menu = nullptr;
}

void Menu::on_node_menu(PurpleBlistNode* node, GList** menu, gpointer data) noexcept {
  guarded("menu", [&] {
    if (node == nullptr || menu == nullptr || purple_blist_node_get_type(node) != PURPLE_BLIST_CHAT_NODE) return;
    add_entry(menu, PURPLE_CALLBACK(&Menu::on_node_chosen), data);
  });
}

void Menu::on_conversation_menu(PurpleConversation* conversation, GList** menu, gpointer data) noexcept {
  guarded("menu", [&] {
    if (menu == nullptr || !Rooms::place_of(conversation)) return;
    add_entry(menu, PURPLE_CALLBACK(&Menu::on_conversation_chosen), data);
  });
}

// A menu may stand open while we are unloaded: both ask who is there now.
void Menu::on_node_chosen(PurpleBlistNode* node, gpointer) noexcept {
  guarded("menu", [&] {
    if (the_menu == nullptr || node == nullptr || purple_blist_node_get_type(node) != PURPLE_BLIST_CHAT_NODE) return;
    auto* chat = reinterpret_cast<PurpleChat*>(node);
    const char* name = purple_chat_get_name(chat);
    if (const auto place = place_of_chat(chat)) the_menu->open(*place, name != nullptr ? name : "");
  });
}

void Menu::on_conversation_chosen(PurpleConversation* conversation, gpointer) noexcept {
  guarded("menu", [&] {
    const auto place = Rooms::place_of(conversation);
    if (the_menu != nullptr && place) the_menu->open(*place, Rooms::title(conversation));
  });
}

bool Menu::open(const Place& place, const std::string& title) {
  const PurpleRequestUiOps* ops = purple_request_get_ui_ops();
  if (ops == nullptr || ops->request_fields == nullptr || Faces::host() == Host::channel) return false;
  const Policy& policy = app_.settings.policy_for(place.room);
  const auto own = app_.settings.own_levels(place.room);
  PurpleRequestFields* fields = purple_request_fields_new();
  PurpleRequestFieldGroup* group = purple_request_field_group_new(nullptr);
  const int state = !app_.settings.on(place.room) ? state_off : policy.kind == GroupKind::class_group ? state_class : state_community;
  purple_request_field_group_add_field(
      group, choice("state", _("In this group"), state, {_("Tact is off"), _("Tact is on: a class group"), _("Tact is on: a community group")}));
  const std::string quiet = clock_face(policy.quiet_from) + "-" + clock_face(policy.quiet_until);
  purple_request_field_group_add_field(group, purple_request_field_string_new("quiet", _("It rests"), quiet.c_str(), FALSE));
  purple_request_field_group_add_field(group, purple_request_field_string_new("later", _("“Later” is at"), clock_face(policy.later_at).c_str(), FALSE));
  purple_request_field_group_add_field(
      group, purple_request_field_string_new("gather", _("Seconds to wait for more"), std::to_string(policy.gather_seconds).c_str(), FALSE));
  purple_request_field_group_add_field(
      group, purple_request_field_string_new("undo", _("Seconds to take a message back (“10 all”: every message)"), undo_setting(policy).c_str(), FALSE));
  purple_request_fields_add_group(fields, group);
  PurpleRequestFieldGroup* levels = purple_request_field_group_new(_("What Tact says"));
  for (const Guideline* guideline : guidelines()) {
    const std::string id(guideline->id());
    if (policy.level_of(id) == Level::require) continue;
    const auto set = own.find(id);
    const int value = set == own.end() ? 0 : 1 + static_cast<int>(set->second);
    const std::string words(quotation(id));
    purple_request_field_group_add_field(
        levels, choice(("level " + id).c_str(), words.empty() ? id.c_str() : in_lines(words).c_str(), value,
                       {_("as the group has it"), _("nothing"), _("a quiet note"), _("asks first")}));
  }
  purple_request_fields_add_group(fields, levels);
  const int number = next_++;
  open_[number] = place;
  PurpleConversation* conversation = Rooms::find(place);
  const std::string primary = fill(_("Tact in “{group}”"), {{"group", title}});
  void* form = purple_request_fields(this, _("Tact settings"), primary.c_str(), _("For you alone, on this computer."), fields, _("Save"),
                                     G_CALLBACK(&Menu::on_ok), _("Cancel"), G_CALLBACK(&Menu::on_cancel),
                                     conversation != nullptr ? purple_conversation_get_account(conversation) : nullptr, nullptr, conversation,
                                     GINT_TO_POINTER(number));
  if (form == nullptr) open_.erase(number);
  return form != nullptr;
}

void Menu::on_ok(void* number, PurpleRequestFields* fields) noexcept {
  guarded("settings form", [&] {
    if (the_menu == nullptr) return;
    const auto found = the_menu->open_.find(GPOINTER_TO_INT(number));
    if (found == the_menu->open_.end()) return;
    const Place place = found->second;
    the_menu->open_.erase(found);
    the_menu->save(place, fields);
  });
}

void Menu::on_cancel(void* number, PurpleRequestFields*) noexcept {
  if (the_menu != nullptr) the_menu->open_.erase(GPOINTER_TO_INT(number));
}

void Menu::save(const Place& place, PurpleRequestFields* fields) {
  Settings& settings = app_.settings;
  const int state = purple_request_fields_get_choice(fields, "state");
  Lines lines;
  try {
    if (state == state_off) settings.turn_off(place.room);
    else settings.turn_on(place.room, state == state_class ? GroupKind::class_group : GroupKind::community);
    const Policy before = settings.policy_for(place.room);
    const std::string quiet = clock_face(before.quiet_from) + "-" + clock_face(before.quiet_until);
    const std::pair<const char*, std::string> parameters[] = {
        {"quiet", quiet}, {"later", clock_face(before.later_at)}, {"gather", std::to_string(before.gather_seconds)}, {"undo", undo_setting(before)}};
    for (const auto& [name, now] : parameters) {
      const char* value = purple_request_fields_get_string(fields, name);
      if (value == nullptr || now == value) continue;
      if (!settings.set_parameter(place.room, name, value))
        lines.push_back(fill(_("Tact did not understand “{value}”; that stays as it was."), {{"value", value}}));
    }
    for (const Guideline* guideline : guidelines()) {
      const std::string id(guideline->id());
      if (purple_request_fields_exists(fields, ("level " + id).c_str()) == FALSE) continue;
      const int value = purple_request_fields_get_choice(fields, ("level " + id).c_str());
      const auto own = settings.own_levels(place.room);
      const auto set = own.find(id);
      if (value == (set == own.end() ? 0 : 1 + static_cast<int>(set->second))) continue;
      settings.set_level(place.room, id, value == 0 ? std::nullopt : std::optional(static_cast<Level>(value - 1)));
    }
    lines.push_back(_("Saved. /tact status shows how Tact is set in this group."));
  } catch (const store::Error& error) {
    lines.push_back(fill(_("Tact could not save its settings: {error}"), {{"error", error.what()}}));
  }
  app_.tell(place, lines);
}

}  // namespace tact::plugin
