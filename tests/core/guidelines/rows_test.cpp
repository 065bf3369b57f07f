// SPDX-License-Identifier: GPL-3.0-or-later
// Each sentence of the page that the text of one message can answer: what a tester of its row would type, and what happens.
#include <unistd.h>

#include <algorithm>
#include <boost/test/unit_test.hpp>
#include <filesystem>
#include <string>
#include <vector>

#include "core/engine.h"
#include "core/guidelines/guideline.h"
#include "core/language/language.h"
#include "core/policy/directory.h"
#include "core/room/view.h"
#include "core/text/text.h"

using namespace tact;

namespace {

/// The rules by themselves: the classifier is measured elsewhere and changes with every training.
const language::Language& packs() {
  static std::vector<std::string> errors;
  static const auto all = [] {
    const auto folder = std::filesystem::temp_directory_path() / ("tact-packs-" + std::to_string(getpid()));
    std::filesystem::create_directories(folder);
    std::filesystem::create_directory_symlink(std::filesystem::path(language::data_folder()) / "packs", folder / "packs");
    auto loaded = language::load_language(folder.string(), errors);
    std::filesystem::remove_all(folder);
    return loaded;
  }();
  BOOST_REQUIRE(all);
  return *all;
}

struct Case {
  const char *row, *text;
  const char* guideline;  ///< the one that speaks; null: nobody does
  Decision decision = Decision::hold;
  const char* before = nullptr;  ///< the line before
  GroupKind kind = GroupKind::class_group;
};

constexpr Decision note = Decision::note, pass = Decision::pass;

constexpr Case cases[] = {
    {"G2", "Summer fair is on Saturday 14th at 12 in the hall", nullptr, pass},
    {"G2", "Found a red coat by the gate, name inside says Mia", nullptr, pass},
    {"G5", "Well done Year 3!", nullptr, pass},
    {"G5", "Congratulations to the netball team", nullptr, pass},
    {"G9", "Does anyone know when PE is?", nullptr, pass},
    {"G13", "Hi ladies, 20% off all lash lifts this week, DM me to book", "relevance"},
    {"G13", "Earn £500 a week from home, join my team and be your own boss", "relevance"},
    {"G13", "Forward this to 10 friends or you will have bad luck", "relevance"},
    {"G13", "Second-hand uniform sale on Friday, £1 each, for the PTA", nullptr, pass},
    {"G16", "Mrs Hall is useless at maths", "grievance"},
    {"G16", "Mrs Hall was lovely", nullptr, pass},
    {"G16", "who teaches maths?", nullptr, pass},
    {"G16", "Is anybody else fed up with Mr Tranter's marking?", "grievance"},
    {"G16", "Lovely to see the same three children get star of the week again", "grievance"},
    {"G16", "That boy in Oak class keeps hitting my son", "grievance"},
    {"G16", "Number 31 are at it again with the loud music", "grievance", Decision::hold, nullptr, GroupKind::community},
    {"G17", "polling station is the hall, no school Thursday", nullptr, pass},
    {"G17", "typical of this government", "current_affairs"},
    {"G17", "The road is closed on Saturday for the march", nullptr, pass},
    {"G17", "Labour have ruined this country", "current_affairs"},
    {"G21", "WHY DOES NOBODY EVER LISTEN IN THIS GROUP", "anger"},
    {"G21", "I'm absolutely furious with the lot of you", "anger"},
    {"G21", "SUMMER FAIR SATURDAY 12 NOON", nullptr, pass},
    {"G21", "I'm so angry with myself, I missed the booking window", nullptr, pass},
    {"G23", "all mums please bring a cake on Friday", "respect", note},
    {"G23", "all parents and carers please bring a cake on Friday", nullptr, pass},
    {"G23", "That's just bad parenting, there was no autism in my day", "respect"},
    {"G24", "bloody pikeys on the field again", "respect"},
    {"G24", "go back to your own country", "respect"},
    {"G25", "not sure sorry x", "non_answer", Decision::hold, "When is PE?"},
    {"G25", "not sure sorry x", nullptr, pass},
    {"G25", "Not sure but last year it was a Tuesday, ask the office", nullptr, pass, "When is PE?"},
    {"G29", "you absolute moron", "abuse"},
    {"G29", "Dave is a complete bellend", "abuse"},
    {"G29", "I felt like an idiot, wrong day", nullptr, pass},
    {"G30", "Mr Kay was drunk at pick-up", "allegation"},
    {"G30", "Jo has stolen the PTA money", "allegation"},
    {"G30", "someone took my scooter", nullptr, pass},
    {"G31", "the new uniform rule is a disgrace", "grievance"},
    {"G31", "Leo bit someone again", "grievance"},
    {"G31", "What is the new uniform rule?", nullptr, pass},
    {"G32", "I'll smack you at the gate", "threat"},
    {"G32", "I know where you live", "threat"},
    {"G32", "You'll regret this, watch your back", "threat"},
    {"G32", "It would be a shame if something happened to your car", "threat"},
    {"G32", "I could murder a coffee", nullptr, pass},
    {"G32", "That quiz will kill me", nullptr, pass},
    {"G33", "Mrs Corrigan's mobile is 07700 900418", "identity"},
    {"G33", "his email is jo.bloggs@example.org if you want to complain to him", "identity"},
    {"G33", "They live at 14 Dock Street, AB1 2CD, and they are away all week", "identity"},
    {"G33", "Her date of birth is 14/03/2016", "identity"},
    {"G33", "His NHS number is 943 476 5919", "identity"},
    {"G33", "[photo: the whole class in the pool]", "identity"},
    {"G33", "[Year 3] all the pictures of the day are here https://photos.app.goo.gl/abc for everybody", "pictures"},
    {"G33", "my mobile is 07700 900418", nullptr, pass},
    {"G33", "/me Sam's dad can be reached on 07700 900418 after six", "identity"},
    {"G33", "/me gives you my mobile, 07700 900418", nullptr, pass},
    {"G33", "The school office number is 01632 960123", nullptr, pass},
    {"G33", "My Toby has a nut allergy, no nuts please", nullptr, pass},
    {"G39", "good riddance", "leaving", Decision::hold, "WhatsApp: Shaz left"},
    {"G39", "good riddance to that old carpet", nullptr, pass},
    {"G42", "apparently school is shut tomorrow", "rumour"},
    {"G42", "apparently school is shut tomorrow, it is on https://www.st-marys.sch.uk/news", nullptr, pass},
    {"G43", "good question!", "non_answer", Decision::hold, "Does anyone know when PE is?"},
    {"G43", "ask the office, 9-3", nullptr, pass, "Does anyone know when PE is?"},
    {"G44", "what kind of mother sends that for lunch", "grievance"},
};

Verdict judge(const Case& one, Role role = Role::member, const Policy* own = nullptr) {
  Message message;
  message.format = Format::plain;
  message.raw = one.text;
  message.sender.name = "Sam";
  message.sender.role = role;
  message.at = std::chrono::sys_days(std::chrono::year(2026) / 1 / 14) + std::chrono::hours(12);
  std::vector<Line> context;
  if (one.before != nullptr) {
    std::string_view before = one.before;
    const bool system = before.starts_with("WhatsApp: ");
    if (system) before.remove_prefix(10);
    context.push_back({system ? "WhatsApp" : "Ann", before, system});
  }
  RoomView room;
  room.context = context;
  Policy policy = default_policy(one.kind);
  policy.zone = "Europe/London";
  return Engine(&packs()).review(message, room, own != nullptr ? *own : policy);
}

}  // namespace

