// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/report/recent.h"

#include <boost/test/unit_test.hpp>

#include "tests/core/report/people.h"

using namespace tact;

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
