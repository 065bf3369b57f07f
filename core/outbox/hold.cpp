// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/outbox/hold.h"

namespace tact::outbox {

std::string_view name(State state) {
  switch (state) {
    case State::gathering: return "gathering";
    case State::held: return "held";
    case State::scheduled: return "scheduled";
    case State::pausing: return "pausing";
    case State::sending: return "sending";
    case State::released: return "released";
    case State::revised: return "revised";
    case State::moved: return "moved";
    case State::discarded: return "discarded";
    case State::expired: return "expired";
  }
  return "";
}

bool waits(State state) {
  switch (state) {
    case State::gathering:
    case State::held:
    case State::scheduled:
    case State::pausing:
    case State::sending: return true;
    case State::released:
    case State::revised:
    case State::moved:
    case State::discarded:
    case State::expired: return false;
  }
  return false;
}

std::vector<Reason> reasons_of(const Verdict& verdict) {
  std::vector<Reason> reasons;
  reasons.reserve(verdict.findings.size());
  for (const Finding& finding : verdict.findings)
    reasons.push_back({std::string(finding.guideline), std::string(finding.label), finding.severity, finding.sureness, finding.span,
                       finding.reason, finding.hint, finding.rule});
  return reasons;
}

}  // namespace tact::outbox
