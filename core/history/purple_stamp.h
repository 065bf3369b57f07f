// SPDX-License-Identifier: GPL-3.0-or-later
// Dates and times of libpurple's logs.
#pragma once

#include <string_view>

#include "core/seams.h"

namespace tact::history {

/// The day a log began: from "2026-11-24.170922+0000GMT.txt", else from a heading with a month by name ("… at Tue 24 Nov 2026 17:09:22 …") or in
/// figures ("2026-11-24").  False when neither says it.
bool log_day(std::string_view file_name, std::string_view heading, Instant& day);

/// "(17:09:22)", "(05:09:22 PM)", "(24/11/26 17:09:22)" at the start of `line`; `last` is the stamp before: a clock that runs back by more than twelve
/// hours is the next day, a date in figures is read the way that comes soonest after it.  `length`: bytes of the stamp with its brackets.
bool log_stamp(std::string_view line, Instant last, Instant& at, std::size_t& length);

}  // namespace tact::history
