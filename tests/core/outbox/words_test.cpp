// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/outbox/words.h"

#include <boost/test/unit_test.hpp>

using namespace tact;
using namespace std::chrono_literals;

namespace {

Text read(std::string_view raw) {
  Text text;
  read_text(raw, Format::plain, text);
  return text;
}

// Tuesday 24 November 2026, 23:14 in London.
const Instant night{std::chrono::sys_days(std::chrono::year(2026) / 11 / 24) + 23h + 14min};

}  // namespace

BOOST_AUTO_TEST_SUITE(outbox_words)

BOOST_AUTO_TEST_CASE(a_first_piece_is_short_and_has_no_end) {
  for (const char* piece : {"hi all", "does anyone know", "so", "quick question", "mrs hall said", "and also"}) BOOST_TEST(outbox::unfinished(read(piece)), piece);
  for (const char* whole : {"PE is on Thursday.", "Is PE tomorrow?", "Thanks!", "ok 👍", "https://example.org/x", "See you (at 9)", "one\ntwo", "",
                            "   ", "a message of so many words that nothing more is needed", "どこ？"})
    BOOST_TEST(!outbox::unfinished(read(whole)), whole);
}

BOOST_AUTO_TEST_CASE(the_same_text_is_the_same_words_white_space_at_the_ends_aside) {
  BOOST_TEST(outbox::same_text("hello", "  hello\n"));
  BOOST_TEST(outbox::same_text("", " "));
  BOOST_TEST(!outbox::same_text("hello", "Hello"));
  BOOST_TEST(!outbox::same_text("hello there", "hello  there"));
}

BOOST_AUTO_TEST_CASE(a_rewording_shares_most_words) {
  BOOST_TEST(outbox::rewording(read("Mrs Hall is useless at maths"), read("I think Mrs Hall could explain maths better")));
  BOOST_TEST(outbox::rewording(read("This is so unfair, they never tell us anything"), read("They never tell us anything in time")));
  BOOST_TEST(!outbox::rewording(read("Mrs Hall is useless at maths"), read("The swimming bags are in the hall")));
  BOOST_TEST(!outbox::rewording(read("yes"), read("yes")));
  BOOST_TEST(!outbox::rewording(read(""), read("anything")));
}

BOOST_AUTO_TEST_CASE(times_are_read_as_people_write_them) {
  const auto at = [](int day, int hour, int minute) {
    return Instant{std::chrono::sys_days(std::chrono::year(2026) / 11 / day) + std::chrono::hours(hour) + std::chrono::minutes(minute)};
  };
  const std::pair<const char*, Instant> times[] = {
      {"", at(25, 7, 30)},         {"07:45", at(25, 7, 45)},      {"7.45", at(25, 7, 45)},       {"8", at(25, 8, 0)},
      {"8am", at(25, 8, 0)},       {"8 pm", at(25, 20, 0)},       {"12am", at(25, 0, 0)},        {"12pm", at(25, 12, 0)},
      {"23:30", at(24, 23, 30)},   {"20m", at(24, 23, 34)},       {"in 2 hours", at(25, 1, 14)}, {"tomorrow", at(25, 7, 30)},
      {"tomorrow 23:30", at(25, 23, 30)}, {"at 9", at(25, 9, 0)}, {"Tomorrow at 9:05", at(25, 9, 5)},
  };
  for (const auto& [words, wanted] : times) {
    const auto read = outbox::read_when(words, night, "Europe/London", 450);
    BOOST_REQUIRE_MESSAGE(read, words);
    BOOST_TEST(rfc3339(*read) == rfc3339(wanted), words);
  }
  for (const char* nonsense : {"soon", "25:00", "7:6", "7:60", "0m", "-5m", "99999999h", "8 apples", "13pm", "tomorrow never", "7:30:00"})
    BOOST_TEST(!outbox::read_when(nonsense, night, "Europe/London", 450), nonsense);
}

BOOST_AUTO_TEST_SUITE_END()
