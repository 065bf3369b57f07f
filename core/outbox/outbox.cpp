// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/outbox/outbox.h"

#include <algorithm>
#include <array>

#include "core/outbox/rows.h"
#include "core/room/settle.h"

namespace tact::outbox {

namespace {

constexpr std::int32_t application_id = 0x54614f62;  // "TaOb"

constexpr std::array<const char*, 1> migrations = {
    R"(CREATE TABLE owners(id INTEGER PRIMARY KEY AUTOINCREMENT, since INTEGER NOT NULL);
       CREATE TABLE holds(
         id INTEGER PRIMARY KEY AUTOINCREMENT, owner INTEGER NOT NULL, state TEXT NOT NULL,
         room TEXT NOT NULL, account_protocol TEXT NOT NULL, account_user TEXT NOT NULL,
         raw TEXT NOT NULL, plain INTEGER NOT NULL, action INTEGER NOT NULL, pictures INTEGER NOT NULL,
         decision INTEGER NOT NULL, word_needed INTEGER NOT NULL, urgent INTEGER NOT NULL,
         held_at INTEGER NOT NULL, changed_at INTEGER NOT NULL, due INTEGER, inherited INTEGER NOT NULL DEFAULT 0);
       CREATE INDEX holds_by_state ON holds(state, owner);
       CREATE TABLE fragments(hold INTEGER NOT NULL REFERENCES holds(id) ON DELETE CASCADE, at INTEGER NOT NULL, raw TEXT NOT NULL);
       CREATE TABLE reasons(
         hold INTEGER NOT NULL REFERENCES holds(id) ON DELETE CASCADE, place INTEGER NOT NULL, guideline TEXT NOT NULL, label TEXT NOT NULL,
         serious INTEGER NOT NULL, sureness REAL NOT NULL, span_start INTEGER NOT NULL, span_end INTEGER NOT NULL,
         reason TEXT NOT NULL, hint TEXT NOT NULL, rule TEXT NOT NULL, PRIMARY KEY(hold, place));)",
};

Instant restored(std::int64_t at) { return Instant{Milliseconds{at}}; }

State state_named(const std::string& text) {
  for (const State state : {State::gathering, State::held, State::scheduled, State::pausing, State::sending, State::released, State::revised,
                            State::moved, State::discarded})
    if (name(state) == text) return state;
  return State::expired;
}

Decision decision_of(std::int64_t value) {
  for (const Decision decision : {Decision::pass, Decision::note, Decision::refuse})
    if (value == static_cast<int>(decision)) return decision;
  return Decision::hold;
}

}  // namespace

Outbox::Outbox(std::string path, const Clock& clock) : clock_(clock), database_(std::move(path), application_id, migrations) {
  room::settle(database_, {"holds"});
  owner_ = std::make_unique<Owner>(database_, clock_.now());
  adopt();
}

Outbox::~Outbox() = default;

HoldId Outbox::insert(const Draft& draft, State state, const Verdict* verdict, std::optional<Instant> due) {
  const std::int64_t now = stored(clock_.now());
  auto row = database_.prepare("INSERT INTO holds(owner, state, room, account_protocol, account_user, raw, plain, action, pictures, decision, word_needed, "
               "urgent, held_at, changed_at, due) VALUES(?1,?2,?3,?4,?5,?6,?7,?8,?9,?10,?11,?12,?13,?13,?14)");
  row.bind(1, owner_->number)
      .bind(2, name(state))
      .bind(3, draft.room.text())
      .bind(4, draft.account.protocol)
      .bind(5, draft.account.user)
      .bind(6, draft.raw)
      .bind(7, std::int64_t{draft.format == Format::plain})
      .bind(8, std::int64_t{draft.action})
      .bind(9, std::int64_t{draft.pictures})
      .bind(10, static_cast<std::int64_t>(verdict != nullptr ? verdict->decision : Decision::hold))
      .bind(11, std::int64_t{verdict != nullptr && verdict->word_needed})
      .bind(12, std::int64_t{verdict != nullptr && verdict->urgent})
      .bind(13, now);
  if (due) row.bind(14, stored(*due));
  else row.bind_null(14);
  row.run();
  const HoldId id = database_.last_row();
  if (verdict != nullptr) write_reasons(id, reasons_of(*verdict));
  return id;
}

