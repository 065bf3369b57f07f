// SPDX-License-Identifier: GPL-3.0-or-later
// `tact-host serve CONFIG`: the rep's filter round the clock, without windows and without tact.so: it posts nothing of its own in any room.
#pragma once

#include <string>

#include <vector>

#include "core/policy/policy.h"
#include "plugin/host/host.h"

namespace tact::host {

/// Runs until SIGTERM.  Exit status.
int serve(Options options, const std::string& config_path);

/// `tact-host waiting CONFIG`: what waits for the rep, for a terminal.
int waiting(const std::string& config_path);

/// Reads every *.policy below the folder; answers those that are soundly signed, and says what is wrong with the others.
std::vector<Policy> signed_policies(const std::string& folder, std::vector<std::string>& problems);

}  // namespace tact::host