BOOST_AUTO_TEST_SUITE(rows_of_the_page)

BOOST_AUTO_TEST_CASE(each_row_behaves_as_its_tester_expects) {
  for (const Case& one : cases) {
    const Verdict verdict = judge(one);
    const std::string speaker = verdict.findings.empty() || verdict.decision == Decision::pass ? "nobody" : std::string(verdict.findings.front().guideline);
    BOOST_CHECK_MESSAGE(verdict.decision == one.decision, std::string(one.row) << ": “" << one.text << "” is " << name(verdict.decision) << " (" << speaker << "), expected " << name(one.decision));
    if (one.guideline == nullptr) continue;
    const bool spoke = std::ranges::any_of(verdict.findings, [&](const Finding& finding) { return finding.guideline == one.guideline; });
    BOOST_CHECK_MESSAGE(spoke, std::string(one.row) << ": “" << one.text << "” met " << speaker << ", expected " << one.guideline);
  }
}

BOOST_AUTO_TEST_CASE(every_finding_gives_a_reason_and_a_better_way_in_the_senders_own_words) {
  for (const Case& one : cases)
    for (const Finding& finding : judge(one).findings) {
      BOOST_CHECK_MESSAGE(!finding.reason.empty() && finding.reason.size() < 200, one.text);
      BOOST_CHECK_MESSAGE(!finding.hint.empty(), one.text);
      BOOST_CHECK_MESSAGE(finding.span.end <= std::string_view(one.text).size(), one.text);
      BOOST_CHECK_MESSAGE(!quotation(finding.guideline).empty(), finding.guideline);
    }
}