void Outbox::write_reasons(HoldId id, const std::vector<Reason>& reasons) {
  database_.prepare("DELETE FROM reasons WHERE hold=?").bind(1, id).run();
  std::int64_t place = 0;
  for (const Reason& reason : reasons)
    database_.prepare("INSERT INTO reasons VALUES(?,?,?,?,?,?,?,?,?,?,?)")
        .bind(1, id)
        .bind(2, place++)
        .bind(3, reason.guideline)
        .bind(4, reason.label)
        .bind(5, std::int64_t{reason.severity == Severity::serious})
        .bind(6, reason.sureness)
        .bind(7, std::int64_t{reason.span.start})
        .bind(8, std::int64_t{reason.span.end})
        .bind(9, reason.reason)
        .bind(10, reason.hint)
        .bind(11, reason.rule)
        .run();
}

// Made from what was written, not read back: reading could fail, and a message that is on disk must not look as if it were not.
Hold Outbox::made(HoldId id, const Draft& draft, State state, const Verdict* verdict) const {
  Hold hold;
  hold.id = id;
  hold.draft = draft;
  hold.state = state;
  hold.held_at = hold.changed_at = clock_.now();
  if (verdict == nullptr) return hold;
  hold.decision = verdict->decision;
  hold.word_needed = verdict->word_needed;
  hold.urgent = verdict->urgent;
  hold.reasons = reasons_of(*verdict);
  return hold;
}

HoldId Outbox::hold(const Draft& draft, const Verdict& verdict, HoldId replaces) { return take(draft, verdict, State::held, std::nullopt, replaces); }
HoldId Outbox::pause(const Draft& draft, const Verdict& verdict, Instant due, HoldId replaces) { return take(draft, verdict, State::pausing, due, replaces); }

HoldId Outbox::take(const Draft& draft, const Verdict& verdict, State state, std::optional<Instant> due, HoldId replaces) {
  HoldId id = 0;
  const Hold* replaced = mine(replaces);
  database_.transaction([&] {
    id = insert(draft, state, &verdict, due);
    if (replaced == nullptr) return;
    database_.prepare("UPDATE holds SET state='revised', changed_at=?1 WHERE id=?2").bind(1, stored(clock_.now())).bind(2, replaces).run();
    wipe(replaces);
  });
  std::erase_if(open_, [&](const Hold& hold) { return hold.id == replaces; });
  open_.push_back(made(id, draft, state, &verdict));
  open_.back().due = due;
  return id;
}

HoldId Outbox::gather(const Draft& draft) {
  HoldId id = 0;
  database_.transaction([&] {
    id = insert(draft, State::gathering, nullptr);
    database_.prepare("INSERT INTO fragments VALUES(?,?,?)").bind(1, id).bind(2, stored(clock_.now())).bind(3, draft.raw).run();
  });
  open_.push_back(made(id, draft, State::gathering, nullptr));
  open_.back().fragments = 1;
  return id;
}

bool Outbox::add_fragment(HoldId id, const std::string& fragment, const std::string& joined, Format format) {
  Hold* hold = mine(id);
  if (hold == nullptr || hold->state != State::gathering) return false;
  const Instant now = clock_.now();
  database_.transaction([&] {
    database_.prepare("INSERT INTO fragments VALUES(?,?,?)").bind(1, id).bind(2, stored(now)).bind(3, fragment).run();
    database_.prepare("UPDATE holds SET raw=?1, plain=?2, changed_at=?3 WHERE id=?4 AND state='gathering'")
        .bind(1, joined)
        .bind(2, std::int64_t{format == Format::plain})
        .bind(3, stored(now))
        .bind(4, id)
        .run();
  });
  hold->draft.raw = joined;
  hold->draft.format = format;
  hold->changed_at = now;
  ++hold->fragments;
  return true;
}

