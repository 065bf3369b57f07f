// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/report/mailbox.h"

#include <algorithm>

#include "core/i18n.h"
#include "core/moderation/ladder.h"
#include "core/moderation/words.h"
#include "core/report/packed.h"

namespace tact::report {

namespace {

std::int64_t count(Instant at) { return at.time_since_epoch().count(); }
std::span<const std::uint8_t> blob(const ReportId& id) { return id; }

std::string folded(const std::string& text) {
  gchar* lower = g_utf8_casefold(text.c_str(), -1);
  std::string out = lower;
  g_free(lower);
  return out;
}

Accepted refused(Refusal why) {
  Accepted accepted;
  accepted.refusal = why;
  return accepted;
}

/// Rep, deputy or alternate of that group.
bool receives(const Policy& policy, const keys::PublicKey& key) {
  return moderation::role_of_key(policy, key.bytes()) != Role::member || std::ranges::equal(policy.alternate.key, key.bytes());
}

/// Is this officer somebody the report may be about?  A sender's client should have known; here it is refused as well.
bool about_receiver(const Policy& policy, const keys::PublicKey& key, const Report& report) {
  const auto mine = [&](const Officer& officer) { return std::ranges::equal(officer.key, key.bytes()) && may_be(officer, report.about_address, report.about_name); };
  return mine(policy.rep) || mine(policy.alternate) || std::ranges::any_of(policy.deputies, mine);
}

/// The alternate decides nothing in a group, so they are asked nothing.
bool between_officers(const Policy& policy, const keys::PublicKey& sender, const keys::PublicKey& receiver) {
  return moderation::role_of_key(policy, sender.bytes()) != Role::member && moderation::role_of_key(policy, receiver.bytes()) != Role::member;
}

moderation::Item item_of(const Report& report, const std::string& proof, bool dry) {
  moderation::Item item;
  item.room = report.room;
  item.author = report.about_address;
  item.name = report.about_name.empty() ? std::string(_("(nobody named)")) : report.about_name;
  item.at = item.last_at = report.made;
  item.source = moderation::Source::report;
  item.severity = Severity::serious;
  item.sureness = 1;
  item.dry = dry;
  item.report.assign(report.id.begin(), report.id.end());
  item.reason = fill(_("reported by {name}: {reason} {proof}"), {{"name", report.reporter}, {"reason", report.reason}, {"proof", proof}});
  bool after = false;
  for (const ReportLine& line : report.lines) {
    if (line.reported) {
      item.text = line.text;
      item.at = item.last_at = line.at;
      after = true;
      continue;
    }
    (after ? item.after : item.before).push_back({line.at, line.address, line.name, line.text});
  }
  if (!after) item.text = report.reason;
  item.fold = Digest("tact fold report 1").add(std::span<const std::uint8_t>(report.id)).finish();
  return item;
}

}  // namespace

Mailbox::Mailbox(moderation::Queue& queue, Ledger& ledger, Chain& chain, const keys::IdentityKey& identity)
    : queue_(queue), ledger_(ledger), chain_(chain), identity_(identity), prekeys_(queue.records().database(), identity) {}

Self Mailbox::self() { return {&identity_, prekeys_.registration_id()}; }

Posted Mailbox::keep_sent(const Letter& letter, const std::string& about, const Officer& to) {
  Sealed sealed = seal(letter, self(), to);
  Posted posted{reference_of(letter.id), to.name, to.address, std::move(sealed.envelope)};
  database()
      .prepare("INSERT INTO sent VALUES(?1,?2,?3,?4,?5,?6,?7,?6,?8,?9)")
      .bind(1, blob(letter.id))
      .bind(2, posted.reference)
      .bind(3, letter.room)
      .bind(4, to.name + "\n" + to.address)
      .bind(5, about)
      .bind(6, count(letter.at))
      .bind(7, name(Progress::sent))
      .bind(8, std::span<const std::uint8_t>(sealed.session))
      .bind(9, std::span<const std::uint8_t>(to.key))
      .run();
  keys::wipe(sealed.session);
  return posted;
}

Posted Mailbox::post(Report& report, const Officer& to, const std::vector<std::string>& my_addresses, Instant now) {
  report.id = make_report_id();
  report.made = now;
  return keep_sent({Kind::report, report.id, report.room, my_addresses, now, report.bytes()}, report.about_name, to);
}

Posted Mailbox::ask(Question& question, std::int64_t item, const Officer& to, const std::vector<std::string>& my_addresses, Instant now) {
  Report& report = question.report;
  report.id = make_report_id();
  report.made = now;
  Posted posted;
  database().transaction([&] {
    posted = keep_sent({Kind::question, report.id, report.room, my_addresses, now, question.bytes()}, report.about_name, to);
    database()
        .prepare("INSERT INTO question VALUES(?1,?2,?3,1,?4)")
        .bind(1, blob(report.id))
        .bind(2, item)
        .bind(3, question.act)
        .bind(4, count(now))
        .run();
  });
  return posted;
}

std::string Mailbox::asked_about(std::int64_t item) {
  auto query = database().prepare("SELECT act FROM question WHERE item=?1 AND mine=0");
  query.bind(1, item);
  return query.step() ? query.text(0) : std::string();
}

std::optional<keys::PublicKey> Mailbox::pinned(const std::string& address) {
  auto query = database().prepare("SELECT key FROM pinned WHERE address=?1");
  query.bind(1, folded(address));
  return query.step() ? keys::PublicKey::parse(query.blob(0)) : std::nullopt;
}

bool Mailbox::unpin(const std::string& address) {
  database().prepare("DELETE FROM pinned WHERE address=?1").bind(1, folded(address)).run();
  return database().changes() > 0;
}

Accepted Mailbox::receive(ByteView envelope, const Arrived& arrived, const FindPolicy& policy, bool dry) {
  const auto outside = look_at(envelope);
  if (!outside) return refused(Refusal::malformed);
  return outside->kind == Kind::answer ? receive_answer(envelope, arrived) : receive_report(envelope, arrived, policy, dry);
}

Accepted Mailbox::receive_report(ByteView envelope, const Arrived& arrived, const FindPolicy& find_policy, bool dry) {
  Checks checks;
  checks.prekey = [this](std::uint32_t id) { return prekeys_.record(id); };
  checks.seen = [this](ByteView base_key) {
    auto query = database().prepare("SELECT 1 FROM seen_base_key WHERE base_key=?1");
    query.bind(1, base_key);
    return query.step();
  };
  checks.pinned = [this](const std::string& address) { return pinned(address); };
  checks.ours = [&](const std::string& room) {
    const Policy* policy = find_policy(room);
    return policy != nullptr && receives(*policy, identity_.public_key());
  };
  Opened opened = open_report(envelope, self(), arrived, checks);
  if (!opened) return refused(opened.refusal);
  const auto question = opened.letter.kind == Kind::question ? Question::parse(opened.letter.body) : std::nullopt;
  const auto report = question ? std::optional(question->report) : opened.letter.kind == Kind::report ? Report::parse(opened.letter.body) : std::nullopt;
  if (!report || report->id != opened.letter.id || report->room != opened.letter.room) return refused(Refusal::malformed);
  if (question && !between_officers(*find_policy(report->room), opened.sender, identity_.public_key())) return refused(Refusal::not_for_us);
  if (about_receiver(*find_policy(report->room), identity_.public_key(), *report)) return refused(Refusal::not_for_us);
  auto known = database().prepare("SELECT 1 FROM received WHERE id=?1");
  known.bind(1, blob(report->id));
  if (known.step()) return refused(Refusal::replayed);
  known.reset();

  auto today = database().prepare("SELECT count(*) FROM received WHERE reporter_key=?1 AND at>?2");
  today.bind(1, std::span<const std::uint8_t>(opened.sender.bytes())).bind(2, count(arrived.at - std::chrono::hours(24)));
  if (today.step() && today.integer(0) >= most_a_day) return refused(Refusal::too_many);
  today.reset();

  const ReportLine* line = report->reported();
  const std::string heard_as = who_is_ && line != nullptr ? who_is_(report->room, line->name, line->text) : std::string();
  std::string standing = standing_of(*report, chain_).text();
  if (!arrived.note.empty()) standing += " " + arrived.note;
  Accepted accepted;
  accepted.reference = reference_of(report->id);
  const Letter receipt{Kind::answer, report->id, report->room, {}, arrived.at, answer_bytes(Progress::received, {})};
  Letter addressed = receipt;
  // The reporter knows where they sent it; that address is the one an answer comes from.
  const Policy* policy = find_policy(report->room);
  for (const Officer* officer : {&policy->rep, &policy->alternate})
    if (std::ranges::equal(officer->key, identity_.public_key().bytes())) addressed.from.push_back(officer->address);
  for (const Officer& deputy : policy->deputies)
    if (std::ranges::equal(deputy.key, identity_.public_key().bytes())) addressed.from.push_back(deputy.address);
  const Bytes body = report->bytes();
  accepted.receipt = seal_answer(addressed, self(), opened.sender, opened.session);
  database().transaction([&] {
    database().prepare("INSERT INTO seen_base_key VALUES(?1,?2)").bind(1, std::span<const std::uint8_t>(opened.base_key)).bind(2, count(arrived.at)).run();
    for (const std::string& address : arrived.from)
      database()
          .prepare("INSERT OR IGNORE INTO pinned VALUES(?1,?2,?3)")
          .bind(1, folded(address))
          .bind(2, std::span<const std::uint8_t>(opened.sender.bytes()))
          .bind(3, count(arrived.at))
          .run();
    moderation::Item item = item_of(*report, standing, dry);
    if (!heard_as.empty()) item.author = heard_as;
    if (question) item.reason = fill(_("{name} asks for your yes to “{act}”: {reason} {proof}"), {{"name", report->reporter}, {"act", question->act}, {"reason", question->reason}, {"proof", standing}});
    accepted.item = queue_.add(item);
    if (question)
      database().prepare("INSERT INTO question VALUES(?1,?2,?3,0,?4)").bind(1, blob(report->id)).bind(2, accepted.item).bind(3, question->act).bind(4, count(arrived.at)).run();
    database()
        .prepare("INSERT INTO received VALUES(?1,?2,?3,?4,?5,?6,?7,?8,?9,?10)")
        .bind(1, blob(report->id))
        .bind(2, accepted.reference)
        .bind(3, report->room)
        .bind(4, arrived.from.empty() ? std::string() : arrived.from.front())
        .bind(5, std::span<const std::uint8_t>(opened.sender.bytes()))
        .bind(6, count(arrived.at))
        .bind(7, accepted.item)
        .bind(8, std::span<const std::uint8_t>(body))
        .bind(9, std::span<const std::uint8_t>(opened.session))
        .bind(10, standing)
        .run();
    ledger_.append(arrived.at, question ? "second asked" : "report received", {report->room, accepted.item, report->reporter, item.author, accepted.reference});
  });
  accepted.refusal = Refusal::none;
  accepted.room = report->room;
  accepted.text = fill(_("A report {reference} came from {name}. It is #{n} in the queue: “/tact queue {n}”."),
                       {{"reference", accepted.reference}, {"name", report->reporter}, {"n", std::to_string(accepted.item)}});
  if (question)
    accepted.text = fill(_("{name} asks for a second person’s yes to “{act}” {who}. “/tact queue {n}” shows it, “/tact second {n}” agrees."),
                         {{"name", report->reporter}, {"act", question->act}, {"who", report->about_name}, {"n", std::to_string(accepted.item)}});
  return accepted;
}

Accepted Mailbox::receive_answer(ByteView envelope, const Arrived& arrived) {
  const auto outside = look_at(envelope);
  struct Candidate {
    ReportId id{};
    std::string room, reference;
    Bytes session, key;
    Progress progress = Progress::sent;
  };
  std::optional<Candidate> candidate;
  auto query = database().prepare("SELECT id, room, reference, session, recipient_key, state FROM sent");
  while (!candidate && query.step()) {
    Candidate one;
    const Bytes id = query.blob(0);
    if (id.size() != one.id.size()) continue;
    std::ranges::copy(id, one.id.begin());
    if (tag_of(one.id, Kind::answer) != outside->tag) continue;
    one.room = query.text(1);
    one.reference = query.text(2);
    one.session = query.blob(3);
    one.key = query.blob(4);
    one.progress = progress_named(query.text(5)).value_or(Progress::sent);
    candidate = std::move(one);
  }
  query.reset();
  if (!candidate) return refused(Refusal::not_for_us);
  const auto officer = keys::PublicKey::parse(candidate->key);
  if (!officer) return refused(Refusal::not_for_us);
  const Opened opened = open_answer(envelope, self(), arrived, candidate->id, candidate->room, *officer, candidate->session);
  if (!opened) return refused(opened.refusal);
  const auto answer = parse_answer(opened.letter.body);
  if (!answer) return refused(Refusal::malformed);
  auto asked = database().prepare("SELECT item, act, at FROM question WHERE report=?1 AND mine=1");
  asked.bind(1, blob(candidate->id));
  std::optional<Accepted::Agreed> about;
  if (asked.step()) about = Accepted::Agreed{asked.integer(0), asked.text(1), candidate->key, Instant(Milliseconds(asked.integer(2)))};
  asked.reset();
  if (answer->progress == Progress::seconded && !about) return refused(Refusal::malformed);
  database()
      .prepare("UPDATE sent SET state=?2, state_at=?3, session=?4 WHERE id=?1")
      .bind(1, blob(candidate->id))
      // Lines may overtake each other: a late receipt takes nothing back.
      .bind(2, name(std::max(answer->progress, candidate->progress)))
      .bind(3, count(arrived.at))
      .bind(4, std::span<const std::uint8_t>(opened.session))
      .run();
  Accepted accepted;
  accepted.refusal = Refusal::none;
  accepted.reference = candidate->reference;
  accepted.room = candidate->room;
  accepted.text = fill(_("Your report {reference}: {progress}."), {{"reference", candidate->reference}, {"progress", shown(answer->progress)}});
  if (!answer->words.empty()) accepted.text += " " + answer->words;
  if (about) accepted.text = fill(_("Your question about #{n}: {progress}."), {{"n", std::to_string(about->item)}, {"progress", shown(answer->progress)}});
  if (answer->progress == Progress::seconded) accepted.agreed = about;
  return accepted;
}

std::optional<Mailbox::Reply> Mailbox::tell(std::int64_t item, Progress progress, std::string_view words, const std::vector<std::string>& my_addresses, Instant now) {
  auto query = database().prepare("SELECT id, room, reporter, reporter_key, session FROM received WHERE item=?1");
  query.bind(1, item);
  if (!query.step()) return std::nullopt;
  const Bytes id = query.blob(0);
  const auto key = keys::PublicKey::parse(query.blob(3));
  Letter letter{Kind::answer, {}, query.text(1), my_addresses, now, answer_bytes(progress, words)};
  if (!key || id.size() != letter.id.size()) return std::nullopt;
  std::ranges::copy(id, letter.id.begin());
  Reply reply{query.text(2), {}};
  Bytes session = query.blob(4);
  query.reset();
  reply.envelope = seal_answer(letter, self(), *key, session);
  database().prepare("UPDATE received SET session=?2 WHERE item=?1").bind(1, item).bind(2, std::span<const std::uint8_t>(session)).run();
  keys::wipe(session);
  return reply;
}

std::vector<SentReport> Mailbox::sent() {
  std::vector<SentReport> all;
  auto query = database().prepare("SELECT reference, room, recipient, about, at, state, state_at FROM sent WHERE id NOT IN (SELECT report FROM question) ORDER BY at DESC");
  while (query.step()) {
    const std::string to = query.text(2);
    all.push_back({query.text(0), query.text(1), to.substr(0, to.find('\n')), query.text(3), Instant(Milliseconds(query.integer(4))),
                   Instant(Milliseconds(query.integer(6))), progress_named(query.text(5)).value_or(Progress::sent)});
  }
  return all;
}

std::optional<Report> Mailbox::of_item(std::int64_t item, std::string* proof) {
  auto query = database().prepare("SELECT body, proof FROM received WHERE item=?1");
  query.bind(1, item);
  if (!query.step()) return std::nullopt;
  if (proof != nullptr) *proof = query.text(1);
  return Report::parse(query.blob(0));
}

}  // namespace tact::report
