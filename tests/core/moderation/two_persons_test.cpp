// SPDX-License-Identifier: GPL-3.0-or-later
// Where the policy asks for a second person: at one desk, and between two computers.
#include <algorithm>
#include <boost/test/unit_test.hpp>
#include <filesystem>

#include "tests/core/moderation/office_room.h"

using namespace office_room;

namespace {

/// The deputy's own computer.
struct Other {
  people::Person& dev;
  Paper hands;
  ManualClock& clock;
  Ladder ladder{dev.queue, dev.ledger};
  Retention retention{dev.queue, dev.ledger, dev.chain};
  Inbox inbox;
  Office office;
  explicit Other(Room& r)
      : dev(r.g.dev),
        clock(r.clock),
        inbox(dev.records, dev.queue, dev.chain, desk::judge, [&r](const RoomKey& key) { return key == desk::room ? &r.g.policy : nullptr; }),
        office({dev.records, dev.queue, dev.ledger, dev.chain, ladder, inbox, retention, dev.mailbox, dev.key, hands,
                [&r](const RoomKey& key) { return key == desk::room ? &r.g.policy : nullptr; }, clock, dev.folder.path}) {
    hands.mine = dev.address;
  }
  std::string say(const std::string& word, const std::string& rest) {
    std::string out;
    for (const std::string& line : office.answer(desk::room, word, rest)) out += line + "\n";
    return out;
  }
};

/// A group whose policy asks for two, a post that is to be decided, and the deputy's computer.
struct Pair {
  Room r;
  Other other{r};
  std::string id;
  Pair() {
    r.g.policy.two_person_rule = true;
    r.g.now = r.clock.now();
    id = std::to_string(r.post("bob", "a THREAT"));
  }
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(two_persons, Pair)

BOOST_AUTO_TEST_CASE(where_the_policy_asks_for_two_persons_one_is_not_enough) {
  r.say("remove", id + " because");
  BOOST_TEST(has(r.say("remove", id + " confirm"), "second person"));
  BOOST_TEST(has(r.say("second", id), "must be another"));
  BOOST_TEST(r.hands.removals.empty());
  BOOST_TEST(has(r.say("refer", id + " a note"), "second officer"));
  BOOST_TEST(!std::filesystem::exists(r.rosa.folder.path + "/referrals"));
  BOOST_TEST(has(r.say("refer", id + " confirm"), "second person"));
  // Dev, at the same desk file, agrees with a key of their own.
  r.ladder.second(*r.rosa.queue.find(std::stol(id)), r.g.policy, {"Dev", r.g.dev.key.public_key().vector()}, r.g.now);
  BOOST_TEST(has(r.say("refer", id + " confirm"), ".html"));
}

BOOST_AUTO_TEST_CASE(a_second_persons_yes_travels_sealed_between_two_computers) {
  BOOST_TEST(has(r.say("remove", id + " he said it twice"), "dev was asked, sealed"));
  BOOST_REQUIRE(r.hands.sealed.size() == 1);
  const auto asked = r.g.dev.mailbox.receive(r.hands.sealed[0], r.g.from(r.rosa), r.g.find, false);
  BOOST_REQUIRE(asked.refusal == report::Refusal::none);
  BOOST_TEST(has(asked.text, "rosa asks for a second person"));
  const auto n = std::to_string(asked.item);
  // Who agrees has read what they agree to.
  const std::string shown = other.say("queue", n);
  for (const char* words : {"a THREAT", "he said it twice", "bob@localhost"}) BOOST_TEST(has(shown, words), words);
  BOOST_TEST(has(r.say("remove", id + " confirm"), "second person"));
  BOOST_TEST(has(other.say("second", n), "on its way"));
  BOOST_REQUIRE(other.hands.sealed.size() == 1);
  const auto yes = r.rosa.mailbox.receive(other.hands.sealed[0], r.g.from(r.g.dev), r.g.find, false);
  BOOST_REQUIRE(yes.agreed.has_value());
  BOOST_TEST(has(r.office.agreed(*yes.agreed), "dev agrees"));
  r.say("remove", id + " confirm");
  BOOST_TEST(r.hands.removals.size() == 1U);
  const auto lines = r.rosa.ledger.of_item(std::stol(id));
  BOOST_TEST(std::ranges::count(lines, "seconded", &report::LedgerLine::action) == 1);
  // The same letter once more, or for a later question: nothing.
  BOOST_TEST(!r.rosa.mailbox.receive(other.hands.sealed[0], r.g.from(r.g.dev), r.g.find, false).agreed.has_value());
  BOOST_TEST(!has(r.office.agreed(*yes.agreed), "dev agrees"));
  // It is no report of theirs.
  BOOST_TEST(r.rosa.mailbox.sent().empty());
}

BOOST_AUTO_TEST_CASE(a_yes_counts_for_its_own_question_only_and_only_officers_are_asked_or_heard) {
  r.say("remove", id + " first reason");
  const auto asked = r.g.dev.mailbox.receive(r.hands.sealed.at(0), r.g.from(r.rosa), r.g.find, false);
  other.say("second", std::to_string(asked.item));
  const auto yes = r.rosa.mailbox.receive(other.hands.sealed.at(0), r.g.from(r.g.dev), r.g.find, false);
  // Asked anew with other words before the yes came: that yes was for the first.
  r.clock.advance(std::chrono::seconds(5));
  r.say("remove", id + " another reason");
  BOOST_TEST(has(r.office.agreed(*yes.agreed), "for another question"));
  BOOST_TEST(has(r.say("remove", id + " confirm"), "second person"));
  BOOST_TEST(r.hands.removals.empty());
  // A member's question, the alternate's, and one to a member are no questions of officers.
  const auto question = [&] {
    report::Question made{"remove", "because", r.g.about(r.g.ann, "bob", "a THREAT")};
    return made;
  };
  auto from_member = question();
  const auto stray = r.g.ann.mailbox.ask(from_member, 1, r.g.policy.rep, {r.g.ann.address}, r.g.now);
  BOOST_TEST((r.rosa.mailbox.receive(stray.envelope, r.g.from(r.g.ann), r.g.find, false).refusal == report::Refusal::not_for_us));
  auto to_alternate = question();
  const auto wrong = r.rosa.mailbox.ask(to_alternate, 1, r.g.policy.alternate, {r.rosa.address}, r.g.now);
  BOOST_TEST((r.g.alt.mailbox.receive(wrong.envelope, r.g.from(r.rosa), r.g.find, false).refusal == report::Refusal::not_for_us));
  // Nobody is asked whether they themselves should go.
  const auto about_dev = std::to_string(r.post("dev", "a THREAT of mine"));
  BOOST_TEST(has(r.say("remove", about_dev + " because"), "No other officer"));
}

BOOST_AUTO_TEST_SUITE_END()
