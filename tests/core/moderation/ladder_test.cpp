// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/moderation/ladder.h"

#include <boost/test/unit_test.hpp>

#include "core/moderation/words.h"
#include "tests/core/moderation/desk.h"

using namespace tact;
using namespace tact::moderation;
using namespace std::chrono_literals;
using desk::Desk;
using desk::noon;

namespace {
Item one(Desk& d, const char* text = "SLUR") {
  d.inbox.set_dry_run(false);
  return *d.queue.find(d.say("bob", text).at(0));
}
}  // namespace

BOOST_AUTO_TEST_SUITE(ladder)

BOOST_AUTO_TEST_CASE(nobody_but_a_key_of_the_policy_may_do_anything) {
  Desk d;
  const Item item = one(d);
  for (const Act act : {Act::ignore, Act::thank, Act::remind, Act::ask, Act::warn, Act::refer, Act::remove, Act::mistaken}) {
    BOOST_TEST(!d.ladder.plan(act, item, d.policy, d.stranger, "", noon).allowed);
    BOOST_TEST(d.ladder.plan(act, item, d.policy, d.rep, "", noon).allowed);
    BOOST_TEST(d.ladder.plan(act, item, d.policy, d.deputy, "", noon).allowed);
  }
}

BOOST_AUTO_TEST_CASE(a_dry_run_reaches_nobody) {
  Desk d;
  const Item item = *d.queue.find(d.say("bob", "SLUR").at(0));
  BOOST_TEST(item.dry);
  for (const Act act : {Act::thank, Act::remind, Act::ask, Act::warn, Act::refer, Act::remove}) {
    const Plan plan = d.ladder.ask(act, item, d.policy, d.rep, "", noon);
    BOOST_TEST(!plan.allowed);
    BOOST_TEST(plan.to_author.empty());
  }
  std::string reason;
  BOOST_TEST(!d.ladder.confirm(Act::remove, item, d.policy, d.rep, reason, noon).allowed);
}

BOOST_AUTO_TEST_CASE(a_removal_names_person_room_reason_and_appeal_and_waits_for_the_yes) {
  Desk d;
  const Item item = one(d);
  std::string reason;
  BOOST_TEST(!d.ladder.confirm(Act::remove, item, d.policy, d.rep, reason, noon).allowed);
  const Plan asked = d.ladder.ask(Act::remove, item, d.policy, d.rep, "slurs twice", noon);
  for (const char* part : {"bob", "bob@localhost", "year3", "slurs twice", "Mrs Alt"}) BOOST_TEST(asked.confirmation.find(part) != std::string::npos, part);
  // Others learn nothing from what the room sees.
  for (const char* part : {"bob", "slur", "SLUR"}) BOOST_TEST(asked.notice.find(part) == std::string::npos, part);
  BOOST_TEST(!d.ladder.confirm(Act::refer, item, d.policy, d.rep, reason, noon).allowed);
  BOOST_TEST(!d.ladder.confirm(Act::remove, item, d.policy, d.deputy, reason, noon).allowed);
  const Plan yes = d.ladder.confirm(Act::remove, item, d.policy, d.rep, reason, noon + 1min);
  BOOST_TEST(yes.allowed);
  BOOST_TEST(reason == "slurs twice");
  BOOST_TEST(yes.to_author.find("slurs twice") != std::string::npos);
  // One yes is one removal.
  BOOST_TEST(!d.ladder.confirm(Act::remove, item, d.policy, d.rep, reason, noon + 2min).allowed);
}

BOOST_AUTO_TEST_CASE(an_old_question_is_not_confirmed) {
  Desk d;
  const Item item = one(d);
  std::string reason;
  (void)d.ladder.ask(Act::remove, item, d.policy, d.rep, "x", noon);
  BOOST_TEST(!d.ladder.confirm(Act::remove, item, d.policy, d.rep, reason, noon + 11min).allowed);
  BOOST_TEST(!d.ladder.confirm(Act::remove, item, d.policy, d.rep, reason, noon + 1min).allowed);
}