BOOST_AUTO_TEST_CASE(the_rep_may_post_what_concerns_the_group_but_threatens_nobody) {
  BOOST_CHECK(judge({"G8", "Forward this to 10 friends or you will have bad luck", nullptr}, Role::rep).decision == Decision::pass);
  BOOST_CHECK(judge({"G42", "apparently school is shut tomorrow", nullptr}, Role::rep).decision == Decision::pass);
  BOOST_CHECK(judge({"G32", "I'll smack you at the gate", nullptr}, Role::rep).decision == Decision::hold);
}

BOOST_AUTO_TEST_CASE(a_slur_or_a_threat_asks_for_the_word) {
  BOOST_CHECK(judge({"G24", "bloody pikeys on the field again", nullptr}).word_needed);
  BOOST_CHECK(judge({"G32", "I'll smack you at the gate", nullptr}).word_needed);
  BOOST_CHECK(!judge({"G16", "Mrs Hall is useless at maths", nullptr}).word_needed);
}

BOOST_AUTO_TEST_CASE(a_name_on_the_groups_list_is_no_insult) {
  Policy policy = default_policy(GroupKind::class_group);
  policy.zone = "Europe/London";
  const Case prick{"G29", "Mr Prick is such a prick of a name to grow up with", nullptr};
  BOOST_CHECK(judge(prick, Role::member, &policy).decision == Decision::hold);
  policy.allow = {"Prick"};
  BOOST_CHECK(judge(prick, Role::member, &policy).decision == Decision::pass);
}

BOOST_AUTO_TEST_CASE(a_name_is_allowed_as_a_whole_word_alone) {
  Policy policy = default_policy(GroupKind::class_group);
  policy.zone = "Europe/London";
  policy.allow = {"rick", "p", "Pric", "k"};
  BOOST_CHECK(judge({"G29", "Mr Prick is such a prick of a name to grow up with", nullptr}, Role::member, &policy).decision == Decision::hold);
}

BOOST_AUTO_TEST_CASE(ones_own_words_count_where_the_group_does_not_require) {
  Policy policy = default_policy(GroupKind::class_group);
  policy.zone = "Europe/London";
  policy.own_allow = {"Prick"};
  const Case prick{"G29", "Mr Prick is such a prick of a name to grow up with", nullptr};
  BOOST_CHECK(judge(prick, Role::member, &policy).decision == Decision::pass);
  policy.levels["abuse"] = Level::require;
  policy.signed_by_rep = true;
  BOOST_CHECK(judge(prick, Role::member, &policy).decision >= Decision::hold);
  policy.expired = true;
  BOOST_CHECK(judge(prick, Role::member, &policy).decision == Decision::pass);
}

BOOST_AUTO_TEST_CASE(contacts_the_group_made_public_pass) {
  Policy policy = default_policy(GroupKind::class_group);
  policy.zone = "Europe/London";
  const Case number{"G33", "Her number is 07700 900418", nullptr};
  BOOST_CHECK(judge(number, Role::member, &policy).decision == Decision::hold);
  policy.public_contacts = {"07700 900418"};
  BOOST_CHECK(judge(number, Role::member, &policy).decision == Decision::pass);
}

