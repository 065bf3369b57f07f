// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/moderation/queue.h"

#include <algorithm>

#include "core/i18n.h"

namespace tact::moderation {

namespace {

constexpr const char* columns =
    "SELECT id, room, author, name, at, last_at, text, guideline, label, reason, severity, sureness, source, times, state, state_at, due_at, "
    "dry, edit_of, fold, report, warning, hold, erased FROM item ";

// A threat first; what a person reported before what a program found.
constexpr const char* by_weight =
    "ORDER BY CASE WHEN guideline='threat' THEN 0 WHEN source=1 THEN 1 WHEN severity=1 THEN 2 WHEN source=2 THEN 3 ELSE 4 END, at, id ";

std::int64_t count(Instant at) { return at.time_since_epoch().count(); }
Instant instant(std::int64_t milliseconds) { return Instant(Milliseconds(milliseconds)); }

}  // namespace

std::string_view name(State state) {
  switch (state) {
    case State::fresh: return "new";
    case State::ignored: return "ignored";
    case State::thanked: return "thanked";
    case State::reminded: return "reminded";
    case State::asked: return "asked-to-remove";
    case State::warned: return "warned";
    case State::referred: return "referred";
    case State::removed: return "removed";
    case State::mistaken: return "false";
  }
  return "";
}

std::string shown(State state) {
  switch (state) {
    case State::fresh: return _("new");
    case State::ignored: return _("ignored");
    case State::thanked: return _("thanked");
    case State::reminded: return _("reminded");
    case State::asked: return _("asked to remove");
    case State::warned: return _("warned");
    case State::referred: return _("referred");
    case State::removed: return _("removed");
    case State::mistaken: return _("marked false");
  }
  return "";
}

std::int64_t Queue::add(const Item& item, bool* folded) {
  store::Database& database = records_.database();
  auto same = database.prepare("SELECT id, author FROM item WHERE fold=?1 AND dry=?2 AND state=0 AND erased=0 ORDER BY id DESC LIMIT 1");
  same.bind(1, std::span<const std::uint8_t>(item.fold)).bind(2, std::int64_t{item.dry});
  const bool known = same.step();
  if (folded != nullptr) *folded = known;
  if (known) {
    const std::int64_t id = same.integer(0);
    const std::string author = same.text(1);
    database.prepare("UPDATE item SET times=times+?2, last_at=max(last_at,?3) WHERE id=?1").bind(1, id).bind(2, item.times).bind(3, count(item.at)).run();
    if (author == item.author) return id;
    database.prepare("INSERT INTO also VALUES(?1,?2,?3,?4) ON CONFLICT(item,author) DO UPDATE SET times=times+excluded.times")
        .bind(1, id)
        .bind(2, item.author)
        .bind(3, item.name)
        .bind(4, item.times)
        .run();
    return id;
  }
  database
      .prepare(
          "INSERT INTO item(room,author,name,at,last_at,text,guideline,label,reason,severity,sureness,source,times,state,state_at,due_at,dry,"
          "edit_of,fold,report,warning,hold,erased) VALUES(?1,?2,?3,?4,?5,?6,?7,?8,?9,?10,?11,?12,?13,?14,?15,?16,?17,?18,?19,?20,?21,?22,0)")
      .bind(1, item.room)
      .bind(2, item.author)
      .bind(3, item.name)
      .bind(4, count(item.at))
      .bind(5, std::max(count(item.at), count(item.last_at)))
      .bind(6, item.text)
      .bind(7, item.guideline)
      .bind(8, item.label)
      .bind(9, item.reason)
      .bind(10, static_cast<std::int64_t>(item.severity))
      .bind(11, item.sureness)
      .bind(12, static_cast<std::int64_t>(item.source))
      .bind(13, item.times)
      .bind(14, static_cast<std::int64_t>(item.state))
      .bind(15, count(item.state_at))
      .bind(16, count(item.due_at))
      .bind(17, std::int64_t{item.dry})
      .bind(18, item.edit_of)
      .bind(19, std::span<const std::uint8_t>(item.fold))
      .bind(20, std::span<const std::uint8_t>(item.report))
      .bind(21, item.warning)
      .bind(22, item.hold)
      .run();
  const std::int64_t id = database.last_row();
  auto line = database.prepare("INSERT INTO line VALUES(?1,?2,?3,?4,?5,?6)");
  const auto write = [&](const ContextLine& context, std::int64_t after) {
    line.reset().bind(1, id).bind(2, after).bind(3, count(context.at)).bind(4, context.author).bind(5, context.name).bind(6, context.text).run();
  };
  for (const ContextLine& context : item.before) write(context, 0);
  for (const ContextLine& context : item.after) write(context, 1);
  return id;
}

void Queue::add_after(std::int64_t item, const ContextLine& line) {
  records_.database()
      .prepare("INSERT INTO line SELECT ?1,1,?2,?3,?4,?5 WHERE EXISTS(SELECT 1 FROM item WHERE id=?1 AND erased=0)")
      .bind(1, item)
      .bind(2, count(line.at))
      .bind(3, line.author)
      .bind(4, line.name)
      .bind(5, line.text)
      .run();
}

Item Queue::read(store::Statement& row) {
  Item item;
  item.id = row.integer(0);
  item.room = row.text(1);
  item.author = row.text(2);
  item.name = row.text(3);
  item.at = instant(row.integer(4));
  item.last_at = instant(row.integer(5));
  item.text = row.text(6);
  item.guideline = row.text(7);
  item.label = row.text(8);
  item.reason = row.text(9);
  item.severity = row.integer(10) != 0 ? Severity::serious : Severity::mild;
  item.sureness = row.real(11);
  item.source = static_cast<Source>(std::clamp<std::int64_t>(row.integer(12), 0, 2));
  item.times = row.integer(13);
  item.state = static_cast<State>(std::clamp<std::int64_t>(row.integer(14), 0, 8));
  item.state_at = instant(row.integer(15));
  item.due_at = instant(row.integer(16));
  item.dry = row.integer(17) != 0;
  item.edit_of = row.integer(18);
  const report::Bytes fold = row.blob(19);
  if (fold.size() == item.fold.size()) std::ranges::copy(fold, item.fold.begin());
  item.report = row.blob(20);
  item.warning = row.text(21);
  item.hold = row.text(22);
  item.erased = row.integer(23) != 0;
  return item;
}

void Queue::read_lines(Item& item) {
  auto lines = records_.database().prepare("SELECT after, at, author, name, text FROM line WHERE item=?1 ORDER BY rowid");
  lines.bind(1, item.id);
  while (lines.step())
    (lines.integer(0) != 0 ? item.after : item.before).push_back({instant(lines.integer(1)), lines.text(2), lines.text(3), lines.text(4)});
  auto also = records_.database().prepare("SELECT author, name, times FROM also WHERE item=?1 ORDER BY times DESC, author LIMIT 200");
  also.bind(1, item.id);
  while (also.step()) item.also.push_back({also.text(0), also.text(1), also.integer(2)});
}

std::vector<Item> Queue::open(std::string_view room, bool dry, std::size_t most) {
  auto query = records_.database().prepare(std::string(columns) + "WHERE state=0 AND erased=0 AND dry=?1 AND (?2='' OR room=?2) " + by_weight + "LIMIT ?3");
  query.bind(1, std::int64_t{dry}).bind(2, room).bind(3, static_cast<std::int64_t>(most));
  std::vector<Item> items;
  while (query.step()) items.push_back(read(query));
  return items;
}

std::vector<Item> Queue::since(Instant from, bool dry) {
  auto query = records_.database().prepare(std::string(columns) + "WHERE erased=0 AND dry=?1 AND last_at>=?2 " + by_weight);
  query.bind(1, std::int64_t{dry}).bind(2, count(from));
  std::vector<Item> items;
  while (query.step()) items.push_back(read(query));
  return items;
}

std::optional<Item> Queue::find(std::int64_t id) {
  auto query = records_.database().prepare(std::string(columns) + "WHERE id=?1");
  query.bind(1, id);
  if (!query.step()) return std::nullopt;
  Item item = read(query);
  read_lines(item);
  return item;
}

std::vector<std::int64_t> Queue::due(Instant now) {
  auto query = records_.database().prepare("SELECT id FROM item WHERE due_at>0 AND due_at<=?1 AND erased=0 ORDER BY due_at");
  query.bind(1, count(now));
  std::vector<std::int64_t> ids;
  while (query.step()) ids.push_back(query.integer(0));
  return ids;
}

std::size_t Queue::open_count(bool dry) {
  auto query = records_.database().prepare("SELECT count(*) FROM item WHERE state=0 AND erased=0 AND dry=?1");
  query.bind(1, std::int64_t{dry});
  return query.step() ? static_cast<std::size_t>(query.integer(0)) : 0;
}

void Queue::set_state(std::int64_t id, State state, Instant at, Instant due) {
  records_.database()
      .prepare("UPDATE item SET state=?2, state_at=?3, due_at=?4 WHERE id=?1")
      .bind(1, id)
      .bind(2, static_cast<std::int64_t>(state))
      .bind(3, count(at))
      .bind(4, count(due))
      .run();
}

void Queue::set_hold(std::int64_t id, std::string_view reason) {
  records_.database().prepare("UPDATE item SET hold=?2 WHERE id=?1").bind(1, id).bind(2, reason).run();
}

}  // namespace tact::moderation
