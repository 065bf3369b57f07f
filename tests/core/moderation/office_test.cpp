// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <boost/test/unit_test.hpp>

#include "core/report/packet.h"
#include "tests/core/moderation/office_room.h"

using namespace office_room;

BOOST_AUTO_TEST_SUITE(office)

BOOST_AUTO_TEST_CASE(the_queue_lists_shows_and_writes_down_who_looked) {
  Room r;
  r.post("cat", "hello");
  const auto id = r.post("bob", "a THREAT");
  BOOST_TEST(has(r.say("queue"), "a THREAT"));
  BOOST_TEST(has(r.say("queue"), "999"));
  const std::string full = r.say("queue", std::to_string(id));
  BOOST_TEST(has(full, "bob@localhost"));
  BOOST_TEST(has(full, "cat: hello"));
  r.say("queue", std::to_string(id));
  const auto lines = r.rosa.ledger.of_item(id);
  BOOST_TEST(lines.size() == 1U);
  BOOST_TEST(lines.at(0).action == "seen");
  BOOST_TEST(has(r.say("ledger"), "holds"));
  BOOST_TEST(has(r.say("queue", "99"), "no item"));
  BOOST_TEST(has(r.say("remind", ""), "Which item"));
}

BOOST_AUTO_TEST_CASE(a_reminder_goes_to_the_author_alone_and_only_once_a_week) {
  Room r;
  const auto id = std::to_string(r.post("bob", "a SLUR"));
  BOOST_TEST(has(r.say("remind", id), "sent privately"));
  BOOST_TEST(r.hands.written.size() == 1U);
  BOOST_TEST(r.hands.written[0].starts_with("bob@localhost: "));
  BOOST_TEST(has(r.say("remind", id), "within the last week"));
  BOOST_TEST(r.hands.written.size() == 1U);
  r.hands.no_writing = "offline";
  const auto other = std::to_string(r.post("cat", "another SLUR"));
  BOOST_TEST(has(r.say("remind", other), "was not told: offline"));
  BOOST_TEST((r.rosa.queue.find(std::stol(other))->state == State::fresh));
}

BOOST_AUTO_TEST_CASE(nobody_is_removed_without_a_reason_and_a_confirmation) {
  Room r;
  const auto id = std::to_string(r.post("bob", "a THREAT"));
  BOOST_TEST(has(r.say("remove", id), "Say why"));
  BOOST_TEST(has(r.say("remove", id + " confirm"), "Nothing is waiting"));
  const std::string question = r.say("remove", id + " threatened Ann");
  for (const char* words : {"bob", "bob@localhost", "Year 3", "threatened Ann", "confirm", "alt"}) BOOST_TEST(has(question, words), words);
  BOOST_TEST(r.hands.removals.empty());
  BOOST_TEST(has(r.say("remove", id + " cancel"), "Nothing was done"));
  BOOST_TEST(has(r.say("remove", id + " confirm"), "Nothing is waiting"));
  r.say("remove", id + " threatened Ann");
  r.clock.advance(std::chrono::minutes(11));
  BOOST_TEST(has(r.say("remove", id + " confirm"), "too old"));
  BOOST_TEST(r.hands.removals.empty());
  r.say("remove", id + " threatened Ann");
  r.say("remove", id + " confirm");
  BOOST_REQUIRE(r.hands.removals.size() == 1);
  BOOST_TEST(r.hands.removals[0].address == "bob@localhost");
  BOOST_TEST(r.hands.removals[0].reason == "threatened Ann");
  BOOST_TEST(!has(r.hands.removals[0].notice, "threatened"));
  BOOST_TEST((r.rosa.queue.find(std::stol(id))->state == State::removed));
  BOOST_TEST(has(r.say("remove", id + " confirm"), "Nothing is waiting"));
  BOOST_TEST(r.hands.removals.size() == 1U);
}

BOOST_AUTO_TEST_CASE(a_removal_that_did_not_happen_changes_no_state_and_is_written_down_as_such) {
  for (const Removed outcome : {Removed::not_confirmed, Removed::failed, Removed::by_hand}) {
    Room r;
    r.hands.outcome = outcome;
    const auto id = r.post("bob", "a THREAT");
    r.say("remove", std::to_string(id) + " because");
    r.say("remove", std::to_string(id) + " confirm");
    BOOST_TEST((r.rosa.queue.find(id)->state == State::fresh));
    BOOST_TEST(r.hands.told.size() == 1U);
    const auto lines = r.rosa.ledger.of_item(id);
    BOOST_TEST(lines.back().action == "remove");
    BOOST_TEST(lines.back().content->detail != "because");
  }
}

BOOST_AUTO_TEST_CASE(what_a_hand_did_is_written_down_only_after_it_was_confirmed_and_left_to_hands) {
  Room r;
  r.hands.outcome = Removed::by_hand;
  const auto id = std::to_string(r.post("bob", "a THREAT"));
  BOOST_TEST(has(r.say("remove", id + " done"), "Nothing is waiting"));
  r.say("remove", id + " because");
  BOOST_TEST(has(r.say("remove", id + " done"), "Nothing is waiting"));
  r.say("remove", id + " confirm");
  BOOST_TEST((r.rosa.queue.find(std::stol(id))->state == State::fresh));
  BOOST_TEST(has(r.say("remove", id + " done"), "removed by hand"));
  BOOST_TEST((r.rosa.queue.find(std::stol(id))->state == State::removed));
  BOOST_TEST(has(r.say("remove", id + " done"), "removed for this already"));
  BOOST_TEST(r.hands.removals.size() == 1U);
}

