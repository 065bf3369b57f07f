// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/guidelines/spoken.h"

#include <glib.h>

#include <algorithm>

#include "core/i18n.h"
#include "core/policy/policy.h"
#include "core/text/normalize.h"
#include "core/text/text.h"

namespace tact {

namespace {

/// A rule this sure speaks by itself; weaker ones only add to the classifier.
constexpr float sure_enough = 0.5F;

std::uint8_t group_bit(const Policy& policy) { return policy.kind == GroupKind::class_group ? 1 : 2; }

/// Whole words: who allows the name "Ass" has not allowed "assault", and a lone "a" allows next to nothing.
bool has_whole(std::string_view text, std::string_view words) {
  const auto joins = [&](std::size_t at) { return at > 0 && at < text.size() && g_ascii_isalnum(text[at - 1]) && g_ascii_isalnum(text[at]); };
  if (words.empty()) return false;
  for (std::size_t at = text.find(words); at != std::string_view::npos; at = text.find(words, at + 1))
    if (!joins(at) && !joins(at + words.size())) return true;
  return false;
}

/// Independent witnesses: both would have to be wrong.
float together(float a, float b) { return 1 - (1 - a) * (1 - b); }

}  // namespace

bool allowed_here(const Subject& subject, std::string_view guideline, std::uint32_t start, std::uint32_t end) {
  const Policy& policy = subject.policy;
  if (policy.allow.empty() && policy.own_allow.empty()) return false;
  const std::string_view words = std::string_view(subject.text.folded).substr(start, end - start);
  std::string folded;
  std::vector<std::uint32_t> unused, unused_too;
  const auto said = [&](const std::string& allowed) {
    text::fold(allowed, folded, unused, unused_too);
    return has_whole(words, folded);
  };
  if (std::ranges::any_of(policy.allow, said)) return true;
  return policy.level_of(guideline) != Level::require && std::ranges::any_of(policy.own_allow, said);
}

Spoken::Spoken(std::string_view id, std::span<const std::string_view> rows, std::initializer_list<language::Label> labels, const Wording& wording)
    : id_(id), rows_(rows), wording_(wording) {
  for (const language::Label label : labels) labels_[label_count_++] = label;
}

void Spoken::find(const Subject& subject, std::vector<Finding>& findings) const {
  // The usual message: no rule and no score speaks.
  const language::Reading& reading = subject.reading;
  for (std::size_t i = 0; i < label_count_; ++i)
    if (!reading.hits.empty() || reading.above(labels_[i])) find_label(subject, labels_[i], findings);
  find_more(subject, findings);
}

Finding Spoken::finding(const Subject& subject, std::string_view label, float sureness) const {
  Finding finding;
  finding.guideline = id_;
  finding.label = label;
  finding.sureness = sureness;
  const std::uint32_t turn = word_hash(subject.message.raw);
  finding.reason = _(wording_.reasons[turn % wording_.reasons.size()]);
  finding.hint = _(wording_.hints[wording_.hints[1] != nullptr ? turn / 3 % 2 : 0]);
  return finding;
}

void Spoken::find_label(const Subject& subject, language::Label label, std::vector<Finding>& findings) const {
  const language::Reading& reading = subject.reading;
  const std::string_view name = language::name(label);
  const language::Hit* best = nullptr;
  bool serious = false, allowed = false;
  for (const language::Hit& hit : reading.hits) {
    if (hit.guideline != id_ || hit.label != name || (hit.groups & group_bit(subject.policy)) == 0) continue;
    if (allowed_here(subject, id_, hit.start, hit.end)) {
      allowed = true;
      continue;
    }
    if (!counts(subject, hit)) continue;
    serious = serious || (hit.serious && hit.sureness >= sure_enough);
    if (best == nullptr || hit.sureness > best->sureness) best = &hit;
  }
  // The classifier does not know the list: where no rule stands beside it, what it saw there is the allowed word.
  bool scored = reading.scored && reading.above(label);
  if (scored && best == nullptr) {
    const language::Where& where = reading.where[static_cast<std::size_t>(label)];
    scored = !allowed && !allowed_here(subject, id_, where.start, where.end);
  }
  // The usual message: no rule is sure and the classifier is not above its threshold.
  if (!scored && (best == nullptr || best->sureness < sure_enough)) return;
  if (!applies(subject, label)) return;
  const float score = reading.scored ? reading.score(label) : 0;
  Finding found = finding(subject, name, best == nullptr ? score : together(best->sureness, score));
  found.suggestion = best != nullptr && best->suggestion && !scored;
  found.severity = serious || (scored && reading.serious >= sure_enough) ? Severity::serious : Severity::mild;
  found.rule = "model";
  if (scored) {
    const language::Where& where = reading.where[static_cast<std::size_t>(label)];
    found.span = subject.text.raw_span(where.start, where.end);
  }
  if (best != nullptr && best->sureness >= sure_enough) {
    found.span = subject.text.raw_span(best->start, best->end);
    found.rule = best->rule;
    const bool own_words = best->reason != nullptr && *best->reason != '\0';
    // The rule knows more than the guideline in general; every third time the general words keep the box from becoming a habit.
    if (own_words && word_hash(subject.message.raw) % 3 != 0) found.reason = _(best->reason);
    if (best->hint != nullptr && *best->hint != '\0') found.hint = _(best->hint);
  }
  findings.push_back(std::move(found));
}

}  // namespace tact
