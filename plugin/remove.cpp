// SPDX-License-Identifier: GPL-3.0-or-later
#include "plugin/remove.h"

#include <algorithm>
#include <cstring>

#include "core/i18n.h"
#include "plugin/app.h"
#include "plugin/guard.h"
#include "plugin/people.h"

namespace tact::plugin {

namespace {

using moderation::Hands;
using moderation::Removal;
using moderation::Removed;

constexpr unsigned poll_every = 250, most_polls = 48;  ///< twelve seconds; IRC sends through a queue of its own
constexpr std::size_t most_names = 2000;

std::string xml(std::string_view text) {
  gchar* valid = g_utf8_make_valid(text.data(), static_cast<gssize>(text.size()));
  gchar* markup = g_markup_escape_text(valid, -1);
  std::string out = markup;
  g_free(markup);
  g_free(valid);
  return out;
}

/// One line of an IRC command: no line breaks, no blanks at the front, bounded.
std::string one_line(std::string_view text) {
  std::string out;
  for (const char c : text.substr(0, 200)) out += c == '\r' || c == '\n' || c == '\0' ? ' ' : c;
  return out;
}

bool plain_irc_name(const std::string& name) {
  return !name.empty() && name.find_first_of(" ,:*?!@\r\n") == std::string::npos;
}

bool send_raw(PurpleConversation* conversation, const std::string& text) {
  PurpleConnection* connection = purple_conversation_get_gc(conversation);
  PurplePlugin* prpl = connection != nullptr ? purple_connection_get_prpl(connection) : nullptr;
  const PurplePluginProtocolInfo* info = prpl != nullptr ? PURPLE_PLUGIN_PROTOCOL_INFO(prpl) : nullptr;
  if (info == nullptr || !PURPLE_PROTOCOL_PLUGIN_HAS_FUNC(info, send_raw)) return false;
  return info->send_raw(connection, text.c_str(), static_cast<int>(text.size())) >= 0;
}

/// By nick out of the room now, by bare JID never in again: both as the room's own protocol says them, so that no blank in a nick can turn
/// one person into another.
bool ask_jabber(PurpleConversation* conversation, const std::string& name, const Removal& removal) {
  const std::string room = xml(purple_conversation_get_name(conversation)), reason = xml(removal.notice);
  const auto set = [&](const std::string& item) {
    static unsigned number = 0;
    return send_raw(conversation, "<iq type='set' id='tact-remove-" + std::to_string(++number) + "' to='" + room +
                                      "'><query xmlns='http://jabber.org/protocol/muc#admin'><item " + item + "><reason>" + reason + "</reason></item></query></iq>");
  };
  const bool known = !only_a_name(conversation, removal.address, name) && removal.address.find('@') != std::string::npos;
  if (known) set("affiliation='outcast' jid='" + xml(removal.address) + "'");
  return set("role='none' nick='" + xml(name) + "'");
}

/// There is no "/ban": a mask, as narrow as it can be, then the kick.
bool ask_irc(PurpleConversation* conversation, const std::string& name, const Removal& removal) {
  const std::string channel = purple_conversation_get_name(conversation);
  const auto at = removal.address.find('@');
  const std::string mask = at != std::string::npos && removal.address.find_first_of(" *?!") == std::string::npos ? "*!" + removal.address : name + "!*@*";
  send_raw(conversation, "MODE " + channel + " +b " + mask + "\r\n");
  return send_raw(conversation, "KICK " + channel + " " + name + " :" + one_line(removal.notice) + "\r\n");
}

}  // namespace

Remover::Remover(App& app) : app_(app) {
  void* conversations = purple_conversations_get_handle();
  purple_signal_connect(conversations, "chat-buddy-joined", app.handle(), PURPLE_CALLBACK(&Remover::on_came), this);
  purple_signal_connect(conversations, "chat-buddy-left", app.handle(), PURPLE_CALLBACK(&Remover::on_went), this);
}

void Remover::on_came(PurpleConversation* conversation, const char* name, PurpleConvChatBuddyFlags, gboolean fresh, gpointer data) noexcept {
  // The list on entering a room is nobody's arrival.
  if (fresh == FALSE) return;
  guarded("chat-buddy-joined", [&] { static_cast<Remover*>(data)->note(conversation, name); });
}

void Remover::on_went(PurpleConversation* conversation, const char* name, const char*, gpointer data) noexcept {
  guarded("chat-buddy-left", [&] { static_cast<Remover*>(data)->note(conversation, name); });
}

void Remover::note(PurpleConversation* conversation, const char* name) {
  const auto place = Rooms::place_of(conversation);
  if (!place || name == nullptr) return;
  auto& names = came_[*place];
  if (names.size() >= most_names) names.clear();
  names[name] = app_.now();
}

bool Remover::came_later(const Place& place, const std::string& name, Instant seen) const {
  const auto room = came_.find(place);
  if (room == came_.end()) return false;
  const auto at = room->second.find(name);
  return at != room->second.end() && at->second > seen;
}

void Remover::remove(const Removal& removal, Hands::RemovalDone done) {
  const auto no = [&](const std::string& why) { done(Removed::failed, fill(_("{name} was not removed: {why} Nothing was sent to anybody."), {{"name", removal.name}, {"why", why}})); };
  PurpleConversation* conversation = Moderation::open_room(removal.room);
  const auto place = conversation != nullptr ? Rooms::place_of(conversation) : std::nullopt;
  if (!place) return no(_("you are not connected to that room now."));
  const std::vector<std::string> names = names_of(conversation, removal.address);
  if (names.empty()) {
    if (is_here(conversation, removal.name)) return no(_("who has that name now is another person than who wrote the message."));
    return no(_("they are not in the room now."));
  }
  const std::string self = own_occupant(conversation);
  if (std::ranges::find(names, self) != names.end()) return no(_("that is you."));
  for (const std::string& name : names)
    if (only_a_name(conversation, removal.address, name) && came_later(*place, name, removal.seen))
      return no(_("the network shows no address, and somebody came or went under that name since the message: it may be another person."));
  const std::string protocol = removal.room.protocol;
  const bool asks_for_rights = protocol == "prpl-jabber" || protocol == "prpl-irc" || protocol == "prpl-tact-practice";
  const auto rights = PURPLE_CBFLAGS_OP | PURPLE_CBFLAGS_HALFOP | PURPLE_CBFLAGS_FOUNDER;
  if (asks_for_rights && (own_flags(conversation) & rights) == 0) return no(_("you have no rights to remove people in this room; whoever runs the room can give them to you."));
  if (!asks_for_rights) return done(Removed::by_hand, steps_by_hand(protocol, removal));

  // Told first: afterwards there may be no way to.
  const std::string untold = removal.to_author.empty() ? std::string() : app_.moderation.write_privately(removal.room, removal.address, names.front(), removal.to_author);
  bool by_hand = false;
  for (const std::string& name : names) {
    const std::string why = ask(conversation, name, removal, by_hand);
    if (by_hand) return done(Removed::by_hand, steps_by_hand(protocol, removal));
    if (!why.empty()) return done(Removed::failed, fill(_("{name} was not removed: {why}"), {{"name", removal.name}, {"why", why}}));
  }
  if (!untold.empty()) app_.tell(*place, {fill(_("{name} could not be told privately: {why}."), {{"name", removal.name}, {"why", untold}})});
  poll({*place, removal, names, std::move(done), 0});
}

std::string Remover::ask(PurpleConversation* conversation, const std::string& name, const Removal& removal, bool& by_hand) {
  if (removal.room.protocol == "prpl-jabber") return ask_jabber(conversation, name, removal) ? std::string() : std::string(_("the connection did not take it."));
  if (removal.room.protocol == "prpl-irc") {
    if (!plain_irc_name(name)) return _("that name cannot be written in an IRC command.");
    return ask_irc(conversation, name, removal) ? std::string() : std::string(_("the connection did not take it."));
  }
  // A command splits at the first blank: another person would be meant.
  if (name.find_first_of(" \t\r\n") != std::string::npos) return _("there is a blank in that name, and this network’s command would take it for another’s.");
  gchar* error = nullptr;
  const std::string line = "kick " + name + " " + one_line(removal.notice), markup = xml(line);
  const PurpleCmdStatus status = purple_cmd_do_command(conversation, line.c_str(), markup.c_str(), &error);
  const std::string why = error != nullptr ? error : "";
  g_free(error);
  by_hand = status == PURPLE_CMD_STATUS_NOT_FOUND || status == PURPLE_CMD_STATUS_WRONG_PRPL || status == PURPLE_CMD_STATUS_WRONG_TYPE;
  if (by_hand || status == PURPLE_CMD_STATUS_OK) return {};
  return why.empty() ? std::string(_("the network refused.")) : why;
}

void Remover::poll(Waiting waiting) {
  app_.timers.after(poll_every, [this, waiting = std::move(waiting)]() mutable {
    PurpleConversation* conversation = Rooms::find(waiting.place);
    const Removal& removal = waiting.removal;
    if (!Rooms::can_send(conversation)) {
      waiting.done(Removed::not_confirmed, fill(_("The connection was lost in the middle: it is not confirmed that {name} is out. Look when you are back in the room."), {{"name", removal.name}}));
      return;
    }
    const bool gone = std::ranges::none_of(waiting.names, [&](const std::string& name) { return is_here(conversation, name); });
    if (gone) {
      waiting.done(Removed::done, fill(_("{name} is out of the room: seen. The others saw only “{notice}”."), {{"name", removal.name}, {"notice", removal.notice}}));
      return;
    }
    if (++waiting.polls < most_polls) return poll(std::move(waiting));
    waiting.done(Removed::not_confirmed, fill(_("Not confirmed: the network was asked, but {name} is still in the room. You may lack the rights. {steps}"),
                                              {{"name", removal.name}, {"steps", steps_by_hand(removal.room.protocol, removal)}}));
  });
}

std::string steps_by_hand(std::string_view protocol, const Removal& removal) {
  if (protocol.find("whatsmeow") != std::string_view::npos || protocol.find("whatsapp") != std::string_view::npos)
    return fill(_("This network cannot be asked from here. By hand, as an administrator of the group: on your phone open the group, tap its name at the top, tap {address} "
                  "in the list, “Remove from group”, confirm. Then say “/tact remove NUMBER done”."),
                {{"address", removal.address}});
  if (protocol.find("telegram") != std::string_view::npos)
    return fill(_("By hand, as an administrator: open the group, tap its name, hold {name} in the list, “Remove from group”. Then say “/tact remove NUMBER done”."), {{"name", removal.name}});
  if (protocol == "prpl-irc") return fill(_("By hand: “/mode +b {name}!*@*”, then “/kick {name}”, or ask a channel operator."), {{"name", removal.name}});
  if (protocol == "prpl-jabber") return fill(_("By hand: “/ban {address}”, then “/kick {name}”, or ask the room’s owner."), {{"address", removal.address}, {"name", removal.name}});
  return fill(_("This network cannot be asked from here. Remove {name} ({address}) in the network’s own program, then say “/tact remove NUMBER done”."), {{"name", removal.name}, {"address", removal.address}});
}

}  // namespace tact::plugin
