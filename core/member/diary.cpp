// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/member/diary.h"

#include <algorithm>

#include "core/room/settle.h"

namespace tact::member {

namespace {

constexpr std::int32_t application_id = 0x54614469;  // "TaDi"

// `what`: told, heeded, overridden, wrong, budget, album.  `day` is YYYYMMDD in the group's zone.
constexpr const char* migrations[] = {
    R"(
CREATE TABLE event(
  room TEXT NOT NULL, at INTEGER NOT NULL, day INTEGER NOT NULL, what TEXT NOT NULL, guideline TEXT NOT NULL, mild INTEGER NOT NULL,
  detail TEXT NOT NULL) STRICT;
CREATE INDEX event_when ON event(room, at);
CREATE TABLE mood(room TEXT PRIMARY KEY, overrides INTEGER NOT NULL, muted_until INTEGER NOT NULL) STRICT, WITHOUT ROWID;
CREATE TABLE wrong(room TEXT NOT NULL, at INTEGER NOT NULL, guideline TEXT NOT NULL, rule TEXT NOT NULL, words TEXT NOT NULL) STRICT;
CREATE TABLE consent(id INTEGER PRIMARY KEY, room TEXT NOT NULL, subject TEXT NOT NULL, given INTEGER NOT NULL, until INTEGER NOT NULL) STRICT;
CREATE TABLE route(room TEXT NOT NULL, matter TEXT NOT NULL, at INTEGER NOT NULL, step INTEGER NOT NULL) STRICT;
)",
    // What was posted is a number a day, however many: every message asks for it.
    R"(
CREATE TABLE post(room TEXT NOT NULL, day INTEGER NOT NULL, count INTEGER NOT NULL, PRIMARY KEY(room, day)) STRICT, WITHOUT ROWID;
INSERT INTO post SELECT room, day, count(*) FROM event WHERE what='posted' GROUP BY room, day;
DELETE FROM event WHERE what='posted';
)",
};

constexpr const char* today_sql =
    "SELECT what, guideline, mild, day, at, detail FROM event WHERE room=?1 AND at>?2 AND what IN ('told','budget','album')";
constexpr const char* posts_sql = "SELECT count FROM post WHERE room=?1 AND day=?2";
// No more than a person can have given lately: history() carries them.
constexpr const char* consents_sql = "SELECT id, subject, given, until FROM consent WHERE room=?1 AND until>?2 ORDER BY given DESC LIMIT 50";
constexpr const char* posted_sql = "INSERT INTO post VALUES(?1,?2,1) ON CONFLICT DO UPDATE SET count=count+1 RETURNING count";
constexpr const char* mood_sql = "SELECT overrides, muted_until FROM mood WHERE room=?1";

std::int64_t stamp(Instant at) { return at.time_since_epoch().count(); }
Instant instant(std::int64_t stamp) { return Instant(Milliseconds(stamp)); }

std::int64_t day_of(Instant at, const std::string& zone) {
  const LocalTime local = wall_clock(at, zone);
  return local.year * 10000LL + local.month * 100 + local.day;
}

}  // namespace

Diary::Diary(const std::string& path)
    : database_(path, application_id, migrations), today_(database_.prepare(today_sql)), posts_(database_.prepare(posts_sql)), mood_(database_.prepare(mood_sql)),
      consents_(database_.prepare(consents_sql)), posted_(database_.prepare(posted_sql)) {
  // Written after every post, in the client's main loop: it must not wait for the disk.  What a power cut can lose is one count.
  database_.execute("PRAGMA synchronous=NORMAL");
  database_.execute("PRAGMA secure_delete=ON");
  room::settle(database_, {"event", "post", "mood", "wrong", "consent", "route"});
}

NudgeHistory Diary::history(const RoomKey& room, Instant now, const std::string& zone) {
  NudgeHistory history;
  const std::string key = room.text();
  const std::int64_t today = day_of(now, zone);
  // A local day can be 25 hours long.
  constexpr std::chrono::hours longest_day{25}, day_and_night{24};
  today_.reset().bind(1, key).bind(2, stamp(now - longest_day));
  while (today_.step()) {
    const std::string what = today_.text(0);
    const Instant at = instant(today_.integer(4));
    const bool same_day = today_.integer(3) == today;
    if (what == "told") {
      if (same_day && today_.integer(2) != 0) ++history.mild_today;
      if (at > now - day_and_night) history.told_last_24_hours.push_back(today_.text(1));
      if (same_day && !today_.null(5) && !today_.text(5).empty()) history.pairs_today.push_back(today_.text(5));
    } else if (what == "budget") {
      history.budget_noted_today = history.budget_noted_today || same_day;
    } else if (at > now - album) {
      history.album_settled = true;
    }
  }
  today_.reset();
  std::ranges::sort(history.told_last_24_hours);
  const auto repeated = std::ranges::unique(history.told_last_24_hours);
  history.told_last_24_hours.erase(repeated.begin(), repeated.end());
  posts_.reset().bind(1, key).bind(2, today);
  if (posts_.step()) history.posts_today = static_cast<unsigned>(posts_.integer(0));
  posts_.reset();
  mood_.reset().bind(1, key);
  if (mood_.step()) {
    history.overrides_in_a_row = static_cast<unsigned>(mood_.integer(0));
    history.muted = instant(mood_.integer(1)) > now;
  }
  mood_.reset();
  for (Consent& one : consents(room, now)) history.consents.push_back(std::move(one.subject));
  return history;
}

