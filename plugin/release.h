// SPDX-License-Identifier: GPL-3.0-or-later
// Room 7: a held message leaves, once, into the room it was written for, or says why it stays.
#pragma once

#include <string>
#include <vector>

#include "core/outbox/hold.h"
#include "core/outbox/lately.h"
#include "plugin/rooms.h"

namespace tact::plugin {

class App;

class Releaser {
 public:
  enum class By {
    sender,     ///< posted as it was
    answered,   ///< the sender did what the nudge asked for (consent, mask): nothing was overridden
    schedule,
    gathering,
    pause,      ///< nobody took it back in time
  };

  explicit Releaser(App& app) : app_(app) {}

  /// Posts it.  Answers lines for the sender: what became of it.  A refused one is not posted.
  std::vector<std::string> post(outbox::HoldId id, By by);
  std::vector<std::string> schedule(outbox::HoldId id, Instant due);
  std::vector<std::string> drop(outbox::HoldId id);

  /// Ends a waiting message without sending it.
  bool close(outbox::HoldId id, outbox::State end);
  /// The sender sent it again and the host said "sent".
  void sent_again(outbox::HoldId id, bool overridden);
  /// It was let through and nobody knows whether it left.
  void unsure(outbox::HoldId id);

  /// The network says that the last message we sent to this room came to nobody.  A released one is kept again and its sender told.
  void bounced(const Place& place);
  /// Something else goes out to this room: what was released before it has arrived as far as anybody can tell.
  void forget_released(const Place& place);

  /// Scheduled messages whose time has come (or has long passed: asked about).
  void post_due();

  /// Ends what nobody has asked for in a month, and says so where it was written.
  void expire();

  /// What waits in this room, for the sender: told once when the room is entered.
  void list_inherited(const Place& place);

 private:
  std::vector<std::string> stays(const outbox::Hold& hold, const std::string& why);
  void record_override(const outbox::Hold& hold);
  /// Once its question was answered, however, the rest of the album is not asked about (G33).
  void settle_album(const outbox::Hold& hold);
  void record_heeded(const outbox::Hold& hold);

  App& app_;
  std::vector<outbox::HoldId> listed_, asked_;
  outbox::Lately lately_;
};

}  // namespace tact::plugin
