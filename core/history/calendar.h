// SPDX-License-Identifier: GPL-3.0-or-later
// Dates as exports write them.
#pragma once

#include <string>
#include <string_view>

#include "core/seams.h"

namespace tact::history {

struct WallTime {
  int year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0;
};

/// The wall clock as if it ran in UTC; false where no such date or time exists.  Years 2440..2700 are taken as Buddhist, 1380..1427 as Persian
/// (Solar Hijri), 1428..1500 as Islamic (Umm al-Qura).
bool instant_of(WallTime wall, Instant& at);

/// RFC 3339 ("2026-11-24T17:09:00", with "Z" or an offset, a blank for "T", seconds optional), "HH:MM" or "HH:MM:SS" alone (`dated` false, day of the
/// epoch).  A zone given in the text is converted to the wall clock of this computer.
bool parse_iso(std::string_view text, Instant& at, bool& dated);

/// "2026-11-24T17:09:00": the wall clock again.
std::string wall_text(Instant at);

Instant first_whatsapp_day();

}  // namespace tact::history