BOOST_AUTO_TEST_CASE(in_dry_run_nobody_is_told_reminded_referred_or_removed) {
  Room r;
  r.inbox.set_dry_run(true);
  const auto id = std::to_string(r.post("bob", "a THREAT"));
  for (const char* word : {"thank", "remind", "ask", "warn", "refer"}) BOOST_TEST(has(r.say(word, id), "Dry run"), word);
  BOOST_TEST(has(r.say("remove", id + " because"), "Dry run"));
  BOOST_TEST(has(r.say("remove", id + " confirm"), "Nothing is waiting"));
  BOOST_TEST(r.hands.written.empty());
  BOOST_TEST(r.hands.removals.empty());
  BOOST_TEST(!std::filesystem::exists(r.rosa.folder.path + "/referrals"));
  BOOST_TEST(has(r.say("queue", "would"), "one item"));
  BOOST_TEST(has(r.say("queue"), "empty"));
  BOOST_TEST(r.office.arrived({std::stol(id)}).empty());
  // What the dry run found stays so when it ends.
  r.say("queue", "live");
  BOOST_TEST(has(r.say("remind", id), "Dry run"));
}

BOOST_AUTO_TEST_CASE(who_is_no_officer_can_do_nothing) {
  Room r;
  const auto id = std::to_string(r.post("bob", "a THREAT"));
  r.officer = false;
  for (const char* word : {"ignore", "false", "thank", "remind", "ask", "warn", "refer", "second"}) BOOST_TEST(has(r.say(word, id), "not the rep"), word);
  BOOST_TEST(has(r.say("remove", id + " x"), "not the rep"));
  BOOST_TEST(has(r.say("queue", id), "not the rep"));
  BOOST_TEST(has(r.say("hold", id + " x"), "not the rep"));
  BOOST_TEST(r.hands.written.empty());
  BOOST_TEST(r.rosa.ledger.of_item(std::stol(id)).empty());
}

BOOST_AUTO_TEST_CASE(a_referral_is_one_file_that_verifies_and_tells_the_reporter) {
  Room r;
  report::Report made = r.g.about(r.g.ann, "bob", "you are all idiots");
  const auto posted = r.g.ann.mailbox.post(made, r.g.policy.rep, {r.g.ann.address}, r.g.now);
  const auto accepted = r.rosa.mailbox.receive(posted.envelope, r.g.from(r.g.ann), r.g.find, false);
  r.g.ann.mailbox.receive(accepted.receipt, r.g.from(r.rosa), [](const std::string&) { return nullptr; }, false);
  const std::string said = r.say("refer", std::to_string(accepted.item) + " reveal cat please look at this");
  const auto from = said.find(r.rosa.folder.path);
  BOOST_REQUIRE(from != std::string::npos);
  const std::string path = said.substr(from, said.find(".html", from) + 5 - from), file = r.read(path);
  const auto check = report::check_packet(file);
  BOOST_TEST(check.fault == "");
  BOOST_TEST(check.who == "rosa");
  for (const char* words : {"please look at this", ">cat<", "refer", "Person 1"}) BOOST_TEST(has(file, words), words);
  BOOST_TEST(!has(file, ">ann"));
  BOOST_TEST((r.rosa.queue.find(accepted.item)->state == State::referred));
  BOOST_REQUIRE(r.hands.sealed.size() == 1);
  r.g.ann.mailbox.receive(r.hands.sealed[0], r.g.from(r.rosa), [](const std::string&) { return nullptr; }, false);
  BOOST_TEST((r.g.ann.mailbox.sent().at(0).progress == report::Progress::passed_on));
}

BOOST_AUTO_TEST_CASE(a_reminder_goes_by_itself_only_where_the_policy_says_so) {
  Room r;
  const auto one = r.post("bob", "a SLUR");
  BOOST_TEST(has(r.office.arrived({one}), "New in the queue"));
  BOOST_TEST(r.hands.written.empty());
  r.g.policy.remind_automatically = true;
  const auto two = r.post("cat", "a SLUR too"), three = r.post("dan", "a THREAT");
  r.office.arrived({two});
  BOOST_TEST(r.hands.written.size() == 1U);
  r.office.arrived({three});
  BOOST_TEST(r.hands.written.size() == 1U);
}

BOOST_AUTO_TEST_CASE(an_item_comes_back_and_old_ones_go) {
  Room r;
  const auto id = std::to_string(r.post("bob", "a SLUR"));
  r.say("warn", id + " please stop");
  BOOST_TEST(r.office.due().empty());
  r.clock.advance(std::chrono::hours(25));
  BOOST_TEST(r.office.due().size() == 1U);
  BOOST_TEST(r.office.due().empty());
  const auto held = std::to_string(r.post("cat", "a SLUR more"));
  r.say("hold", held + " asked for by the head");
  r.clock.advance(std::chrono::days(40));
  r.office.sweep();
  BOOST_TEST(has(r.say("queue", id), "erased"));
  BOOST_TEST(has(r.say("queue", held), "asked for by the head"));
  BOOST_TEST(has(r.say("ledger"), "every one holds"));
}

BOOST_AUTO_TEST_CASE(the_card_shows_no_small_numbers) {
  Room r;
  for (int i = 0; i < 7; ++i) r.post("p" + std::to_string(i), "SLUR " + std::to_string(i));
  r.post("x", "THREAT");
  const std::string card = r.say("card");
  BOOST_TEST(has(card, "few"));
  BOOST_TEST(!has(card, "threat: 1"));
  BOOST_TEST(has(r.say("card", "nonsense"), "/tact card"));
}

BOOST_AUTO_TEST_SUITE_END()
