// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/cli/audit_plots.h"

#include <algorithm>
#include <cstdio>
#include <vector>

#include "core/history/calendar.h"
#include "core/i18n.h"

namespace tact::cli {

namespace {

using history::Count;

constexpr int width = 860;

std::string px(double value) {
  char text[32];
  std::snprintf(text, sizeof text, "%.1f", value);
  return text;
}

std::string rect(std::string_view style, double x, double y, double w, double h, const std::string& tip) {
  return "<rect class='" + std::string(style) + "' x='" + px(x) + "' y='" + px(y) + "' width='" + px(std::max(w, 0.0)) + "' height='" + px(std::max(h, 0.0)) + "' rx='2'><title>" + html_escaped(tip) + "</title></rect>";
}

std::string label(double x, double y, std::string_view anchor, std::string_view words, std::string_view style = "") {
  return "<text x='" + px(x) + "' y='" + px(y) + "' text-anchor='" + std::string(anchor) + "' class='" + std::string(style) + "'>" + html_escaped(words) + "</text>";
}

std::string svg(int height, std::string_view title, const std::string& inside) {
  return "<svg role='img' aria-label='" + html_escaped(title) + "' viewBox='0 0 " + std::to_string(width) + " " + std::to_string(height) + "'>" + inside + "</svg>\n";
}

std::string tip_of(std::string_view what, const Count& count) {
  return fill(_("{what}: {found} found, {nudged} nudged"), {{"what", what}, {"found", std::to_string(count.found)}, {"nudged", std::to_string(count.nudged)}});
}

/// A round number not below `value`, even so that its half is round too.
std::uint64_t round_up(std::uint64_t value) {
  for (std::uint64_t step = 1;; step *= 10)
    for (const std::uint64_t top : {2 * step, 4 * step, 6 * step, 8 * step, 10 * step, 12 * step, 16 * step})
      if (top >= value) return top;
}

std::string week_name(std::int64_t monday) { return history::wall_text(Instant(std::chrono::days(monday))).substr(0, 10); }

}  // namespace

std::string html_escaped(std::string_view text) {
  std::string out;
  for (const char c : text) {
    switch (c) {
      case '&': out += "&amp;"; break;
      case '<': out += "&lt;"; break;
      case '>': out += "&gt;"; break;
      case '"': out += "&quot;"; break;
      case '\'': out += "&#39;"; break;
      default: out += c;
    }
  }
  return out;
}

std::string shown(std::string_view guideline) {
  std::string out(guideline);
  std::ranges::replace(out, '_', ' ');
  return out;
}

std::string grouped(std::uint64_t number) {
  std::string out = std::to_string(number);
  if (out.size() < 5) return out;
  for (auto at = static_cast<std::ptrdiff_t>(out.size()) - 3; at > 0; at -= 3) out.insert(static_cast<std::size_t>(at), "\u202F");
  return out;
}

std::vector<std::pair<std::string_view, Count>> by_found(const history::Summary& summary) {
  std::vector<std::pair<std::string_view, Count>> rows(summary.by_guideline.begin(), summary.by_guideline.end());
  std::ranges::stable_sort(rows, [](const auto& a, const auto& b) { return a.second.found > b.second.found; });
  return rows;
}

std::string plot_guidelines(const history::Summary& summary) {
  const std::vector<std::pair<std::string_view, Count>> rows = by_found(summary);
  if (rows.empty()) return {};
  constexpr int row = 26, left = 170, right = 70;
  const double scale = static_cast<double>(width - left - right) / static_cast<double>(rows.front().second.found);
  std::string inside;
  for (std::size_t i = 0; i < rows.size(); ++i) {
    const auto& [guideline, count] = rows[i];
    const double y = static_cast<double>(i) * row + 4;
    const std::string tip = tip_of(shown(guideline), count);
    inside += label(left - 8, y + 13, "end", shown(guideline));
    inside += rect("found", left, y, static_cast<double>(count.found) * scale, 18, tip);
    inside += rect("nudged", left, y, static_cast<double>(count.nudged) * scale, 18, tip);
    inside += label(left + static_cast<double>(count.found) * scale + 6, y + 13, "start", grouped(count.found), "figure");
  }
  return svg(static_cast<int>(rows.size()) * row + 8, _("Messages found by guideline"), inside);
}

std::string plot_weeks(const history::Summary& summary) {
  if (summary.messages_by_week.empty()) return {};
  const std::int64_t from = summary.messages_by_week.begin()->first, to = summary.messages_by_week.rbegin()->first;
  const std::int64_t weeks = (to - from) / 7;
  const auto slots = static_cast<double>(weeks + 1);
  constexpr int left = 62, top = 10, bottom = 28, height = 230;
  std::vector<std::pair<std::int64_t, Count>> bars;
  std::uint64_t most = 1;
  for (const auto& [monday, guidelines] : summary.by_week) {
    Count sum;
    for (const auto& [guideline, count] : guidelines) sum.found += count.found, sum.nudged += count.nudged;
    most = std::max(most, sum.found);
    bars.emplace_back(monday, sum);
  }
  const std::uint64_t ceiling = round_up(most);
  const double step = (width - left - 6) / slots, scale = static_cast<double>(height - top - bottom) / static_cast<double>(ceiling);
  const double floor = height - bottom;
  std::string inside;
  for (const std::uint64_t mark : {std::uint64_t{0}, ceiling / 2, ceiling}) {
    const double y = floor - static_cast<double>(mark) * scale;
    inside += "<line class='grid' x1='" + px(left) + "' x2='" + std::to_string(width) + "' y1='" + px(y) + "' y2='" + px(y) + "'/>" + label(left - 6, y + 4, "end", grouped(mark), "figure");
  }
  for (const auto& [monday, count] : bars) {
    const std::int64_t week = (monday - from) / 7;
    const double x = left + static_cast<double>(week) * step, bar = std::min(34.0, std::max(step * 0.8, 1.0));
    const std::string tip = tip_of(week_name(monday), count);
    inside += rect("found", x, floor - static_cast<double>(count.found) * scale, bar, static_cast<double>(count.found) * scale, tip);
    inside += rect("nudged", x, floor - static_cast<double>(count.nudged) * scale, bar, static_cast<double>(count.nudged) * scale, tip);
  }
  const auto every = static_cast<std::int64_t>(std::max(1.0, slots / 8));
  for (std::int64_t slot = 0; slot < static_cast<std::int64_t>(slots); slot += every) {
    // The last one would be cut at the edge.
    if (slot > 0 && left + static_cast<double>(slot) * step > width - 70) break;
    inside += label(left + static_cast<double>(slot) * step, height - 8, "start", week_name(from + slot * 7), "figure");
  }
  return svg(height, _("Messages found by week"), inside);
}

std::string plot_hours(const history::Summary& summary) {
  std::uint64_t most = 0;
  for (const auto& day : summary.by_hour) most = std::max(most, *std::ranges::max_element(day));
  if (most == 0) return {};
  static const char* const days[] = {N_("Mon"), N_("Tue"), N_("Wed"), N_("Thu"), N_("Fri"), N_("Sat"), N_("Sun")};
  constexpr double left = 52, cell = 32, row = 24, top = 22;
  std::string inside;
  for (int hour = 0; hour < 24; hour += 3) inside += label(left + hour * cell + cell / 2, 14, "middle", std::to_string(hour), "figure");
  for (std::size_t day = 0; day < 7; ++day) {
    inside += label(left - 8, top + static_cast<double>(day) * row + 15, "end", _(days[day]));
    for (std::size_t hour = 0; hour < 24; ++hour) {
      const std::uint64_t count = summary.by_hour[day][hour];
      const double strength = count == 0 ? 0 : 0.12 + 0.88 * static_cast<double>(count) / static_cast<double>(most);
      const std::string tip = fill(_("{day} {hour}:00: {count} messages"), {{"day", _(days[day])}, {"hour", std::to_string(hour)}, {"count", std::to_string(count)}});
      inside += "<g fill-opacity='" + px(strength) + "'>" + rect("hour", left + static_cast<double>(hour) * cell, top + static_cast<double>(day) * row, cell - 2, row - 2, tip) + "</g>";
    }
  }
  return svg(static_cast<int>(top + 7 * row), _("When the group writes"), inside);
}

}  // namespace tact::cli
