// SPDX-License-Identifier: GPL-3.0-or-later
// How long the main loop was kept from its turn: the time between one poll's end and the next one's beginning, in which a client draws nothing
// and takes no key.
#pragma once

#include <cstdint>

namespace tact::host {

struct Stalls {
  std::uint64_t turns = 0, over_20_ms = 0;  ///< by the thread's own time: what other programs took is not ours
  double longest_ms = 0;                    ///< of the thread's own time
  double longest_wall_ms = 0;               ///< by the clock, with whatever else this machine did
};

/// Begins to measure; once is enough.
void watch_stalls();

/// What was seen since the last call.
Stalls take_stalls();

}  // namespace tact::host
