// SPDX-License-Identifier: GPL-3.0-or-later
#include "plugin/undo.h"

#include <cstring>
#include <optional>

#include "core/i18n.h"
#include "plugin/app.h"
#include "plugin/guard.h"

namespace tact::plugin {

namespace {

using namespace std::chrono_literals;

constexpr auto still_ours = 24h;
constexpr std::size_t most_rooms = 500;

std::string attribute(xmlnode* node, const char* name) {
  const char* value = node != nullptr ? xmlnode_get_attrib(node, name) : nullptr;
  return value != nullptr ? value : "";
}

bool is_message(xmlnode* packet, const char* type) {
  return packet != nullptr && packet->name != nullptr && std::strcmp(packet->name, "message") == 0 && attribute(packet, "type") == type;
}

std::optional<Place> room_named(PurpleConnection* connection, const std::string& room) {
  PurpleConversation* conversation = purple_find_conversation_with_account(PURPLE_CONV_TYPE_CHAT, room.c_str(), purple_connection_get_account(connection));
  return conversation != nullptr ? Rooms::place_of(conversation) : std::nullopt;
}

std::string body_of(xmlnode* packet) {
  xmlnode* body = xmlnode_get_child(packet, "body");
  gchar* text = body != nullptr ? xmlnode_get_data(body) : nullptr;
  std::string out = text != nullptr ? text : "";
  g_free(text);
  return out;
}

std::string key_of(PurpleConnection* connection, const std::string& room) {
  gchar* lower = g_utf8_strdown(room.c_str(), -1);
  std::string key = account_key(purple_connection_get_account(connection)).user + " " + lower;
  g_free(lower);
  return key;
}

std::string xml(const std::string& text) {
  gchar* markup = g_markup_escape_text(text.c_str(), -1);
  std::string out = markup;
  g_free(markup);
  return out;
}

/// Retraction (XEP-0424) by the room's own id, else a correction (XEP-0308) by ours that leaves no words.
std::string stanza(const std::string& room, const std::string& new_id, const std::string& id, const std::string& stanza_id) {
  const std::string head = "<message type='groupchat' to='" + xml(room) + "' id='" + xml(new_id) + "'>";
  if (!stanza_id.empty())
    return head + "<retract xmlns='urn:xmpp:message-retract:1' id='" + xml(stanza_id) + "'/><fallback xmlns='urn:xmpp:fallback:0' for='urn:xmpp:message-retract:1'/><body>" +
           xml(_("(took the last message back)")) + "</body><store xmlns='urn:xmpp:hints'/></message>";
  return head + "<replace xmlns='urn:xmpp:message-correct:0' id='" + xml(id) + "'/><body>" + xml(_("(took the last message back)")) + "</body></message>";
}

}  // namespace

Undo::Undo(App& app) : app_(app) {
  // The protocol plugin may be loaded after us.
  app_.timers.soon([this] { connect(); });
}

void Undo::connect() {
  PurplePlugin* jabber = purple_find_prpl("prpl-jabber");
  if (connected_ || jabber == nullptr) return;
  // After what encrypts has run, the stanza carries the id that goes out.
  connected_ = purple_signal_connect_priority(jabber, "jabber-sending-xmlnode", app_.handle(), PURPLE_CALLBACK(&Undo::on_sending), this, PURPLE_PRIORITY_HIGHEST) != 0 &&
               purple_signal_connect(jabber, "jabber-receiving-xmlnode", app_.handle(), PURPLE_CALLBACK(&Undo::on_receiving), this) != 0;
}

void Undo::on_sending(PurpleConnection* connection, xmlnode** packet, gpointer data) noexcept {
  guarded("jabber-sending-xmlnode", [&] {
    if (packet != nullptr && is_message(*packet, "groupchat")) static_cast<Undo*>(data)->sending(connection, *packet);
  });
}

void Undo::on_receiving(PurpleConnection* connection, xmlnode** packet, gpointer data) noexcept {
  guarded("jabber-receiving-xmlnode", [&] {
    if (packet == nullptr) return;
    if (is_message(*packet, "groupchat")) static_cast<Undo*>(data)->receiving(connection, *packet);
    if (is_message(*packet, "error")) static_cast<Undo*>(data)->refused(connection, *packet);
  });
}

void Undo::sending(PurpleConnection* connection, xmlnode* packet) {
  const std::string id = attribute(packet, "id"), room = attribute(packet, "to"), body = body_of(packet);
  if (id.empty() || room.empty() || body.empty()) return;
  if (own_.size() >= most_rooms) own_.clear();
  own_[key_of(connection, room)] = {id, {}, body, app_.now(), false};
  if (const auto place = room_named(connection, room)) app_.releaser.forget_released(*place);
}

/// Whoever was put out of the room before their message arrived gets it back as an error with its id (RFC 6120, 8.3).  Only the room itself may say
/// so: an error that comes through it from another occupant could make somebody post twice.
void Undo::refused(PurpleConnection* connection, xmlnode* packet) {
  const std::string room = attribute(packet, "from");
  if (room.find('/') != std::string::npos) return;
  const auto own = own_.find(key_of(connection, room));
  if (own == own_.end() || attribute(packet, "id") != own->second.id) return;
  own_.erase(own);
  // In the next turn: the prpl is still at work on the stanza.
  if (const auto place = room_named(connection, room)) app_.timers.soon([this, place = *place] { app_.releaser.bounced(place); });
}

void Undo::receiving(PurpleConnection* connection, xmlnode* packet) {
  const std::string from = attribute(packet, "from"), room = from.substr(0, from.find('/'));
  const auto own = own_.find(key_of(connection, room));
  if (own == own_.end() || attribute(packet, "id") != own->second.id) return;
  for (xmlnode* child = xmlnode_get_child_with_namespace(packet, "stanza-id", "urn:xmpp:sid:0"); child != nullptr; child = xmlnode_get_next_twin(child))
    // Only the room itself may name it.
    if (attribute(child, "by") == room) own->second.stanza_id = attribute(child, "id");
}

std::vector<std::string> Undo::last(const Place& place, PurpleConversation* conversation) {
  const std::string apology = _("An apology to copy, if you like: “Sorry, I should not have posted that. Please disregard it.”");
  if (place.room.protocol != "prpl-jabber") return {_("This network cannot take a message back from here. Where its own program has “Delete for everyone”, use that soon."), apology};
  if (!Rooms::can_send(conversation)) return {_("You are not connected to that room now; nothing was taken back.")};
  PurpleConnection* connection = purple_conversation_get_gc(conversation);
  const std::string room = purple_conversation_get_name(conversation);
  const auto own = own_.find(key_of(connection, room));
  if (own == own_.end() || app_.now() - own->second.at > still_ours) return {_("No message of yours from this run of the client can be taken back here."), apology};
  if (own->second.retracted) return {_("Your last message was taken back already, as far as the network can.")};
  PurplePlugin* prpl = purple_connection_get_prpl(connection);
  const PurplePluginProtocolInfo* info = prpl != nullptr ? PURPLE_PLUGIN_PROTOCOL_INFO(prpl) : nullptr;
  const bool by_room = !own->second.stanza_id.empty();
  const std::string text = stanza(room, own->second.id + "-undo", own->second.id, own->second.stanza_id);
  if (info == nullptr || !PURPLE_PROTOCOL_PLUGIN_HAS_FUNC(info, send_raw) || info->send_raw(connection, text.c_str(), static_cast<int>(text.size())) < 0)
    return {_("The network did not take it; nothing was taken back."), apology};
  own->second.retracted = true;
  return {by_room ? _("The room was asked to take your last message back. Programs that know retraction hide it; in others it still stands.")
                  : _("Your last message was replaced by “(took the last message back)”. Programs that know corrections show only that; in others it still stands."),
          apology};
}

}  // namespace tact::plugin
