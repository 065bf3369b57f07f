// SPDX-License-Identifier: GPL-3.0-or-later
// Which step may be taken with an item, what the person is told, and what must be confirmed first.  Nothing here sends or removes: the
// plugin acts on a Plan and then says what happened.  Nothing automatic is ever more than the first reminder.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "core/moderation/queue.h"
#include "core/policy/policy.h"
#include "core/report/ledger.h"

namespace tact::moderation {

enum class Act { ignore, thank, remind, ask, warn, refer, remove, mistaken };

std::string_view name(Act act);                    ///< the word of the command: "ignore", ..., "false"
std::optional<Act> act_named(std::string_view word);

/// Who decides, by key.
struct Actor {
  std::string name;
  report::Bytes key;  ///< 33 bytes; must be one of the policy's officers
};

/// rep or deputy by key; member for everybody else, whatever their name.
Role role_of_key(const Policy& policy, std::span<const std::uint8_t> key);

struct Plan {
  bool allowed = false;
  std::string why_not;       ///< translated, where not allowed
  std::string to_author;     ///< the private words for the author; empty: none
  std::string notice;        ///< all that the room's others may see; neutral
  std::string confirmation;  ///< not empty: nothing may happen before the rep confirms exactly this
};

class Ladder {
 public:
  Ladder(Queue& queue, report::Ledger& ledger) : queue_(queue), ledger_(ledger) {}

  /// What would happen.  Reads only.
  Plan plan(Act act, const Item& item, const Policy& policy, const Actor& actor, std::string_view reason, Instant now);

  /// Asks to remove or to refer: keeps the question and answers it.  The question dies after `question_lives` (or a day where a second
  /// person must agree).
  Plan ask(Act act, const Item& item, const Policy& policy, const Actor& actor, std::string_view reason, Instant now);
  /// Another officer agrees.  False with `why_not` filled: nothing was asked, or the same person.
  Plan second(const Item& item, const Policy& policy, const Actor& actor, Instant now);
  /// The same from their own computer: it counts for the question that was asked then, and for no later one.
  Plan second_from_afar(const Item& item, Act act, Instant asked_at, const Policy& policy, const Actor& actor, Instant now);
  /// The rep's yes.  Allowed once per question; the reason is the one asked with.
  Plan confirm(Act act, const Item& item, const Policy& policy, const Actor& actor, std::string& reason, Instant now);
  void withdraw(std::int64_t item);

  /// The act was done (`outcome` "done", "not confirmed", "failed: ..."): state, step and ledger in one transaction.
  void record(Act act, const Item& item, const Actor& actor, std::string_view reason, std::string_view outcome, Instant now);

  /// Whether the policy lets the first reminder go by itself for this item now.
  bool remind_by_itself(const Item& item, const Policy& policy, Instant now);

  /// Steps taken with this person in this room, by any item.
  std::size_t steps(std::string_view room, std::string_view author, Act act);

  static constexpr std::chrono::minutes question_lives{10};

 private:
  bool reminded_lately(const Item& item, Instant now);
  Queue& queue_;
  report::Ledger& ledger_;
};

}  // namespace tact::moderation
