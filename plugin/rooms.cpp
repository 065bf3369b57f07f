// SPDX-License-Identifier: GPL-3.0-or-later
#include "plugin/rooms.h"

#include <array>
#include <cstring>

#include "core/room/memory.h"
#include "core/room/network.h"
#include "core/text/text.h"

namespace tact::plugin {

namespace {

// purple_normalize answers a static buffer: copied at once.
std::string normalized(const PurpleAccount* account, const char* text) {
  const char* result = purple_normalize(account, text);
  return result != nullptr ? result : "";
}

bool is(const char* protocol, const char* name) { return protocol != nullptr && std::strcmp(protocol, name) == 0; }

std::string before(const std::string& text, char end) { return text.substr(0, text.find(end)); }

const char* or_empty(const char* text) { return text != nullptr ? text : ""; }

/// All that a place is made of.  The pointers are compared and never followed: a connection made anew may name things otherwise.
struct Named {
  const PurpleAccount* account = nullptr;
  const PurpleConnection* connection = nullptr;
  std::string protocol, user, name;

  bool is(const PurpleAccount* asked, const char* asked_name) const {
    return asked == account && purple_account_get_connection(asked) == connection && name == asked_name &&
           protocol == or_empty(purple_account_get_protocol_id(asked)) && user == or_empty(purple_account_get_username(asked));
  }
};

/// The places that were asked for lately, by what they were named.
struct Lately {
  Named named;
  Place place;
};
std::array<Lately, 64> lately;

Place make_place(const PurpleAccount* account, const char* name) {
  Place place;
  place.account = account_key(account);
  place.room.protocol = place.account.protocol;
  if (place.room.protocol == "prpl-jabber") {
    // Bare room address only: what jabber_normalize makes of "room@service/nick" depends on whether we are in the room.
    const std::string bare = normalized(account, before(name, '/').c_str());
    const auto at = bare.find('@');
    place.room.room = bare.substr(0, at);
    if (at != std::string::npos) place.room.service = bare.substr(at + 1);
    return place;
  }
  place.room.room = normalized(account, name);
  if (place.room.protocol == "prpl-irc") {
    // The network names the room, whatever nick we have there today and however its server was typed.
    const auto at = place.account.user.find('@');
    if (at != std::string::npos) place.room.service = room::irc_network(std::string_view(place.account.user).substr(at + 1));
  }
  return place;
}

}  // namespace

AccountKey account_key(const PurpleAccount* account) {
  const char* protocol = purple_account_get_protocol_id(account);
  const char* name = purple_account_get_username(account);
  std::string user = name != nullptr ? name : "";
  // The resource names the device, not the person.
  if (is(protocol, "prpl-jabber")) user = before(user, '/');
  return {protocol != nullptr ? protocol : "", normalized(account, user.c_str())};
}

std::optional<Place> Rooms::place_of(PurpleConversation* conversation) {
  if (conversation == nullptr || purple_conversation_get_type(conversation) != PURPLE_CONV_TYPE_CHAT) return std::nullopt;
  PurpleAccount* account = purple_conversation_get_account(conversation);
  const char* name = purple_conversation_get_name(conversation);
  if (account == nullptr || name == nullptr) return std::nullopt;
  return place_named(account, name);
}

Place Rooms::place_named(const PurpleAccount* account, const char* name) {
  // Asked several times a message, and normalising by Unicode's rules takes longer than all else there.
  auto& [known, place] = lately[word_hash(name) % lately.size()];
  if (known.is(account, name)) return place;
  Place made = make_place(account, name);
  known = {account, purple_account_get_connection(account), or_empty(purple_account_get_protocol_id(account)), or_empty(purple_account_get_username(account)), name};
  place = std::move(made);
  return place;
}

PurpleConversation* Rooms::chat(PurpleAccount* account, int id) {
  PurpleConnection* connection = account != nullptr ? purple_account_get_connection(account) : nullptr;
  return connection != nullptr ? purple_find_chat(connection, id) : nullptr;
}

PurpleConversation* Rooms::find(const Place& place) {
  PurpleConversation* left = nullptr;
  for (GList* item = purple_get_chats(); item != nullptr; item = item->next) {
    auto* conversation = static_cast<PurpleConversation*>(item->data);
    const auto here = place_of(conversation);
    if (!here || *here != place) continue;
    if (can_send(conversation)) return conversation;
    left = conversation;
  }
  return left;
}

PurpleConnection* Rooms::connection(const Place& place) {
  if (PurpleConversation* conversation = find(place)) return purple_conversation_get_gc(conversation);
  for (GList* item = purple_accounts_get_all(); item != nullptr; item = item->next) {
    auto* account = static_cast<PurpleAccount*>(item->data);
    if (account_key(account) == place.account) return purple_account_get_connection(account);
  }
  return nullptr;
}

bool Rooms::can_send(PurpleConversation* conversation) {
  if (conversation == nullptr || purple_conversation_get_type(conversation) != PURPLE_CONV_TYPE_CHAT) return false;
  const PurpleConnection* connection = purple_conversation_get_gc(conversation);
  if (connection == nullptr || purple_connection_get_state(connection) != PURPLE_CONNECTED) return false;
  return !purple_conv_chat_has_left(PURPLE_CONV_CHAT(conversation));
}

bool Rooms::one_line_only(PurpleConversation* conversation) {
  return (purple_conversation_get_features(conversation) & PURPLE_CONNECTION_NO_NEWLINES) != 0;
}

std::optional<unsigned> Rooms::others(PurpleConversation* conversation) {
  const unsigned people = g_list_length(purple_conv_chat_get_users(PURPLE_CONV_CHAT(conversation)));
  if (people < 2) return std::nullopt;
  return people - 1;
}

std::string Rooms::own_name(PurpleConversation* conversation) {
  const char* nick = purple_conv_chat_get_nick(PURPLE_CONV_CHAT(conversation));
  return nick != nullptr ? nick : "";
}

std::string Rooms::title(PurpleConversation* conversation) {
  const char* title = purple_conversation_get_title(conversation);
  return title != nullptr ? title : "";
}

Rooms::Rooms() = default;
Rooms::~Rooms() = default;

room::Memory& Rooms::memory(const RoomKey& room) {
  auto& memory = memories_[room];
  if (memory == nullptr) memory = std::make_unique<room::Memory>();
  return *memory;
}

void Rooms::forget(const RoomKey& room) {
  memories_.erase(room);
  for (Lately& one : lately)
    if (one.place.room == room) one = {};
}

}  // namespace tact::plugin
