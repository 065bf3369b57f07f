// SPDX-License-Identifier: GPL-3.0-or-later
// What becomes of messages without a step of their sender: adopted from a client that is gone, expired, forgotten with their room.
#include <algorithm>
#include <set>

#include "core/outbox/rows.h"
#include "core/room/settle.h"

namespace tact::outbox {

std::vector<Hold> Outbox::adopt() {
  std::vector<HoldId> taken;
  std::set<std::int64_t> gone;
  // Usually nobody else ever was here: one look without a write lock.
  {
    auto owners = database_.prepare("SELECT id FROM owners WHERE id<>?");
    owners.bind(1, owner_->number);
    while (owners.step())
      if (!owner_->locks.taken(owners.integer(0))) gone.insert(owners.integer(0));
  }
  if (gone.empty()) return {};
  // An older client that is gone may have written since we looked.
  room::settle(database_, {"holds"});
  database_.transaction([&] {
    for (const std::int64_t owner : gone) {
      auto rows = database_.prepare("SELECT id FROM holds WHERE owner=? AND state IN " + std::string(waiting_states) + " ORDER BY id");
      rows.bind(1, owner);
      while (rows.step()) taken.push_back(rows.integer(0));
      database_.prepare("UPDATE holds SET owner=?1, inherited=1 WHERE owner=?2 AND state IN " + std::string(waiting_states))
          .bind(1, owner_->number)
          .bind(2, owner)
          .run();
      database_.prepare("DELETE FROM owners WHERE id=?").bind(1, owner).run();
    }
    database_.prepare("DELETE FROM holds WHERE changed_at<? AND state NOT IN " + std::string(waiting_states))
        .bind(1, stored(clock_.now() - remembered))
        .run();
    // Fragments nobody will add to, and what could still be taken back: offered again as a held message.
    database_.prepare("UPDATE holds SET state='held', due=NULL WHERE owner=? AND inherited=1 AND state IN ('gathering','pausing')").bind(1, owner_->number).run();
  });
  std::vector<Hold> adopted;
  for (const HoldId id : taken)
    if (auto hold = read(id)) adopted.push_back(std::move(*hold));
  open_.insert(open_.end(), adopted.begin(), adopted.end());
  std::sort(open_.begin(), open_.end(), [](const Hold& a, const Hold& b) { return a.id < b.id; });
  return adopted;
}

std::vector<Hold> Outbox::expire() {
  std::vector<Hold> old;
  const Instant before = clock_.now() - expires;
  for (const Hold& hold : open_)
    if (hold.changed_at < before && hold.state != State::scheduled) old.push_back(hold);
  std::erase_if(old, [&](const Hold& hold) { return !close(hold.id, State::expired); });
  return old;
}

bool Outbox::waits_in(const RoomKey& room) {
  auto query = database_.prepare("SELECT 1 FROM holds WHERE room=? AND state IN " + std::string(waiting_states));
  query.bind(1, room.text());
  return query.step();
}

bool Outbox::forget(const RoomKey& room) {
  bool free = false;
  database_.transaction([&] {
    free = !waits_in(room);
    if (free) database_.prepare("DELETE FROM holds WHERE room=?").bind(1, room.text()).run();
  });
  // What was deleted is gone from the write-ahead log too.
  if (free) database_.prepare("PRAGMA wal_checkpoint(TRUNCATE)").run();
  return free;
}

}  // namespace tact::outbox
