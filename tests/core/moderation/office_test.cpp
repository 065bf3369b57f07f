// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/moderation/office.h"

#include <algorithm>
#include <boost/test/unit_test.hpp>
#include <fstream>
#include <iterator>

#include "core/report/packet.h"
#include "core/report/recent.h"
#include "tests/core/report/people.h"

using namespace tact;
using namespace tact::moderation;

namespace {

/// Hands that only write down what they were asked to do.
struct Paper final : Hands {
  std::vector<std::string> written, told;
  std::vector<keys::Bytes> sealed;
  std::vector<Removal> removals;
  std::string no_writing, mine = "rosa@localhost";
  Removed outcome = Removed::done;
  std::string write_privately(const RoomKey&, const std::string& address, const std::string&, const std::string& text) override {
    if (no_writing.empty()) written.push_back(address + ": " + text);
    return no_writing;
  }
  std::string send_sealed(const RoomKey&, const std::string&, keys::ByteView envelope) override {
    sealed.emplace_back(envelope.begin(), envelope.end());
    return {};
  }
  void remove(const Removal& removal, RemovalDone done) override {
    removals.push_back(removal);
    done(outcome, outcome == Removed::done ? "out" : "why");
  }
  void tell(const RoomKey&, const std::string& text) override { told.push_back(text); }
  std::vector<std::string> my_addresses(const RoomKey&) override { return {mine}; }
};

struct Room {
  people::Group g;
  ManualClock clock{g.now};
  Paper hands;
  people::Person& rosa = g.rosa;
  Ladder ladder{rosa.queue, rosa.ledger};
  Retention retention{rosa.queue, rosa.ledger, rosa.chain};
  Inbox inbox{rosa.records, rosa.queue, rosa.chain, desk::judge, [this](const RoomKey& key) { return key == desk::room ? &g.policy : nullptr; }};
  bool officer = true;
  Office office{{rosa.records, rosa.queue, rosa.ledger, rosa.chain, ladder, inbox, retention, rosa.mailbox, rosa.key, hands,
                 [this](const RoomKey& key) { return officer && key == desk::room ? &g.policy : nullptr; }, clock, rosa.folder.path}};

  Room() { inbox.set_dry_run(false); }
  std::int64_t post(const std::string& who, const std::string& text) {
    Arrival arrival;
    arrival.message.room = desk::room;
    arrival.message.sender = {who + "@localhost", who, false, Role::member};
    arrival.message.raw = arrival.plain = text;
    arrival.message.at = clock.now();
    arrival.via = "rosa";
    inbox.take(arrival);
    const auto ids = inbox.work([] { return true; });
    return ids.empty() ? 0 : ids.front();
  }
  std::string say(const std::string& word, const std::string& rest = {}) {
    std::string out;
    for (const std::string& line : office.answer(desk::room, word, rest)) out += line + "\n";
    return out;
  }
  std::string read(const std::string& path) {
    std::ifstream file(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
  }
};

bool has(const std::string& text, const char* words) { return text.find(words) != std::string::npos; }

}  // namespace

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

BOOST_AUTO_TEST_CASE(where_the_policy_asks_for_two_persons_one_is_not_enough) {
  Room r;
  r.g.policy.two_person_rule = true;
  const auto id = std::to_string(r.post("bob", "a THREAT"));
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

}  // namespace

BOOST_AUTO_TEST_CASE(a_second_persons_yes_travels_sealed_between_two_computers) {
  Room r;
  r.g.policy.two_person_rule = true;
  r.g.now = r.clock.now();
  Other other(r);
  const auto id = std::to_string(r.post("bob", "a THREAT"));
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
  Room r;
  r.g.policy.two_person_rule = true;
  r.g.now = r.clock.now();
  Other other(r);
  const auto id = std::to_string(r.post("bob", "a THREAT"));
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

BOOST_AUTO_TEST_SUITE(recent)

BOOST_AUTO_TEST_CASE(a_line_is_pointed_at_by_last_number_or_its_words) {
  report::Recent recent;
  const auto add = [&](const char* who, const char* text, bool self = false) { recent.add("r", {desk::noon, std::string(who) + "@x", who, text, self}); };
  add("bob", "you idiots");
  add("cat", "stop it please");
  add("ann", "mine", true);
  std::string why;
  BOOST_TEST(*recent.find("r", "last", why) == 1U);
  BOOST_TEST(*recent.find("r", "#3", why) == 0U);
  BOOST_TEST(*recent.find("r", "you idiots", why) == 0U);
  BOOST_TEST(!recent.find("r", "mine", why));
  for (const char* wrong : {"#0", "#4", "#x", "#", "nothing like it"}) BOOST_TEST(!recent.find("r", wrong, why), wrong);
  add("dan", "you idiots too");
  BOOST_TEST(!recent.find("r", "you idiots", why));
  BOOST_TEST(!recent.find("other", "last", why));
}

BOOST_AUTO_TEST_CASE(the_words_after_report_are_read_as_which_and_why) {
  struct Case {
    const char *words, *which, *reason;
  };
  for (const Case& one : {Case{"last this is unkind", "last", "this is unkind"}, Case{"#12", "#12", ""}, Case{"\"you idiots\" not ok", "you idiots", "not ok"},
                          Case{"“you idiots”", "you idiots", ""}, Case{"somebody keeps calling me", "", "somebody keeps calling me"}, Case{"lastly, this", "", "lastly, this"},
                          Case{"#hash tag", "", "#hash tag"}, Case{"\"unclosed", "", "\"unclosed"}, Case{"", "", ""}}) {
    const auto asked = report::asked(one.words);
    BOOST_TEST(asked.which == one.which);
    BOOST_TEST(asked.reason == one.reason);
  }
}

BOOST_AUTO_TEST_CASE(a_gathered_report_has_five_lines_each_side_and_a_proof_that_follows) {
  people::Person ann("ann");
  report::Recent recent;
  for (int i = 0; i < 20; ++i) {
    const std::string text = i == 10 ? "the one" : "line " + std::to_string(i);
    ann.chain.add("r", "bob", text, desk::noon);
    recent.add("r", {desk::noon, "bob@x", "bob", text, false});
  }
  std::string why;
  const auto report = report::gather_report(recent, "r", recent.find("r", "the one", why), "unkind", "ann", "prpl-irc", ann.chain);
  BOOST_TEST(report.lines.size() == 11U);
  BOOST_TEST(report.reported()->text == "the one");
  const auto standing = report::standing_of(report, ann.chain);
  BOOST_TEST(standing.follows);
  BOOST_TEST(standing.linked == 11U);
  BOOST_TEST(report::gather_report(recent, "r", std::nullopt, "x", "ann", "prpl-irc", ann.chain).lines.empty());
}

BOOST_AUTO_TEST_SUITE_END()
