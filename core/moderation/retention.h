// SPDX-License-Identifier: GPL-3.0-or-later
// What is kept, how long, and what erasing leaves: a ledger line without content.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "core/moderation/queue.h"
#include "core/policy/policy.h"
#include "core/report/chain.h"
#include "core/report/ledger.h"

namespace tact::moderation {

class Retention {
 public:
  static constexpr unsigned default_days = 30;

  Retention(Queue& queue, report::Ledger& ledger, report::Chain& chain) : queue_(queue), ledger_(ledger), chain_(chain) {}

  /// Erases what is older than its group's days, unless referred or on hold.  `days` answers for a room's text; 0 means the default of 30.
  /// Answers how many items.  Call daily.
  std::size_t sweep(Instant now, const std::function<unsigned(const std::string& room)>& days);

  /// Keeps an item past its time, with a reason; an empty reason ends it.
  void hold(std::int64_t item, std::string_view reason, std::string_view actor, Instant now);

  /// Items of a room that are on hold: they stop a forgetting.
  std::vector<std::int64_t> on_hold(const std::string& room);

  /// Everything of a room goes (G47): items, reports, names, chain, ledger contents.  The file has no id of the group afterwards.
  void forget(const std::string& room, Instant now);

 private:
  void erase_item(std::int64_t id);
  Queue& queue_;
  report::Ledger& ledger_;
  report::Chain& chain_;
};

}  // namespace tact::moderation
