// SPDX-License-Identifier: GPL-3.0-or-later
// G26: pieces sent one after the other become one message.  Every piece is on disk before the host's text is taken; what is never joined is
// offered again at the next start.
#pragma once

#include <string>
#include <vector>

#include "plugin/send_hook.h"

namespace tact::plugin {

class App;

class Gatherer {
 public:
  explicit Gatherer(App& app) : app_(app) {}

  /// A piece of something: taken, true.  `sends_this_turn`: many in one turn of the main loop are one paste, not a burst.
  bool take(Outgoing& out, unsigned sends_this_turn, char** message);
  /// Joins what has waited long enough and sends it on its way.
  void finish_due();
  /// Sends on what is gathered here, now.
  void finish(outbox::HoldId id);

 private:
  bool begins(const Outgoing& out, unsigned sends_this_turn);
  void add(const outbox::Hold& hold, Outgoing& out, char** message);

  App& app_;
};

}  // namespace tact::plugin
