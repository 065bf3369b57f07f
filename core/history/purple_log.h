// SPDX-License-Identifier: GPL-3.0-or-later
// Pidgin's and Finch's own logs, plain text and HTML: the day from the file's name (2026-11-24.170922+0000GMT.txt) or the first line, then
// "(17:09:22) Anna: hello" line by line.
#pragma once

#include "core/history/entry.h"
#include "core/history/lines.h"

namespace tact::history {

/// True when these could be the first two lines of such a log in `format`.
bool looks_like_purple_text(std::string_view first, std::string_view second);
bool looks_like_purple_html(std::string_view first);

std::unique_ptr<Reader> open_purple_log(std::unique_ptr<Lines> lines, ExportFormat format, const std::string& path, std::string& error);

}  // namespace tact::history
