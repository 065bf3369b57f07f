// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/history/purple_stamp.h"

#include <array>
#include <cstdlib>
#include <optional>

#include "core/history/calendar.h"
#include "core/history/scan.h"
#include "core/history/whatsapp_head.h"
#include "core/history/whatsapp_words.h"

namespace tact::history {

using namespace std::chrono;

namespace {

bool day_from_name(std::string_view name, Instant& day) {
  if (const auto slash = name.rfind('/'); slash != std::string_view::npos) name.remove_prefix(slash + 1);
  bool dated = false;
  return name.size() > 11 && name[10] == '.' && parse_iso(name.substr(0, 10), day, dated) && dated;
}

/// "24 Nov 2026" or "Nov 24, 2026" among other words, or 2026-11-24.
bool day_from_words(std::string_view text, Instant& day) {
  static constexpr std::array months = {"Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  // Behind the last " at ": the name of a room may hold anything.
  if (const auto at = text.rfind(" at "); at != std::string_view::npos) text.remove_prefix(at + 4);
  WallTime wall;
  for (std::size_t i = 0; i < text.size();) {
    if (text[i] >= '0' && text[i] <= '9') {
      bool dated = false;
      if (text.size() - i >= 10 && parse_iso(text.substr(i, 10), day, dated) && dated) return true;
      int value = 0;
      std::size_t digits = 0;
      for (; i < text.size() && text[i] >= '0' && text[i] <= '9' && digits < 6; ++i, ++digits) value = value * 10 + text[i] - '0';
      const bool clock = i < text.size() && text[i] == ':';
      if (digits == 4 && wall.year == 0) wall.year = value;
      if (digits <= 2 && !clock && wall.day == 0) wall.day = value;
      while (clock && i < text.size() && (text[i] == ':' || (text[i] >= '0' && text[i] <= '9'))) ++i;
      continue;
    }
    for (std::size_t m = 0; m < months.size() && wall.month == 0; ++m)
      if (text.substr(i).starts_with(months[m])) wall.month = static_cast<int>(m) + 1;
    while (i < text.size() && static_cast<unsigned char>(text[i]) > ' ' && !(text[i] >= '0' && text[i] <= '9')) ++i;
    while (i < text.size() && static_cast<unsigned char>(text[i]) <= ' ') ++i;
  }
  return wall.year != 0 && wall.month != 0 && wall.day != 0 && instant_of(wall, day);
}

/// A clock alone: on the day of `last`, or the day after.
bool clock_only(std::string_view inside, Instant last, Instant& at) {
  Scan scan(inside);
  int part[3] = {0, 0, 0};
  std::uint8_t digits = 0;
  for (int i = 0; i < 3; ++i) {
    if (i > 0) {
      if (scan.peek() != ':' && scan.peek() != '.') return false;
      scan.take();
    }
    if (!scan.number(part[i], digits) || digits > 2) return false;
  }
  const std::optional<Period> period = period_word(scan.rest());
  if (!period) return false;
  if (*period == Period::pm && part[0] < 12) part[0] += 12;
  if (*period == Period::am && part[0] == 12) part[0] = 0;
  if (part[0] > 23 || part[1] > 59 || part[2] > 60) return false;
  at = floor<days>(last) + hours(part[0]) + minutes(part[1]) + seconds(part[2]);
  if (at + hours(12) < last) at += days(1);
  return true;
}

}  // namespace

bool log_day(std::string_view file_name, std::string_view heading, Instant& day) {
  if (!day_from_name(file_name, day) && !day_from_words(heading, day)) return false;
  day = floor<days>(day);
  return true;
}

bool log_stamp(std::string_view line, Instant last, Instant& at, std::size_t& length) {
  if (line.size() < 8 || line[0] != '(') return false;
  const auto close = line.find(')');
  if (close > 40) return false;  // npos, too
  const std::string_view inside = line.substr(1, close - 1);
  length = close + 1;
  if (clock_only(inside, last, at)) return true;
  // The stamp of another day carries its date in the locale's figures: shaped like WhatsApp's head.
  Head head;
  if (parse_head(std::string(inside) + " - ", head) != HeadResult::head) return false;
  bool any = false;
  for (const DateOrder order : {DateOrder::dmy, DateOrder::mdy, DateOrder::ymd}) {
    Instant read;
    const std::size_t year = order == DateOrder::ymd ? 0 : 2;
    if (head.digits[2 - year] > 2 || !head_instant(head, order, read)) continue;
    if (any && std::llabs((read - last).count()) >= std::llabs((at - last).count())) continue;
    at = read;
    any = true;
  }
  return any;
}

}  // namespace tact::history
