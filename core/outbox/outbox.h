// SPDX-License-Identifier: GPL-3.0-or-later
// The outbox owns the message.  What it holds is on disk before the host's text is taken away, belongs to exactly one running client, and leaves
// only by a named way.  Every view of a message (line, bar, dialog, timer) carries its HoldId and may be late, missing or doubled: each step
// answers false when the message is no longer in the state that the step starts from, and changes nothing then.
//
// Several clients may share one file.  A message belongs to the process that took it; when that process is gone (its lock says so, no clock is
// asked), another may adopt it.  Two clients never release the same message.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "core/outbox/hold.h"
#include "core/seams.h"
#include "core/store/database.h"

namespace tact::outbox {

class Outbox {
 public:
  static constexpr std::chrono::days expires{30};
  /// Closed messages keep only their number and outcome, and that no longer than this.
  static constexpr std::chrono::days remembered{7};

  /// Opens or makes `path`, and "<path>.owners" beside it.  Adopts what gone processes left.  Throws store::Error.
  Outbox(std::string path, const Clock& clock);
  ~Outbox();
  Outbox(const Outbox&) = delete;
  Outbox& operator=(const Outbox&) = delete;

  /// Takes a message.  On disk when it returns; throws store::Error and keeps nothing otherwise.  `replaces` (0: none) becomes revised in the
  /// same step.
  HoldId hold(const Draft& draft, const Verdict& verdict, HoldId replaces = 0);
  /// Takes a message that leaves at `due` unless its sender takes it back; otherwise as hold().
  HoldId pause(const Draft& draft, const Verdict& verdict, Instant due, HoldId replaces = 0);
  /// Takes a first fragment.
  HoldId gather(const Draft& draft);
  /// One more fragment at the end; `joined` is the whole text so far.  False: it gathers no more.
  bool add_fragment(HoldId id, const std::string& fragment, const std::string& joined, Format format);
  /// gathering -> held.
  bool keep(HoldId id, const Verdict& verdict);

  /// held or scheduled -> pausing.
  bool pause(HoldId id, Instant due);
  /// pausing -> held.
  bool take_back(HoldId id);
  /// held, pausing or gathering -> scheduled; again for another time.
  bool schedule(HoldId id, Instant due);
  /// scheduled -> held.
  bool unschedule(HoldId id);
  /// held, scheduled, pausing, gathering -> sending: from here on a crash means asking.
  bool start_sending(HoldId id);
  /// sending -> released.
  bool sent(HoldId id);
  /// sending -> held: it is known not to have left.
  bool not_sent(HoldId id);
  /// Any waiting state -> `end` (revised, moved, discarded, expired, or released where the same text left another way).
  bool close(HoldId id, State end);

  /// What waits and belongs to this process, oldest first.
  std::vector<Hold> waiting() const;
  std::vector<Hold> waiting(const RoomKey& room, const AccountKey& account) const;
  std::optional<Hold> newest(const RoomKey& room, const AccountKey& account) const;
  /// Also tells how a closed one ended (its text is gone then).
  std::optional<Hold> find(HoldId id);
  /// False: no disk is needed to know that nothing waits in this room.
  bool any(const RoomKey& room) const;
  bool any_gathering() const;
  bool any_pausing() const;
  bool any_scheduled() const;
  /// Own and no longer inherited messages whose time has come.
  std::vector<Hold> due(Instant now) const;
  /// The sender has answered for an inherited message: from now on it is as any other.
  void acknowledge(HoldId id);

  /// Takes over what processes that are gone have left; answers the new ones.  Cheap; call at start and now and then.
  std::vector<Hold> adopt();
  /// Something of this room waits, here or in another client, whatever account.
  bool waits_in(const RoomKey& room);
  /// G47: what has ended in this room goes, number and all.  False: something waits there still, and nothing has changed.
  bool forget(const RoomKey& room);
  /// Closes what has waited longer than `expires`; answers what it closed.
  std::vector<Hold> expire();

  const std::string& path() const { return database_.path(); }
  /// Where a damaged predecessor was put aside; nullopt when nothing was damaged.
  const std::optional<std::string>& set_aside() const { return database_.set_aside(); }

 private:
  class Owner;
  HoldId insert(const Draft& draft, State state, const Verdict* verdict, std::optional<Instant> due = std::nullopt);
  HoldId take(const Draft& draft, const Verdict& verdict, State state, std::optional<Instant> due, HoldId replaces);
  Hold made(HoldId id, const Draft& draft, State state, const Verdict* verdict) const;
  bool any_in(State state) const;
  void write_reasons(HoldId id, const std::vector<Reason>& reasons);
  bool step(HoldId id, std::initializer_list<State> from, State to, std::optional<Instant> due = std::nullopt);
  void wipe(HoldId id);
  std::optional<Hold> read(HoldId id);
  Hold* mine(HoldId id);

  const Clock& clock_;
  store::Database database_;
  std::unique_ptr<Owner> owner_;
  std::vector<Hold> open_;  ///< mirror of what waits and is ours, by id; nobody else may change those rows
};

}  // namespace tact::outbox
