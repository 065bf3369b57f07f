// SPDX-License-Identifier: GPL-3.0-or-later
#include "plugin/menu.h"

#include <cstdio>

#include "core/i18n.h"
#include "plugin/app.h"
#include "plugin/face.h"
#include "plugin/form.h"
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

/// What to look at after this form; more than these few fields would not fit on every screen.
enum Then { then_nothing, then_levels, then_page, then_keeps };

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
  PurpleRequestFields* fields = purple_request_fields_new();
  PurpleRequestFieldGroup* group = purple_request_field_group_new(nullptr);
  const auto add = [&](PurpleRequestField* field) { purple_request_field_group_add_field(group, field); };
  const int state = !app_.settings.on(place.room) ? state_off : policy.kind == GroupKind::class_group ? state_class : state_community;
  add(form::choice("state", _("In this group"), state, {_("Tact is off"), _("Tact is on: a class group"), _("Tact is on: a community group")}));
  add(form::entry("quiet", _("It rests"), clock_face(policy.quiet_from) + "-" + clock_face(policy.quiet_until)));
  add(form::entry("later", _("“Later” is at"), clock_face(policy.later_at)));
  add(form::entry("gather", _("Seconds to wait for more"), std::to_string(policy.gather_seconds)));
  add(form::entry("undo", _("Seconds to take a message back"), undo_setting(policy)));
  add(form::choice("then", _("Then show"), then_nothing, {_("nothing more"), _("what Tact says, one by one"), _("the group’s page and whose it is"), _("what Tact keeps")}));
  purple_request_fields_add_group(fields, group);
  const int number = next_++;
  open_[number] = place;
  PurpleConversation* conversation = Rooms::find(place);
  const std::string primary = fill(_("Tact in “{group}”"), {{"group", title}});
  void* form = purple_request_fields(this, _("Tact settings"), primary.c_str(),
                                     form::text(_("For you alone, on this computer. “10 all” seconds: every message can be taken back.")).c_str(), fields,
                                     form::button(_("Save")).c_str(), G_CALLBACK(&Menu::on_ok), form::button(_("Cancel")).c_str(), G_CALLBACK(&Menu::on_cancel),
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
  const int state = form::chosen(fields, "state");
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
    lines.push_back(_("Saved. /tact status shows how Tact is set in this group."));
  } catch (const store::Error& error) {
    lines.push_back(fill(_("Tact could not save its settings: {error}"), {{"error", error.what()}}));
  }
  app_.tell(place, lines);
  show(place, form::chosen(fields, "then"));
}

void Menu::show(const Place& place, int then) {
  const auto say = [&](const char* words) { app_.tell(place, app_.commands.run(place, Rooms::find(place), words)); };
  if (then == then_levels && !app_.levels_window.open(place)) say("status");
  if (then == then_page) {
    say("policy");
    say("trust");
  }
  if (then == then_keeps) say("keeps");
}

}  // namespace tact::plugin
