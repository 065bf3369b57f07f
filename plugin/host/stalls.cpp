// SPDX-License-Identifier: GPL-3.0-or-later
#include "plugin/host/stalls.h"

#include <glib.h>

#include <algorithm>
#include <ctime>

namespace tact::host {

namespace {

Stalls seen;
double back_wall = 0, back_own = 0;  ///< when poll last came back; 0: not yet

double milliseconds(clockid_t clock) {
  timespec now{};
  clock_gettime(clock, &now);
  return static_cast<double>(now.tv_sec) * 1e3 + static_cast<double>(now.tv_nsec) / 1e6;
}

gint measured_poll(GPollFD* descriptors, guint count, gint timeout) noexcept {
  if (back_wall > 0) {
    constexpr double long_ms = 20;
    const double own = milliseconds(CLOCK_THREAD_CPUTIME_ID) - back_own;
    ++seen.turns;
    seen.over_20_ms += own > long_ms ? 1 : 0;
    seen.longest_ms = std::max(seen.longest_ms, own);
    seen.longest_wall_ms = std::max(seen.longest_wall_ms, milliseconds(CLOCK_MONOTONIC) - back_wall);
  }
  const gint ready = g_poll(descriptors, count, timeout);
  back_wall = milliseconds(CLOCK_MONOTONIC);
  back_own = milliseconds(CLOCK_THREAD_CPUTIME_ID);
  return ready;
}

}  // namespace

void watch_stalls() { g_main_context_set_poll_func(nullptr, measured_poll); }

Stalls take_stalls() {
  const Stalls out = seen;
  seen = {};
  return out;
}

}  // namespace tact::host
