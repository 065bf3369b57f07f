// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/report/recent.h"

#include <algorithm>
#include <charconv>

#include "core/i18n.h"
#include "core/moderation/words.h"

namespace tact::report {

namespace {

/// Links further away than this belong to an earlier line with the same words.
constexpr std::int64_t near = 24;

std::string_view trimmed(std::string_view text) {
  while (!text.empty() && text.front() == ' ') text.remove_prefix(1);
  while (!text.empty() && text.back() == ' ') text.remove_suffix(1);
  return text;
}

}  // namespace

void Recent::add(const std::string& room, RecentLine line) {
  if (rooms_.size() >= most_rooms && !rooms_.contains(room)) rooms_.erase(rooms_.begin());
  auto& lines = rooms_[room];
  lines.push_back(std::move(line));
  if (lines.size() > kept) lines.pop_front();
}

const std::deque<RecentLine>& Recent::of(const std::string& room) const {
  static const std::deque<RecentLine> none;
  const auto found = rooms_.find(room);
  return found == rooms_.end() ? none : found->second;
}

std::optional<std::size_t> Recent::find(const std::string& room, std::string_view which, std::string& why) const {
  const auto& lines = of(room);
  if (which == "last") {
    for (std::size_t i = lines.size(); i > 0; --i)
      if (!lines[i - 1].self) return i - 1;
    why = _("No message of anybody else has come since Tact started.");
    return std::nullopt;
  }
  if (which.starts_with('#')) {
    std::size_t number = 0;
    const auto [end, error] = std::from_chars(which.data() + 1, which.data() + which.size(), number);
    if (error == std::errc() && end == which.data() + which.size() && number >= 1 && number <= lines.size()) return lines.size() - number;
    why = fill(_("There is no line {which}; “/tact report” lists the last ones with their numbers."), {{"which", which}});
    return std::nullopt;
  }
  std::optional<std::size_t> found;
  for (std::size_t i = lines.size(); i > 0; --i) {
    if (lines[i - 1].self || lines[i - 1].text.find(which) == std::string::npos) continue;
    // Two people may have said it: the wrong one must not be reported.
    if (found && lines[*found].address != lines[i - 1].address) {
      why = _("Several people’s messages have these words; “/tact report” lists the last ones with their numbers.");
      return std::nullopt;
    }
    if (!found) found = i - 1;
  }
  if (!found) why = _("No recent message has these words; “/tact report” lists the last ones with their numbers.");
  return found;
}

Asked asked(std::string_view words) {
  words = trimmed(words);
  for (const auto& [open, close] : {std::pair<std::string_view, std::string_view>{"\"", "\""}, {"“", "”"}}) {
    if (!words.starts_with(open)) continue;
    const auto end = words.find(close, open.size());
    if (end == std::string_view::npos || end == open.size()) break;
    return {std::string(words.substr(open.size(), end - open.size())), std::string(trimmed(words.substr(end + close.size())))};
  }
  const auto blank = words.find(' ');
  const std::string_view first = words.substr(0, blank);
  const bool number = first.size() > 1 && first.front() == '#' && std::ranges::all_of(first.substr(1), [](char c) { return c >= '0' && c <= '9'; });
  if (first == "last" || number) return {std::string(first), blank == std::string_view::npos ? std::string() : std::string(trimmed(words.substr(blank)))};
  return {{}, std::string(words)};
}

Report gather_report(const Recent& recent, const std::string& room, std::optional<std::size_t> at, std::string_view reason, std::string_view reporter,
                     std::string_view network, Chain& chain) {
  Report report;
  report.room = room;
  report.reason = reason;
  report.reporter = reporter;
  report.network = network;
  if (!at) return report;
  const auto& lines = recent.of(room);
  report.about_address = lines[*at].address;
  report.about_name = lines[*at].name;
  const std::size_t from = *at > Report::around ? *at - Report::around : 0, to = std::min(lines.size(), *at + Report::around + 1);
  const std::int64_t middle = chain.find(room, chain_leaf(room, lines[*at].name, lines[*at].text)).seq;
  std::int64_t first = middle, last = middle;
  for (std::size_t i = from; i < to; ++i) {
    const RecentLine& line = lines[i];
    const std::int64_t seq = chain.find(room, chain_leaf(room, line.name, line.text)).seq;
    const bool bound = middle != 0 && seq != 0 && std::abs(seq - middle) <= near;
    if (bound) first = std::min(first, seq), last = std::max(last, seq);
    report.lines.push_back({line.at, line.address, line.name, line.text, bound ? seq : 0, i == *at});
  }
  if (middle == 0) return report;
  report.proof.links = chain.range(room, first, last);
  const auto before = chain.range(room, first - 1, first - 1);
  if (!before.empty()) report.proof.before = before.front().link;
  return report;
}

}  // namespace tact::report
