// SPDX-License-Identifier: GPL-3.0-or-later
// Taking one's own last post back (G49): where the network can, it is asked to; where it cannot, that is said plainly, with a short apology to
// copy.  On XMPP the room's ids are overheard from the stanzas, for libpurple keeps none.
#pragma once

#include <map>
#include <string>
#include <vector>

#include <purple.h>

#include "plugin/rooms.h"

namespace tact::plugin {

class App;

class Undo {
 public:
  explicit Undo(App& app);

  std::vector<std::string> last(const Place& place, PurpleConversation* conversation);

 private:
  /// One's own last message in a room.
  struct Own {
    std::string id;         ///< ours
    std::string stanza_id;  ///< the room's, where it gives one
    std::string body;
    Instant at{};
    bool retracted = false;
  };
  static void on_sending(PurpleConnection* connection, xmlnode** packet, gpointer data) noexcept;
  static void on_receiving(PurpleConnection* connection, xmlnode** packet, gpointer data) noexcept;
  void connect();
  void sending(PurpleConnection* connection, xmlnode* packet);
  void receiving(PurpleConnection* connection, xmlnode* packet);
  void refused(PurpleConnection* connection, xmlnode* packet);

  App& app_;
  bool connected_ = false;
  std::map<std::string, Own> own_;  ///< account and bare room address
};

}  // namespace tact::plugin