bool Outbox::keep(HoldId id, const Verdict& verdict) {
  Hold* hold = mine(id);
  if (hold == nullptr || hold->state != State::gathering) return false;
  const std::vector<Reason> reasons = reasons_of(verdict);
  const Instant now = clock_.now();
  database_.transaction([&] {
    database_.prepare("UPDATE holds SET state='held', decision=?1, word_needed=?2, urgent=?3, changed_at=?4 WHERE id=?5 AND state='gathering'")
        .bind(1, static_cast<std::int64_t>(verdict.decision))
        .bind(2, std::int64_t{verdict.word_needed})
        .bind(3, std::int64_t{verdict.urgent})
        .bind(4, stored(now))
        .bind(5, id)
        .run();
    write_reasons(id, reasons);
  });
  hold->state = State::held;
  hold->decision = verdict.decision;
  hold->word_needed = verdict.word_needed;
  hold->urgent = verdict.urgent;
  hold->changed_at = now;
  hold->reasons = reasons;
  return true;
}

bool Outbox::step(HoldId id, std::initializer_list<State> from, State to, std::optional<Instant> due) {
  Hold* hold = mine(id);
  if (hold == nullptr || std::find(from.begin(), from.end(), hold->state) == from.end()) return false;
  const Instant now = clock_.now();
  bool changed = false;
  database_.transaction([&] {
    auto update = database_.prepare("UPDATE holds SET state=?1, changed_at=?2, due=?3 WHERE id=?4 AND owner=?5 AND state=?6");
    update.bind(1, name(to)).bind(2, stored(now)).bind(4, id).bind(5, owner_->number).bind(6, name(hold->state));
    if (due) update.bind(3, stored(*due));
    else update.bind_null(3);
    update.run();
    changed = database_.changes() == 1;
    // What has ended keeps its number and its outcome, not its words.
    if (changed && !waits(to)) wipe(id);
  });
  if (!changed) return false;
  if (!waits(to)) {
    std::erase_if(open_, [&](const Hold& other) { return other.id == id; });
    return true;
  }
  hold->state = to;
  hold->changed_at = now;
  hold->due = due;
  return true;
}

void Outbox::wipe(HoldId id) {
  database_.prepare("UPDATE holds SET raw='' WHERE id=?").bind(1, id).run();
  database_.prepare("DELETE FROM fragments WHERE hold=?").bind(1, id).run();
  database_.prepare("DELETE FROM reasons WHERE hold=?").bind(1, id).run();
}

bool Outbox::schedule(HoldId id, Instant due) {
  return step(id, {State::gathering, State::held, State::scheduled, State::pausing}, State::scheduled, due);
}
bool Outbox::pause(HoldId id, Instant due) { return step(id, {State::held, State::scheduled}, State::pausing, due); }
bool Outbox::take_back(HoldId id) { return step(id, {State::pausing}, State::held); }
bool Outbox::unschedule(HoldId id) { return step(id, {State::scheduled}, State::held); }
bool Outbox::start_sending(HoldId id) {
  return step(id, {State::gathering, State::held, State::scheduled, State::pausing, State::sending}, State::sending);
}
bool Outbox::sent(HoldId id) { return step(id, {State::sending}, State::released); }
bool Outbox::not_sent(HoldId id) { return step(id, {State::sending}, State::held); }
bool Outbox::close(HoldId id, State end) {
  if (waits(end)) return false;
  return step(id, {State::gathering, State::held, State::scheduled, State::pausing, State::sending}, end);
}

Hold* Outbox::mine(HoldId id) {
  const auto found = std::find_if(open_.begin(), open_.end(), [&](const Hold& hold) { return hold.id == id; });
  return found == open_.end() ? nullptr : &*found;
}

