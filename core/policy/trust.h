// SPDX-License-Identifier: GPL-3.0-or-later
// Whose policy a room follows.  The first one is asked about; from then on its rep's key is pinned, and only that key, a deputy's within
// limits, or two deputies together change anything.  Every policy that arrives has exactly one outcome, a line and a test.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "core/policy/signature.h"
#include "core/seams.h"
#include "core/store/database.h"

namespace tact::policy {

enum class Outcome {
  // In force, or waiting for the member
  offered,      ///< the room's first: the member is asked
  contested,    ///< a second "first" by another key: the member is asked, nobody is believed
  pinned,       ///< the member said yes (or it is their own)
  applied,      ///< a newer version by the rep, or by a deputy within limits
  handed_over,  ///< a newer version by the pinned key names another rep
  recovered,    ///< two deputies named another rep
  unchanged,    ///< the one in force, once more
  // Nothing changes
  key_changed,  ///< a sound policy by a key that is neither rep's nor deputy's: the loud stop
  retired_key,  ///< by a former rep
  rolled_back,  ///< older than the one in force: a replay, or a rollback
  conflict,     ///< two different ones of the same version, or a deputy's that follows another: two reps at odds
  overreach,    ///< a deputy changed who the rep, the deputies or the alternate are
  not_by_rep,   ///< a first policy signed by somebody else than the rep it names
  other_room,
  expired,
  not_yet,      ///< valid only from a future day
  malformed,
  newer_format,
  weak_key,
  bad_signature,
};
std::string_view name(Outcome outcome);
/// Did the room's rules change?
bool changes(Outcome outcome);

struct Answer {
  Outcome outcome = Outcome::malformed;
  std::string line;  ///< for the member, one or two sentences
  std::shared_ptr<const Policy> policy;  ///< the one it is about; null where it could not be read
  std::shared_ptr<const Policy> before;  ///< what was in force; null: none
  keys::Sha256 hash{};
};

/// A first policy that waits for the member, or a stranger's after a loud stop.
struct Offer {
  std::shared_ptr<const Policy> policy;
  keys::Sha256 hash{};
  std::string from;  ///< Sender::id of who posted it
  Instant at{};
};

class Trust {
 public:
  static constexpr std::size_t most_offers = 4;  ///< a room; the newest stay

  /// Opens or makes `path` ("trust.db").  Throws store::Error.
  explicit Trust(const std::string& path);

  /// A policy came in.  Writes only where something sound is new; throws store::Error, and then nothing has changed.
  Answer receive(const RoomKey& room, ByteView signed_bytes, std::string_view from, Instant now);
  /// The member trusts an offer (by hash), or the rep their own policy.  Whatever was pinned is replaced: only ever call it on the member's word.
  Answer accept(const RoomKey& room, const keys::Sha256& hash, Instant now);
  Answer pin_own(const RoomKey& room, ByteView signed_bytes, Instant now);
  bool decline(const RoomKey& room, const keys::Sha256& hash);
  std::vector<Offer> offers(const RoomKey& room);  ///< newest first

  /// signed_by_rep set; `expired` set once its time is over.  Null: no policy is trusted in this room.
  std::shared_ptr<const Policy> in_force(const RoomKey& room, Instant now);
  /// For showing and republishing; empty: none.
  Bytes signed_bytes(const RoomKey& room);
  std::vector<RoomKey> rooms();

  /// G47.
  void forget(const RoomKey& room);

  store::Database& database() { return database_; }

 private:
  struct Pin {
    std::shared_ptr<const Policy> policy;
    keys::Sha256 hash{};
    std::shared_ptr<const Policy> after_its_time;  ///< the same with `expired` set, made when needed
  };
  Pin* pin(const RoomKey& room);
  Answer judge(const RoomKey& room, ByteView signed_bytes, Instant now, Opened& opened);
  void keep(const RoomKey& room, const Opened& opened, ByteView signed_bytes, Instant now);
  void keep_offer(const RoomKey& room, const Opened& opened, ByteView signed_bytes, std::string_view from, Instant now);
  bool retired(const RoomKey& room, const Opened& opened);

  store::Database database_;
  store::Statement data_version_;
  std::int64_t seen_version_ = -1;  ///< of the file: another client of this person may have written it
  std::map<RoomKey, Pin> pins_;     ///< a null policy: known to be none
};

}  // namespace tact::policy
