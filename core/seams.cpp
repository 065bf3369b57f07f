// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/seams.h"

#include <glib.h>

#include <cstdlib>
#include <memory>
#include <mutex>
#include <unordered_map>

#include "core/i18n.h"

namespace tact {

namespace {

struct DateTimeUnref {
  void operator()(GDateTime* time) const { g_date_time_unref(time); }
};
using DateTime = std::unique_ptr<GDateTime, DateTimeUnref>;

/// Zones are few and loading one reads a file: kept for the life of the process.
GTimeZone* zone_named(const std::string& name) {
  static std::mutex guard;
  static std::unordered_map<std::string, GTimeZone*> zones;
  const std::lock_guard lock(guard);
  const auto found = zones.find(name);
  if (found != zones.end()) return found->second;
  GTimeZone* zone = name.empty() ? nullptr : g_time_zone_new_identifier(name.c_str());
  if (zone == nullptr) zone = g_time_zone_new_local();
  // A hostile policy could name endless zones; the local one is always right enough.
  if (zones.size() > 256) return zone;
  zones.emplace(name, zone);
  return zone;
}

DateTime in_zone(Instant at, const std::string& zone) {
  DateTime utc(g_date_time_new_from_unix_utc(std::chrono::floor<std::chrono::seconds>(at).time_since_epoch().count()));
  if (!utc) utc.reset(g_date_time_new_from_unix_utc(0));
  return DateTime(g_date_time_to_timezone(utc.get(), zone_named(zone)));
}

}  // namespace

Instant SystemClock::now() const { return std::chrono::time_point_cast<Milliseconds>(std::chrono::system_clock::now()); }

namespace {

/// Without GLib's lock and memory.
LocalTime wall_clock_utc(Instant at) {
  const auto day = std::chrono::floor<std::chrono::days>(at);
  const std::chrono::year_month_day date(day);
  LocalTime local;
  local.year = static_cast<int>(date.year());
  local.month = static_cast<int>(static_cast<unsigned>(date.month()));
  local.day = static_cast<int>(static_cast<unsigned>(date.day()));
  local.minute_of_day = static_cast<int>(std::chrono::floor<std::chrono::minutes>(at - day).count());
  local.weekday = static_cast<int>(std::chrono::weekday(day).iso_encoding());
  return local;
}

/// A UTC day on which `zone` keeps one offset, which is nearly every day.
struct SteadyDay {
  std::string zone;
  Instant begins{}, ends{};
  std::chrono::seconds offset{};
  bool holds(Instant at, const std::string& wanted) const { return at >= begins && at < ends && zone == wanted; }
};

/// The day that `at` lies in; one that ends where it begins where the clock changes on it.
SteadyDay steady_day(Instant at, const std::string& zone) {
  using namespace std::chrono;
  const auto day = floor<days>(at);
  GTimeZone* tz = zone_named(zone);
  const auto interval = [&](sys_seconds second) { return g_time_zone_find_interval(tz, G_TIME_TYPE_UNIVERSAL, second.time_since_epoch().count()); };
  const gint first = interval(day);
  if (first != interval(day + days(1) - seconds(1))) return {};
  return {zone, day, day + days(1), seconds(g_time_zone_get_offset(tz, first))};
}

}  // namespace

namespace {

// Outside the years GLib knows, it answers with the first of all days.
constexpr Instant known_from{std::chrono::days(2)}, known_until{std::chrono::days(2932894)};

/// What is added to UTC, where the day of `at` has one offset.
const std::chrono::seconds* steady_offset(Instant at, const std::string& zone) {
  if (at < known_from || at >= known_until) return nullptr;
  static constexpr std::chrono::seconds no_offset{};
  if (zone == "UTC") return &no_offset;
  thread_local SteadyDay known;
  if (!known.holds(at, zone)) known = steady_day(at, zone);
  return known.holds(at, zone) ? &known.offset : nullptr;
}

}  // namespace

int minute_of_day(Instant at, const std::string& zone) {
  using namespace std::chrono;
  const seconds* offset = steady_offset(at, zone);
  if (offset == nullptr) return wall_clock(at, zone).minute_of_day;
  const auto local = at + *offset;
  return static_cast<int>(floor<minutes>(local - floor<days>(local)).count());
}

LocalTime wall_clock(Instant at, const std::string& zone) {
  if (const std::chrono::seconds* offset = steady_offset(at, zone); offset != nullptr) return wall_clock_utc(at + *offset);
  const DateTime time = in_zone(at, zone);
  LocalTime local;
  g_date_time_get_ymd(time.get(), &local.year, &local.month, &local.day);
  local.minute_of_day = g_date_time_get_hour(time.get()) * 60 + g_date_time_get_minute(time.get());
  local.weekday = g_date_time_get_day_of_week(time.get());
  return local;
}

Instant next_local(Instant after, const std::string& zone, int minute_of_day) {
  using namespace std::chrono;
  const DateTime start = in_zone(after, zone);
  GTimeZone* tz = zone_named(zone);
  for (int day = 0; day <= 2; ++day) {
    const DateTime that_day(g_date_time_add_days(start.get(), day));
    int y = 0, m = 0, d = 0;
    g_date_time_get_ymd(that_day.get(), &y, &m, &d);
    DateTime candidate(g_date_time_new(tz, y, m, d, minute_of_day / 60, minute_of_day % 60, 0));
    if (!candidate) continue;
    Instant at{seconds(g_date_time_to_unix(candidate.get()))};
    // Twice-lived hour: GLib may name the second pass; an hour earlier shows the same wall clock on the first.
    const Instant earlier = at - hours(1);
    const LocalTime first = wall_clock(earlier, zone);
    if (first.minute_of_day == minute_of_day && first.day == d) at = earlier;
    // Skipped hour: step back to the first instant that exists after the gap.
    while (wall_clock(at, zone).minute_of_day != minute_of_day && wall_clock(at - minutes(1), zone).day == d &&
           wall_clock(at - minutes(1), zone).minute_of_day >= minute_of_day)
      at -= minutes(1);
    if (at > after) return at;
  }
  return after + hours(24);
}

std::string rfc3339(Instant at) {
  const DateTime utc(g_date_time_new_from_unix_utc(std::chrono::floor<std::chrono::seconds>(at).time_since_epoch().count()));
  if (!utc) return "1970-01-01T00:00:00Z";
  gchar* text = g_date_time_format(utc.get(), "%Y-%m-%dT%H:%M:%SZ");
  std::string out = text;
  g_free(text);
  return out;
}

std::string rfc3339_local(Instant at, const std::string& zone) {
  const DateTime time = in_zone(at, zone);
  gchar* text = g_date_time_format(time.get(), "%Y-%m-%dT%H:%M:%S%:z");
  std::string out = text;
  g_free(text);
  return out;
}

void bind_translations() {
  // $TACT_LOCALES: catalogues of a build folder, for tests and for translators who try their work before installing it.
  const char* given = std::getenv("TACT_LOCALES");
  bindtextdomain(TACT_GETTEXT_PACKAGE, given != nullptr && *given != '\0' ? given : TACT_LOCALEDIR);
  bind_textdomain_codeset(TACT_GETTEXT_PACKAGE, "UTF-8");
}

const char* pgettext(const char* key, const char* text) {
  const char* found = dgettext(TACT_GETTEXT_PACKAGE, key);
  return found == key ? text : found;
}

std::string fill(std::string_view pattern, std::initializer_list<std::pair<std::string_view, std::string_view>> values) {
  std::string out;
  while (!pattern.empty()) {
    const auto open = pattern.find('{');
    out += pattern.substr(0, open);
    if (open == std::string_view::npos) break;
    pattern.remove_prefix(open);
    const auto close = pattern.find('}');
    const std::string_view hole = close == std::string_view::npos ? std::string_view() : pattern.substr(1, close - 1);
    bool filled = false;
    for (const auto& [name, value] : values) {
      if (hole.empty() || name != hole) continue;
      out += value;
      pattern.remove_prefix(close + 1);
      filled = true;
      break;
    }
    if (filled) continue;
    out += '{';
    pattern.remove_prefix(1);
  }
  return out;
}

}  // namespace tact
