// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/moderation/card.h"

#include <algorithm>

#include "core/i18n.h"

namespace tact::moderation {

namespace {
constexpr std::int64_t least_shown = 5;
}

std::vector<Cell> card(Records& records, const std::string& room, int month) {
  auto query = records.database().prepare("SELECT guideline, n FROM tally WHERE room=?1 AND month=?2 ORDER BY n DESC, guideline");
  query.bind(1, room).bind(2, std::int64_t{month});
  std::vector<Cell> cells;
  while (query.step()) cells.push_back({query.text(0), query.integer(1)});
  const auto small = [](const Cell& cell) { return *cell.n < least_shown; };
  const auto few = std::ranges::count_if(cells, small);
  // Largest first, so the small ones are at the end and their neighbour is the next smallest.
  if (few == 1 && cells.size() > 1) cells[cells.size() - 2].n.reset();
  for (Cell& cell : cells)
    if (cell.n && small(cell)) cell.n.reset();
  return cells;
}

std::string card_text(const std::vector<Cell>& cells, int month) {
  const std::string number = std::to_string(month);
  std::string out = fill(_("Posts the filter met in {month}; no names, no texts:"), {{"month", number.substr(0, 4) + "-" + number.substr(4)}});
  if (cells.empty()) return out + " " + _("none.");
  for (const Cell& cell : cells)
    out += "\n  " + cell.guideline + ": " + (cell.n ? std::to_string(*cell.n) : std::string(_("few (not shown: small numbers point at people)")));
  return out;
}

}  // namespace tact::moderation
