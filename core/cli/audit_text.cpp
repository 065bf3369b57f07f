// SPDX-License-Identifier: GPL-3.0-or-later
#include <rapidjson/stringbuffer.h>
#include <rapidjson/writer.h>

#include <cstdio>

#include "core/cli/audit_report.h"
#include "core/guidelines/guideline.h"
#include "core/history/calendar.h"
#include "core/i18n.h"

namespace tact::cli {

namespace {

std::string day_text(Instant at) { return history::wall_text(at).substr(0, 10); }

std::string number(std::uint64_t value, int width) {
  char text[32];
  std::snprintf(text, sizeof text, "%*llu", width, static_cast<unsigned long long>(value));
  return text;
}

void row(std::string& out, std::string_view name, const history::Count& count) {
  char text[32];
  std::snprintf(text, sizeof text, "  %-20.20s", std::string(name).c_str());
  out += text + number(count.found, 10) + number(count.nudged, 10) + number(count.serious, 10) + "\n";
}

void weeks(std::string& out, const history::Summary& summary) {
  out += fill("\n{week}\n", {{"week", _("Week of      messages     found    nudged  most")}});
  for (const auto& [monday, messages] : summary.messages_by_week) {
    history::Count sum, most;
    std::string_view most_of = "-";
    if (const auto week = summary.by_week.find(monday); week != summary.by_week.end())
      for (const auto& [guideline, count] : week->second) {
        sum.found += count.found;
        sum.nudged += count.nudged;
        if (count.found > most.found) most = count, most_of = guideline;
      }
    out += day_text(Instant(std::chrono::days(monday))) + number(messages, 11) + number(sum.found, 10) + number(sum.nudged, 10) + "  " + std::string(most_of) + "\n";
  }
}

}  // namespace

std::string audit_text(const history::Summary& summary, const history::FeedCounts& counts) {
  std::string out = fill(_("{messages} messages of {senders} people, {from} to {to}.\n"),
                         {{"messages", std::to_string(summary.messages)}, {"senders", std::to_string(summary.senders)},
                          {"from", summary.from ? day_text(*summary.from) : "?"}, {"to", summary.to ? day_text(*summary.to) : "?"}});
  out += fill(_("Skipped: {all} ({system} notices, {deleted} deleted, {unreadable} unreadable lines).\n"),
              {{"all", std::to_string(summary.skipped())}, {"system", std::to_string(summary.system)}, {"deleted", std::to_string(summary.deleted)}, {"unreadable", std::to_string(counts.unreadable)}});
  out += std::string("\n") + _("  Guideline                found    nudged   serious") + "\n";
  for (const auto& [guideline, count] : summary.by_guideline) row(out, guideline, count);
  row(out, _("all"), summary.all());
  weeks(out, summary);
  for (const auto& [name, guidelines] : summary.by_name) {
    out += "\n" + name + "\n";
    for (const auto& [guideline, count] : guidelines) row(out, guideline, count);
  }
  return out;
}

std::string audit_json(const history::Summary& summary) {
  rapidjson::StringBuffer buffer;
  rapidjson::Writer<rapidjson::StringBuffer> json(buffer);
  const auto key = [&](std::string_view name) { json.Key(name.data(), static_cast<rapidjson::SizeType>(name.size())); };
  const auto time = [&](const std::optional<Instant>& at) {
    if (at)
      json.String(history::wall_text(*at).c_str());
    else
      json.Null();
  };
  json.StartObject();
  key("messages"), json.Uint64(summary.messages);
  key("senders"), json.Uint64(summary.senders);
  key("from"), time(summary.from);
  key("to"), time(summary.to);
  key("skipped"), json.Uint64(summary.skipped());
  key("by_guideline");
  json.StartObject();
  for (const auto& [guideline, count] : summary.by_guideline) key(guideline), json.Uint64(count.found);
  json.EndObject();
  json.EndObject();
  return std::string(buffer.GetString(), buffer.GetSize()) + "\n";
}

}  // namespace tact::cli
