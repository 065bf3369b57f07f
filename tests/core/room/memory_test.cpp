// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/room/memory.h"

#include <boost/test/unit_test.hpp>

#include "core/language/reading.h"

using namespace tact;
using namespace std::chrono_literals;
using room::Memory;
using room::Origin;

namespace {

const Instant evening{std::chrono::sys_days(std::chrono::year(2026) / 11 / 26) + 19h};

Message message(std::string_view who, std::string_view text, Instant at) {
  Message made;
  made.sender = {.id = std::string(who), .name = std::string(who)};
  made.raw = text;
  made.format = Format::plain;
  made.at = at;
  return made;
}

Text read(std::string_view words) {
  Text text;
  read_text(words, Format::plain, text);
  return text;
}

/// A room in which people say one line after another.
struct Room {
  bool say(std::string_view who, std::string_view words, Milliseconds after = 20s, bool unkind = false, Origin origin = Origin::received) {
    now += after;
    language::Reading reading;
    reading.scored = unkind;
    reading.over[static_cast<std::size_t>(language::Label::abuse)] = unkind;
    return memory.note(message(who, words, now), read(words), reading, origin);
  }
  Memory memory;
  Instant now = evening;
};

}  // namespace

BOOST_AUTO_TEST_SUITE(room_memory)

BOOST_AUTO_TEST_CASE(the_last_four_lines_are_the_context) {
  Room room;
  for (const char* line : {"one", "two", "three", "four", "five"}) room.say("Ann", line);
  const auto context = room.memory.context();
  BOOST_REQUIRE(context.size() == 4U);
  BOOST_TEST(context[0].text == "two");
  BOOST_TEST(context[3].text == "five");
  BOOST_TEST(context[3].from == "Ann");
}

BOOST_AUTO_TEST_CASE(an_echo_a_replay_and_a_bridge_change_nothing) {
  Room room;
  BOOST_TEST(room.say("Ann", "Does anyone know when PE is?", 0s, false, Origin::sent));
  BOOST_TEST(!room.say("Ann", "Does anyone know when PE is?", 1s, false, Origin::echoed));
  BOOST_TEST(!room.say("Ann", "Does anyone know when PE is?", 0s, false, Origin::replayed));
  BOOST_TEST(!room.say("bridge", "Does anyone know when PE is?", 2s));
  BOOST_TEST(room.say("Bea", "thanks", 1s));
  BOOST_TEST(room.say("Cat", "thanks", 1s));
  BOOST_TEST(room.memory.messages() == 3U);
  room.now -= 1h;
  BOOST_TEST(!room.say("Dan", "said an hour before", 0s, false, Origin::replayed));
}

BOOST_AUTO_TEST_CASE(what_was_missed_while_away_is_learnt_from_the_replay) {
  Room room;
  room.say("Ann", "Does anyone know when PE is?");
  BOOST_TEST(room.say("Bea", "Is it swimming this week?", 1h, false, Origin::replayed));
}

BOOST_AUTO_TEST_CASE(memory_is_bounded_by_number_bytes_and_days) {
  Room room;
  const std::string long_line(5000, 'x');
  for (int i = 0; i < 3000; ++i) room.say("person " + std::to_string(i % 300), std::to_string(i) + long_line);
  for (int i = 0; i < 3000; ++i) room.say("person " + std::to_string(i), "Is question number " + std::to_string(i) + " a question? It is about the bus");
  BOOST_TEST(room.memory.bytes() < 100 * 1024U);
  room.say("Ann", "new year", 31 * 24h);
  BOOST_TEST(room.memory.context().size() == 1U);
}

BOOST_AUTO_TEST_CASE(a_question_stays_open_until_thanks_or_two_hours) {
  Room room;
  room.say("Ann", "Does anyone know when PE is?");
  BOOST_TEST(!room.memory.question_open("Ann", room.now, 120));
  BOOST_TEST(room.memory.question_open("Bea", room.now + 119min, 120));
  BOOST_TEST(!room.memory.question_open("Bea", room.now + 121min, 120));
  room.say("Cat", "PE is on Tuesday");
  room.say("Ann", "Thank you Cat");
  BOOST_TEST(!room.memory.question_open("Bea", room.now, 120));
}

BOOST_AUTO_TEST_CASE(the_same_question_is_found_with_the_answer_its_asker_thanked_for) {
  Room room;
  room.say("Ann", "Does anyone know when PE is this week?");
  room.say("Bea", "I think the kit stays at school");
  room.say("Cat", "PE is on Tuesday");
  room.say("Ann", "Thanks Cat");
  const auto before = room.memory.asked_before(read("when is PE this week please?"), room.now + 6 * 24h, 7);
  BOOST_REQUIRE(before.has_value());
  BOOST_TEST(before->question.name == "Ann");
  BOOST_REQUIRE(before->answer.has_value());
  BOOST_TEST(before->answer->text == "PE is on Tuesday");
  BOOST_TEST(!room.memory.asked_before(read("when is PE this week please?"), room.now + 8 * 24h, 7));
  BOOST_TEST(!room.memory.asked_before(read("when is the bake sale this week?"), room.now, 7));
  BOOST_TEST(!room.memory.asked_before(read("PE is this week"), room.now, 7));
}

