// SPDX-License-Identifier: GPL-3.0-or-later
#include "plugin/occupants.h"

#include "plugin/people.h"

namespace tact::plugin {

Occupants::Names Occupants::names_in(PurpleConversation* conversation) {
  Names names;
  for (GList* item = purple_conv_chat_get_users(PURPLE_CONV_CHAT(conversation)); item != nullptr; item = item->next) {
    const std::string name = static_cast<PurpleConvChatBuddy*>(item->data)->name;
    names.emplace(name, address_of(conversation, name));
  }
  return names;
}

void Occupants::joined(const Place& place, PurpleConversation* conversation, const std::string& name) {
  // The whole list is read at the first look.
  if (const auto room = known_.find(place); room != known_.end()) room->second[name] = address_of(conversation, name);
}

void Occupants::left(const Place& place, const std::string& name) {
  if (const auto room = known_.find(place); room != known_.end()) room->second.erase(name);
}

std::optional<Occupants::Rename> Occupants::look(const Place& place, PurpleConversation* conversation) {
  const auto [room, first] = known_.try_emplace(place);
  Names now = names_in(conversation);
  Names before;
  before.swap(room->second);
  room->second = now;
  if (first) return std::nullopt;
  for (auto one = before.begin(); one != before.end();) {
    const bool still = now.erase(one->first) > 0;
    one = still ? before.erase(one) : std::next(one);
  }
  // More than one at once cannot be told apart.
  if (before.size() != 1 || now.size() != 1) return std::nullopt;
  return Rename{before.begin()->second, now.begin()->second, now.begin()->first};
}

std::optional<Occupants::Rename> Occupants::spoke(const Place& place, PurpleConversation* conversation, const std::string& name, const std::string& address) {
  const auto room = known_.find(place);
  if (room == known_.end() || !room->second.contains(name)) return look(place, conversation);
  std::string& known = room->second[name];
  if (known == address) return std::nullopt;
  Rename rename{known, address, name};
  known = address;
  return rename;
}

void Occupants::forget(const RoomKey& room) {
  std::erase_if(known_, [&](const auto& entry) { return entry.first.room == room; });
}

}  // namespace tact::plugin
