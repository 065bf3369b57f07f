// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/guidelines/known.h"

#include <algorithm>

#include "core/i18n.h"
#include "core/policy/policy.h"
#include "core/text/text.h"

namespace tact {

policy::Known known_person(const Subject& subject) {
  if (subject.policy.directory_key.empty()) return policy::Known::nobody;
  auto best = policy::Known::nobody;
  for (const Token& token : subject.text.tokens) {
    if (token.kind != TokenKind::word) continue;
    const auto who = policy::known_name(subject.policy, subject.text.word(token));
    if (who == policy::Known::child) return who;
    if (who == policy::Known::staff) best = who;
  }
  return best;
}

void identify(const Subject& subject, std::string_view guideline, const AboutKnown& reasons, std::vector<Finding>& findings) {
  const auto mine = [&](const Finding& one) { return one.guideline == guideline; };
  if (std::ranges::none_of(findings, mine)) return;
  const auto who = known_person(subject);
  if (who == policy::Known::nobody) return;
  for (Finding& one : findings) {
    if (!mine(one)) continue;
    one.severity = Severity::serious;
    one.suggestion = false;
    // Half of what was doubtful was whether anybody can tell who is meant.
    one.sureness = 1 - (1 - one.sureness) / 2;
    one.reason = _(who == policy::Known::child ? reasons.child : reasons.staff);
  }
}

}  // namespace tact
