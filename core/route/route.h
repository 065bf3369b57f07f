// SPDX-License-Identifier: GPL-3.0-or-later
// G19, G20: a grievance goes to the class teacher, and if it remains to the deputy head or the head.  Here it becomes a letter on this computer;
// nothing is sent by itself, and the group gets nothing.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "core/member/diary.h"
#include "core/policy/policy.h"
#include "core/text/text.h"

namespace tact::route {

/// What the message is about, as a key that the next message about it shares: the people with a title in it ("hall"), else the label of what
/// was found ("grievance_staff").
std::string matter_of(const Text& text, std::string_view label);

/// Which of the policy's routes comes next: the first, or the one after the step taken within 60 days; the last one again at the end.
unsigned next_step(const Policy& policy, const std::optional<member::RouteStep>& before);

struct Letter {
  Contact to;  ///< role "class teacher" where the group has named nobody
  std::string subject, body;
};

/// `words` is the message as people would have read it; it stands in the letter unchanged.
Letter letter(const Policy& policy, unsigned step, std::string_view words);

/// Writes "<folder>/<date>-<time>.eml" (0600) that mail programs open for editing, and answers its path.  Throws store::Error.
std::string write(const Letter& letter, const std::string& folder, Instant now, const std::string& zone);

/// The same for the desktop's mail program; empty where the contact has no e-mail address.
std::string mailto(const Letter& letter);

}  // namespace tact::route
