// SPDX-License-Identifier: GPL-3.0-or-later
// The last lines of each room in memory, so that a member can point at one; and the report that is made of one.
#pragma once

#include <deque>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/report/report.h"

namespace tact::report {

struct RecentLine {
  Instant at{};
  std::string address, name, text;
  bool self = false;
};

class Recent {
 public:
  static constexpr std::size_t kept = 60;
  static constexpr std::size_t most_rooms = 200;

  void add(const std::string& room, RecentLine line);
  const std::deque<RecentLine>& of(const std::string& room) const;
  void forget(const std::string& room) { rooms_.erase(room); }

  /// Which line is meant: "last" (of somebody else), "#2" (1 is the newest), or words that stand in exactly one line of somebody else.
  /// nullopt with `why`.
  std::optional<std::size_t> find(const std::string& room, std::string_view which, std::string& why) const;

 private:
  std::map<std::string, std::deque<RecentLine>> rooms_;
};

/// "last REASON", "#2 REASON", "“some words” REASON", or only a reason about no message.
struct Asked {
  std::string which, reason;
};
Asked asked(std::string_view words);

/// The report about one line with the lines around it and the proof for them.  id and time are the mailbox's.
Report gather_report(const Recent& recent, const std::string& room, std::optional<std::size_t> at, std::string_view reason, std::string_view reporter,
                     std::string_view network, Chain& chain);

}  // namespace tact::report
