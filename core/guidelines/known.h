// SPDX-License-Identifier: GPL-3.0-or-later
// Who of the group's directory is named in a message: somebody the whole room can identify, where any other "Leo" may be anybody's.
#pragma once

#include <vector>

#include "core/guidelines/guideline.h"
#include "core/policy/directory.h"

namespace tact {

/// A child before a member of staff; nobody where the policy has no directory, which costs one look.
policy::Known known_person(const Subject& subject);

/// A finding of `guideline` about somebody whom the directory knows is about an identifiable person: it weighs more, is never one of the few
/// that are silenced, and says why.  `reasons`: untranslated, about a child and about staff.
struct AboutKnown {
  const char *child, *staff;
};
void identify(const Subject& subject, std::string_view guideline, const AboutKnown& reasons, std::vector<Finding>& findings);

}  // namespace tact
