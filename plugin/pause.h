// SPDX-License-Identifier: GPL-3.0-or-later
// G15, the pause itself: between "post" and the room lie the group's undo_seconds, in which the sender can take the message back.  Only for
// messages that were asked about, or for every one where the sender wants that.  On disk all the while; a client that ends in the pause asks.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "plugin/send_hook.h"

namespace tact::plugin {

class App;

class Pauser {
 public:
  explicit Pauser(App& app) : app_(app) {}

  /// A message that nothing holds back goes into the pause where every one does: taken, true.
  bool take(Outgoing& out, char** message);
  /// Puts a message that waits into the pause and tells the sender.  False: there is no pause for it, and nothing has changed.
  bool start(const outbox::Hold& hold);

  /// Takes back the newest that pauses here with all that was sent in the same turn, or number `id` alone; `show` tells its words where the
  /// host has no entry for them.  Empty: nothing pauses here.
  std::vector<std::string> take_back(const Place& place, std::optional<outbox::HoldId> id, bool show);

  /// Posts what nobody took back, and asks about what could not leave in time.
  void post_due();

 private:
  /// When a message sent here now leaves; nullopt: there is no pause here.
  std::optional<Instant> until(const Place& place, bool asked);
  void tell_soon(const Place& place, Instant due);
  void overdue(const outbox::Hold& hold);

  App& app_;
  std::map<Place, Instant> turn_;  ///< the lines of one paste leave together
};

}  // namespace tact::plugin
