// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/report/ledger.h"

#include <algorithm>

#include "core/i18n.h"

namespace tact::report {

namespace {

constexpr const char* columns =
    "SELECT l.seq, l.at, l.action, l.commitment, l.previous, l.hash, c.salt, c.room, c.item, c.actor, c.subject, c.detail "
    "FROM ledger l LEFT JOIN ledger_content c ON c.seq=l.seq ";

Hash as_hash(const Bytes& bytes) {
  Hash hash{};
  if (bytes.size() == hash.size()) std::ranges::copy(bytes, hash.begin());
  return hash;
}

}  // namespace

Hash ledger_commitment(std::span<const std::uint8_t> salt, const LedgerContent& content) {
  return Digest("tact ledger content 1").add(salt).add(content.room).add(content.item).add(content.actor).add(content.subject).add(content.detail).finish();
}

Hash ledger_hash(std::int64_t seq, Instant at, std::string_view action, const Hash& commitment, const Hash& previous) {
  return Digest("tact ledger line 1").add(previous).add(seq).add(at.time_since_epoch().count()).add(action).add(commitment).finish();
}

LedgerLine Ledger::append(Instant at, std::string_view action, const LedgerContent& content) {
  LedgerLine line;
  line.at = at;
  line.action = action;
  line.salt = random_bytes(16);
  line.content = content;
  line.commitment = ledger_commitment(line.salt, content);
  auto last = database_.prepare("SELECT seq, hash FROM ledger ORDER BY seq DESC LIMIT 1");
  line.seq = 1;
  if (last.step()) {
    line.seq = last.integer(0) + 1;
    line.previous = as_hash(last.blob(1));
  }
  last.reset();
  line.hash = ledger_hash(line.seq, line.at, line.action, line.commitment, line.previous);
  database_.prepare("INSERT INTO ledger VALUES(?1,?2,?3,?4,?5,?6)")
      .bind(1, line.seq)
      .bind(2, std::int64_t{at.time_since_epoch().count()})
      .bind(3, action)
      .bind(4, std::span<const std::uint8_t>(line.commitment))
      .bind(5, std::span<const std::uint8_t>(line.previous))
      .bind(6, std::span<const std::uint8_t>(line.hash))
      .run();
  database_.prepare("INSERT INTO ledger_content VALUES(?1,?2,?3,?4,?5,?6,?7)")
      .bind(1, line.seq)
      .bind(2, std::span<const std::uint8_t>(line.salt))
      .bind(3, content.room)
      .bind(4, content.item)
      .bind(5, content.actor)
      .bind(6, content.subject)
      .bind(7, content.detail)
      .run();
  return line;
}

LedgerLine Ledger::read(store::Statement& row) {
  LedgerLine line;
  line.seq = row.integer(0);
  line.at = Instant(Milliseconds(row.integer(1)));
  line.action = row.text(2);
  line.commitment = as_hash(row.blob(3));
  line.previous = as_hash(row.blob(4));
  line.hash = as_hash(row.blob(5));
  if (row.null(6)) return line;
  line.salt = row.blob(6);
  line.content = LedgerContent{row.text(7), row.integer(8), row.text(9), row.text(10), row.text(11)};
  return line;
}

std::vector<LedgerLine> Ledger::all() {
  std::vector<LedgerLine> lines;
  auto query = database_.prepare(std::string(columns) + "ORDER BY l.seq");
  while (query.step()) lines.push_back(read(query));
  return lines;
}

std::vector<LedgerLine> Ledger::of_item(std::int64_t item) {
  std::vector<LedgerLine> lines;
  auto query = database_.prepare(std::string(columns) + "WHERE c.item=?1 ORDER BY l.seq");
  query.bind(1, item);
  while (query.step()) lines.push_back(read(query));
  return lines;
}

int Ledger::erase_item(std::int64_t item) {
  database_.prepare("DELETE FROM ledger_content WHERE item=?1").bind(1, item).run();
  return database_.changes();
}

int Ledger::erase_room(std::string_view room) {
  database_.prepare("DELETE FROM ledger_content WHERE room=?1").bind(1, room).run();
  return database_.changes();
}

std::optional<std::string> Ledger::first_fault() {
  Hash previous{};
  std::int64_t expected = 1;
  const auto fault = [](std::int64_t seq, const char* what) {
    return fill("{line}: {what}", {{"line", fill(_("ledger line {n}"), {{"n", std::to_string(seq)}})}, {"what", what}});
  };
  for (const LedgerLine& line : all()) {
    if (line.seq != expected) return fault(expected, _("is missing"));
    if (line.previous != previous) return fault(line.seq, _("does not follow the line before"));
    if (line.hash != ledger_hash(line.seq, line.at, line.action, line.commitment, line.previous))
      return fault(line.seq, _("time or action was changed"));
    if (line.content && line.commitment != ledger_commitment(line.salt, *line.content)) return fault(line.seq, _("content was changed"));
    previous = line.hash;
    ++expected;
  }
  return std::nullopt;
}

}  // namespace tact::report
