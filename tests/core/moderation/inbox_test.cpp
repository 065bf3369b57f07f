// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/moderation/inbox.h"

#include <boost/test/unit_test.hpp>

#include "core/moderation/card.h"
#include "tests/core/moderation/desk.h"

using namespace tact;
using namespace tact::moderation;
using desk::Desk;

BOOST_AUTO_TEST_SUITE(inbox)

BOOST_AUTO_TEST_CASE(a_new_desk_is_in_dry_run_and_stays_as_it_was_set) {
  desk::Folder folder;
  Policy policy;
  for (const bool expected : {true, false}) {
    Records records(folder.path);
    Queue queue(records);
    report::Chain chain(records.database());
    Inbox inbox(records, queue, chain, desk::judge, [&](const RoomKey&) { return &policy; });
    BOOST_TEST(inbox.dry_run() == expected);
    inbox.set_dry_run(false);
  }
}

BOOST_AUTO_TEST_CASE(the_chain_of_lines_keeps_the_last_ones_of_each_room_and_no_more) {
  desk::Folder folder;
  Records records(folder.path);
  report::Chain chain(records.database());
  const auto write = [&] {
    records.database().transaction([&] { chain.flush(); });
    chain.settle();
  };
  for (int i = 0; i < 10; ++i) chain.add("quiet", "ann", "line " + std::to_string(i), Instant(Milliseconds(i)));
  for (int i = 0; i < report::Chain::longest + 10; ++i) chain.add("busy", "ann", "line " + std::to_string(i), Instant(Milliseconds(i)));
  write();
  BOOST_TEST(chain.range("busy", 1, report::Chain::longest + 10).size() == static_cast<std::size_t>(report::Chain::longest));
  BOOST_TEST(chain.range("busy", 1, 10).empty());
  chain.add("busy", "ann", "one more", Instant(Milliseconds(9000)));
  write();
  BOOST_TEST(chain.range("busy", 1, 11).empty());
  BOOST_TEST(chain.range("busy", 12, 12).size() == 1u);
  BOOST_TEST(chain.range("quiet", 1, 10).size() == 10u);
}

BOOST_AUTO_TEST_CASE(a_serious_post_is_queued_with_the_lines_around_it) {
  Desk d;
  d.inbox.set_dry_run(false);
  for (int i = 0; i < 7; ++i) BOOST_TEST(d.say("ann", "before " + std::to_string(i), i).empty());
  const auto ids = d.say("bob", "a THREAT to you", 10);
  BOOST_REQUIRE(ids.size() == 1);
  for (int i = 0; i < 7; ++i) d.say("cat", "after " + std::to_string(i), 20 + i);
  const auto item = d.queue.find(ids[0]);
  BOOST_REQUIRE(item);
  BOOST_TEST(item->author == "bob@localhost");
  BOOST_TEST(item->text == "a THREAT to you");
  BOOST_REQUIRE(item->before.size() == 5);
  BOOST_TEST(item->before.front().text == "before 2");
  BOOST_REQUIRE(item->after.size() == 5);
  BOOST_TEST(item->after.back().text == "after 4");
}

BOOST_AUTO_TEST_CASE(no_context_where_the_policy_says_none) {
  Desk d;
  d.policy.context_lines = 0;
  d.say("ann", "before", 0);
  const auto ids = d.say("bob", "SLUR", 1);
  d.say("ann", "after", 2);
  const auto item = d.queue.find(ids.at(0));
  BOOST_TEST(item->before.empty());
  BOOST_TEST(item->after.empty());
}

BOOST_AUTO_TEST_CASE(own_replayed_doubled_and_bridged_lines_are_not_judged) {
  Desk d;
  auto own = d.arrival("rosa", "SLUR 1");
  own.message.sender.self = true;
  auto old = d.arrival("bob", "SLUR 2");
  old.delayed = true;
  auto playback = d.arrival("bob", "SLUR 3", 3);
  playback.may_replay_unmarked = true;
  playback.joined_at = desk::noon;
  auto elsewhere = d.arrival("bob", "SLUR 4");
  elsewhere.message.room.room = "other";
  for (const auto& arrival : {own, old, playback, elsewhere}) d.inbox.take(arrival);
  BOOST_TEST(d.drain().empty());
  BOOST_TEST(d.say("bob", "SLUR 5", 20).size() == 1);
  auto second_account = d.arrival("bob", "SLUR 5", 21);
  second_account.via = "other@localhost";
  auto bridged = d.arrival("bridge", "<bob> SLUR 5", 22);
  d.inbox.take(second_account);
  d.inbox.take(bridged);
  BOOST_TEST(d.drain().empty());
  BOOST_TEST(d.inbox.outcomes().at(Outcome::own) == 1);
  BOOST_TEST(d.inbox.outcomes().at(Outcome::replay) == 2);
  BOOST_TEST(d.inbox.outcomes().at(Outcome::twice) == 1);
  BOOST_TEST(d.inbox.outcomes().at(Outcome::bridge_echo) == 1);
  BOOST_TEST(d.queue.open({}, true).size() == 1);
}

BOOST_AUTO_TEST_CASE(a_bridged_line_that_nobody_else_brought_is_judged) {
  Desk d;
  BOOST_TEST(d.say("bridge", "<bob> SLUR").size() == 1);
}

BOOST_AUTO_TEST_CASE(late_posts_are_no_business_of_the_rep) {
  Desk d;
  for (int i = 0; i < 30; ++i) BOOST_TEST(d.say("ann", "late " + std::to_string(i), i).empty());
}

