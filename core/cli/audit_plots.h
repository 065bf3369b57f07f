// SPDX-License-Identifier: GPL-3.0-or-later
// The plots of an audit's page, as SVG elements that stand in HTML.  Colours come from the page's style sheet; figures are in its tables.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/history/summary.h"

namespace tact::cli {

/// Text between tags or in an attribute.
std::string html_escaped(std::string_view text);

/// A guideline's id as people read it: "good time".
std::string shown(std::string_view guideline);

/// A figure for people: 16 499 with a narrow blank.
std::string grouped(std::uint64_t number);

/// The guidelines, the one found most first.
std::vector<std::pair<std::string_view, history::Count>> by_found(const history::Summary& summary);

std::string plot_guidelines(const history::Summary& summary);  ///< a bar each: found, and the part that would be nudged
std::string plot_weeks(const history::Summary& summary);       ///< a bar a week: messages found, and of those nudged
std::string plot_hours(const history::Summary& summary);       ///< when the group writes: weekdays by hours

}  // namespace tact::cli
