// SPDX-License-Identifier: GPL-3.0-or-later
// A policy in words: what it says in short, what changed between two, and what a rep should look at before signing.
#pragma once

#include <string>
#include <vector>

#include "core/policy/policy.h"

namespace tact::policy {

/// Lines for `tact policy verify` and `/tact policy`: group, kind, version, validity, who, what is required.
std::vector<std::string> summary(const Policy& policy);

/// One line per difference; empty: the same.  Sentences by number: "+12 …", "-12 …".
std::vector<std::string> differences(const Policy& before, const Policy& after);

/// Sentences of `after` that are not in `before`, with their numbers: what a member is shown again.
std::vector<std::pair<std::size_t, std::string>> new_sentences(const std::vector<std::string>& before, const std::vector<std::string>& after);

struct Remark {
  bool error = false;  ///< it cannot be signed or would not work; else advice
  std::string text;
};
std::vector<Remark> lint(const Policy& policy);

/// "12. Please think before you post."
std::string numbered(std::size_t number, const std::string& sentence);

}  // namespace tact::policy
