// SPDX-License-Identifier: GPL-3.0-or-later
// Who is in each room, as it was when we last looked.  libpurple emits no signal when somebody changes their name: it shows in that one name is
// gone and another is there though nobody left and nobody came.
#pragma once

#include <map>
#include <optional>
#include <string>

#include <purple.h>

#include "plugin/rooms.h"

namespace tact::plugin {

class Occupants {
 public:
  /// Somebody goes by another name or, once the network tells more of them, by another address.
  struct Rename {
    std::string old_id, new_id, name;
  };

  void joined(const Place& place, PurpleConversation* conversation, const std::string& name);
  void left(const Place& place, const std::string& name);

  /// After a line of the network itself, which a change of name comes with.
  std::optional<Rename> look(const Place& place, PurpleConversation* conversation);
  /// Somebody else speaks; the line about their new name may be turned off.
  std::optional<Rename> spoke(const Place& place, PurpleConversation* conversation, const std::string& name, const std::string& address);

  void forget(const RoomKey& room);

 private:
  using Names = std::map<std::string, std::string>;  ///< name -> address_of()
  static Names names_in(PurpleConversation* conversation);
  std::map<Place, Names> known_;
};

}  // namespace tact::plugin
