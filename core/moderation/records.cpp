// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/moderation/records.h"

namespace tact::moderation {

namespace {

constexpr std::int32_t application_id = 0x54614d6f;  // "TaMo"

constexpr const char* migrations[] = {
    R"(
CREATE TABLE setting(name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT;
CREATE TABLE item(
  id INTEGER PRIMARY KEY AUTOINCREMENT, room TEXT NOT NULL, author TEXT NOT NULL, name TEXT NOT NULL, at INTEGER NOT NULL, last_at INTEGER NOT NULL,
  text TEXT NOT NULL, guideline TEXT NOT NULL, label TEXT NOT NULL, reason TEXT NOT NULL, severity INTEGER NOT NULL, sureness REAL NOT NULL,
  source INTEGER NOT NULL, times INTEGER NOT NULL, state INTEGER NOT NULL, state_at INTEGER NOT NULL, due_at INTEGER NOT NULL,
  dry INTEGER NOT NULL, edit_of INTEGER NOT NULL, fold BLOB NOT NULL, report BLOB NOT NULL, warning TEXT NOT NULL, hold TEXT NOT NULL,
  erased INTEGER NOT NULL) STRICT;
CREATE INDEX item_fold ON item(fold);
CREATE INDEX item_state ON item(state, dry);
CREATE TABLE line(
  item INTEGER NOT NULL REFERENCES item(id) ON DELETE CASCADE, after INTEGER NOT NULL, at INTEGER NOT NULL, author TEXT NOT NULL,
  name TEXT NOT NULL, text TEXT NOT NULL) STRICT;
CREATE INDEX line_item ON line(item);
CREATE TABLE also(
  item INTEGER NOT NULL REFERENCES item(id) ON DELETE CASCADE, author TEXT NOT NULL, name TEXT NOT NULL, times INTEGER NOT NULL,
  PRIMARY KEY(item, author)) STRICT;
CREATE TABLE step(room TEXT NOT NULL, author TEXT NOT NULL, guideline TEXT NOT NULL, act INTEGER NOT NULL, at INTEGER NOT NULL,
  item INTEGER NOT NULL) STRICT;
CREATE INDEX step_author ON step(room, author);
CREATE TABLE asked(item INTEGER PRIMARY KEY, act INTEGER NOT NULL, reason TEXT NOT NULL, at INTEGER NOT NULL, by TEXT NOT NULL,
  second TEXT NOT NULL) STRICT;
CREATE TABLE tally(month INTEGER NOT NULL, room TEXT NOT NULL, guideline TEXT NOT NULL, n INTEGER NOT NULL,
  PRIMARY KEY(month, room, guideline)) STRICT;
CREATE TABLE ledger(seq INTEGER PRIMARY KEY, at INTEGER NOT NULL, action TEXT NOT NULL, commitment BLOB NOT NULL, previous BLOB NOT NULL,
  hash BLOB NOT NULL) STRICT;
CREATE TRIGGER ledger_stands BEFORE UPDATE ON ledger BEGIN SELECT RAISE(ABORT, 'the ledger is append-only'); END;
CREATE TRIGGER ledger_stays BEFORE DELETE ON ledger BEGIN SELECT RAISE(ABORT, 'the ledger is append-only'); END;
CREATE TABLE ledger_content(seq INTEGER PRIMARY KEY REFERENCES ledger(seq), salt BLOB NOT NULL, room TEXT NOT NULL, item INTEGER NOT NULL,
  actor TEXT NOT NULL, subject TEXT NOT NULL, detail TEXT NOT NULL) STRICT;
CREATE INDEX ledger_item ON ledger_content(item);
CREATE TABLE chain(room TEXT NOT NULL, seq INTEGER NOT NULL, at INTEGER NOT NULL, leaf BLOB NOT NULL, link BLOB NOT NULL,
  PRIMARY KEY(room, seq)) STRICT, WITHOUT ROWID;
CREATE INDEX chain_leaf ON chain(room, leaf);
CREATE TABLE sent(
  id BLOB PRIMARY KEY, reference TEXT NOT NULL, room TEXT NOT NULL, recipient TEXT NOT NULL, about TEXT NOT NULL, at INTEGER NOT NULL,
  state TEXT NOT NULL, state_at INTEGER NOT NULL, session BLOB NOT NULL, recipient_key BLOB NOT NULL) STRICT;
CREATE TABLE received(
  id BLOB PRIMARY KEY, reference TEXT NOT NULL, room TEXT NOT NULL, reporter TEXT NOT NULL, reporter_key BLOB NOT NULL, at INTEGER NOT NULL,
  item INTEGER NOT NULL, body BLOB NOT NULL, session BLOB NOT NULL, proof TEXT NOT NULL) STRICT;
CREATE TABLE seen_base_key(base_key BLOB PRIMARY KEY, at INTEGER NOT NULL) STRICT, WITHOUT ROWID;
CREATE TABLE pinned(address TEXT PRIMARY KEY, key BLOB NOT NULL, at INTEGER NOT NULL) STRICT;
)",
    // Signed prekeys: the private halves that open sealed reports.
    R"(
CREATE TABLE own_prekey(id INTEGER PRIMARY KEY, record BLOB NOT NULL, at INTEGER NOT NULL) STRICT;
)",
    // A second person's yes across computers: asked of another officer (mine=1), or by one (mine=0).
    R"(
CREATE TABLE question(report BLOB PRIMARY KEY, item INTEGER NOT NULL, act TEXT NOT NULL, mine INTEGER NOT NULL, at INTEGER NOT NULL) STRICT;
CREATE INDEX question_item ON question(item);
)",
};

}  // namespace

Records::Records(const std::string& folder) : database_(folder + "/moderation.db", application_id, migrations) {
  // A raid must not wait for the disk in the client's main loop.  With WAL a crash of the client loses nothing; a power cut may lose
  // the last second, and what others posted is then still in the room.
  database_.execute("PRAGMA synchronous=NORMAL");
  // A rep may watch a thousand rooms at once.
  database_.execute("PRAGMA cache_size=-2048");
}

std::string Records::setting(std::string_view name) {
  auto query = database_.prepare("SELECT value FROM setting WHERE name=?1");
  query.bind(1, name);
  return query.step() ? query.text(0) : std::string();
}

void Records::set_setting(std::string_view name, std::string_view value) {
  database_.prepare("INSERT INTO setting VALUES(?1,?2) ON CONFLICT(name) DO UPDATE SET value=excluded.value")
      .bind(1, name)
      .bind(2, value)
      .run();
}

void Records::scrub() {
  auto checkpoint = database_.prepare("PRAGMA wal_checkpoint(TRUNCATE)");
  checkpoint.run();
}

}  // namespace tact::moderation
