// SPDX-License-Identifier: GPL-3.0-or-later
// The faces of an audit: a table for the terminal, an object for programs, a page for the rep.
#pragma once

#include <string>

#include "core/history/feed.h"
#include "core/history/summary.h"

namespace tact::cli {

std::string audit_text(const history::Summary& summary, const history::FeedCounts& counts);
/// One line: {"messages","senders","from","to","skipped","by_guideline":{…}}; `from` and `to` are wall clocks or null.
std::string audit_json(const history::Summary& summary);
/// A self-contained page: no script, nothing fetched, plots as inline SVG with the figures in tables beneath.
std::string audit_html(const history::Summary& summary, const history::FeedCounts& counts);

}  // namespace tact::cli
