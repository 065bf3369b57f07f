// SPDX-License-Identifier: GPL-3.0-or-later
// What an audit counts.  No texts; names only where they were asked for.
#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "core/seams.h"

namespace tact::history {

struct Count {
  std::uint64_t found = 0;    ///< messages this guideline speaks for first, each judged by itself
  std::uint64_t nudged = 0;   ///< of those, what is left after the daily cap and "not the same twice in 24 hours"
  std::uint64_t serious = 0;  ///< of those found
};

struct Summary {
  std::uint64_t messages = 0;  ///< what people posted and was judged, media included
  std::uint64_t senders = 0;   ///< different names
  std::uint64_t system = 0, deleted = 0, unreadable = 0;
  std::optional<Instant> from, to;  ///< wall clock, as if UTC
  std::map<std::string_view, Count> by_guideline;
  std::map<std::int64_t, std::map<std::string_view, Count>> by_week;  ///< key: days of the epoch of that Monday
  std::map<std::int64_t, std::uint64_t> messages_by_week;
  std::array<std::array<std::uint64_t, 24>, 7> by_hour{};  ///< Monday first
  std::map<std::string, std::map<std::string_view, Count>> by_name;  ///< empty unless names were asked for

  std::uint64_t skipped() const { return system + deleted + unreadable; }
  Count all() const {
    Count sum;
    for (const auto& [guideline, count] : by_guideline) {
      sum.found += count.found;
      sum.nudged += count.nudged;
      sum.serious += count.serious;
    }
    return sum;
  }
};

}  // namespace tact::history
