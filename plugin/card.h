// SPDX-License-Identifier: GPL-3.0-or-later
// G40-G45: the six questions of the page before posting, with Tact's own answer beside each.  Asked for with /tact check, and shown beside one's
// first two posts in a group.  It stops nothing.
#pragma once

#include <optional>
#include <set>
#include <string>
#include <vector>

#include "core/verdict.h"
#include "plugin/rooms.h"

namespace tact::plugin {

class App;

/// `people`: how many would read it, where that is known.
std::vector<std::string> six_questions(const Verdict& verdict, std::optional<unsigned> people);

class Card {
 public:
  explicit Card(App& app) : app_(app) {}

  /// A message is on its way with nothing to be asked about it.
  void passed(const Place& place, const Verdict& verdict, std::optional<unsigned> people);
  void forget(const RoomKey& room) { known_.erase(room); }

 private:
  App& app_;
  std::set<RoomKey> known_;  ///< it was shown twice there: no look at the disk at every message
};

}  // namespace tact::plugin