BOOST_AUTO_TEST_CASE(heat_of_one_person_becomes_one_item) {
  Desk d;
  BOOST_TEST(d.say("ann", "hot 1", 0).empty());
  BOOST_TEST(d.say("ann", "hot 2", 60).empty());
  BOOST_TEST(d.say("ann", "hot 3", 120).size() == 1);
  BOOST_TEST(d.say("ann", "hot 4", 180).empty());
  BOOST_TEST(d.queue.open({}, true).at(0).times == 2);
}

BOOST_AUTO_TEST_CASE(the_same_words_again_are_folded_and_an_edit_points_back) {
  Desk d;
  d.say("bob", "you are all SLUR people here today", 0);
  BOOST_TEST(d.say("bob", "You are all SLUR people here, today!", 5).empty());
  const auto edit = d.say("bob", "you are all SLUR people here tonight", 9);
  BOOST_REQUIRE(edit.size() == 1);
  const auto items = d.queue.open({}, true);
  BOOST_REQUIRE(items.size() == 2);
  BOOST_TEST(items[0].times == 2);
  BOOST_TEST(d.queue.find(edit[0])->edit_of == items[0].id);
}

BOOST_AUTO_TEST_CASE(a_name_that_looks_like_anothers_is_marked) {
  Desk d;
  d.say("Anna", "hello", 0);
  auto impostor = d.arrival("x", "SLUR", 1);
  impostor.message.sender = {"evil@localhost", "\xd0\x90nna", false, Role::member};  // Cyrillic capital A
  d.inbox.take(impostor);
  BOOST_TEST(!d.queue.find(d.drain().at(0))->warning.empty());
  auto fake_rep = d.arrival("x", "SLUR too", 2);
  fake_rep.message.sender = {"evil2@localhost", "ROSA", false, Role::member};
  d.inbox.take(fake_rep);
  BOOST_TEST(d.queue.find(d.drain().at(0))->warning.find("Rosa") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(a_raid_is_folded_and_every_serious_message_is_queued) {
  Desk d;
  d.inbox.set_dry_run(false);
  std::size_t slices = 0;
  std::vector<std::int64_t> fresh;
  for (int i = 0; i < 1000; ++i) {
    const bool planted = i % 20 == 7;
    auto arrival = d.arrival("raider" + std::to_string(i % 40), (planted ? "THREAT number " : "hot rubbish ") + std::to_string(i));
    arrival.message.at += std::chrono::milliseconds(10 * i);
    d.inbox.take(arrival);
    if (i % 25 != 24) continue;
    // A slice judges only a handful: what is left over waits for the next, and nothing is dropped.
    int left = 10;
    for (const auto id : d.inbox.work([&] { return left-- > 0; })) fresh.push_back(id);
    ++slices;
  }
  BOOST_TEST(d.inbox.waiting());
  for (const auto id : d.drain()) fresh.push_back(id);
  const auto items = d.queue.open({}, false, 2000);
  std::size_t threats = 0, raids = 0;
  std::int64_t folded = 0;
  for (const auto& item : items) {
    threats += item.guideline == "threat";
    raids += item.source == Source::raid;
    if (item.source == Source::raid) folded += item.times;
  }
  BOOST_TEST(threats == 50);
  BOOST_TEST(raids == 1);
  BOOST_TEST(folded > 850);
  // 40 raiders may each earn one item of their own for heat before the raid is known.
  BOOST_TEST(items.size() <= 50 + 1 + 40);
  BOOST_TEST(items.front().guideline == "threat");
  BOOST_TEST(d.queue.find(std::ranges::find(items, Source::raid, &Item::source)->id)->also.size() >= 35);
}

BOOST_AUTO_TEST_CASE(small_numbers_are_not_on_the_card) {
  Desk d;
  for (int i = 0; i < 12; ++i) d.say("p" + std::to_string(i), "hot", i);
  for (int i = 0; i < 7; ++i) d.say("q" + std::to_string(i), "SLUR", 100 + i);
  d.say("q", "THREAT", 200);
  const auto cells = card(d.records, desk::room.text(), 202611);
  BOOST_REQUIRE(cells.size() == 3);
  BOOST_TEST(cells[0].n.value() == 12);
  BOOST_TEST(!cells[1].n.has_value());  // 7, hidden so that the 1 cannot be worked out
  BOOST_TEST(!cells[2].n.has_value());
  const std::string text = card_text(cells, 202611);
  for (const char* name : {"p0", "q0", "localhost", "SLUR"}) BOOST_TEST(text.find(name) == std::string::npos);
}

BOOST_AUTO_TEST_CASE(a_full_disk_loses_no_finding) {
  Desk d;
  d.inbox.set_dry_run(false);
  d.records.database().execute("PRAGMA query_only=ON");
  d.inbox.take(d.arrival("bob", "THREAT"));
  BOOST_CHECK_THROW(d.inbox.work([] { return true; }), store::Error);
  BOOST_TEST(d.inbox.waiting());
  d.records.database().execute("PRAGMA query_only=OFF");
  BOOST_TEST(d.drain().size() == 1);
}

BOOST_AUTO_TEST_CASE(words_quoted_from_another_are_not_the_sender_s_and_a_false_quotation_is) {
  Desk d;
  d.inbox.set_dry_run(false);
  BOOST_TEST(d.say("bob", "SLUR at the gate").size() == 1);
  BOOST_TEST(d.say("ann", "> SLUR at the gate\nplease do not speak like that", 20).empty());
  BOOST_TEST(d.say("cid", "> SLUR at...\nI agree with Ann", 40).empty());
  // Nobody said this before.
  BOOST_TEST(d.say("eve", "> SLUR that nobody said\nhe he", 60).size() == 1);
}

BOOST_AUTO_TEST_SUITE_END()
