// SPDX-License-Identifier: GPL-3.0-or-later
// Rooms by name, for good, and the host's conversations of this moment.  A PurpleConversation* found here is good for the callback in which it
// was found and never longer.
#pragma once

#include <deque>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include <purple.h>

#include "core/message.h"
#include "core/room/view.h"

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
  /// Connected and in the room: what is sent now has a chance to arrive.
  static bool can_send(PurpleConversation* conversation);
  static bool one_line_only(PurpleConversation* conversation);  ///< IRC: a message is one line

  /// People besides this one; nullopt where the network tells nobody.
  static std::optional<unsigned> others(PurpleConversation* conversation);
  static std::string own_name(PurpleConversation* conversation);
  static std::string title(PurpleConversation* conversation);

  /// Remembers a line of the room, plain text.
  void remember(const RoomKey& room, std::string from, std::string text, bool system);
  /// The last lines, oldest first; the strings live until the next remember().
  std::vector<Line> context(const RoomKey& room) const;
  void forget(const RoomKey& room) { recent_.erase(room); }

 private:
  struct Spoken {
    std::string from, text;
    bool system;
  };
  std::map<RoomKey, std::deque<Spoken>> recent_;
};

}  // namespace tact::plugin
