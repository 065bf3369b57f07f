// SPDX-License-Identifier: GPL-3.0-or-later
// Removing somebody, after the rep's yes: who it is, whether this person may, and whether the network is there are looked at again; then the
// person is told privately, then the network is asked, and then we wait until they are seen to be gone.  "OK" from a network means only that
// it was asked.
#pragma once

#include <map>
#include <string>
#include <vector>

#include <purple.h>

#include "core/moderation/hands.h"
#include "plugin/rooms.h"

namespace tact::plugin {

class App;

class Remover {
 public:
  explicit Remover(App& app);

  void remove(const moderation::Removal& removal, moderation::Hands::RemovalDone done);

 private:
  struct Waiting {
    Place place;
    moderation::Removal removal;
    std::vector<std::string> names;
    moderation::Hands::RemovalDone done;
    unsigned polls = 0;
  };
  static void on_came(PurpleConversation* conversation, const char* name, PurpleConvChatBuddyFlags flags, gboolean fresh, gpointer data) noexcept;
  static void on_went(PurpleConversation* conversation, const char* name, const char* reason, gpointer data) noexcept;
  /// Somebody who came after the message cannot be known to be who wrote it.
  bool came_later(const Place& place, const std::string& name, Instant seen) const;
  void note(PurpleConversation* conversation, const char* name);
  /// Empty when the network was asked; else why not.
  std::string ask(PurpleConversation* conversation, const std::string& name, const moderation::Removal& removal, bool& by_hand);
  void poll(Waiting waiting);

  App& app_;
  std::map<Place, std::map<std::string, Instant>> came_;
};

/// What a person does where the network cannot be asked.
std::string steps_by_hand(std::string_view protocol, const moderation::Removal& removal);

}  // namespace tact::plugin