void Diary::note(const RoomKey& room, std::string_view what, std::string_view guideline, bool mild, Instant now, const std::string& zone, std::string_view detail) {
  database_.prepare("INSERT INTO event VALUES(?1,?2,?3,?4,?5,?6,?7)")
      .bind(1, room.text())
      .bind(2, stamp(now))
      .bind(3, day_of(now, zone))
      .bind(4, what)
      .bind(5, guideline)
      .bind(6, static_cast<std::int64_t>(mild))
      .bind(7, detail)
      .run();
}

void Diary::end_row(const RoomKey& room) { database_.prepare("UPDATE mood SET overrides=0 WHERE room=?1").bind(1, room.text()).run(); }

void Diary::told(const RoomKey& room, const Finding& finding, Instant now, const std::string& zone, std::string_view pair) {
  note(room, "told", finding.guideline, finding.severity == Severity::mild, now, zone, pair);
  // Kept a year for the person's own view, then gone.
  database_.prepare("DELETE FROM event WHERE at<?1").bind(1, stamp(now - kept)).run();
  database_.prepare("DELETE FROM post WHERE day<?1").bind(1, day_of(now - kept, zone)).run();
}

bool Diary::overridden(const RoomKey& room, std::string_view guideline, Instant now, const std::string& zone) {
  bool silent = false;
  database_.transaction([&] {
    note(room, "overridden", guideline, true, now, zone);
    mood_.reset().bind(1, room.text());
    const bool known = mood_.step();
    const std::int64_t row = (known ? mood_.integer(0) : 0) + 1;
    const bool muted = known && instant(mood_.integer(1)) > now;
    mood_.reset();
    silent = !muted && row >= overrides_until_silence;
    database_.prepare("INSERT INTO mood VALUES(?1,?2,?3) ON CONFLICT(room) DO UPDATE SET overrides=excluded.overrides, muted_until=max(muted_until, excluded.muted_until)")
        .bind(1, room.text())
        .bind(2, silent ? 0 : row)
        .bind(3, silent ? stamp(now + silence) : 0)
        .run();
  });
  return silent;
}

void Diary::heeded(const RoomKey& room, std::string_view guideline, Instant now, const std::string& zone) {
  note(room, "heeded", guideline, true, now, zone);
  end_row(room);
}

void Diary::wrong(const RoomKey& room, const Finding& finding, std::string_view words, Instant now, const std::string& zone) {
  note(room, "wrong", finding.guideline, true, now, zone);
  database_.prepare("INSERT INTO wrong VALUES(?1,?2,?3,?4,?5)")
      .bind(1, room.text())
      .bind(2, stamp(now))
      .bind(3, finding.guideline)
      .bind(4, finding.rule)
      .bind(5, words)
      .run();
  end_row(room);
}

std::vector<Wrong> Diary::wrongs(const RoomKey& room, unsigned most) {
  auto query = database_.prepare("SELECT at, guideline, rule, words FROM wrong WHERE room=?1 ORDER BY at DESC LIMIT ?2");
  query.bind(1, room.text()).bind(2, static_cast<std::int64_t>(most));
  std::vector<Wrong> all;
  while (query.step()) all.push_back({instant(query.integer(0)), query.text(1), query.text(2), query.text(3)});
  return all;
}

bool Diary::wake(const RoomKey& room, Instant now) {
  const bool slept = muted_until(room, now).has_value();
  database_.prepare("UPDATE mood SET overrides=0, muted_until=0 WHERE room=?1").bind(1, room.text()).run();
  return slept;
}

std::optional<Instant> Diary::muted_until(const RoomKey& room, Instant now) {
  mood_.reset().bind(1, room.text());
  const Instant until = mood_.step() ? instant(mood_.integer(1)) : Instant{};
  mood_.reset();
  return until > now ? std::optional(until) : std::nullopt;
}

