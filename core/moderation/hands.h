// SPDX-License-Identifier: GPL-3.0-or-later
// What the rep's office needs done in the world.  The plugin has the hands; tests have hands that only write down.
#pragma once

#include <functional>
#include <string>

#include "core/keys/provider.h"
#include "core/message.h"

namespace tact::moderation {

struct Removal {
  RoomKey room;
  std::string address, name;  ///< who: the address decides, the name only finds them in the room
  Instant seen{};             ///< when the message came; somebody who took the name later is somebody else
  std::string reason;         ///< the rep's words, for the person alone
  std::string notice;         ///< neutral words the room may see
  std::string to_author;      ///< told privately first
};

enum class Removed { done, not_confirmed, failed, by_hand };

class Hands {
 public:
  /// `outcome` and a translated line for the rep (why it failed, what to do by hand).
  using RemovalDone = std::function<void(Removed outcome, const std::string& text)>;

  virtual ~Hands() = default;
  /// Private words to one person; empty when they were sent, else why not.
  virtual std::string write_privately(const RoomKey& room, const std::string& address, const std::string& name, const std::string& text) = 0;
  /// An envelope as private lines; empty when they were sent, else why not.
  virtual std::string send_sealed(const RoomKey& room, const std::string& address, keys::ByteView envelope) = 0;
  /// Removes, and says later, once, what became of it.  Checks identity, rights and connection again before anything is said or done.
  virtual void remove(const Removal& removal, RemovalDone done) = 0;
  /// A line for the rep alone, in that room where it is open.
  virtual void tell(const RoomKey& room, const std::string& text) = 0;
  /// Every address this person has there, as others may see it.
  virtual std::vector<std::string> my_addresses(const RoomKey& room) = 0;
};

}  // namespace tact::moderation
