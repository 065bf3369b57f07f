// SPDX-License-Identifier: GPL-3.0-or-later
// Where rules and classifier are asked twice before they are believed: over a line break, and about whoever is named.
#include <boost/test/unit_test.hpp>
#include <algorithm>
#include <string>
#include <vector>

#include "core/engine.h"
#include "core/language/language.h"

using namespace tact;

namespace {

const language::Language& everything() {
  static std::vector<std::string> errors;
  static const auto all = language::load_language("", errors);
  BOOST_REQUIRE(all);
  BOOST_REQUIRE(errors.empty());
  return *all;
}

bool unkind(const std::string& text) {
  Message message;
  message.format = Format::plain;
  message.raw = text;
  message.sender.name = "Sam";
  message.at = std::chrono::sys_days(std::chrono::year(2026) / 1 / 14) + std::chrono::hours(12);
  Policy policy = default_policy(GroupKind::class_group);
  policy.zone = "Europe/London";
  const Verdict verdict = Engine(&everything()).review(message, {}, policy);
  return verdict.decision >= Decision::hold &&
         std::ranges::any_of(verdict.findings, [](const Finding& one) { return one.guideline == "abuse" || one.guideline == "threat"; });
}

std::string with_name(std::string pattern, const std::string& name) {
  pattern.replace(pattern.find('%'), 1, name);
  return pattern;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(agreement)

BOOST_AUTO_TEST_CASE(what_goes_over_a_line_break_is_read_as_one_line) {
  for (const char* line : {"kill\nyourself", "Go kill\nyourself", "shut\nup Karen", "f**k\noff", "kill\xE2\x80\xA8yourself", "you are a\nwaste of space"}) BOOST_CHECK_MESSAGE(unkind(line), line);
}

BOOST_AUTO_TEST_CASE(two_thoughts_on_two_lines_stay_two) {
  for (const char* line : {"Nursery is shut\nUp to the hall for pick up at 3", "Nursery is shut\nPick up from the hall at 3", "Lovely to see you\nUgly jumper day is Friday", "Thank you all\nKaren",
                           "See you there\nSnake handler comes Thursday", "kill\n\nyourself"})
    BOOST_CHECK_MESSAGE(!unkind(line), line);
}

BOOST_AUTO_TEST_CASE(whose_name_it_is_decides_nothing) {
  for (const char* pattern : {"Thank you %", "Thank you all. %", "Morning %, hope you are well", "Did you ask %", "did you ask %?", "Bless you %", "Get well soon %", "See you there. %", "Thanks for this, %",
                              "Could you pass on my number to %", "Lovely to meet you %", "Ask %, she has the key"})
    for (const char* name : {"Karen", "Barry", "Sharon", "Chantelle", "Fanny", "Wally", "Dick", "Mohammed", "Kevin", "Aisha", "Agnieszka"}) {
      const std::string text = with_name(pattern, name);
      BOOST_CHECK_MESSAGE(!unkind(text), text);
    }
}

BOOST_AUTO_TEST_CASE(a_name_excuses_nothing) {
  for (const char* text : {"Karen is a moron", "You absolute karen", "Barry you are an idiot", "Shut up Sharon", "Sarah is such a useless lump", "Thank you Karen you stupid cow", "What an idiot you are, Dave"})
    BOOST_CHECK_MESSAGE(unkind(text), text);
}

BOOST_AUTO_TEST_SUITE_END()
