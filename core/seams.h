// SPDX-License-Identifier: GPL-3.0-or-later
// The few seams between Tact and the world.  One real and one in-memory implementation each.
#pragma once

#include <chrono>
#include <string>

namespace tact {

/// A moment, UTC, milliseconds since the Unix epoch.
using Instant = std::chrono::sys_time<std::chrono::milliseconds>;
using Milliseconds = std::chrono::milliseconds;

class Clock {
 public:
  virtual ~Clock() = default;
  virtual Instant now() const = 0;
};

/// The wall clock.  Timers must poll it (suspend, clock changes) and never trust one long timeout.
class SystemClock final : public Clock {
 public:
  Instant now() const override;
};

/// A clock that stands where it is put; for tests and replay.
class ManualClock final : public Clock {
 public:
  explicit ManualClock(Instant start) : now_(start) {}
  Instant now() const override { return now_; }
  void set(Instant now) { now_ = now; }
  void advance(Milliseconds by) { now_ += by; }

 private:
  Instant now_;
};

/// Wall-clock fields of an instant in an IANA time zone ("Europe/London"); an unknown or empty zone means the computer's own.
struct LocalTime {
  int year = 1970, month = 1, day = 1;  // month and day from 1
  int minute_of_day = 0;                // 0..1439
  int weekday = 1;                      // ISO: Monday = 1
};
LocalTime wall_clock(Instant at, const std::string& zone);
/// Its minute_of_day alone, which needs no calendar: every message is asked.
int minute_of_day(Instant at, const std::string& zone);

/// The next instant strictly after `after` whose local wall clock shows `minute_of_day`.  A time that a DST change skips becomes the
/// first instant that exists after it; one that comes twice is taken the first time.
Instant next_local(Instant after, const std::string& zone, int minute_of_day);

/// RFC 3339, UTC ("2026-11-24T07:30:00Z"), and in `zone` with its offset.
std::string rfc3339(Instant at);
std::string rfc3339_local(Instant at, const std::string& zone);

}  // namespace tact
