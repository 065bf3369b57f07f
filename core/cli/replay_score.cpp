// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <cstdio>

#include "core/cli/replay.h"

namespace tact::cli {

namespace {

bool same_people(const Event& a, const Event& b) { return (a.from == b.from && a.other == b.other) || (a.from == b.other && a.other == b.from); }

/// A span is found when the same people are seen in an overlapping one; a single message when it is that message.
bool found(const Event& gold, const Event& event) {
  if (gold.rule != event.rule) return false;
  if (gold.at_one()) return gold.start == event.start;
  return same_people(gold, event) && event.start <= gold.end && gold.start <= event.end;
}

}  // namespace

void Score::add(const Conversation& conversation, const Replayed& replayed) {
  const auto row = [&](const std::string& rule) -> Row& {
    const auto known = std::ranges::find(rows_, rule, &Row::rule);
    return known != rows_.end() ? *known : rows_.emplace_back(Row{.rule = rule});
  };
  for (const Event& gold : conversation.gold) {
    Row& one = row(gold.rule);
    ++one.gold;
    one.found += std::ranges::any_of(replayed.events, [&](const Event& event) { return found(gold, event); }) ? 1 : 0;
  }
  for (const Event& event : replayed.events) {
    Row& one = row(event.rule);
    ++one.events;
    one.right += std::ranges::any_of(conversation.gold, [&](const Event& gold) { return found(gold, event); }) ? 1 : 0;
  }
  const auto held = static_cast<unsigned>(std::ranges::count_if(replayed.verdicts, [](const Verdict& verdict) { return verdict.decision >= Decision::hold; }));
  messages_ += static_cast<unsigned>(replayed.verdicts.size());
  holds_ += held;
  if (!conversation.labelled || !conversation.gold.empty()) return;
  ++empty_;
  const bool quiet = held == 0 && replayed.events.empty();
  quiet_ += quiet ? 1 : 0;
  if (!quiet) std::printf("not quiet: %s\n", conversation.id.c_str());
}

void Score::print() const {
  std::printf("%-18s %6s %6s %7s %7s %10s\n", "rule", "gold", "found", "recall", "events", "precision");
  for (const Row& row : rows_)
    std::printf("%-18s %6u %6u %7.2f %7u %10.2f\n", row.rule.c_str(), row.gold, row.found, row.gold > 0 ? double(row.found) / row.gold : 0, row.events, row.events > 0 ? double(row.right) / row.events : 1);
  std::printf("conversations without an event: %u, of these without a nudge: %u\n", empty_, quiet_);
  std::printf("messages: %u, held: %u\n", messages_, holds_);
}

}  // namespace tact::cli
