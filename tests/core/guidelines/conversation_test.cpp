// SPDX-License-Identifier: GPL-3.0-or-later
// What only the recent past can tell: the fourth at one person, the fifth thanks, the question of last week, one thought in three messages.  The
// guidelines are asked as they stand, on a room in which people have said one line after another; the classifier has no part in it.
#include <boost/test/unit_test.hpp>
#include <string>
#include <vector>

#include "core/guidelines/guideline.h"
#include "core/guidelines/registry.h"
#include "core/language/reading.h"
#include "core/policy/policy.h"
#include "core/room/memory.h"

using namespace tact;
using namespace std::chrono_literals;

namespace {

language::Reading reading_of(bool unkind, bool serious = false) {
  language::Reading reading;
  reading.scored = unkind;
  reading.over[static_cast<std::size_t>(language::Label::anger)] = unkind;
  reading.serious = serious ? 1.0F : 0.0F;
  return reading;
}

/// A room of forty in which everybody has a say.
struct Room {
  Message made(std::string_view who, std::string_view words) const {
    Message message;
    message.sender = {.id = std::string(who), .name = std::string(who)};
    message.raw = words;
    message.format = Format::plain;
    message.at = now;
    return message;
  }
  void say(std::string_view who, std::string_view words, bool unkind = false, Milliseconds after = 20s) {
    now += after;
    const Message message = made(who, words);
    Text text;
    read_text(words, Format::plain, text);
    memory.note(message, text, reading_of(unkind), room::Origin::received);
  }
  /// What one guideline would say if `who` wrote this now.
  std::vector<Finding> asks(const Guideline* guideline, std::string_view who, std::string_view words, bool unkind = false, Milliseconds after = 20s) {
    now += after;
    const Message message = made(who, words);
    Text text;
    read_text(words, Format::plain, text);
    const language::Reading reading = reading_of(unkind);
    view.memory = &memory;
    view.context = memory.context();
    view.occupants = 39;
    std::vector<Finding> findings;
    guideline->find({message, text, reading, view, policy}, findings);
    return findings;
  }
  room::Memory memory;
  RoomView view;
  Policy policy = default_policy(GroupKind::class_group);
  Instant now{std::chrono::sys_days(std::chrono::year(2026) / 11 / 24) + 10h};
};

void three_at(Room& room, std::string_view whom) {
  room.say(whom, "I think that we should move the date");
  for (const char* who : {"Ann", "Bea", "Cat"}) room.say(who, std::string(whom) + " what a stupid idea", true);
}

std::string rules(const std::vector<Finding>& findings) {
  std::string all;
  for (const Finding& finding : findings) all += (all.empty() ? "" : " ") + finding.rule + (finding.quiet ? "(quiet)" : "");
  return all;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(conversation)

BOOST_AUTO_TEST_CASE(pile_on_asks_the_fourth_at_one_person) {
  Room room;
  three_at(room, "Dan");
  const auto found = room.asks(pile_on_guideline(), "Eve", "Dan you are so stupid", true);
  BOOST_REQUIRE(rules(found) == "pile");
  BOOST_TEST(found[0].reason.find("3 people") != std::string::npos, found[0].reason);
}

BOOST_AUTO_TEST_CASE(pile_on_lets_the_third_pass_and_kind_words_and_another_persons_matter) {
  Room room;
  room.say("Dan", "I think that we should move the date");
  for (const char* who : {"Ann", "Bea"}) room.say(who, "Dan what a stupid idea", true);
  BOOST_TEST(rules(room.asks(pile_on_guideline(), "Eve", "Dan you are so stupid", true, 2min)).empty());
  Room full;
  three_at(full, "Dan");
  BOOST_TEST(rules(full.asks(pile_on_guideline(), "Eve", "Dan, I liked your idea")).empty());
  full.say("Gus", "Lunch money is due on Friday", false, 2min);
  BOOST_TEST(rules(full.asks(pile_on_guideline(), "Eve", "Gus you never write in time", true, 21s)).empty());
}

BOOST_AUTO_TEST_CASE(pile_on_never_asks_the_one_under_it_and_ends_after_a_quarter_of_an_hour) {
  Room room;
  three_at(room, "Dan");
  // Neither at once, however hot the room is, nor after a breath.
  BOOST_TEST(rules(room.asks(pile_on_guideline(), "Dan", "you are all so horrible", true, 5s)).empty());
  BOOST_TEST(rules(room.asks(pile_on_guideline(), "Dan", "you are all so horrible", true, 30s)).empty());
  BOOST_TEST(rules(room.asks(pile_on_guideline(), "Eve", "Dan you are so stupid", true, 16min)).empty());
}

BOOST_AUTO_TEST_CASE(heat_asks_whoever_answers_unkindly_without_a_breath) {
  Room room;
  // At three different people, so that it is no pile.
  for (const char* who : {"Gus", "Hal", "Ida"}) room.say(who, "Forms are due on Friday");
  room.say("Ann", "Gus that is so rude", true, 5s);
  room.say("Bea", "Hal that is so rude", true, 5s);
  room.say("Cat", "Ida that is so rude", true, 5s);
  BOOST_TEST(rules(room.asks(pile_on_guideline(), "Eve", "Cat stop it you fool", true, 5s)) == "heat");
  // The same an hour later: it has cooled down.
  room.say("Cat", "Is the gate open", false, 1h);
  BOOST_TEST(rules(room.asks(pile_on_guideline(), "Eve", "Cat stop it you fool", true, 5s)).empty());
}

BOOST_AUTO_TEST_CASE(repetition_shows_the_question_and_its_answer_and_lets_an_unanswered_one_be_asked_again) {
  Room room;
  room.say("Ann", "Does anyone know when swimming starts this term?");
  room.say("Cat", "Swimming starts on the ninth");
  const auto found = room.asks(repetition_guideline(), "Eve", "When does swimming start this term?", false, 24h);
  BOOST_REQUIRE(rules(found) == "question");
  for (const char* part : {"Ann", "Does anyone know when swimming starts this term?", "Cat", "Swimming starts on the ninth"})
    BOOST_TEST(found[0].reason.find(part) != std::string::npos, found[0].reason);
  BOOST_TEST(rules(room.asks(repetition_guideline(), "Eve", "When does swimming start this term?", false, 7 * 24h)).empty());
  Room silent;
  silent.say("Ann", "Does anyone know when swimming starts this term?");
  BOOST_TEST(rules(silent.asks(repetition_guideline(), "Eve", "When does swimming start this term?", false, 24h)).empty());
}

BOOST_AUTO_TEST_CASE(repetition_spares_the_first_two_thanks_and_asks_the_third) {
  Room room;
  room.say("Gus", "The coach is back at four");
  BOOST_TEST(rules(room.asks(repetition_guideline(), "Eve", "Thanks Gus", false, 1min)).empty());
  room.say("Ann", "Thanks Gus");
  BOOST_TEST(rules(room.asks(repetition_guideline(), "Eve", "Thanks Gus", false, 1min)).empty());
  room.say("Bea", "Thank you");
  BOOST_TEST(rules(room.asks(repetition_guideline(), "Eve", "Thanks Gus", false, 1min)) == "thanks");
  BOOST_TEST(rules(room.asks(repetition_guideline(), "Eve", "Thanks Gus, is that the front gate?", false, 1s)).empty());
  room.say("Gus", "The other coach is back at five");
  BOOST_TEST(rules(room.asks(repetition_guideline(), "Eve", "Thanks Gus", false, 1min)).empty());
}

BOOST_AUTO_TEST_CASE(repetition_tells_the_sixth_post_of_a_day_once_and_quietly) {
  Room room;
  room.view.nudges.posts_today = 4;
  BOOST_TEST(rules(room.asks(repetition_guideline(), "Eve", "The gate is open at nine")).empty());
  room.view.nudges.posts_today = 5;
  const auto found = room.asks(repetition_guideline(), "Eve", "The gate is open at nine");
  BOOST_REQUIRE(rules(found) == "budget(quiet)");
  BOOST_TEST(found[0].reason.find('6') != std::string::npos, found[0].reason);
  room.view.nudges.budget_noted_today = true;
  BOOST_TEST(rules(room.asks(repetition_guideline(), "Eve", "The gate is open at nine")).empty());
  room.view.nudges.budget_noted_today = false;
  room.policy.posts_a_day = 0;
  BOOST_TEST(rules(room.asks(repetition_guideline(), "Eve", "The gate is open at nine")).empty());
}

BOOST_AUTO_TEST_CASE(one_chunk_tells_the_third_piece_once_a_run_and_quietly) {
  Room room;
  room.say("Eve", "I have");
  BOOST_TEST(rules(room.asks(one_chunk_guideline(), "Eve", "lost", false, 5s)).empty());
  room.say("Eve", "lost", false, 0s);
  BOOST_TEST(rules(room.asks(one_chunk_guideline(), "Eve", "a hat", false, 5s)) == "run(quiet)");
  room.say("Eve", "a hat", false, 0s);
  BOOST_TEST(rules(room.asks(one_chunk_guideline(), "Eve", "a red one", false, 5s)).empty());
}

BOOST_AUTO_TEST_CASE(one_chunk_spares_another_voice_a_pause_and_answers_to_several_people) {
  Room room;
  room.say("Eve", "I have");
  room.say("Eve", "lost", false, 5s);
  room.say("Ann", "what?", false, 5s);
  BOOST_TEST(rules(room.asks(one_chunk_guideline(), "Eve", "a hat", false, 5s)).empty());
  Room slow;
  slow.say("Eve", "I have");
  slow.say("Eve", "lost", false, 5s);
  BOOST_TEST(rules(slow.asks(one_chunk_guideline(), "Eve", "a hat", false, 60s)).empty());
  Room helpful;
  for (const char* who : {"Ann", "Bea", "Cat"}) helpful.say(who, "And where is it?");
  helpful.say("Eve", "Ann: in the hall", false, 5s);
  helpful.say("Eve", "Bea: at the gate", false, 5s);
  BOOST_TEST(rules(helpful.asks(one_chunk_guideline(), "Eve", "Cat: by the pond", false, 5s)).empty());
}

// The run rule: what one_chunk and the replay count.
BOOST_AUTO_TEST_CASE(a_run_ends_with_another_voice_and_with_a_minute_and_counts_the_line_that_is_being_written) {
  Room room;
  const auto run = [&](std::string_view who, std::string_view words, Milliseconds after) {
    Text text;
    read_text(words, Format::plain, text);
    return room.memory.run(who, text, room.now + after);
  };
  BOOST_TEST(run("Eve", "first of all", 0s).messages == 1U);
  room.say("Eve", "first of all");
  BOOST_TEST(run("Eve", "and second", 59s).messages == 2U);
  BOOST_TEST(run("Eve", "and second", 60s).messages == 1U);
  room.say("Eve", "and second", false, 59s);
  // Each pause counts from the line before, not from the first.
  BOOST_TEST(run("Eve", "and third", 59s).messages == 3U);
  BOOST_TEST(run("Ann", "and third", 5s).messages == 1U);
  room.say("Ann", "hm", false, 5s);
  BOOST_TEST(run("Eve", "and third", 5s).messages == 1U);
}

BOOST_AUTO_TEST_CASE(a_run_that_calls_one_person_by_name_is_one_thought_and_two_names_are_two_answers) {
  Room room;
  for (const char* who : {"Ann", "Bea"}) room.say(who, "And where is it?");
  room.say("Eve", "Ann: it is", false, 5s);
  Text text;
  read_text("Ann: in the hall", Format::plain, text);
  BOOST_TEST(!room.memory.run("Eve", text, room.now + 5s).several);
  read_text("Bea: in the hall", Format::plain, text);
  BOOST_TEST(room.memory.run("Eve", text, room.now + 5s).several);
  // Names of people who have not spoken count as well.
  read_text("Zoe: in the hall", Format::plain, text);
  BOOST_TEST(room.memory.run("Eve", text, room.now + 5s).several);
}

BOOST_AUTO_TEST_SUITE_END()
