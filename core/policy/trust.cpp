// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/policy/trust.h"

#include <algorithm>
#include <set>

#include "core/i18n.h"
#include "core/policy/human.h"

namespace tact::policy {

namespace {

constexpr std::int32_t application_id = 0x54435452;  // "TCTR"
constexpr const char* migrations[] = {
    "CREATE TABLE pin (room TEXT PRIMARY KEY, hash BLOB NOT NULL, signed BLOB NOT NULL, at INTEGER NOT NULL) WITHOUT ROWID;"
    "CREATE TABLE offer (room TEXT NOT NULL, hash BLOB NOT NULL, signed BLOB NOT NULL, sender TEXT NOT NULL, at INTEGER NOT NULL, PRIMARY KEY (room, hash)) WITHOUT ROWID;"
    "CREATE TABLE former (room TEXT NOT NULL, rep BLOB NOT NULL, PRIMARY KEY (room, rep)) WITHOUT ROWID;"
    "CREATE TABLE consent (room TEXT PRIMARY KEY, policy BLOB NOT NULL, version INTEGER NOT NULL, hash BLOB NOT NULL, at INTEGER NOT NULL) WITHOUT ROWID;"
    "CREATE TABLE notice (room TEXT PRIMARY KEY, hash BLOB NOT NULL, at INTEGER NOT NULL) WITHOUT ROWID;",
};

/// A clock that is a little behind makes no policy of tomorrow out of one of today.
constexpr std::chrono::hours clock_slack{1};

std::int64_t seconds(Instant at) { return std::chrono::duration_cast<std::chrono::seconds>(at.time_since_epoch()).count(); }
bool over(const Policy& policy, Instant now) { return policy.valid_until != 0 && seconds(now) >= policy.valid_until; }
bool to_come(const Policy& policy, Instant now) { return policy.valid_from != 0 && seconds(now + clock_slack) < policy.valid_from; }

std::shared_ptr<const Policy> trusted(Policy policy) {
  policy.signed_by_rep = true;
  return std::make_shared<const Policy>(std::move(policy));
}

std::string who(const Officer& officer) { return officer.name.empty() ? _("no name") : officer.name; }

Outcome outcome_of(Refusal refusal) {
  switch (refusal) {
    case Refusal::none: return Outcome::unchanged;
    case Refusal::malformed: return Outcome::malformed;
    case Refusal::newer_format: return Outcome::newer_format;
    case Refusal::weak_key: return Outcome::weak_key;
    case Refusal::bad_signature: return Outcome::bad_signature;
    case Refusal::other_room: return Outcome::other_room;
  }
  return Outcome::malformed;
}

std::size_t deputies_among(const Policy& policy, const Opened& opened) {
  return static_cast<std::size_t>(std::ranges::count_if(policy.deputies, [&](const Officer& deputy) { return opened.signed_by(deputy.key); }));
}

bool same_officers(const Policy& a, const Policy& b) { return a.rep == b.rep && a.deputies == b.deputies && a.alternate == b.alternate; }

/// The rule of succession, pure: what a sound policy does to the one in force.
Outcome succession(const Policy& before, const keys::Sha256& before_hash, const Opened& next) {
  const bool by_rep = next.signed_by(before.rep.key), new_rep = next.policy.rep.key != before.rep.key;
  const std::size_t deputies = deputies_among(before, next);
  if (!by_rep && deputies == 0) return Outcome::key_changed;
  const bool recovery = !by_rep && deputies == 2 && new_rep;
  if (next.policy.version < before.version) return Outcome::rolled_back;
  if (next.policy.version == before.version) return Outcome::conflict;
  if (!by_rep && !recovery && !same_officers(before, next.policy)) return Outcome::overreach;
  // A deputy builds on what is in force.  The rep's word stands even where a version in between was missed or disputed.
  if (!by_rep && next.policy.version == before.version + 1 && next.policy.previous != before_hash) return Outcome::conflict;
  if (recovery) return Outcome::recovered;
  return new_rep ? Outcome::handed_over : Outcome::applied;
}

/// One line for each outcome.
std::string line_for(const Answer& answer, const Opened& opened) {
  const Policy* policy = answer.policy.get();
  const std::string version = policy == nullptr ? "" : std::to_string(policy->version);
  const std::string rep = policy == nullptr ? "" : who(policy->rep), before = answer.before == nullptr ? "" : std::to_string(answer.before->version);
  const std::string pinned_rep = answer.before == nullptr ? "" : who(answer.before->rep);
  switch (answer.outcome) {
    case Outcome::offered: return fill(_("{rep} has posted a guideline for this group, version {version}. Nothing changes until you say so: “/tact trust” shows what it says and whose it is."), {{"rep", rep}, {"version", version}});
    case Outcome::contested: return fill(_("A second guideline for this group, by another key, names {rep} as rep. Ask the reps in person which is right; until then neither is followed. “/tact trust” shows both."), {{"rep", rep}});
    case Outcome::pinned: return fill(_("This group’s guideline, version {version} by {rep}, is in force here. Only their key can change it from now on."), {{"rep", rep}, {"version", version}});
    case Outcome::applied: return fill(_("The group’s guideline is now version {version}. “/tact guidelines changes” shows what is new."), {{"version", version}});
    case Outcome::handed_over: return fill(_("{before} has handed over: {rep} is the rep now, guideline version {version}."), {{"before", pinned_rep}, {"rep", rep}, {"version", version}});
    case Outcome::recovered: return fill(_("Two deputies have named {rep} as the rep in place of {before}, whose key was lost; guideline version {version}."), {{"before", pinned_rep}, {"rep", rep}, {"version", version}});
    case Outcome::unchanged: return fill(_("The group’s guideline is version {version}, as before."), {{"version", version}});
    case Outcome::key_changed: return fill(_("STOP: somebody posted a guideline for this group with a key that is not {rep}’s. It is not followed; version {before} stays. Ask {rep} in person before you do anything."), {{"rep", pinned_rep}, {"before", before}});
    case Outcome::retired_key: return _("A guideline signed by a former rep of this group was posted. It is not followed.");
    case Outcome::rolled_back: return fill(_("An older guideline (version {version}) was posted again. It is not followed; version {before} stays."), {{"version", version}, {"before", before}});
    case Outcome::conflict: return fill(_("A different version {version} of the guideline was posted. Yours stays as it is; the reps should agree and publish a new version."), {{"version", version}});
    case Outcome::overreach: return _("A deputy posted a guideline that changes who the rep, a deputy or the alternate is. That takes the rep, or two deputies: it is not followed.");
    case Outcome::not_by_rep: return fill(_("A guideline was posted that {rep}, the rep it names, did not sign. Ask {rep} to publish it."), {{"rep", rep}});
    case Outcome::other_room: return _("The guideline that was posted belongs to another group. It is not followed.");
    case Outcome::expired: return fill(_("The guideline that was posted ended on {day}. It is not followed."), {{"day", moment_text(policy == nullptr ? 0 : policy->valid_until).substr(0, 10)}});
    case Outcome::not_yet: return fill(_("The guideline that was posted begins on {day}. It can be followed when it is posted again then. Is this computer’s date right?"), {{"day", moment_text(policy == nullptr ? 0 : policy->valid_from).substr(0, 10)}});
    case Outcome::malformed:
    case Outcome::newer_format:
    case Outcome::weak_key:
    case Outcome::bad_signature: return fill(_("A guideline that was posted is not followed: {what}."), {{"what", opened.what}});
  }
  return {};
}

}  // namespace

std::string_view name(Outcome outcome) {
  switch (outcome) {
    case Outcome::offered: return "offered";
    case Outcome::contested: return "contested";
    case Outcome::pinned: return "pinned";
    case Outcome::applied: return "applied";
    case Outcome::handed_over: return "handed_over";
    case Outcome::recovered: return "recovered";
    case Outcome::unchanged: return "unchanged";
    case Outcome::key_changed: return "key_changed";
    case Outcome::retired_key: return "retired_key";
    case Outcome::rolled_back: return "rolled_back";
    case Outcome::conflict: return "conflict";
    case Outcome::overreach: return "overreach";
    case Outcome::not_by_rep: return "not_by_rep";
    case Outcome::other_room: return "other_room";
    case Outcome::expired: return "expired";
    case Outcome::not_yet: return "not_yet";
    case Outcome::malformed: return "malformed";
    case Outcome::newer_format: return "newer_format";
    case Outcome::weak_key: return "weak_key";
    case Outcome::bad_signature: return "bad_signature";
  }
  return "";
}

bool changes(Outcome outcome) {
  return outcome == Outcome::pinned || outcome == Outcome::applied || outcome == Outcome::handed_over || outcome == Outcome::recovered;
}

Trust::Trust(const std::string& path) : database_(path, application_id, migrations), data_version_(database_.prepare("PRAGMA data_version")) {
  // Never torn, but a commit of the last moments may be gone after a power cut: then a policy is received, or asked about, once more.  That is
  // no reason to wait for the disk in somebody's chat window.
  database_.execute("PRAGMA synchronous=NORMAL");
}

Trust::Pin* Trust::pin(const RoomKey& room) {
  const std::int64_t version = data_version_.reset().step() ? data_version_.integer(0) : -1;
  data_version_.reset();
  if (version != seen_version_) pins_.clear();
  seen_version_ = version;
  if (const auto known = pins_.find(room); known != pins_.end()) return known->second.policy == nullptr ? nullptr : &known->second;
  constexpr std::size_t most_rooms = 1000;
  if (pins_.size() >= most_rooms) pins_.clear();
  auto row = database_.prepare("SELECT signed FROM pin WHERE room=?");
  row.bind(1, room.text());
  if (!row.step()) return pins_[room], nullptr;
  Opened opened = open(row.blob(0), &room);
  // Somebody has been at the file: better asked anew than wrongly enforced.
  if (opened.refusal != Refusal::none) return pins_[room], nullptr;
  return &pins_.emplace(room, Pin{trusted(std::move(opened.policy)), opened.hash, nullptr}).first->second;
}

bool Trust::retired(const RoomKey& room, const Opened& opened) {
  auto row = database_.prepare("SELECT 1 FROM former WHERE room=? AND rep=?");
  for (const keys::PublicKey& signer : opened.signers) {
    row.reset().bind(1, room.text()).bind(2, ByteView(signer.bytes()));
    if (row.step()) return true;
  }
  return false;
}

/// What is to be done; writes nothing.
Answer Trust::judge(const RoomKey& room, ByteView signed_bytes, Instant now, Opened& opened) {
  Answer answer;
  opened = open(signed_bytes, &room);
  const Pin* before = pin(room);
  if (before != nullptr) answer.before = before->policy;
  if (opened.refusal != Refusal::none) return answer.outcome = outcome_of(opened.refusal), answer;
  answer.hash = opened.hash;
  answer.policy = trusted(opened.policy);
  if (before != nullptr && before->hash == opened.hash) return answer.outcome = Outcome::unchanged, answer;
  if (over(opened.policy, now)) return answer.outcome = Outcome::expired, answer;
  if (to_come(opened.policy, now)) return answer.outcome = Outcome::not_yet, answer;
  if (before != nullptr) {
    answer.outcome = succession(*before->policy, before->hash, opened);
    if (answer.outcome == Outcome::key_changed && retired(room, opened)) answer.outcome = Outcome::retired_key;
    return answer;
  }
  if (!opened.signed_by(opened.policy.rep.key)) return answer.outcome = Outcome::not_by_rep, answer;
  const auto waiting = offers(room);
  const bool same_key = std::ranges::all_of(waiting, [&](const Offer& offer) { return offer.policy->rep.key == opened.policy.rep.key; });
  answer.outcome = same_key ? Outcome::offered : Outcome::contested;
  return answer;
}

Answer Trust::receive(const RoomKey& room, ByteView signed_bytes, std::string_view from, Instant now) {
  Opened opened;
  Answer answer = judge(room, signed_bytes, now, opened);
  const bool ask = answer.outcome == Outcome::offered || answer.outcome == Outcome::contested || answer.outcome == Outcome::key_changed;
  // A stranger's that its own rep did not sign could not be trusted even by the member's word.
  if (ask && opened.signed_by(opened.policy.rep.key)) keep_offer(room, opened, signed_bytes, from, now);
  if (changes(answer.outcome)) keep(room, opened, signed_bytes, now);
  answer.line = line_for(answer, opened);
  return answer;
}

void Trust::keep(const RoomKey& room, const Opened& opened, ByteView signed_bytes, Instant now) {
  const Pin* before = pin(room);
  database_.transaction([&] {
    if (before != nullptr && before->policy->rep.key != opened.policy.rep.key)
      database_.prepare("INSERT OR IGNORE INTO former VALUES (?,?)").bind(1, room.text()).bind(2, ByteView(before->policy->rep.key)).run();
    // A key that is in office again is not a former one.
    database_.prepare("DELETE FROM former WHERE room=? AND rep=?").bind(1, room.text()).bind(2, ByteView(opened.policy.rep.key)).run();
    database_.prepare("INSERT OR REPLACE INTO pin VALUES (?,?,?,?)").bind(1, room.text()).bind(2, ByteView(opened.hash)).bind(3, signed_bytes).bind(4, seconds(now)).run();
    database_.prepare("DELETE FROM offer WHERE room=? AND hash=?").bind(1, room.text()).bind(2, ByteView(opened.hash)).run();
  });
  pins_.insert_or_assign(room, Pin{trusted(opened.policy), opened.hash, nullptr});
}

void Trust::keep_offer(const RoomKey& room, const Opened& opened, ByteView signed_bytes, std::string_view from, Instant now) {
  database_.transaction([&] {
    database_.prepare("INSERT OR REPLACE INTO offer VALUES (?,?,?,?,?)").bind(1, room.text()).bind(2, ByteView(opened.hash)).bind(3, signed_bytes).bind(4, from).bind(5, seconds(now)).run();
    database_.prepare("DELETE FROM offer WHERE room=?1 AND hash NOT IN (SELECT hash FROM offer WHERE room=?1 ORDER BY at DESC, hash LIMIT ?2)")
        .bind(1, room.text())
        .bind(2, static_cast<std::int64_t>(most_offers))
        .run();
  });
}

Answer Trust::accept(const RoomKey& room, const keys::Sha256& hash, Instant now) {
  auto row = database_.prepare("SELECT signed FROM offer WHERE room=? AND hash=?");
  row.bind(1, room.text()).bind(2, ByteView(hash));
  if (!row.step()) return {};
  const Bytes signed_bytes = row.blob(0);
  row.reset();  // no read stays open beside the write
  return pin_own(room, signed_bytes, now);
}

Answer Trust::pin_own(const RoomKey& room, ByteView signed_bytes, Instant now) {
  Opened opened;
  Answer answer = judge(room, signed_bytes, now, opened);
  // The member's word overrides the order of succession; it cannot override a signature, a date or the room.
  const bool sound = opened.refusal == Refusal::none && opened.signed_by(opened.policy.rep.key) && answer.outcome != Outcome::expired && answer.outcome != Outcome::not_yet;
  if (sound && answer.outcome != Outcome::unchanged) {
    keep(room, opened, signed_bytes, now);
    database_.prepare("DELETE FROM offer WHERE room=?").bind(1, room.text()).run();
    answer.outcome = Outcome::pinned;
  }
  answer.line = line_for(answer, opened);
  return answer;
}

bool Trust::decline(const RoomKey& room, const keys::Sha256& hash) {
  database_.prepare("DELETE FROM offer WHERE room=? AND hash=?").bind(1, room.text()).bind(2, ByteView(hash)).run();
  return database_.changes() > 0;
}

std::vector<Offer> Trust::offers(const RoomKey& room) {
  std::vector<Offer> out;
  auto row = database_.prepare("SELECT signed, sender, at FROM offer WHERE room=? ORDER BY at DESC, hash");
  row.bind(1, room.text());
  while (row.step()) {
    Opened opened = open(row.blob(0), &room);
    if (opened.refusal == Refusal::none) out.push_back({trusted(std::move(opened.policy)), opened.hash, row.text(1), Instant(std::chrono::seconds(row.integer(2)))});
  }
  return out;
}

std::shared_ptr<const Policy> Trust::in_force(const RoomKey& room, Instant now) {
  Pin* here = pin(room);
  if (here == nullptr) return nullptr;
  if (!over(*here->policy, now)) return here->policy;
  if (here->after_its_time == nullptr) {
    Policy late = *here->policy;
    late.expired = true;
    here->after_its_time = std::make_shared<const Policy>(std::move(late));
  }
  return here->after_its_time;
}

Bytes Trust::signed_bytes(const RoomKey& room) {
  auto row = database_.prepare("SELECT signed FROM pin WHERE room=?");
  row.bind(1, room.text());
  return row.step() ? row.blob(0) : Bytes();
}

std::vector<RoomKey> Trust::rooms() {
  std::vector<RoomKey> out;
  auto row = database_.prepare("SELECT room FROM pin ORDER BY room");
  while (row.step())
    if (auto room = RoomKey::parse(row.text(0))) out.push_back(std::move(*room));
  return out;
}

void Trust::forget(const RoomKey& room) {
  database_.transaction([&] {
    for (const char* sql : {"DELETE FROM pin WHERE room=?", "DELETE FROM offer WHERE room=?", "DELETE FROM former WHERE room=?", "DELETE FROM consent WHERE room=?", "DELETE FROM notice WHERE room=?"})
      database_.prepare(sql).bind(1, room.text()).run();
  });
  pins_.erase(room);
  // What was deleted is gone from the write-ahead log too.
  database_.prepare("PRAGMA wal_checkpoint(TRUNCATE)").run();
}

}  // namespace tact::policy
