// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/verdict.h"

#include <algorithm>

#include "core/policy/policy.h"

namespace tact {

namespace {

/// Never capped and never muted (design: threats, abuse, allegations and private data), whatever the person has overridden.
bool always_speaks(const Finding& finding, const Policy& policy) {
  static constexpr std::string_view never_capped[] = {"abuse", "allegation", "identity", "threat"};
  if (finding.severity == Severity::serious || std::ranges::find(never_capped, finding.guideline) != std::end(never_capped)) return true;
  // Pictures in a class group show children; they are asked about once an album, which NudgeHistory::album_settled counts.
  return finding.guideline == "pictures" && policy.kind == GroupKind::class_group;
}

/// G8: the rep posts what is deemed appropriate; not exempt from what protects people.
bool exempt(const Finding& finding, Role role) {
  static constexpr std::string_view rep_may[] = {"non_answer", "one_chunk", "private_talk", "relevance", "repetition", "rumour"};
  return role != Role::member && std::ranges::find(rep_may, finding.guideline) != std::end(rep_may);
}

bool below_threshold(const Finding& finding, const Policy& policy) {
  const auto wanted = policy.thresholds.find(finding.guideline);
  return wanted != policy.thresholds.end() && finding.sureness < wanted->second;
}

Decision decision_of(const Finding& finding, const Policy& policy) {
  // Low sureness never refuses; severe but unsure asks.
  constexpr float sure_enough_to_refuse = 0.5F;
  switch (policy.level_of(finding.guideline)) {
    case Level::off: return Decision::pass;
    case Level::note: return Decision::note;
    case Level::nudge: return Decision::hold;
    case Level::require: return finding.sureness >= sure_enough_to_refuse ? Decision::refuse : Decision::hold;
  }
  return Decision::pass;
}

bool silenced(const Finding& finding, Decision decision, const Policy& policy, const NudgeHistory& history) {
  if (always_speaks(finding, policy)) return false;
  // What the group requires is never capped or muted, not even where it is too unsure to refuse and only asks.
  if (decision >= Decision::hold && policy.level_of(finding.guideline) == Level::require) return false;
  // The day's count of posts is no nudge and keeps to once a day by itself.
  if (finding.rule == "budget") return history.muted;
  if (history.muted || history.mild_today >= policy.mild_nudges_a_day) return true;
  return std::ranges::find(history.told_last_24_hours, finding.guideline) != history.told_last_24_hours.end();
}

bool speaks_before(const Finding& a, const Finding& b) {
  if (a.severity != b.severity) return a.severity == Severity::serious;
  return a.sureness > b.sureness;
}

bool needs_the_word(const Finding& finding) {
  return finding.guideline == "threat" || (finding.guideline == "respect" && finding.severity == Severity::serious);
}

}  // namespace

Verdict decide(std::vector<Finding> findings, const Policy& policy, const NudgeHistory& history, Role role, bool urgent) {
  Verdict verdict;
  verdict.urgent = urgent;
  // The clean path: nothing found, nothing allocated.
  if (findings.empty()) return verdict;
  std::erase_if(findings, [&](const Finding& finding) {
    return exempt(finding, role) || below_threshold(finding, policy) || policy.level_of(finding.guideline) == Level::off;
  });
  std::ranges::stable_sort(findings, speaks_before);
  std::size_t speaker = 0;
  for (std::size_t i = 0; i < findings.size(); ++i) {
    const Finding& finding = findings[i];
    Decision decision = decision_of(finding, policy);
    if (finding.suggestion) decision = std::min(decision, Decision::note);
    // An emergency is never held for a mild matter; at night the sender still learns the hour.
    if (urgent && finding.severity == Severity::mild) {
      if (finding.guideline != "good_time") continue;
      decision = std::min(decision, Decision::note);
    }
    if (finding.quiet) decision = std::min(decision, Decision::note);
    if (silenced(finding, decision, policy, history)) continue;
    if (decision > verdict.decision) speaker = i;
    verdict.decision = std::max(verdict.decision, decision);
    verdict.word_needed = verdict.word_needed || (decision >= Decision::hold && needs_the_word(finding));
  }
  // The first one speaks: the one that decided, not a surer one that was told before or may only note.
  const auto first = findings.begin();
  if (speaker < findings.size()) std::rotate(first, first + static_cast<std::ptrdiff_t>(speaker), first + static_cast<std::ptrdiff_t>(speaker) + 1);
  verdict.findings = std::move(findings);
  return verdict;
}

std::string_view name(Decision decision) {
  switch (decision) {
    case Decision::pass: return "pass";
    case Decision::note: return "note";
    case Decision::hold: return "hold";
    case Decision::refuse: return "refuse";
  }
  return "";
}

std::string_view name(Severity severity) {
  switch (severity) {
    case Severity::mild: return "mild";
    case Severity::serious: return "serious";
  }
  return "";
}

}  // namespace tact
