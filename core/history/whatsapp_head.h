// SPDX-License-Identifier: GPL-3.0-or-later
// The head of a line in WhatsApp's "export chat" text: date, time and what divides them from the sender.  No list of locales: the head is
// scanned for its three numbers, its clock and its day period, in the digits of eight scripts.
//   Android   24/11/2026, 17:09 - Anna: hello          iOS   [24/11/2026, 17:09:41] Anna: hello
// Vietnamese iPhones write the clock first: [17:09:41, 24/11/2026] Anna: hello
// Formats seen in the wild are collected in tests/data/exports.
#pragma once

#include <array>
#include <cstdint>
#include <string_view>

#include "core/history/entry.h"

namespace tact::history {

enum class Period : std::uint8_t {
  none,
  am,
  pm,
  night,  ///< "at night": before noon up to five, after it from six
};

struct Head {
  std::array<int, 3> number{};         ///< the date as it stands
  std::array<std::uint8_t, 3> digits{};  ///< how many digits each has
  char separator = 0;                  ///< '/', '.', '-' or 0 for words (年 월)
  int hour = 0, minute = 0, second = 0;
  Period period = Period::none;
  bool bracket = false;     ///< iOS
  bool time_first = false;  ///< an export has it in every head or in none: else it is a line that somebody pasted
  std::size_t body = 0;  ///< where sender or notice begins
};

enum class HeadResult : std::uint8_t {
  none,     ///< an ordinary line: the message above goes on
  head,
  strange,  ///< the shape of a head, with a word in place of AM or PM that we do not know
};

HeadResult parse_head(std::string_view line, Head& head);

/// Wall clock as if UTC; false for a date or time that does not exist.  Two-digit years are 20xx; Buddhist (also in two digits), Persian, Islamic and
/// Japanese years are converted.
bool head_instant(const Head& head, DateOrder order, Instant& at);

/// Decides the order of day and month: feed it heads until decided() or the file ends.
class OrderJudge {
 public:
  void see(const Head& head);
  bool decided() const { return possible_[0] + possible_[1] + possible_[2] <= 1; }
  /// `assumed` is set where custom had to decide.
  DateOrder answer(bool& assumed) const;

 private:
  std::array<bool, 3> possible_{true, true, true};  // dmy, mdy, ymd
  std::array<unsigned, 3> backward_{};              // steps back in time, under each reading
  std::array<Instant, 3> last_{};
  char separator_ = 0;
  bool twelve_hours_ = false, short_fields_ = false, short_year_ = true;
};

}  // namespace tact::history
