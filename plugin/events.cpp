// SPDX-License-Identifier: GPL-3.0-or-later
#include "plugin/events.h"

#include "plugin/guard.h"

namespace tact::plugin {

std::string_view name(Outcome outcome) {
  switch (outcome) {
    case Outcome::passed: return "passed";
    case Outcome::noted: return "noted";
    case Outcome::held: return "held";
    case Outcome::gathered: return "gathered";
    case Outcome::paused: return "paused";
    case Outcome::released: return "released";
    case Outcome::revised: return "revised";
    case Outcome::scheduled: return "scheduled";
    case Outcome::moved: return "moved";
    case Outcome::discarded: return "discarded";
    case Outcome::refused: return "refused";
    case Outcome::expired: return "expired";
    case Outcome::unsure: return "unsure";
  }
  return "";
}

void Events::emit(const Event& event) const {
  // One observer's fault is not the message's.
  for (const Observer& observer : observers_) guarded("observer", [&] { observer(event); });
}

}  // namespace tact::plugin
