// SPDX-License-Identifier: GPL-3.0-or-later
// WhatsApp's "export chat" text, of Android and iOS, in its many locales.
#pragma once

#include "core/history/entry.h"
#include "core/history/lines.h"

namespace tact::history {

/// True when `line` could be the first line of such an export.
bool looks_like_whatsapp(std::string_view line);

/// `lines` is read twice: once until day and month can be told apart, then from the start.
std::unique_ptr<Reader> open_whatsapp(std::unique_ptr<Lines> lines, const Options& options, std::string& error);

}  // namespace tact::history
