// SPDX-License-Identifier: GPL-3.0-or-later
// What would have been nudged in exported chats.  Each message is judged by the same engine as a live one; the caps on mild nudges are applied
// afterwards, in the order of the messages, so that the result does not depend on the number of threads.
#pragma once

#include <functional>

#include "core/engine.h"
#include "core/history/feed.h"
#include "core/history/summary.h"

namespace tact::history {

struct AuditOptions {
  unsigned threads = 1;
  bool names = false;
  /// Called now and then by one of the workers, never twice at once.
  std::function<void(std::uint64_t bytes, std::uint64_t of)> progress;
};

/// Judges all of `feed`.  `policy.zone` must be "UTC": entries carry wall clocks.
Summary audit(Feed& feed, const Engine& engine, const Policy& policy, const AuditOptions& options);

}  // namespace tact::history
