// SPDX-License-Identifier: GPL-3.0-or-later
// The rep's office: the words of "/tact queue" and its kind in, lines for the rep out.  It keeps the order of things (may it be done? is a
// yes needed? do it, then write down what happened) and has no window; the hands do what it asks.
#pragma once

#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "core/moderation/hands.h"
#include "core/moderation/inbox.h"
#include "core/moderation/ladder.h"
#include "core/moderation/retention.h"
#include "core/report/mailbox.h"

namespace tact::moderation {

class Office {
 public:
  struct Parts {
    Records& records;
    Queue& queue;
    report::Ledger& ledger;
    report::Chain& chain;
    Ladder& ladder;
    Inbox& inbox;
    Retention& retention;
    report::Mailbox& mailbox;
    const keys::IdentityKey& key;
    Hands& hands;
    std::function<const Policy*(const RoomKey&)> policy;  ///< signed, of a room where this key is rep, deputy or alternate; null otherwise
    const Clock& clock;
    std::string folder;                                   ///< where referrals are written
  };
  explicit Office(Parts parts) : parts_(std::move(parts)) {}

  /// Words the office answers: "queue", "second", "hold", "card", "ledger" and those of Act.
  static bool knows(std::string_view word);

  /// Answers lines for the rep.  `here`: the room it was typed in.  Never throws for what was typed; store errors become a line.
  std::vector<std::string> answer(const RoomKey& here, std::string_view word, std::string_view rest);

  /// New items: reminds by itself where policy and ladder let it, and answers the one line the rep should see (empty: none).
  std::string arrived(const std::vector<std::int64_t>& ids);

  /// Another officer's yes has come from their computer; the line for this one.
  std::string agreed(const report::Accepted::Agreed& agreed);

  /// Items whose time has come again, as lines; the reminder is given once.
  std::vector<std::string> due();

  /// Daily: what is past its time goes.
  void sweep();

 private:
  using Lines = std::vector<std::string>;
  Lines answer_unsafely(const RoomKey& here, std::string_view word, std::string_view rest);
  Lines queue(const RoomKey& here, std::string_view rest);
  Lines list(bool dry, std::int64_t since_days);
  Lines show(std::int64_t id, bool brief);
  Lines act(Act act, std::string_view rest);
  Lines remove(const Item& item, const Policy& policy, std::string_view rest);
  Lines removed_by_hand(const Item& item, const Policy& policy);
  Lines refer(const Item& item, const Policy& policy, std::string_view rest);
  Lines second(std::string_view rest);
  Lines second_for_another(const Item& item, const Policy& policy);
  Lines ask_others(const Item& item, const Policy& policy, Act act, std::string_view reason, Instant now);
  Lines asked(const Item& item, const Policy& policy, Act act, std::string_view reason, const Plan& plan, Instant now);
  Lines hold(std::string_view rest);
  Lines card(const RoomKey& here, std::string_view rest);
  Lines ledger();
  std::string write_packet(const Item& item, const Policy& policy, std::string_view note, const std::set<std::string>& revealed);
  void tell_reporter(const Item& item, report::Progress progress, const Policy& policy);
  std::string carry_out(Act act, const Item& item, const Policy& policy, const Plan& plan, std::string_view reason, const Actor& actor);
  Actor actor(const Policy& policy) const;
  const Policy* policy_of(const Item& item) const;
  Parts parts_;
};

}  // namespace tact::moderation
