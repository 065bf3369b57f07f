// SPDX-License-Identifier: GPL-3.0-or-later
// What the round-the-clock host counts, as a file in Prometheus' text form, written whole or not at all.  Numbers only: no names, no texts.
#pragma once

#include <cstdint>
#include <map>
#include <string>

#include "core/moderation/inbox.h"

namespace tact::host {

struct Metrics {
  std::uint64_t heard = 0;               ///< messages of others and one's own, history included
  std::uint64_t queued = 0;              ///< items newly in the queue since the start
  std::uint64_t reminders_sent = 0;      ///< all that was ever sent, and only in private
  std::uint64_t reminders_waiting = 0;   ///< for their turn or for the connection
  std::uint64_t reminders_dropped = 0;   ///< no longer allowed when their turn came
  std::uint64_t connections_lost = 0, reconnects = 0;
  std::uint64_t accounts_connected = 0, accounts = 0;
  std::uint64_t rooms_joined = 0, rooms = 0;
  std::uint64_t queue_open = 0;
  std::uint64_t waiting = 0;             ///< 1 while something heard is not judged yet
  double seconds_judging = 0;
  std::map<moderation::Outcome, std::size_t> outcomes;

  std::string text(double seconds_up) const;
};

std::uint64_t resident_bytes();
std::size_t open_descriptors();

}  // namespace tact::host