unsigned Diary::posted(const RoomKey& room, Instant now, const std::string& zone) {
  posted_.reset().bind(1, room.text()).bind(2, day_of(now, zone));
  const unsigned today = posted_.step() ? static_cast<unsigned>(posted_.integer(0)) : 0;
  posted_.run();
  posted_.reset();
  return today;
}

void Diary::budget_noted(const RoomKey& room, Instant now, const std::string& zone) { note(room, "budget", "repetition", true, now, zone); }

void Diary::album_settled(const RoomKey& room, Instant now, const std::string& zone) { note(room, "album", "pictures", true, now, zone); }

void Diary::consent(const RoomKey& room, std::string_view subject, Instant now, Instant until) {
  database_.prepare("INSERT INTO consent(room, subject, given, until) VALUES(?1,?2,?3,?4)")
      .bind(1, room.text())
      .bind(2, subject)
      .bind(3, stamp(now))
      .bind(4, stamp(until))
      .run();
}

std::vector<Consent> Diary::consents(const RoomKey& room, Instant now) {
  consents_.reset().bind(1, room.text()).bind(2, stamp(now));
  std::vector<Consent> all;
  while (consents_.step()) all.push_back({consents_.integer(0), consents_.text(1), instant(consents_.integer(2)), instant(consents_.integer(3))});
  consents_.reset();
  return all;
}

bool Diary::withdraw(const RoomKey& room, std::int64_t id) {
  database_.prepare("DELETE FROM consent WHERE room=?1 AND id=?2").bind(1, room.text()).bind(2, id).run();
  return database_.changes() > 0;
}

std::optional<RouteStep> Diary::last_step(const RoomKey& room, std::string_view matter, Instant now) {
  auto query = database_.prepare("SELECT at, step, matter FROM route WHERE room=?1 AND matter=?2 AND at>?3 ORDER BY at DESC, step DESC LIMIT 1");
  query.bind(1, room.text()).bind(2, matter).bind(3, stamp(now - matter_kept));
  if (!query.step()) return std::nullopt;
  return RouteStep{instant(query.integer(0)), static_cast<unsigned>(query.integer(1)), query.text(2)};
}

void Diary::routed(const RoomKey& room, std::string_view matter, unsigned step, Instant now) {
  database_.prepare("DELETE FROM route WHERE at<=?1").bind(1, stamp(now - matter_kept)).run();
  database_.prepare("INSERT INTO route VALUES(?1,?2,?3,?4)")
      .bind(1, room.text())
      .bind(2, matter)
      .bind(3, stamp(now))
      .bind(4, static_cast<std::int64_t>(step))
      .run();
}

MonthView Diary::month(const RoomKey& room, Instant now, const std::string& zone) {
  MonthView view;
  const std::int64_t month = day_of(now, zone) / 100;
  auto query = database_.prepare("SELECT what, guideline, count(*) FROM event WHERE room=?1 AND at>?2 AND day/100=?3 GROUP BY what, guideline");
  query.bind(1, room.text()).bind(2, stamp(now - std::chrono::days(32))).bind(3, month);
  while (query.step()) {
    const std::string what = query.text(0), guideline = query.text(1);
    const auto count = static_cast<unsigned>(query.integer(2));
    if (what == "wrong") view.wrong += count;
    if (what != "told" && what != "heeded" && what != "overridden") continue;
    auto row = std::ranges::find(view.rows, guideline, &MonthView::Row::guideline);
    if (row == view.rows.end()) row = view.rows.insert(row, {.guideline = guideline});
    (what == "told" ? row->told : what == "heeded" ? row->heeded : row->overridden) = count;
  }
  std::ranges::sort(view.rows, [](const MonthView::Row& a, const MonthView::Row& b) { return a.told != b.told ? a.told > b.told : a.guideline < b.guideline; });
  auto posts = database_.prepare("SELECT sum(count) FROM post WHERE room=?1 AND day/100=?2");
  posts.bind(1, room.text()).bind(2, month);
  if (posts.step()) view.posts = static_cast<unsigned>(posts.integer(0));
  view.muted_until = muted_until(room, now);
  return view;
}

void Diary::forget(const RoomKey& room) {
  database_.transaction([&] {
    for (const char* sql : {"DELETE FROM event WHERE room=?1", "DELETE FROM post WHERE room=?1", "DELETE FROM mood WHERE room=?1", "DELETE FROM wrong WHERE room=?1", "DELETE FROM consent WHERE room=?1",
                            "DELETE FROM route WHERE room=?1"})
      database_.prepare(sql).bind(1, room.text()).run();
  });
  // What was deleted is gone from the write-ahead log too.
  database_.prepare("PRAGMA wal_checkpoint(TRUNCATE)").run();
}

}  // namespace tact::member