BOOST_AUTO_TEST_CASE(a_language_without_a_pack_meets_no_word_rules) {
  for (const char* text : {"Du bist ein Idiot und die Schule ist nicht gut", "Mae'r ysgol yn dda iawn ac mae pawb yn hapus heddiw", "你是白痴", "مدرسة سيئة جدا"})
    BOOST_CHECK_MESSAGE(judge({"", text, nullptr}).findings.empty(), text);
}

BOOST_AUTO_TEST_CASE(a_second_language_is_only_data) {
  BOOST_CHECK(judge({"", "Tu es vraiment un idiot et tu ne sais pas te garer", nullptr}).decision == Decision::hold);
  BOOST_CHECK(judge({"", "La maîtresse est vraiment nulle avec les enfants", nullptr}).decision == Decision::hold);
  BOOST_CHECK(judge({"", "La réunion des parents est lundi à 18 h dans la classe", nullptr}).findings.empty());
}

BOOST_AUTO_TEST_CASE(a_name_from_the_groups_directory_makes_a_person_identifiable) {
  Policy policy = default_policy(GroupKind::class_group);
  policy::add_name(policy, policy::Known::child, "Leo Okafor");
  policy::add_name(policy, policy::Known::staff, "Tranter");
  const Policy nobody = default_policy(GroupKind::class_group);
  const auto found = [&](const char* text, const char* guideline, const Policy& group) {
    Message message;
    message.raw = text;
    const Verdict verdict = Engine(&packs()).review(message, RoomView{}, group);
    const auto one = std::ranges::find(verdict.findings, guideline, &Finding::guideline);
    return one == verdict.findings.end() ? Finding{} : *one;
  };
  struct Row {
    const char *text, *guideline, *reason;
  };
  for (const Row& row : {Row{"Leo keeps hitting my son", "grievance", "A child of this group is named"}, Row{"Is anybody else fed up with Mr Tranter's marking?", "grievance", "A member of staff is named"},
                         Row{"Leo 07700 900123", "identity", "names a child of this group"}}) {
    const Finding with = found(row.text, row.guideline, policy), without = found(row.text, row.guideline, nobody);
    BOOST_TEST(without.guideline == row.guideline, row.text);
    BOOST_TEST((with.severity == Severity::serious), row.text);
    BOOST_TEST(with.sureness > without.sureness, row.text);
    BOOST_TEST(with.reason.find(row.reason) != std::string::npos, row.text << ": " << with.reason);
    BOOST_TEST(without.reason.find(row.reason) == std::string::npos, row.text);
  }
  // A known name by itself is nothing: children are spoken of all day.
  for (const char* text : {"Well done Leo!", "Leo left his coat in the hall", "Mr Tranter says the trip is on Friday"}) {
    BOOST_TEST(found(text, "grievance", policy).guideline.empty(), text);
    BOOST_TEST(found(text, "identity", policy).guideline.empty(), text);
  }
}

/// What needs_reading() promises: those that are not asked would have said nothing.
BOOST_AUTO_TEST_CASE(who_needs_a_reading_says_nothing_without_one) {
  const Policy policy = default_policy(GroupKind::class_group);
  std::size_t asked = 0;
  for (const char* raw : {"you are an idiot", "Leo has nits, 07700 900123, me@example.org", "has anyone got the answer?", "I AM SO ANGRY!!!", "thanks all"}) {
    Message message;
    message.raw = raw;
    Text text;
    read_text(raw, Format::plain, text);
    const language::Reading empty;
    for (const Guideline* guideline : guidelines()) {
      if (!guideline->needs_reading()) continue;
      std::vector<Finding> findings;
      guideline->find({message, text, empty, {}, policy}, findings);
      BOOST_TEST(findings.empty(), guideline->id() << ": " << raw);
      ++asked;
    }
  }
  BOOST_TEST(asked > 0U);
}

BOOST_AUTO_TEST_SUITE_END()