BOOST_AUTO_TEST_CASE(two_people_where_the_policy_asks_for_two) {
  Desk d;
  d.policy.two_person_rule = true;
  const Item item = one(d);
  for (const Act act : {Act::remove, Act::refer}) {
    std::string reason;
    BOOST_TEST(!d.ladder.ask(act, item, d.policy, d.rep, "x", noon).confirmation.empty());
    BOOST_TEST(!d.ladder.confirm(act, item, d.policy, d.rep, reason, noon).allowed);
    BOOST_TEST(!d.ladder.second(item, d.policy, d.rep, noon).allowed);
    Actor other_name = d.rep;
    other_name.name = "Somebody else";
    BOOST_TEST(!d.ladder.second(item, d.policy, other_name, noon).allowed);
    BOOST_TEST(!d.ladder.second(item, d.policy, d.stranger, noon).allowed);
    BOOST_TEST(d.ladder.second(item, d.policy, d.deputy, noon).allowed);
    BOOST_TEST(d.ladder.confirm(act, item, d.policy, d.rep, reason, noon).allowed);
  }
}

BOOST_AUTO_TEST_CASE(one_reminder_a_rule_and_week) {
  Desk d;
  const Item item = one(d);
  BOOST_TEST(d.ladder.plan(Act::remind, item, d.policy, d.rep, "", noon).allowed);
  d.ladder.record(Act::remind, item, d.rep, "", "done", noon);
  BOOST_TEST(!d.ladder.plan(Act::remind, item, d.policy, d.rep, "", noon + 24h * 6).allowed);
  BOOST_TEST(d.ladder.plan(Act::remind, item, d.policy, d.rep, "", noon + 24h * 8).allowed);
  // Another name, the same address: the same person.  Another rule: another reminder.
  Item renamed = item;
  renamed.name = "robert";
  BOOST_TEST(!d.ladder.plan(Act::remind, renamed, d.policy, d.rep, "", noon + 24h).allowed);
  Item other = item;
  other.guideline = "abuse";
  BOOST_TEST(d.ladder.plan(Act::remind, other, d.policy, d.rep, "", noon + 24h).allowed);
}

BOOST_AUTO_TEST_CASE(what_did_not_happen_leaves_the_item_open_and_is_on_the_record) {
  Desk d;
  const Item item = one(d);
  d.ladder.record(Act::remove, item, d.rep, "x", "not confirmed", noon);
  BOOST_CHECK(d.queue.find(item.id)->state == State::fresh);
  const auto lines = d.ledger.of_item(item.id);
  BOOST_REQUIRE(lines.size() == 1);
  BOOST_TEST(lines[0].content->detail == "x (not confirmed)");
  BOOST_TEST(d.ladder.steps(item.room, item.author, Act::remove) == 0);
}

BOOST_AUTO_TEST_CASE(only_the_first_reminder_ever_goes_by_itself) {
  Desk d;
  Item item = one(d);
  BOOST_TEST(!d.ladder.remind_by_itself(item, d.policy, noon));
  d.policy.remind_automatically = true;
  BOOST_TEST(d.ladder.remind_by_itself(item, d.policy, noon));
  Item dry = item, threat = item, reported = item, unsure = item;
  dry.dry = true;
  threat.guideline = "threat";
  reported.source = Source::report;
  unsure.sureness = 0.6;
  for (const Item& not_this : {dry, threat, reported, unsure}) BOOST_TEST(!d.ladder.remind_by_itself(not_this, d.policy, noon));
  Policy expired = d.policy;
  expired.expired = true;
  BOOST_TEST(!d.ladder.remind_by_itself(item, expired, noon));
  d.ladder.record(Act::remind, item, d.rep, "", "done", noon);
  BOOST_TEST(!d.ladder.remind_by_itself(*d.queue.find(item.id), d.policy, noon + 1h));
}

BOOST_AUTO_TEST_CASE(the_rep_is_not_removed_by_a_deputy) {
  Desk d;
  d.inbox.set_dry_run(false);
  const Item item = *d.queue.find(d.say("rosa", "SLUR").at(0));
  BOOST_TEST(!d.ladder.plan(Act::remove, item, d.policy, d.deputy, "x", noon).allowed);
}

