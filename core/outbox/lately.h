// SPDX-License-Identifier: GPL-3.0-or-later
// What was released a moment ago, in case its server sends it back.  In memory only, the last one of each room, and not for long: whoever gives up
// on a message does so within minutes, a later error is about something else, and what the room has read need not stay here.
#pragma once

#include <map>
#include <optional>
#include <utility>

#include "core/outbox/hold.h"

namespace tact::outbox {

class Lately {
 public:
  /// Servers give up on a room's server after one to five minutes.
  static constexpr std::chrono::minutes comes_back_within{10};
  /// The oldest goes first.
  static constexpr std::size_t most = 200;

  void put(const Hold& hold, Instant now);
  /// Something else went to this room: what was released before it has arrived as far as anybody can tell.
  void forget(const RoomKey& room, const AccountKey& account) { released_.erase({room, account}); }
  /// What came back; nullopt: nothing, or too long ago.  It is given once.
  std::optional<Hold> take(const RoomKey& room, const AccountKey& account, Instant now);
  void forget_old(Instant now);
  bool empty() const { return released_.empty(); }

 private:
  struct Released {
    Hold hold;
    Instant at;
  };
  std::map<std::pair<RoomKey, AccountKey>, Released> released_;
};

}  // namespace tact::outbox
