// SPDX-License-Identifier: GPL-3.0-or-later
// Rooms by name, for good, and the host's conversations of this moment.  A PurpleConversation* found here is good for the callback in which it
// was found and never longer.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include <purple.h>

#include "core/message.h"

namespace tact::room {
class Memory;
}

namespace tact::plugin {

/// One room seen through one account.
struct Place {
  RoomKey room;
  AccountKey account;
  auto operator<=>(const Place&) const = default;
};

AccountKey account_key(const PurpleAccount* account);

class Rooms {
 public:
  /// nullopt: not a group chat.
  static std::optional<Place> place_of(PurpleConversation* conversation);
  /// The same from the name that a protocol gives a room.
  static Place place_named(const PurpleAccount* account, const char* name);
  /// The chat with this id on this connection; null: unknown.
  static PurpleConversation* chat(PurpleAccount* account, int id);
  /// The conversation that shows this place now; null: none does.
  static PurpleConversation* find(const Place& place);
  /// Of the account behind this place, whether the room is open or not; null: offline, or no such account.
  static PurpleConnection* connection(const Place& place);
  /// Connected and in the room: what is sent now has a chance to arrive.
  static bool can_send(PurpleConversation* conversation);
  static bool one_line_only(PurpleConversation* conversation);  ///< IRC: a message is one line

  /// People besides this one; nullopt where the network tells nobody.
  static std::optional<unsigned> others(PurpleConversation* conversation);
  static std::string own_name(PurpleConversation* conversation);
  static std::string title(PurpleConversation* conversation);

  Rooms();
  ~Rooms();
  /// The recent past of this room, made at first use; in memory only.
  room::Memory& memory(const RoomKey& room);
  void forget(const RoomKey& room);

 private:
  std::map<RoomKey, std::unique_ptr<room::Memory>> memories_;
};

}  // namespace tact::plugin
