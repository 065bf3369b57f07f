// SPDX-License-Identifier: GPL-3.0-or-later
// G10, G41: is this necessary?  The question that was asked (and answered) this week, the third thank-you in a row, the sixth post of a day.
#include <algorithm>

#include "core/guidelines/guideline.h"
#include "core/guidelines/registry.h"
#include "core/i18n.h"
#include "core/policy/policy.h"
#include "core/room/memory.h"

namespace tact {

namespace {

constexpr std::string_view repetition_rows[] = {"G10", "G41"};

/// As much of a line as fits a nudge, cut between characters.
std::string quoted(std::string_view text) {
  constexpr std::size_t most = 70;
  if (text.size() <= most) return std::string(text);
  std::size_t size = most;
  while (size > 0 && (static_cast<unsigned char>(text[size]) & 0xC0) == 0x80) --size;
  return std::string(text.substr(0, size)) + "…";
}

Finding made(std::string_view rule, float sureness) {
  Finding one;
  one.guideline = "repetition";
  one.label = "repetition";
  one.sureness = sureness;
  one.rule = rule;
  return one;
}

class Repetition final : public Guideline {
 public:
  std::string_view id() const override { return "repetition"; }
  std::span<const std::string_view> rows() const override { return repetition_rows; }
  void find(const Subject& subject, std::vector<Finding>& findings) const override {
    if (subject.room.memory != nullptr) {
      same_question(subject, findings);
      one_more_thanks(subject, findings);
    }
    daily_budget(subject, findings);
  }

 private:
  static void same_question(const Subject& subject, std::vector<Finding>& findings) {
    const auto before = subject.room.memory->asked_before(subject.text, subject.message.at, subject.policy.repeat_days);
    if (!before) return;
    // Asking again because nobody answered is no repetition.
    if (!before->answer) return;
    constexpr float alike = 0.8F;
    Finding one = made("question", alike);
    one.reason = fill(_("{name} asked “{question}” lately, and {other} answered: “{answer}”"),
                      {{"name", before->question.name}, {"question", quoted(before->question.text)}, {"other", before->answer->name}, {"answer", quoted(before->answer->text)}});
    one.hint = _("If that answers it, “/tact drop” forgets this one.");
    findings.push_back(std::move(one));
  }

  static void one_more_thanks(const Subject& subject, std::vector<Finding>& findings) {
    // The first is always welcome, and a second one too.
    constexpr unsigned welcome = 2;
    if (!room::acknowledges(subject.text)) return;
    if (subject.room.memory->acknowledged(subject.message.at) < welcome) return;
    constexpr float certain = 0.7F;
    Finding one = made("thanks", certain);
    one.reason = _("Others have said thanks already. Is one more message needed, or will a reaction do?");
    one.hint = _("A reaction or a private word is just as kind: “/tact private NAME”.");
    findings.push_back(std::move(one));
  }

  static void daily_budget(const Subject& subject, std::vector<Finding>& findings) {
    const NudgeHistory& nudges = subject.room.nudges;
    if (subject.policy.posts_a_day == 0 || nudges.posts_today < subject.policy.posts_a_day || nudges.budget_noted_today) return;
    Finding one = made("budget", 1);
    one.quiet = true;
    one.reason = fill(translate_plural("That is your message number {count} here today.", "That is your message number {count} here today.", nudges.posts_today + 1), {{"count", std::to_string(nudges.posts_today + 1)}});
    findings.push_back(std::move(one));
  }
};

}  // namespace

const Guideline* repetition_guideline() {
  static const Repetition room;
  return &room;
}

}  // namespace tact
