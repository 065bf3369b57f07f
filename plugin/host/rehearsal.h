// SPDX-License-Identifier: GPL-3.0-or-later
// `tact-host rehearse`: a day of many rooms in minutes.  The same Keeper and Filter as `serve`, rooms of the practice protocol, a clock that
// runs with the messages.  Ends with a table and says what did not hold.
#pragma once

#include "plugin/host/host.h"

namespace tact::host {

struct Rehearsal {
  unsigned rooms = 50;
  std::uint64_t messages = 20'000;
  unsigned hours = 24, serious = 50;
  unsigned most_growth = 4;  ///< MiB after warm-up
};

/// 0: everything held.
int rehearse(Options options, const Rehearsal& what);

}  // namespace tact::host
