// SPDX-License-Identifier: GPL-3.0-or-later
#include <boost/test/unit_test.hpp>

#include "core/policy/policy.h"
#include "core/verdict.h"

using namespace tact;

namespace {

Finding finding(std::string_view guideline, float sureness) {
  Finding made;
  made.guideline = guideline;
  made.sureness = sureness;
  return made;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(verdict_speaker)

BOOST_AUTO_TEST_CASE(the_finding_that_decided_speaks_and_not_a_surer_one_told_before) {
  NudgeHistory history;
  history.told_last_24_hours = {"good_time"};
  const Verdict verdict = decide({finding("good_time", 1.0F), finding("grievance", 0.7F)}, Policy{}, history, Role::member);
  BOOST_TEST((verdict.decision == Decision::hold));
  BOOST_REQUIRE_EQUAL(verdict.findings.size(), 2u);
  BOOST_TEST(verdict.findings[0].guideline == "grievance");
}

BOOST_AUTO_TEST_CASE(a_finding_that_holds_speaks_before_one_that_only_notes) {
  Finding quiet = finding("repetition", 0.9F);
  quiet.quiet = true;
  const Verdict verdict = decide({quiet, finding("grievance", 0.7F)}, Policy{}, {}, Role::member);
  BOOST_TEST(verdict.findings[0].guideline == "grievance");
}

BOOST_AUTO_TEST_CASE(without_findings_there_is_nothing_to_say) {
  const Verdict verdict = decide({finding("good_time", 1.0F)}, [] {
    Policy off;
    off.levels["good_time"] = Level::off;
    return off;
  }(), {}, Role::member);
  BOOST_TEST((verdict.decision == Decision::pass));
  BOOST_TEST(verdict.findings.empty());
}

BOOST_AUTO_TEST_CASE(what_a_signed_policy_requires_is_never_capped_muted_or_told_only_once) {
  Policy policy;
  policy.signed_by_rep = true;
  policy.levels["good_time"] = policy.levels["relevance"] = Level::require;
  NudgeHistory history;
  history.muted = true;
  history.mild_today = 50;
  history.told_last_24_hours = {"good_time", "relevance"};
  BOOST_TEST((decide({finding("good_time", 1.0F)}, policy, history, Role::member).decision == Decision::refuse));
  // Too unsure to refuse: asked, each time.
  BOOST_TEST((decide({finding("relevance", 0.4F)}, policy, history, Role::member).decision == Decision::hold));
  // Once the policy has ended it is advice like all other.
  policy.expired = true;
  BOOST_TEST((decide({finding("good_time", 1.0F)}, policy, history, Role::member).decision == Decision::pass));
}

BOOST_AUTO_TEST_CASE(pictures_in_a_class_group_are_asked_about_however_much_was_said_today) {
  NudgeHistory history;
  history.muted = true;
  history.mild_today = 50;
  history.told_last_24_hours = {"pictures"};
  BOOST_TEST((decide({finding("pictures", 0.7F)}, default_policy(GroupKind::class_group), history, Role::member).decision == Decision::hold));
  BOOST_TEST((decide({finding("pictures", 0.7F)}, default_policy(GroupKind::community), history, Role::member).decision == Decision::pass));
}

BOOST_AUTO_TEST_CASE(the_days_count_of_posts_is_told_however_many_nudges_there_were_but_not_while_muted) {
  Finding budget = finding("repetition", 1.0F);
  budget.rule = "budget";
  budget.quiet = true;
  NudgeHistory history;
  history.mild_today = 50;
  history.told_last_24_hours = {"repetition"};
  BOOST_TEST((decide({budget}, Policy{}, history, Role::member).decision == Decision::note));
  history.muted = true;
  BOOST_TEST((decide({budget}, Policy{}, history, Role::member).decision == Decision::pass));
}

BOOST_AUTO_TEST_SUITE_END()
