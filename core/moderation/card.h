// SPDX-License-Identifier: GPL-3.0-or-later
// The monthly count card (G52): how many posts of which kind the rep's filter met.  No names, no texts; small numbers are not shown,
// because in a class of thirty a "1" is a name.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/moderation/records.h"

namespace tact::moderation {

struct Cell {
  std::string guideline;
  std::optional<std::int64_t> n;  ///< nullopt: suppressed
};

/// `month` as 202611.  Cells under 5 are suppressed; where just one is, the next smallest is too, or it could be worked out from a sum.
std::vector<Cell> card(Records& records, const std::string& room, int month);

std::string card_text(const std::vector<Cell>& cells, int month);

}  // namespace tact::moderation
