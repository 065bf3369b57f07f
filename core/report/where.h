// SPDX-License-Identifier: GPL-3.0-or-later
// Where the network itself takes reports (G48): the group's own rep is one way, never the only one.
#pragma once

#include <string>
#include <string_view>

namespace tact::report {

/// One translated line for a libpurple protocol id.
std::string where_to_report(std::string_view protocol);

}  // namespace tact::report
