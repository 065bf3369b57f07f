// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/moderation/retention.h"

#include <algorithm>

namespace tact::moderation {

namespace {

std::int64_t count(Instant at) { return at.time_since_epoch().count(); }
Instant days_before(Instant now, unsigned days) { return now - std::chrono::hours(24) * static_cast<int>(days); }

}  // namespace

void Retention::erase_item(std::int64_t id) {
  store::Database& database = queue_.records().database();
  database.prepare("DELETE FROM line WHERE item=?1").bind(1, id).run();
  database.prepare("DELETE FROM also WHERE item=?1").bind(1, id).run();
  database.prepare("DELETE FROM asked WHERE item=?1").bind(1, id).run();
  database.prepare("DELETE FROM received WHERE item=?1").bind(1, id).run();
  database.prepare("DELETE FROM question WHERE item=?1").bind(1, id).run();
  database
      .prepare("UPDATE item SET room='', author='', name='', text='', reason='', warning='', report=x'', fold=x'', due_at=0, erased=1 WHERE id=?1")
      .bind(1, id)
      .run();
  ledger_.erase_item(id);
}

std::size_t Retention::sweep(Instant now, const std::function<unsigned(const std::string&)>& days) {
  store::Database& database = queue_.records().database();
  std::vector<std::int64_t> old;
  unsigned longest = default_days;
  auto query = database.prepare("SELECT id, room, last_at FROM item WHERE erased=0 AND hold='' AND state<>?1");
  query.bind(1, static_cast<std::int64_t>(State::referred));
  while (query.step()) {
    const unsigned asked = days(query.text(1));
    const unsigned kept = asked == 0 ? default_days : asked;
    longest = std::max(longest, kept);
    if (query.integer(2) < count(days_before(now, kept))) old.push_back(query.integer(0));
  }
  query.reset();
  const auto before = count(days_before(now, longest));
  database.transaction([&] {
    for (const std::int64_t id : old) {
      erase_item(id);
      ledger_.append(now, "erased", {{}, id, {}, {}, {}});
    }
    database.prepare("DELETE FROM sent WHERE at<?1").bind(1, before).run();
    // Steps are kept a year, or a second reminder would be a first one for ever.
    database.prepare("DELETE FROM step WHERE at<?1").bind(1, count(days_before(now, 365))).run();
    chain_.erase_before(Instant(Milliseconds(before)));
  });
  if (!old.empty()) queue_.records().scrub();
  return old.size();
}

void Retention::hold(std::int64_t item, std::string_view reason, std::string_view actor, Instant now) {
  queue_.records().database().transaction([&] {
    const auto found = queue_.find(item);
    if (!found) return;
    queue_.set_hold(item, reason);
    ledger_.append(now, reason.empty() ? "hold ended" : "held", {found->room, item, std::string(actor), found->author, std::string(reason)});
  });
}

std::vector<std::int64_t> Retention::on_hold(const std::string& room) {
  std::vector<std::int64_t> ids;
  auto query = queue_.records().database().prepare("SELECT id FROM item WHERE room=?1 AND hold<>'' AND erased=0 ORDER BY id");
  query.bind(1, room);
  while (query.step()) ids.push_back(query.integer(0));
  return ids;
}

void Retention::forget(const std::string& room, Instant now) {
  store::Database& database = queue_.records().database();
  database.transaction([&] {
    std::vector<std::int64_t> ids;
    auto query = database.prepare("SELECT id FROM item WHERE room=?1");
    query.bind(1, room);
    while (query.step()) ids.push_back(query.integer(0));
    query.reset();
    for (const std::int64_t id : ids) erase_item(id);
    database.prepare("DELETE FROM item WHERE erased=1").run();
    for (const char* sql : {"DELETE FROM step WHERE room=?1", "DELETE FROM tally WHERE room=?1", "DELETE FROM sent WHERE room=?1", "DELETE FROM received WHERE room=?1"})
      database.prepare(sql).bind(1, room).run();
    chain_.forget(room);
    ledger_.erase_room(room);
    ledger_.append(now, "forgotten", {});
  });
  queue_.records().scrub();
}

}  // namespace tact::moderation
