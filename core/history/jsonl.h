// SPDX-License-Identifier: GPL-3.0-or-later
// One JSON object a line: a message ({"at","from","text"}, other usual names are understood) or a whole conversation ({"messages":[...]}).
#pragma once

#include "core/history/entry.h"
#include "core/history/lines.h"

namespace tact::history {

std::unique_ptr<Reader> open_jsonl(std::unique_ptr<Lines> lines, const Options& options, std::string& error);

}  // namespace tact::history
