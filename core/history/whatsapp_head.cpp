// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/history/whatsapp_head.h"

#include <algorithm>

#include "core/history/calendar.h"
#include "core/history/scan.h"
#include "core/history/whatsapp_words.h"

namespace tact::history {

namespace {

constexpr std::size_t longest_gap = 48;  // bytes between date and time, or time and the divider: "முற்பகல்" is 24

/// Between two numbers of a date: one sign or one word for year, month or day, with blanks and marks around it.
bool date_gap(Scan& scan, char& separator) {
  scan.skip_blanks();
  const char32_t sign = scan.peek();
  if (sign == '/' || sign == '.' || sign == '-') {
    separator = static_cast<char>(sign);
  } else if (sign != U'年' && sign != U'月' && sign != U'년' && sign != U'월') {
    return false;
  }
  scan.take();
  scan.skip_blanks();
  return true;
}

/// "R8": the eighth year of Reiwa; "H31" of Heisei.
bool japanese_year(Scan& scan, int& value, std::uint8_t& digits) {
  const char32_t era = scan.peek();
  if (era != 'R' && era != 'H') return false;
  scan.take();
  if (!scan.number(value, digits) || digits > 2) return false;
  value += era == 'R' ? 2018 : 1988;
  digits = 4;
  return true;
}

/// Three numbers.
bool date(Scan& scan, Head& head) {
  for (std::size_t i = 0; i < 3; ++i) {
    if (i > 0 && !date_gap(scan, head.separator)) return false;
    const bool may_be_year = i != 1;
    if (may_be_year && japanese_year(scan, head.number[i], head.digits[i])) continue;
    if (!scan.number(head.number[i], head.digits[i])) return false;
  }
  if (scan.peek() == U'日' || scan.peek() == U'일') scan.take();
  return true;
}

/// Between date and clock: a comma, a word ("klo", "à", "г.") or a day period that comes first (下午).
HeadResult gap(Scan& scan, Period& period) {
  const std::size_t from = scan.position();
  while (!is_digit(scan.peek())) {
    const char32_t c = scan.peek();
    if (c == 0 || c == ':' || c == '[' || c == ']' || c == '-' || scan.position() - from > longest_gap) return HeadResult::none;
    scan.take();
  }
  const std::string_view between = scan.since(from);
  if (between.empty()) return HeadResult::none;
  const std::optional<Period> found = period_word(between);
  if (!found) return HeadResult::strange;
  if (*found != Period::none) period = *found;
  return HeadResult::head;
}

/// "8 h 15 min 00 s" of French Canada: the word and its blanks.
bool unit(Scan& scan, std::string_view word) {
  const Scan before = scan;
  scan.skip_spaces();
  if (scan.rest().starts_with(word)) {
    for (std::size_t i = 0; i < word.size(); ++i) scan.take();
    scan.skip_spaces();
    if (scan.rest().empty() || is_digit(scan.peek()) || word == "s") return true;
  }
  scan = before;
  return false;
}

/// H:MM or H:MM:SS; some languages write dots.
bool clock(Scan& scan, Head& head) {
  std::uint8_t digits = 0;
  if (!scan.number(head.hour, digits) || digits > 2) return false;
  const bool in_words = unit(scan, "h");
  if (!in_words) {
    if (scan.peek() != ':' && scan.peek() != '.') return false;
    scan.take();
  }
  if (!scan.number(head.minute, digits) || digits != 2) return false;
  if (in_words) {
    if (!unit(scan, "min")) return true;
    return scan.number(head.second, digits) && digits == 2 && unit(scan, "s");
  }
  if (scan.peek() != ':' && scan.peek() != '.') return true;
  const Scan before = scan;
  const bool colon = scan.peek() == ':';
  scan.take();
  if (scan.number(head.second, digits) && digits == 2) return true;
  // "17:09: Anna" of old exports: the colon was the divider.
  scan = before;
  head.second = 0;
  return colon;
}

HeadResult date_then_clock(Scan& scan, Head& head) {
  if (!date(scan, head)) return HeadResult::none;
  const HeadResult between = gap(scan, head.period);
  return between != HeadResult::none && clock(scan, head) ? between : HeadResult::none;
}

HeadResult clock_then_date(Scan& scan, Head& head) {
  if (!clock(scan, head)) return HeadResult::none;
  const HeadResult between = gap(scan, head.period);
  return between != HeadResult::none && date(scan, head) ? between : HeadResult::none;
}

/// From the clock to the divider; what stands there may only be a day period or nothing.
HeadResult divider(Scan& scan, Head& head) {
  const std::size_t from = scan.position();
  for (;;) {
    const char32_t c = scan.peek();
    if (c == 0 || scan.position() - from > longest_gap + 8) return HeadResult::none;
    if (head.bracket ? c == ']' : c == '-' || c == 0x2013) break;
    if (!head.bracket && c == ':') break;
    scan.take();
  }
  std::string_view word = scan.since(from);
  const bool colon = scan.peek() == ':';
  scan.take();
  // "17:09-18:00" in a message is no head.
  if (scan.peek() != ' ' && scan.peek() != 0) return HeadResult::none;
  if (!head.bracket && !colon && word.empty()) return HeadResult::none;
  scan.skip_spaces();
  head.body = scan.position();
  if (blank(word)) return HeadResult::head;
  const std::optional<Period> found = period_word(word);
  if (!found) return colon ? HeadResult::none : HeadResult::strange;
  if (*found != Period::none) head.period = *found;
  return HeadResult::head;
}

int hour_of(const Head& head) {
  constexpr int night_falls = 6;
  switch (head.period) {
    case Period::none: return head.hour;
    case Period::am: return head.hour == 12 ? 0 : head.hour;
    case Period::pm: return head.hour < 12 ? head.hour + 12 : head.hour;
    case Period::night: return head.hour == 12 ? 0 : head.hour >= night_falls && head.hour < 12 ? head.hour + 12 : head.hour;
  }
  return head.hour;
}

/// Two digits are of this century; or of the Buddhist one, where WhatsApp began in 52.
int year_of(int year, std::uint8_t digits) {
  if (digits > 2) return year;
  constexpr int first_buddhist = 52, last_buddhist = 87;
  return year >= first_buddhist && year <= last_buddhist ? year + 2500 : year + 2000;
}

}  // namespace

HeadResult parse_head(std::string_view line, Head& head) {
  if (line.empty()) return HeadResult::none;
  const auto first = static_cast<unsigned char>(line[0]);
  // Most lines that are no heads begin with a letter.
  if (first < 0x80 && first != '[' && (first < '0' || first > '9')) return HeadResult::none;
  head = {};
  Scan scan(line);
  scan.skip_marks();
  if (scan.peek() == '[') {
    head.bracket = true;
    scan.take();
    scan.skip_marks();
  }
  const Scan start = scan;
  HeadResult found = date_then_clock(scan, head);
  if (found == HeadResult::none) {
    scan = start;
    const bool bracket = head.bracket;
    head = {};
    head.bracket = bracket;
    head.time_first = true;
    found = clock_then_date(scan, head);
    if (found == HeadResult::none) return HeadResult::none;
  }
  const HeadResult divided = divider(scan, head);
  return divided == HeadResult::head ? found : divided;
}

bool head_instant(const Head& head, DateOrder order, Instant& at) {
  std::size_t year = 2, month = 1, day = 0;
  if (order == DateOrder::mdy) month = 0, day = 1;
  if (order == DateOrder::ymd) year = 0, day = 2;
  const WallTime wall{year_of(head.number[year], head.digits[year]), head.number[month], head.number[day], hour_of(head), head.minute, head.second};
  return instant_of(wall, at);
}

void OrderJudge::see(const Head& head) {
  static constexpr std::array orders = {DateOrder::dmy, DateOrder::mdy, DateOrder::ymd};
  separator_ = head.separator;
  twelve_hours_ |= head.period != Period::none;
  short_fields_ |= head.digits[0] == 1 || head.digits[1] == 1;
  short_year_ &= head.digits[2] <= 2 && head.digits[0] <= 2;
  std::array<bool, 3> now = possible_;
  std::array<Instant, 3> at{};
  for (std::size_t i = 0; i < 3; ++i) {
    const std::size_t year = orders[i] == DateOrder::ymd ? 0 : 2;
    const bool long_elsewhere = head.digits[0] > 2 ? year != 0 : head.digits[2] > 2 && year != 2;
    // WhatsApp began in 2009.
    now[i] = now[i] && !long_elsewhere && head_instant(head, orders[i], at[i]) && at[i] >= first_whatsapp_day();
  }
  // A date that exists under no reading is one broken line, not a reason to forget what is known.
  if (!now[0] && !now[1] && !now[2]) return;
  possible_ = now;
  for (std::size_t i = 0; i < 3; ++i) {
    if (!now[i]) continue;
    if (at[i] < last_[i]) ++backward_[i];
    last_[i] = at[i];
  }
}

DateOrder OrderJudge::answer(bool& assumed) const {
  assumed = false;
  const auto [dmy, mdy, ymd] = possible_;
  if (dmy && !mdy && !ymd) return DateOrder::dmy;
  if (!dmy && mdy && !ymd) return DateOrder::mdy;
  if (!dmy && !mdy && ymd) return DateOrder::ymd;
  // Time runs forward in an export: a wrong reading jumps back at the end of nearly every month.
  unsigned least = ~0U, count = 0;
  std::size_t best = 0;
  for (std::size_t i = 0; i < 3; ++i) {
    if (!possible_[i] || backward_[i] > least) continue;
    // A year first in two digits is unheard of: it must be better than the others, not as good.
    if (i == 2 && short_year_ && backward_[i] == least) continue;
    count = backward_[i] == least ? count + 1 : 1;
    if (backward_[i] < least) best = i, least = backward_[i];
  }
  static constexpr std::array orders = {DateOrder::dmy, DateOrder::mdy, DateOrder::ymd};
  if (count == 1) return orders[best];
  assumed = true;
  // Only phones set to the United States write slashes, short years, no zeros and twelve hours all at once.
  const bool american = separator_ == '/' && short_fields_ && twelve_hours_ && short_year_;
  return american && mdy ? DateOrder::mdy : dmy ? DateOrder::dmy : orders[best];
}

}  // namespace tact::history
