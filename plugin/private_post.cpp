// SPDX-License-Identifier: GPL-3.0-or-later
// The private side of moderation: words to one person, sealed letters out and in.  A sealed line is never shown as if somebody had typed it.
#include <algorithm>
#include <cstring>

#include "core/i18n.h"
#include "core/text/text.h"
#include "plugin/app.h"
#include "plugin/face.h"
#include "plugin/guard.h"
#include "plugin/moderation.h"
#include "plugin/moderation_rep.h"
#include "plugin/people.h"

namespace tact::plugin {

namespace {

std::string protocol_of(PurpleAccount* account) {
  const char* id = account != nullptr ? purple_account_get_protocol_id(account) : nullptr;
  return id != nullptr ? id : "";
}

std::string xml(const std::string& text) {
  gchar* valid = purple_utf8_strip_unprintables(text.c_str());
  gchar* markup = g_markup_escape_text(valid != nullptr ? valid : "", -1);
  std::string out = markup;
  g_free(markup);
  g_free(valid);
  return out;
}

/// As a stanza of our own: libpurple's way makes XHTML of it, twice as long, and asks a conversation that is not there about smileys.
bool send_stanza(PurpleConnection* connection, const std::string& who, const std::string& text) {
  const PurplePluginProtocolInfo* info = PURPLE_PLUGIN_PROTOCOL_INFO(purple_connection_get_prpl(connection));
  if (!PURPLE_PROTOCOL_PLUGIN_HAS_FUNC(info, send_raw)) return false;
  // Through a room, the server wants to hear that it is meant so.
  const bool through_room = who.find('/') != std::string::npos &&
                            purple_find_conversation_with_account(PURPLE_CONV_TYPE_CHAT, who.substr(0, who.find('/')).c_str(), purple_connection_get_account(connection)) != nullptr;
  const std::string stanza = "<message type='chat' to='" + xml(who) + "'><body>" + xml(text) + "</body>" +
                             (through_room ? "<x xmlns='http://jabber.org/protocol/muc#user'/>" : "") + "</message>";
  return info->send_raw(connection, stanza.c_str(), static_cast<int>(stanza.size())) >= 0;
}

bool send_im(PurpleConnection* connection, const std::string& who, const std::string& text) {
  if (protocol_of(purple_connection_get_account(connection)) == "prpl-jabber") return send_stanza(connection, who, text);
  return serv_send_im(connection, who.c_str(), escaped(text).c_str(), PURPLE_MESSAGE_SEND) >= 0;
}

/// The room that a private message "room@service/nick" came through, and the nick; null: it came directly.
PurpleConversation* through_room(PurpleAccount* account, const std::string& who, std::string& nick) {
  const auto slash = who.find('/');
  if (slash == std::string::npos || protocol_of(account) != "prpl-jabber") return nullptr;
  PurpleConversation* conversation = purple_find_conversation_with_account(PURPLE_CONV_TYPE_CHAT, who.substr(0, slash).c_str(), account);
  if (conversation != nullptr) nick = who.substr(slash + 1);
  return conversation;
}

/// Is somebody with one of these addresses in the room now?  nullopt: the room shows no addresses, or is not open.
std::optional<bool> seen_in(PurpleConversation* conversation, const std::vector<std::string>& addresses) {
  if (conversation == nullptr) return std::nullopt;
  bool hidden = false;
  for (GList* item = purple_conv_chat_get_users(PURPLE_CONV_CHAT(conversation)); item != nullptr; item = item->next) {
    const std::string name = static_cast<PurpleConvChatBuddy*>(item->data)->name;
    const std::string address = address_of(conversation, name);
    if (report::share_an_address({address, name}, addresses)) return true;
    hidden = hidden || only_a_name(conversation, address, name);
  }
  return hidden ? std::nullopt : std::optional(false);
}

}  // namespace

std::string Moderation::address_heard(const std::string& room, const std::string& name, const std::string& text) const {
  const auto& lines = recent_.of(room);
  for (auto line = lines.rbegin(); line != lines.rend(); ++line)
    if (!line->self && line->name == name && line->text == text) return line->address;
  return {};
}

std::string Moderation::write_privately(const RoomKey& room, const std::string& address, const std::string& name, const std::string& text) {
  PurpleConversation* conversation = open_room(room);
  if (conversation == nullptr) return _("you are not connected to that room now");
  PurpleConnection* connection = purple_conversation_get_gc(conversation);
  std::vector<std::string> names = names_of(conversation, address);
  // The same person may sit in the room twice; the name under which they wrote comes first.
  std::ranges::stable_partition(names, [&](const std::string& one) { return one == name; });
  std::string who;
  if (!names.empty()) {
    who = room.protocol == "prpl-jabber" ? std::string(purple_conversation_get_name(conversation)) + "/" + names.front() : names.front();
  } else if (room.protocol == "prpl-jabber" && address.find('@') != std::string::npos && address.find('/') == std::string::npos) {
    who = address;  // out of the room, but known for good
  } else {
    return is_here(conversation, name) ? _("who has that name now is another person") : _("they are not in the room now");
  }
  return send_im(connection, who, text) ? std::string() : std::string(_("the network did not take the message"));
}

std::string Moderation::send_sealed(const RoomKey& room, const std::string& address, keys::ByteView envelope) {
  PurpleConversation* conversation = open_room(room);
  if (conversation == nullptr) return _("you are not connected to that room now");
  PurpleConnection* connection = purple_conversation_get_gc(conversation);
  const std::size_t most = Rooms::one_line_only(conversation) ? report::irc_line : report::roomy_line;
  for (const std::string& line : report::to_lines(envelope, most))
    if (!send_im(connection, address, line)) return _("the network did not take the message");
  return {};
}

// NOLINTNEXTLINE(readability-non-const-parameter): libpurple's signature.
gboolean Moderation::on_private(PurpleAccount* account, char** who, char** message, PurpleConversation*, PurpleMessageFlags* flags, gpointer data) noexcept {
  bool swallow = false;
  guarded("receiving-im-msg", [&] {
    if (who == nullptr || *who == nullptr || message == nullptr || *message == nullptr || flags == nullptr) return;
    // The usual message costs one look.
    if (std::strstr(*message, "tact-sealed/") == nullptr) return;
    swallow = static_cast<Moderation*>(data)->private_line(account, *who, *message);
  });
  return swallow ? TRUE : FALSE;
}

bool Moderation::private_line(PurpleAccount* account, const std::string& who, const std::string& markup) {
  Text text;
  read_text(markup, Format::markup, text);
  std::string_view line = text.plain;
  while (!line.empty() && (line.back() == ' ' || line.back() == '\n' || line.back() == '\r')) line.remove_suffix(1);
  if (!report::is_part(line)) return false;
  // Swallowed whatever comes of it: raw bytes are nothing for people.
  std::string nick;
  const std::string sender = through_room(account, who, nick) != nullptr ? who : without_device(protocol_of(account), who);
  const auto envelope = carrier_.take(protocol_of(account) + " " + sender, line, app_.now());
  // Opened outside the signal: we may want to answer.
  if (envelope) app_.timers.soon([this, key = account_key(account), who, envelope = *envelope] {
    for (GList* item = purple_connections_get_all(); item != nullptr; item = item->next) {
      PurpleAccount* current = purple_connection_get_account(static_cast<PurpleConnection*>(item->data));
      if (account_key(current) == key) return whole_envelope(current, who, envelope);
    }
  });
  return true;
}

void Moderation::whole_envelope(PurpleAccount* account, const std::string& who, const report::Bytes& envelope) {
  report::Arrived arrived;
  arrived.at = app_.now();
  std::string nick;
  if (PurpleConversation* through = through_room(account, who, nick)) {
    arrived.from.push_back(who);
    if (const std::string real = address_of(through, nick); !only_a_name(through, real, nick)) arrived.from.push_back(real);
  } else {
    arrived.from.push_back(without_device(protocol_of(account), who));
  }
  RoomKey named;
  const auto find = [&](const std::string& text) -> const Policy* {
    const auto room = RoomKey::parse(text);
    const Policy* policy = room ? officer_policy(*room) : nullptr;
    if (policy != nullptr && named.room.empty()) {
      named = *room;
      // Whoever is not in the room now is told apart, not turned away: they may have left because of it.
      const auto here = seen_in(open_room(*room), arrived.from);
      if (!here) arrived.note = _("The room shows no addresses: whether the reporter is in it could not be checked.");
      else if (!*here) arrived.note = _("The reporter is not in the room now.");
    }
    return policy;
  };
  const report::Accepted accepted = rep().mailbox.receive(envelope, arrived, find, false);
  if (!accepted) {
    // Said to an officer only, once an hour and sender: whatever it was, it was not shown.
    for (const auto& [place, at] : joined_)
      if (is_officer(place.room) && account_key(account) == place.account)
        return complain(place.room, "sealed " + who, fill(_("A sealed letter from {who} was not taken: {why}."), {{"who", who}, {"why", report::shown(accepted.refusal)}}));
    return;
  }
  if (!accepted.receipt.empty()) {
    tell(named, accepted.text);
    send_sealed(named, protocol_of(account) == "prpl-jabber" ? who : arrived.from.front(), accepted.receipt);
    fresh_.push_back(accepted.item);
    return;
  }
  const std::string line = accepted.agreed ? rep().office.agreed(*accepted.agreed) : accepted.text;
  if (const auto room = RoomKey::parse(accepted.room)) tell(*room, line);
}

}  // namespace tact::plugin
