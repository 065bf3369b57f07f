// SPDX-License-Identifier: GPL-3.0-or-later
#include "plugin/people.h"

#include <algorithm>
#include <cstring>

#include "plugin/rooms.h"

namespace tact::plugin {

namespace {

std::string copied(gchar* text) {
  std::string out = text != nullptr ? text : "";
  g_free(text);
  return out;
}

std::string_view protocol_of(PurpleConversation* conversation) {
  const PurpleAccount* account = purple_conversation_get_account(conversation);
  const char* id = account != nullptr ? purple_account_get_protocol_id(account) : nullptr;
  return id != nullptr ? id : "";
}

PurplePluginProtocolInfo* protocol_info(PurpleConnection* connection) {
  PurplePlugin* prpl = connection != nullptr ? purple_connection_get_prpl(connection) : nullptr;
  return prpl != nullptr ? PURPLE_PLUGIN_PROTOCOL_INFO(prpl) : nullptr;
}

std::string folded(PurpleConversation* conversation, const char* text) {
  const char* normal = purple_normalize(purple_conversation_get_account(conversation), text);
  return normal != nullptr ? normal : "";
}

template <class Work>
void each_name(PurpleConversation* conversation, Work work) {
  for (GList* item = purple_conv_chat_get_users(PURPLE_CONV_CHAT(conversation)); item != nullptr; item = item->next)
    work(std::string(static_cast<PurpleConvChatBuddy*>(item->data)->name));
}

}  // namespace

std::string without_device(std::string_view protocol, const std::string& address) {
  return protocol == "prpl-jabber" ? address.substr(0, address.find('/')) : address;
}

std::string address_of(PurpleConversation* conversation, const std::string& name) {
  const std::string_view protocol = protocol_of(conversation);
  PurpleConnection* connection = purple_conversation_get_gc(conversation);
  if (protocol == "prpl-irc") {
    // Told only by WHO, which libpurple asks now and then.
    PurpleConvChatBuddy* buddy = purple_conv_chat_cb_find(PURPLE_CONV_CHAT(conversation), name.c_str());
    const char* host = buddy != nullptr ? purple_conv_chat_cb_get_attribute(buddy, "userhost") : nullptr;
    return host != nullptr && *host != '\0' ? std::string(host) : name;
  }
  const PurplePluginProtocolInfo* info = protocol_info(connection);
  if (info == nullptr || info->get_cb_real_name == nullptr) return name;
  std::string real = copied(info->get_cb_real_name(connection, purple_conv_chat_get_id(PURPLE_CONV_CHAT(conversation)), name.c_str()));
  if (real.empty()) return name;
  if (protocol != "prpl-jabber") return real;
  // Where the room hides it, the "real name" is the occupant's own address "room@service/nick".
  const std::string room = purple_conversation_get_name(conversation);
  const bool occupant = g_ascii_strncasecmp(real.c_str(), (room + "/").c_str(), room.size() + 1) == 0;
  return occupant ? real : without_device(protocol, real);
}

bool only_a_name(PurpleConversation* conversation, const std::string& address, const std::string& name) {
  if (address == name) return true;
  const std::string occupant = std::string(purple_conversation_get_name(conversation)) + "/" + name;
  return g_ascii_strcasecmp(address.c_str(), occupant.c_str()) == 0;
}

std::vector<std::string> names_of(PurpleConversation* conversation, const std::string& address) {
  std::vector<std::string> names;
  each_name(conversation, [&](const std::string& name) {
    if (address_of(conversation, name) == address) names.push_back(name);
  });
  return names;
}

bool is_here(PurpleConversation* conversation, const std::string& name) {
  return purple_conv_chat_find_user(PURPLE_CONV_CHAT(conversation), name.c_str()) != FALSE;
}

std::string own_occupant(PurpleConversation* conversation) {
  const char* nick = purple_conv_chat_get_nick(PURPLE_CONV_CHAT(conversation));
  if (nick == nullptr) return {};
  std::string exact, similar;
  each_name(conversation, [&](const std::string& name) {
    if (name == nick) exact = name;
    else if (folded(conversation, name.c_str()) == folded(conversation, nick)) similar = name;
  });
  return !exact.empty() ? exact : similar;
}

PurpleConvChatBuddyFlags own_flags(PurpleConversation* conversation) {
  const std::string name = own_occupant(conversation);
  if (name.empty()) return PURPLE_CBFLAGS_NONE;
  return purple_conv_chat_user_get_flags(PURPLE_CONV_CHAT(conversation), name.c_str());
}

std::vector<std::string> own_addresses(PurpleConversation* conversation) {
  std::vector<std::string> out;
  const PurpleAccount* account = purple_conversation_get_account(conversation);
  const std::string_view protocol = protocol_of(conversation);
  const char* user = account != nullptr ? purple_account_get_username(account) : nullptr;
  const std::string name = own_occupant(conversation);
  if (protocol == "prpl-jabber") {
    if (user != nullptr) out.push_back(without_device(protocol, user));
    if (!name.empty()) out.push_back(std::string(purple_conversation_get_name(conversation)) + "/" + name);
    return out;
  }
  if (!name.empty()) out.push_back(name);
  if (user != nullptr && protocol != "prpl-irc") out.push_back(user);
  return out;
}

}  // namespace tact::plugin