BOOST_AUTO_TEST_CASE(two_people_alternating_are_a_pair_and_a_third_voice_breaks_a_short_one) {
  Room room;
  for (int i = 0; i < 3; ++i) {
    room.say("Ann", "and then");
    room.say("Bob", "oh really");
  }
  auto pair = room.memory.talk("Ann", read("so I said"), room.now + 20s);
  BOOST_REQUIRE(pair.has_value());
  BOOST_TEST(pair->thread.turns >= 6U);
  BOOST_TEST(pair->thread.alone);
  room.say("Cat", "Forms are due tomorrow");
  pair = room.memory.talk("Ann", read("so I said"), room.now + 20s);
  BOOST_REQUIRE(pair.has_value());
  BOOST_TEST(!pair->thread.alone);
}

BOOST_AUTO_TEST_CASE(a_name_says_who_is_spoken_to_across_other_talk) {
  Room room;
  room.say("Sam Hill", "Morning all");
  room.say("Rep Jo", "Forms please");
  const auto pair = room.memory.talk("Rep Jo", read("Sam, have you got mine"), room.now);
  BOOST_REQUIRE(pair.has_value());
  BOOST_TEST(room.memory.people()[pair->thread.second].name == "Sam Hill");
}

BOOST_AUTO_TEST_CASE(a_rename_carries_the_past_along) {
  Room room;
  room.say("ann", "Does anyone know when PE is?");
  room.memory.renamed("ann", "ann|away", "ann|away");
  BOOST_TEST(!room.memory.question_open("ann|away", room.now, 120));
  BOOST_TEST(room.memory.question_open("ann", room.now, 120));
}

BOOST_AUTO_TEST_CASE(three_unkind_voices_are_a_pile_and_the_one_under_it_may_answer) {
  Room room;
  room.say("Tom", "I think we should move the date");
  room.say("Ann", "Tom, you idiot", 20s, true);
  room.say("Bea", "Tom what a stupid idea", 20s, true);
  BOOST_TEST(room.memory.piled_on("Dan", read("shut up Tom"), room.now, 15) == 2U);
  room.say("Cat", "Just stop talking", 20s, true);
  BOOST_TEST(room.memory.piled_on("Dan", read("shut up Tom"), room.now, 15) == 3U);
  BOOST_TEST(room.memory.piled_on("Tom", read("you are all horrible"), room.now, 15) == 0U);
  BOOST_TEST(room.memory.piled_on("Dan", read("shut up Tom"), room.now + 16min, 15) == 0U);
  BOOST_TEST(room.memory.heat(room.now) > 2.5F);
  BOOST_TEST(room.memory.heat(room.now + 1h) < 0.1F);
}

BOOST_AUTO_TEST_CASE(thanks_that_crossed_each_other_do_not_count) {
  Room room;
  room.say("Rep Jo", "Coach is back at four");
  room.say("Ann", "Thanks Jo", 20s);
  room.say("Bea", "👍", 10s);
  BOOST_TEST(room.memory.acknowledged(room.now + 5s) == 0U);
  BOOST_TEST(room.memory.acknowledged(room.now + 40s) == 2U);
  room.say("Cat", "Is that the front gate?");
  BOOST_TEST(room.memory.acknowledged(room.now + 40s) == 0U);
}

BOOST_AUTO_TEST_CASE(somebody_who_left_is_remembered_a_day_unless_the_line_only_flapped) {
  Room room;
  room.memory.left("shirl", "Shirl", room.now);
  BOOST_TEST(room.memory.somebody_left(room.now + 23h));
  BOOST_TEST(!room.memory.somebody_left(room.now + 25h));
  room.memory.joined("shirl", room.now + 2min);
  BOOST_TEST(!room.memory.somebody_left(room.now + 3min));
}

BOOST_AUTO_TEST_CASE(fragments_make_a_run_and_answers_to_several_people_do_not) {
  Room room;
  room.say("Bob", "when is it");
  room.say("Cat", "and where");
  room.say("Ann", "Bob: at nine");
  room.say("Ann", "Cat: in the hall", 5s);
  BOOST_TEST(room.memory.run("Ann", read("see you there"), room.now + 5s).several);
  room.say("Dan", "hello");
  room.say("Ann", "I have", 5s);
  room.say("Ann", "lost", 5s);
  const auto run = room.memory.run("Ann", read("a hat"), room.now + 5s);
  BOOST_TEST(run.messages == 3U);
  BOOST_TEST(!run.several);
  BOOST_TEST(room.memory.run("Ann", read("a hat"), room.now + 2min).messages == 1U);
}

BOOST_AUTO_TEST_CASE(malformed_bytes_and_empty_names_are_remembered_without_harm) {
  Room room;
  BOOST_TEST(room.say("", "\xff\xfe\x00", 1s));
  BOOST_TEST(room.say(std::string(9000, '@'), std::string(100000, '?'), 1s));
  BOOST_TEST(room.memory.context().size() == 2U);
}

BOOST_AUTO_TEST_CASE(a_long_name_and_a_long_text_are_cut_between_characters) {
  Room room;
  std::string name = "a", text = "a";
  for (int i = 0; i < 2000; ++i) text += "\u0416";
  for (int i = 0; i < 40; ++i) name += "\u0416";
  room.say(name, text);
  const auto context = room.memory.context();
  BOOST_REQUIRE(context.size() == 1U);
  BOOST_TEST(context[0].from.size() == 63U);
  BOOST_TEST(context[0].text.size() % 2 == 1U);
}

BOOST_AUTO_TEST_SUITE_END()