BOOST_AUTO_TEST_CASE(no_word_to_people_speaks_of_law_or_police) {
  Desk d;
  const Item item = one(d);
  for (const Act act : {Act::thank, Act::remind, Act::ask, Act::warn, Act::remove}) {
    const std::string text = words::to_author(act, item, d.policy, "because", false) + words::to_author(act, item, d.policy, "because", true);
    for (const char* word : {"police", "law", "legal", "court", "sue", "offence"}) BOOST_TEST(text.find(word) == std::string::npos, word);
  }
}

BOOST_AUTO_TEST_CASE(items_are_erased_after_their_time_unless_referred_or_held) {
  Desk d;
  d.inbox.set_dry_run(false);
  const auto plain = d.say("bob", "SLUR one").at(0), referred = d.say("bob", "SLUR different words two", 1).at(0), held = d.say("cat", "SLUR", 2).at(0);
  d.ladder.record(Act::ignore, *d.queue.find(plain), d.rep, "secret words", "done", noon);
  d.ladder.record(Act::refer, *d.queue.find(referred), d.rep, "", "done", noon);
  d.retention.hold(held, "the head asked", "Rosa", noon);
  const auto days = [](const std::string&) { return 30U; };
  BOOST_TEST(d.retention.sweep(noon + 24h * 29, days) == 0);
  BOOST_TEST(d.retention.sweep(noon + 24h * 31, days) == 1);
  BOOST_TEST(d.queue.find(plain)->erased);
  BOOST_TEST(d.queue.find(plain)->text.empty());
  BOOST_TEST(d.queue.find(referred)->text == "SLUR different words two");
  BOOST_TEST(d.queue.find(held)->text == "SLUR");
  BOOST_TEST(d.ledger.of_item(plain).size() == 1);  // "erased" and no more
  BOOST_TEST(!d.ledger.first_fault());
  BOOST_TEST(d.ledger.all().size() == 4);
}

BOOST_AUTO_TEST_CASE(a_forgotten_group_leaves_no_trace_in_the_file) {
  Desk d;
  d.inbox.set_dry_run(false);
  d.say("findme", "SLUR wordstofind");
  d.ladder.record(Act::ignore, *d.queue.find(1), d.rep, "reasontofind", "done", noon);
  d.inbox.forget(desk::room.text());
  d.retention.forget(desk::room.text(), noon);
  for (const char* suffix : {"", "-wal"}) {
    gchar* bytes = nullptr;
    gsize size = 0;
    if (!g_file_get_contents((d.records.path() + suffix).c_str(), &bytes, &size, nullptr)) continue;
    const std::string file(bytes, size);
    g_free(bytes);
    for (const char* trace : {"year3", "findme", "wordstofind", "reasontofind", "Rosa"}) BOOST_TEST(file.find(trace) == std::string::npos, trace);
  }
  BOOST_TEST(!d.ledger.first_fault());
}

BOOST_AUTO_TEST_CASE(the_ledger_takes_no_change_and_sees_one) {
  Desk d;
  const Item item = one(d);
  for (int i = 0; i < 5; ++i) d.ladder.record(Act::remind, item, d.rep, "r" + std::to_string(i), "done", noon);
  BOOST_TEST(!d.ledger.first_fault());
  BOOST_CHECK_THROW(d.records.database().execute("UPDATE ledger SET action='x' WHERE seq=2"), store::Error);
  BOOST_CHECK_THROW(d.records.database().execute("DELETE FROM ledger WHERE seq=2"), store::Error);
  d.records.database().execute("UPDATE ledger_content SET detail='forged' WHERE seq=3");
  BOOST_TEST(d.ledger.first_fault().value().find("3") != std::string::npos);
  d.records.database().execute("DELETE FROM ledger_content WHERE seq=3");
  BOOST_TEST(!d.ledger.first_fault());
  d.records.database().execute("DROP TRIGGER ledger_stands; UPDATE ledger SET at=at+1 WHERE seq=2");
  BOOST_TEST(d.ledger.first_fault().value().find("2") != std::string::npos);
}

BOOST_AUTO_TEST_SUITE_END()
