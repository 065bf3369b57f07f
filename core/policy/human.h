// SPDX-License-Identifier: GPL-3.0-or-later
// The form a rep may edit: a key file with a line of help above each key.  What to_human() writes, from_human() reads and to_human() writes
// again byte for byte; the canonical bytes stay the same as well.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/policy/policy.h"

namespace tact::policy {

inline constexpr std::size_t most_human_bytes = 128 * 1024;

std::string to_human(const Policy& policy);

/// nullopt, and what is wrong as "NAME:LINE: what, expected what" in `problems`; nothing is skipped in silence.
std::optional<Policy> from_human(std::string_view text, std::string_view name, std::vector<std::string>& problems);

/// "2026-09-01T00:00:00Z" (or a bare date, midnight UTC) and back; 0 is "".
std::string moment_text(std::int64_t seconds);
std::optional<std::int64_t> moment(std::string_view text);

std::string clock_text(int minute_of_day);  ///< "21:00"
std::optional<int> clock_minute(std::string_view text);

}  // namespace tact::policy
