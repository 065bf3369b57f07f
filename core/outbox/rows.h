// SPDX-License-Identifier: GPL-3.0-or-later
// What the sources of the outbox share of its table; not for others.
#pragma once

#include "core/outbox/outbox.h"
#include "core/outbox/owner.h"

namespace tact::outbox {

inline constexpr std::string_view waiting_states = "('gathering','held','scheduled','pausing','sending')";

inline std::int64_t stored(Instant at) { return at.time_since_epoch().count(); }

/// This process's number and lock.
class Outbox::Owner {
 public:
  Owner(store::Database& database, Instant now) : locks(database.path() + ".owners") {
    database.transaction([&] {
      database.prepare("INSERT INTO owners(since) VALUES(?)").bind(1, stored(now)).run();
      number = database.last_row();
      // Locked before the row can be seen: nobody may take us for dead.
      if (!locks.take(number)) throw store::Error(database.path() + ".owners: the lock of a new owner is taken", 5);
    });
  }
  std::int64_t number = 0;
  OwnerLocks locks;
};

}  // namespace tact::outbox
