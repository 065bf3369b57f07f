// SPDX-License-Identifier: GPL-3.0-or-later
// What this person was told and what they made of it: the memory behind "rare, right, short".  One file on their own computer ("diary.db",
// 0600), read by nobody else; no text of a message is in it but the words somebody called wrongly flagged and the names of consent notes.
//
// Days are local days of the group's zone.  Order of calls for one message: history() before the review; after acting told(), then exactly one
// of overridden() or heeded() once the sender has answered; posted() when the message is in the room.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/store/database.h"
#include "core/verdict.h"

namespace tact::member {

/// What was noted as wrongly flagged.
struct Wrong {
  Instant at{};
  std::string guideline, rule, words;
};

/// A picture-consent note: whom or what it is about, and until when it holds.
struct Consent {
  std::int64_t id = 0;
  std::string subject;
  Instant given{}, until{};
};

/// One step along the route of a grievance.
struct RouteStep {
  Instant at{};
  unsigned step = 0;  ///< index in Policy::routes: 0 the class teacher, 1 the deputy head...
  std::string matter;
};

/// The sender's own month, visible to nobody else.  Sorted by how often.
struct MonthView {
  struct Row {
    std::string guideline;
    unsigned told = 0, heeded = 0, overridden = 0;
  };
  unsigned posts = 0, wrong = 0;
  std::vector<Row> rows;
  std::optional<Instant> muted_until;
};

class Diary {
 public:
  static constexpr unsigned overrides_until_silence = 3;
  static constexpr std::chrono::days silence{30}, matter_kept{60}, kept{400};
  /// Pictures sent within this of the last question belong to the same album.
  static constexpr std::chrono::minutes album{10};

  /// Opens or makes `path`.  Throws store::Error.
  explicit Diary(const std::string& path);

  /// What decide() and the guidelines want to know.  `room` is RoomKey::text(); `zone` the policy's.
  NudgeHistory history(const RoomKey& room, Instant now, const std::string& zone);

  /// The finding that spoke was shown.  `pair`: the other person of a private_talk nudge, else empty.
  void told(const RoomKey& room, const Finding& finding, Instant now, const std::string& zone, std::string_view pair = {});
  /// The sender posted it as it was.  True: this was one too many in a row, and Tact falls silent here for 30 days: say so.
  bool overridden(const RoomKey& room, std::string_view guideline, Instant now, const std::string& zone);
  /// The sender changed, moved, postponed or dropped it.
  void heeded(const RoomKey& room, std::string_view guideline, Instant now, const std::string& zone);
  /// "/tact wrong"; ends the row of overrides too, for it was we who were wrong.
  void wrong(const RoomKey& room, const Finding& finding, std::string_view words, Instant now, const std::string& zone);
  std::vector<Wrong> wrongs(const RoomKey& room, unsigned most = 50);
  /// "/tact wake".  False: it was awake.
  bool wake(const RoomKey& room, Instant now);
  std::optional<Instant> muted_until(const RoomKey& room, Instant now);

  /// One message of this person is in the room; answers how many that makes today.
  unsigned posted(const RoomKey& room, Instant now, const std::string& zone);
  /// The quiet note of the daily budget was shown: no more of it today.
  void budget_noted(const RoomKey& room, Instant now, const std::string& zone);

  /// Consent notes.  An album's question that was answered with yes is settled for album; a note with a subject until `until`.
  void album_settled(const RoomKey& room, Instant now, const std::string& zone);
  void consent(const RoomKey& room, std::string_view subject, Instant now, Instant until);
  std::vector<Consent> consents(const RoomKey& room, Instant now);
  bool withdraw(const RoomKey& room, std::int64_t id);

  /// G19, G20: the latest step of the same matter within 60 days.
  std::optional<RouteStep> last_step(const RoomKey& room, std::string_view matter, Instant now);
  void routed(const RoomKey& room, std::string_view matter, unsigned step, Instant now);

  /// The month that `now` lies in.
  MonthView month(const RoomKey& room, Instant now, const std::string& zone);

  /// G47: nothing of this group is left in the file.
  void forget(const RoomKey& room);

  /// Where a damaged predecessor was put aside; nullopt when nothing was damaged.
  const std::optional<std::string>& set_aside() const { return database_.set_aside(); }

 private:
  void note(const RoomKey& room, std::string_view what, std::string_view guideline, bool mild, Instant now, const std::string& zone, std::string_view detail = {});
  void end_row(const RoomKey& room);

  store::Database database_;
  store::Statement today_, posts_, mood_, consents_, posted_;  ///< asked or told at every message: prepared once
};

}  // namespace tact::member
