// SPDX-License-Identifier: GPL-3.0-or-later
#include "plugin/menu.h"

#include <cstdio>

#include "core/i18n.h"
#include "plugin/app.h"
#include "plugin/face.h"
#include "plugin/forget.h"
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

/// A blank line between: each is a paragraph.
std::string joined(const Lines& lines) {
  std::string text;
  for (const std::string& line : lines) text += (text.empty() ? "" : "\n\n") + line;
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

/// What a value of the form is now, as it is typed.
std::string now_set(const Policy& policy, std::string_view name) {
  if (name == "quiet") return clock_face(policy.quiet_from) + "-" + clock_face(policy.quiet_until);
  if (name == "later") return clock_face(policy.later_at);
  if (name == "gather") return std::to_string(policy.gather_seconds);
  if (name == "undo") return undo_setting(policy);
  return with_commas(policy.own_allow);
}

struct Entry {
  const char* name;
  const char* label;  ///< N_()
};

constexpr Entry entries[] = {{"quiet", N_("It rests")},
                             {"later", N_("“Later” is at")},
                             {"gather", N_("Seconds to wait for more")},
                             {"undo", N_("Seconds to take a message back")},
                             {"allow", N_("Words to allow, with commas")}};

}  // namespace

/// Where the form leads; all of it in fields would not fit on every screen.
enum class Menu::Then { nothing, levels, page, keeps, forget, setup, queue };

namespace {

const char* words(Menu::Then then) {
  switch (then) {
    case Menu::Then::nothing: return _("nothing more");
    case Menu::Then::levels: return _("what Tact says, one by one");
    case Menu::Then::page: return _("the group’s page and whose it is");
    case Menu::Then::keeps: return _("what Tact keeps");
    case Menu::Then::forget: return _("delete all that Tact keeps …");
    case Menu::Then::setup: return _("the rep’s five questions …");
    case Menu::Then::queue: return _("the rep’s queue …");
  }
  return "";
}

}  // namespace

Menu::Menu(App& app) : app_(app) {
  the_menu = this;
  purple_signal_connect(purple_blist_get_handle(), "blist-node-extended-menu", app.handle(), PURPLE_CALLBACK(&Menu::on_node_menu), this);
  purple_signal_connect(purple_conversations_get_handle(), "conversation-extended-menu", app.handle(),
                        PURPLE_CALLBACK(&Menu::on_conversation_menu), this);
}

Menu::~Menu() {
  purple_notify_close_with_handle(this);
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
  if (!Asks::possible()) return false;
  const Policy& policy = app_.settings.policy_for(place.room);
  const int state = !app_.settings.on(place.room) ? state_off : policy.kind == GroupKind::class_group ? state_class : state_community;
  std::vector<PurpleRequestField*> fields{form::choice("state", _("In this group"), state, {_("Tact is off"), _("Tact is on: a class group"), _("Tact is on: a community group")})};
  for (const Entry& entry : entries) fields.push_back(form::entry(entry.name, _(entry.label), now_set(policy, entry.name)));
  std::vector<Then> ways{Then::nothing, Then::levels, Then::page, Then::keeps, Then::forget, Then::setup};
  if (app_.moderation.is_officer(place.room)) ways.push_back(Then::queue);
  std::vector<std::string> labels;
  labels.reserve(ways.size());
  for (const Then way : ways) labels.emplace_back(words(way));
  fields.push_back(form::choice("then", _("Then"), 0, labels));
  const Asks::Words text{_("Tact settings"), fill(_("Tact in “{group}”"), {{"group", title}}), _("For you alone, on this computer. “10 all” seconds: every message can be taken back."), _("Save"), _("Cancel")};
  return app_.asks.form(place, text, fields, [this, place, title, ways](PurpleRequestFields* answered) {
    save(place, answered);
    const int way = form::chosen(answered, "then");
    if (way > 0 && static_cast<std::size_t>(way) < ways.size()) go_on(place, title, ways[static_cast<std::size_t>(way)]);
  });
}

void Menu::save(const Place& place, PurpleRequestFields* fields) {
  Settings& settings = app_.settings;
  const int state = form::chosen(fields, "state");
  Lines lines;
  try {
    if (state == state_off) settings.turn_off(place.room);
    else settings.turn_on(place.room, state == state_class ? GroupKind::class_group : GroupKind::community);
    const Policy before = settings.policy_for(place.room);
    for (const Entry& entry : entries) {
      const char* value = purple_request_fields_get_string(fields, entry.name);
      const std::string wanted = value != nullptr ? value : "";
      if (wanted == now_set(before, entry.name)) continue;
      if (!settings.set_parameter(place.room, entry.name, wanted))
        lines.push_back(fill(_("Tact did not understand “{value}”; that stays as it was."), {{"value", wanted}}));
      else if (settings.is_the_groups(place.room, entry.name))
        lines.push_back(_("The group’s guideline sets that here; yours is kept for when there is none."));
    }
    lines.push_back(_("Saved. /tact status shows how Tact is set in this group."));
  } catch (const store::Error& error) {
    lines.push_back(fill(_("Tact could not save its settings: {error}"), {{"error", error.what()}}));
  }
  app_.tell(place, lines);
}

void Menu::go_on(const Place& place, const std::string& title, Then then) {
  const auto run = [&](const char* word) { return app_.commands.run(place, Rooms::find(place), word); };
  const auto say = [&](const Lines& lines) { show(place, title, lines); };
  switch (then) {
    case Then::nothing: return;
    case Then::levels: return app_.levels_window.open(place) ? void() : say(run("status"));
    case Then::page: {
      Lines lines = run("policy");
      for (std::string& line : run("trust")) lines.push_back(std::move(line));
      return say(lines);
    }
    case Then::keeps: return say(run("keeps"));
    case Then::forget: return ask_to_forget(place, title);
    case Then::setup: return say(run("setup"));
    case Then::queue: return say(run("queue"));
  }
}

void Menu::ask_to_forget(const Place& place, const std::string& title) {
  try {
    if (const std::string why = forget::refusal(app_, place.room); !why.empty()) return show(place, title, {why});
  } catch (const store::Error& error) {
    return show(place, title, {fill(_("Tact could not do that: {error}"), {{"error", error.what()}})});
  }
  const Asks::Words text{_("Tact settings"), fill(_("Delete all that Tact keeps of “{group}”?"), {{"group", title}}), joined(forget::question(app_, place.room)), _("Delete"), _("Cancel")};
  app_.asks.confirm(place, text, [this, place, title] { show(place, title, forget::all(app_, place.room)); });
}

void Menu::show(const Place& place, const std::string& title, const Lines& lines) {
  // From the buddy list, of a group that is not open: nobody would see a line in it.
  if (Rooms::can_send(Rooms::find(place)) || lines.empty()) return app_.tell(place, lines);
  const std::string heading = fill(_("Tact in “{group}”"), {{"group", title}});
  std::string text = escaped(joined(lines));
  purple_notify_formatted(this, _("Tact settings"), heading.c_str(), nullptr, text.c_str(), nullptr, nullptr);
}

}  // namespace tact::plugin