std::vector<Hold> Outbox::waiting() const { return open_; }

std::vector<Hold> Outbox::waiting(const RoomKey& room, const AccountKey& account) const {
  std::vector<Hold> holds;
  for (const Hold& hold : open_)
    if (hold.draft.room == room && hold.draft.account == account) holds.push_back(hold);
  return holds;
}

std::optional<Hold> Outbox::newest(const RoomKey& room, const AccountKey& account) const {
  for (auto hold = open_.rbegin(); hold != open_.rend(); ++hold)
    if (hold->draft.room == room && hold->draft.account == account) return *hold;
  return std::nullopt;
}

bool Outbox::any(const RoomKey& room) const {
  return std::any_of(open_.begin(), open_.end(), [&](const Hold& hold) { return hold.draft.room == room; });
}
bool Outbox::any_in(State state) const {
  return std::any_of(open_.begin(), open_.end(), [&](const Hold& hold) { return hold.state == state; });
}
bool Outbox::any_gathering() const { return any_in(State::gathering); }
bool Outbox::any_pausing() const { return any_in(State::pausing); }
bool Outbox::any_scheduled() const { return any_in(State::scheduled); }

std::vector<Hold> Outbox::due(Instant now) const {
  std::vector<Hold> holds;
  for (const Hold& hold : open_)
    if (hold.state == State::scheduled && hold.due && *hold.due <= now) holds.push_back(hold);
  return holds;
}

void Outbox::acknowledge(HoldId id) {
  Hold* hold = mine(id);
  if (hold == nullptr || !hold->inherited) return;
  database_.prepare("UPDATE holds SET inherited=0 WHERE id=?").bind(1, id).run();
  hold->inherited = false;
}

std::optional<Hold> Outbox::find(HoldId id) {
  if (const Hold* hold = mine(id)) return *hold;
  return read(id);
}

std::optional<Hold> Outbox::read(HoldId id) {
  auto row = database_.prepare("SELECT state, room, account_protocol, account_user, raw, plain, action, pictures, decision, word_needed, urgent, "
                               "held_at, changed_at, due, inherited, (SELECT count(*) FROM fragments WHERE hold=holds.id) FROM holds WHERE id=?");
  row.bind(1, id);
  if (!row.step()) return std::nullopt;
  Hold hold;
  hold.id = id;
  hold.state = state_named(row.text(0));
  if (const auto room = RoomKey::parse(row.text(1))) hold.draft.room = *room;
  hold.draft.account = {row.text(2), row.text(3)};
  hold.draft.raw = row.text(4);
  hold.draft.format = row.integer(5) != 0 ? Format::plain : Format::markup;
  hold.draft.action = row.integer(6) != 0;
  hold.draft.pictures = row.integer(7) != 0;
  hold.decision = decision_of(row.integer(8));
  hold.word_needed = row.integer(9) != 0;
  hold.urgent = row.integer(10) != 0;
  hold.held_at = restored(row.integer(11));
  hold.changed_at = restored(row.integer(12));
  if (!row.null(13)) hold.due = restored(row.integer(13));
  hold.inherited = row.integer(14) != 0;
  hold.fragments = static_cast<unsigned>(row.integer(15));
  auto reason = database_.prepare("SELECT guideline, label, serious, sureness, span_start, span_end, reason, hint, rule FROM reasons "
                                  "WHERE hold=? ORDER BY place");
  reason.bind(1, id);
  while (reason.step())
    hold.reasons.push_back({reason.text(0), reason.text(1), reason.integer(2) != 0 ? Severity::serious : Severity::mild, reason.real(3),
                            Span{static_cast<std::uint32_t>(reason.integer(4)), static_cast<std::uint32_t>(reason.integer(5))}, reason.text(6),
                            reason.text(7), reason.text(8)});
  return hold;
}

}  // namespace tact::outbox
