// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/history/calendar.h"

#include <glib.h>
#include <unicode/ucal.h>

#include <algorithm>
#include <charconv>
#include <iterator>

namespace tact::history {

using namespace std::chrono;

namespace {

/// A calendar that counts its years otherwise; the ranges are those of WhatsApp's lifetime and do not meet.
struct OtherCalendar {
  int first, last;
  const char* locale;
};
constexpr OtherCalendar other_calendars[] = {
    {1380, 1427, "fa_IR@calendar=persian"},           // Solar Hijri: 2009 is 1387/88
    {1428, 1500, "ar_SA@calendar=islamic-umalqura"},  // 2009 is 1430
};

bool asked_of_icu(const OtherCalendar& other, int year, int month, int day, sys_days& out) {
  UErrorCode status = U_ZERO_ERROR;
  static constexpr char16_t utc[] = u"UTC";
  UCalendar* calendar = ucal_open(utc, 3, other.locale, UCAL_TRADITIONAL, &status);
  if (U_FAILURE(status)) return false;
  ucal_setAttribute(calendar, UCAL_LENIENT, 0);
  ucal_clear(calendar);
  ucal_setDate(calendar, year, month - 1, day, &status);
  const UDate when = ucal_getMillis(calendar, &status);
  ucal_close(calendar);
  if (U_FAILURE(status)) return false;
  out = floor<days>(sys_time<milliseconds>(milliseconds(static_cast<std::int64_t>(when))));
  return true;
}

/// Such a date as a day of the epoch.  ICU is asked once for each day of an export, not for each line.
bool other_day(const OtherCalendar& other, int year, int month, int day, sys_days& out) {
  struct Asked {
    int year = 0, month = 0, day = 0;
    bool good = false;
    sys_days is;
  };
  thread_local Asked last;
  if (last.year != year || last.month != month || last.day != day) {
    last = {year, month, day, false, {}};
    last.good = asked_of_icu(other, year, month, day, last.is);
  }
  out = last.is;
  return last.good;
}

bool two_digits(std::string_view& text, int& value) {
  if (text.size() < 2 || text[0] < '0' || text[0] > '9' || text[1] < '0' || text[1] > '9') return false;
  value = (text[0] - '0') * 10 + text[1] - '0';
  text.remove_prefix(2);
  return true;
}

bool sign(std::string_view& text, char wanted) {
  if (text.empty() || text[0] != wanted) return false;
  text.remove_prefix(1);
  return true;
}

/// HH:MM[:SS[.fraction]]
bool parse_clock(std::string_view& text, WallTime& wall) {
  if (!two_digits(text, wall.hour) || !sign(text, ':') || !two_digits(text, wall.minute)) return false;
  if (!sign(text, ':')) return true;
  if (!two_digits(text, wall.second)) return false;
  if (sign(text, '.'))
    while (!text.empty() && text[0] >= '0' && text[0] <= '9') text.remove_prefix(1);
  return true;
}

/// From an instant with a known offset to this computer's wall clock.
bool to_wall_clock(std::string_view zone, Instant& at) {
  if (zone != "Z" && zone != "z") {
    const bool west = sign(zone, '-');
    if (!west && !sign(zone, '+')) return false;
    int hours_off = 0, minutes_off = 0;
    if (!two_digits(zone, hours_off)) return false;
    sign(zone, ':');
    if (!two_digits(zone, minutes_off) || !zone.empty()) return false;
    const minutes off = hours(hours_off) + minutes(minutes_off);
    at += west ? off : -off;
  }
  const LocalTime local = wall_clock(at, "");
  const auto second_of_minute = floor<seconds>(at) - floor<minutes>(at);
  return instant_of({local.year, local.month, local.day, local.minute_of_day / 60, local.minute_of_day % 60,
                     static_cast<int>(second_of_minute.count())}, at);
}

}  // namespace

Instant first_whatsapp_day() { return sys_days(2009y / January / 1); }

bool instant_of(WallTime wall, Instant& at) {
  if (wall.hour < 0 || wall.hour > 23 || wall.minute < 0 || wall.minute > 59 || wall.second < 0 || wall.second > 60) return false;
  if (wall.year >= 2440 && wall.year <= 2700) wall.year -= 543;
  sys_days day;
  const auto other = std::ranges::find_if(other_calendars, [&](const OtherCalendar& one) { return wall.year >= one.first && wall.year <= one.last; });
  if (other != std::end(other_calendars)) {
    if (!other_day(*other, wall.year, wall.month, wall.day, day)) return false;
  } else {
    const year_month_day date{year(wall.year), month(static_cast<unsigned>(wall.month)), std::chrono::day(static_cast<unsigned>(wall.day))};
    if (wall.year < 1970 || wall.year > 2200 || !date.ok()) return false;
    day = date;
  }
  at = day + hours(wall.hour) + minutes(wall.minute) + seconds(wall.second);
  return true;
}

bool parse_iso(std::string_view text, Instant& at, bool& dated) {
  WallTime wall{1970, 1, 1, 0, 0, 0};
  std::string_view rest = text;
  dated = false;
  if (parse_clock(rest, wall) && rest.empty()) return instant_of(wall, at);
  dated = true;
  rest = text;
  const auto [end, failed] = std::from_chars(text.data(), text.data() + std::min<std::size_t>(4, text.size()), wall.year);
  if (failed != std::errc() || end != text.data() + 4) return false;
  rest.remove_prefix(4);
  if (!sign(rest, '-') || !two_digits(rest, wall.month) || !sign(rest, '-') || !two_digits(rest, wall.day)) return false;
  if (rest.empty()) return instant_of(wall, at);
  if (!sign(rest, 'T') && !sign(rest, 't') && !sign(rest, ' ')) return false;
  if (!parse_clock(rest, wall) || !instant_of(wall, at)) return false;
  sign(rest, ' ');
  if (rest.empty()) return true;
  return (rest == "Z" || rest == "z" || rest[0] == '+' || rest[0] == '-') && to_wall_clock(rest, at);
}

std::string wall_text(Instant at) {
  std::string text = rfc3339(at);
  text.pop_back();
  return text;
}

}  // namespace tact::history
