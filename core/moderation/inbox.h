// SPDX-License-Identifier: GPL-3.0-or-later
// Judges what others post in rooms where this person is rep or deputy, with the same engine as the sender's side, and fills the queue.
// take() costs next to nothing and may be called from a signal; work() judges and writes in slices, so a raid never stalls the client.
#pragma once

#include <deque>
#include <functional>
#include <map>
#include <string>
#include <tuple>
#include <vector>

#include "core/moderation/people.h"
#include "core/moderation/queue.h"
#include "core/policy/policy.h"
#include "core/report/chain.h"
#include "core/room/view.h"

namespace tact::moderation {

/// One message as it arrived.
struct Arrival {
  Message message;             ///< Format as given; `at` = when it arrived
  std::string plain;           ///< the words without markup
  std::string via;             ///< which account brought it
  bool delayed = false;        ///< the network says it is history
  Instant joined_at{};         ///< when this client entered the room; epoch: unknown
  bool may_replay_unmarked = false;  ///< IRC bouncers and WhatsApp do not mark history
};

/// What became of an arrival; each has a test.
enum class Outcome { clean, queued, folded, own, replay, twice, bridge_echo };

class Inbox {
 public:
  using Judge = std::function<Verdict(const Message&, const RoomView&, const Policy&)>;
  using FindPolicy = std::function<const Policy*(const RoomKey&)>;  ///< null: not (any more) a room of ours

  Inbox(Records& records, Queue& queue, report::Chain& chain, Judge judge, FindPolicy policy);

  /// Puts it in line.  O(1), no disk, never throws but std::bad_alloc.
  void take(Arrival arrival);

  /// Judges until nothing waits or `go_on` says no (asked between messages), then writes all it found in one transaction.  Answers the ids
  /// of new items that want the rep's eye now.  Throws store::Error; nothing found is lost by that, the next call writes it.
  std::vector<std::int64_t> work(const std::function<bool()>& go_on);

  /// Not judged yet.
  std::size_t backlog() const { return arrivals_.size(); }
  bool waiting() const { return !arrivals_.empty() || !found_.empty() || !afterwards_.empty() || chain_.pending(); }

  /// What was found is put aside as "would have": nobody can be reminded or removed for it.  On from the start.
  bool dry_run() const { return dry_; }
  void set_dry_run(bool on);

  /// Drops what is remembered of a room.
  void forget(const std::string& room);

  /// Counted since the start, by outcome (for tests and for the rep's status line).
  const std::map<Outcome, std::size_t>& outcomes() const { return outcomes_; }

 private:
  struct Recent {
    ContextLine line;
    std::string via;
  };
  struct AfterWait {
    std::int64_t item;     ///< 0: the last found one with this mark is not written yet
    std::size_t mark;
    unsigned left;
  };
  struct RoomState {
    std::deque<Recent> recent;
    std::deque<AfterWait> after;
    std::deque<std::pair<Instant, std::string>> mild;  ///< times and authors of mild findings, for heat and raids
    People people;
  };
  struct Found {
    Item item;
    std::size_t mark = 0;
  };
  Outcome judge_one(const Arrival& arrival);
  bool seen_twice(const RoomState& state, const Arrival& arrival) const;
  void give_after(RoomState& state, const ContextLine& line);
  void count_month(const Item& item, const Policy& policy);
  std::vector<std::int64_t> write();

  Records& records_;
  Queue& queue_;
  report::Chain& chain_;
  Judge judge_;
  FindPolicy policy_;
  std::deque<Arrival> arrivals_;
  std::vector<Found> found_;
  std::vector<std::pair<std::int64_t, ContextLine>> afterwards_;
  std::map<std::string, RoomState> rooms_;
  std::map<std::tuple<std::int64_t, std::string, std::string>, std::int64_t> tally_;
  std::map<Outcome, std::size_t> outcomes_;
  std::size_t next_mark_ = 1;
  bool dry_ = true;
};

}  // namespace tact::moderation
