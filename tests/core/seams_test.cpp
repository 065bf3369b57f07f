// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/seams.h"

#include <glib.h>

#include <boost/test/unit_test.hpp>

#include "core/i18n.h"

using namespace tact;
using namespace std::chrono;

namespace {
Instant utc(int y, unsigned m, unsigned d, int hour, int minute) {
  return sys_days(year_month_day(year(y), month(m), day(d))) + hours(hour) + minutes(minute);
}
}  // namespace

BOOST_AUTO_TEST_SUITE(seams)

BOOST_AUTO_TEST_CASE(summer_time_is_known) {
  BOOST_TEST(wall_clock(utc(2026, 7, 1, 20, 0), "Europe/London").minute_of_day == 21 * 60);
  BOOST_TEST(wall_clock(utc(2026, 12, 1, 21, 0), "Europe/London").minute_of_day == 21 * 60);
}

BOOST_AUTO_TEST_CASE(the_clock_on_the_wall_is_the_one_that_glib_shows) {
  // Nearly all days are worked out here; GLib is asked about those on which a clock changes.
  for (const char* zone : {"UTC", "Etc/UTC", "Europe/London", "America/St_Johns", "Australia/Lord_Howe", "Africa/Casablanca", "Asia/Kathmandu"}) {
    GTimeZone* tz = g_time_zone_new_identifier(zone);
    BOOST_TEST_REQUIRE(tz != nullptr);
    for (auto at = utc(1970, 1, 1, 0, 0); at < utc(2110, 1, 1, 0, 0); at += hours(5) + minutes(11) + Milliseconds(999)) {
      GDateTime* there = g_date_time_new_from_unix_utc(floor<seconds>(at).time_since_epoch().count());
      GDateTime* here = g_date_time_to_timezone(there, tz);
      const LocalTime ours = wall_clock(at, zone);
      const bool same = ours.year == g_date_time_get_year(here) && ours.month == g_date_time_get_month(here) && ours.day == g_date_time_get_day_of_month(here) &&
                        ours.minute_of_day == g_date_time_get_hour(here) * 60 + g_date_time_get_minute(here) && ours.weekday == g_date_time_get_day_of_week(here) &&
                        minute_of_day(at, zone) == ours.minute_of_day;
      g_date_time_unref(here);
      g_date_time_unref(there);
      if (!same) BOOST_FAIL(zone << " " << rfc3339(at));  // not BOOST_TEST: a million and a half lines that nobody reads
    }
    g_time_zone_unref(tz);
  }
  for (const auto at : {utc(1960, 2, 29, 23, 59), Instant::max(), Instant::min()}) {
    BOOST_TEST(wall_clock(at, "UTC").year == wall_clock(at, "Etc/UTC").year);
    BOOST_TEST(minute_of_day(at, "UTC") == wall_clock(at, "UTC").minute_of_day);
  }
}

BOOST_AUTO_TEST_CASE(the_next_half_past_seven_on_both_clock_change_nights) {
  // 29 March 2026: clocks go forward at 01:00 UTC; 07:30 is 06:30 UTC.
  BOOST_TEST(rfc3339(next_local(utc(2026, 3, 28, 23, 14), "Europe/London", 450)) == "2026-03-29T06:30:00Z");
  // 25 October 2026: back at 01:00 UTC; 07:30 is 07:30 UTC.
  BOOST_TEST(rfc3339(next_local(utc(2026, 10, 24, 22, 14), "Europe/London", 450)) == "2026-10-25T07:30:00Z");
}

BOOST_AUTO_TEST_CASE(a_skipped_time_becomes_the_first_that_exists) {
  BOOST_TEST(rfc3339(next_local(utc(2026, 3, 28, 23, 0), "Europe/London", 90)) == "2026-03-29T01:00:00Z");
}

BOOST_AUTO_TEST_CASE(a_time_that_comes_twice_is_taken_the_first_time) {
  BOOST_TEST(rfc3339(next_local(utc(2026, 10, 24, 22, 0), "Europe/London", 90)) == "2026-10-25T00:30:00Z");
}

BOOST_AUTO_TEST_CASE(strictly_after) {
  BOOST_TEST(rfc3339(next_local(utc(2026, 12, 1, 7, 30), "Europe/London", 450)) == "2026-12-02T07:30:00Z");
}

BOOST_AUTO_TEST_CASE(holes_are_filled_once) {
  BOOST_TEST(fill("{a} {b} {c} {", {{"a", "{b}"}, {"b", "2"}}) == "{b} 2 {c} {");
}

BOOST_AUTO_TEST_SUITE_END()
