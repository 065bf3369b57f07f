// SPDX-License-Identifier: GPL-3.0-or-later
#include "plugin/settings.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdio>

#include "core/policy/fields.h"
#include "core/room/settle.h"

namespace tact::plugin {

namespace {

constexpr std::int32_t application_id = 0x54615365;  // "TaSe"
constexpr std::array<const char*, 1> migrations = {
    R"(CREATE TABLE groups(room TEXT PRIMARY KEY, is_on INTEGER NOT NULL, kind TEXT NOT NULL);
       CREATE TABLE levels(room TEXT NOT NULL, guideline TEXT NOT NULL, level TEXT NOT NULL, PRIMARY KEY(room, guideline));
       CREATE TABLE parameters(room TEXT NOT NULL, name TEXT NOT NULL, value TEXT NOT NULL, PRIMARY KEY(room, name));
       CREATE TABLE said(room TEXT NOT NULL, matter TEXT NOT NULL, PRIMARY KEY(room, matter));)",
};

/// "7:30" -> 450; -1: not a time of day.
int minutes(std::string_view text) {
  int hour = 0, minute = 0, used = 0;
  const std::string copy(text);
  // NOLINTNEXTLINE(cert-err34-c): two digits at most, nothing overflows.
  if (std::sscanf(copy.c_str(), "%2d:%2d%n", &hour, &minute, &used) != 2 || static_cast<std::size_t>(used) != copy.size()) return -1;
  return hour < 0 || hour > 23 || minute < 0 || minute > 59 ? -1 : hour * 60 + minute;
}

std::optional<unsigned> seconds_of(std::string_view text, unsigned most) {
  unsigned seconds = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), seconds);
  if (error != std::errc() || end != text.data() + text.size() || seconds > most) return std::nullopt;
  return seconds;
}

/// Hours and waiting of a signed policy are the group's; when one's own message goes out later, whether one may think again, and which words are
/// names to this person, is not.
bool is_ones_own(std::string_view name) { return name == "allow" || name == "later" || name == "left" || name == "undo"; }

bool apply(Policy& policy, std::string_view name, std::string_view value) {
  if (name == "quiet") {
    const auto dash = value.find('-');
    if (dash == std::string_view::npos) return false;
    const int from = minutes(value.substr(0, dash)), until = minutes(value.substr(dash + 1));
    if (from < 0 || until < 0) return false;
    policy.quiet_from = from;
    policy.quiet_until = until;
    return true;
  }
  if (name == "later") {
    const int at = minutes(value);
    if (at >= 0) policy.later_at = at;
    return at >= 0;
  }
  if (name == "gather") {
    const auto seconds = seconds_of(value, 60);
    if (!seconds) return false;
    policy.gather_seconds = *seconds;
    policy.gather_most_seconds = std::max(policy.gather_most_seconds, *seconds);
    return true;
  }
  if (name == "undo") {
    const bool all = value.ends_with(" all");
    const auto seconds = value == "off" ? 0U : seconds_of(all ? value.substr(0, value.size() - 4) : value, 30);
    if (!seconds) return false;
    policy.undo_seconds = *seconds;
    policy.undo_everything = all && *seconds > 0;
    return true;
  }
  if (name == "allow") {
    Policy trial;
    trial.allow = words_of(value);
    // The group's own list has the same bounds.
    if (!policy::out_of_bounds(trial).empty()) return false;
    policy.own_allow = std::move(trial.allow);
    return true;
  }
  if (name == "left") return value == "fold" || value == "show";
  return false;
}

}  // namespace

Settings::Settings(const Clock& clock)
    : clock_(clock), file_("settings.db", [](const std::string& path) {
        auto database = std::make_unique<store::Database>(path, application_id, migrations);
        room::settle(*database, {"groups", "levels", "parameters", "said"});
        return database;
      }) {}

void Settings::use_signed(SignedPolicy signed_policy) {
  signed_policy_ = std::move(signed_policy);
  refresh();
}

/// Two clients on one folder: what the other one changed is seen within two seconds, without reading the file at every message.
void Settings::notice_other_clients() {
  const std::string& folder = Home::folder();
  if (folder != folder_) {
    folder_ = folder;
    groups_.clear();
  }
  const Instant now = clock_.now();
  if (now < looked_ + std::chrono::seconds(2) && now >= looked_) return;
  looked_ = now;
  if (!file_.there()) return;
  auto row = file_.get().prepare("PRAGMA data_version");
  if (!row.step() || row.integer(0) == version_) return;
  version_ = row.integer(0);
  groups_.clear();
}

Settings::Group Settings::read(const RoomKey& room) {
  Group group;
  // Nothing was ever set: no file is made for that.
  if (!file_.there()) return group;
  store::Database& file = file_.get();
  const std::string key = room.text();
  auto row = file.prepare("SELECT is_on, kind FROM groups WHERE room=?");
  row.bind(1, key);
  if (row.step()) {
    group.known = true;
    group.on = row.integer(0) != 0;
    group.kind = group_kind(row.text(1)).value_or(GroupKind::class_group);
  }
  auto levels = file.prepare("SELECT guideline, level FROM levels WHERE room=?");
  levels.bind(1, key);
  while (levels.step())
    if (const auto level = tact::level(levels.text(1))) group.levels.emplace(levels.text(0), *level);
  auto parameters = file.prepare("SELECT name, value FROM parameters WHERE room=?");
  parameters.bind(1, key);
  while (parameters.step()) group.parameters.emplace(parameters.text(0), parameters.text(1));
  return group;
}

Settings::Group& Settings::group(const RoomKey& room) {
  try {
    notice_other_clients();
    const auto found = groups_.find(room);
    if (found != groups_.end()) return found->second;
  } catch (const store::Error& error) {
    error_ = error.what();
  }
  Group made;
  try {
    made = read(room);
    error_.clear();
  } catch (const store::Error& error) {
    error_ = error.what();
  }
  const Policy* signed_policy = signed_policy_ ? signed_policy_(room) : nullptr;
  if (signed_policy != nullptr && !made.known) made.on = true;
  if (signed_policy != nullptr) made.kind = signed_policy->kind;
  made.policy = signed_policy != nullptr ? *signed_policy : default_policy(made.kind);
  made.policy.room = room;
  for (const auto& [guideline, level] : made.levels) {
    // A member may lower what no signed policy requires.
    if (made.policy.level_of(guideline) == Level::require && level != Level::require) continue;
    made.policy.levels[guideline] = level;
  }
  for (const auto& [name, value] : made.parameters) {
    if (signed_policy == nullptr || is_ones_own(name)) apply(made.policy, name, value);
  }
  return groups_[room] = std::move(made);
}

bool Settings::on(const RoomKey& room) { return group(room).on; }
const Policy& Settings::policy_for(const RoomKey& room) { return group(room).policy; }
GroupKind Settings::kind(const RoomKey& room) { return group(room).kind; }
std::map<std::string, Level, std::less<>> Settings::own_levels(const RoomKey& room) { return group(room).levels; }

void Settings::turn_on(const RoomKey& room, GroupKind kind) {
  file_.get()
      .prepare("INSERT INTO groups VALUES(?1,1,?2) ON CONFLICT(room) DO UPDATE SET is_on=1, kind=?2")
      .bind(1, room.text())
      .bind(2, name(kind))
      .run();
  refresh();
}

void Settings::turn_off(const RoomKey& room) {
  file_.get()
      .prepare("INSERT INTO groups VALUES(?1,0,?2) ON CONFLICT(room) DO UPDATE SET is_on=0")
      .bind(1, room.text())
      .bind(2, name(kind(room)))
      .run();
  refresh();
}

void Settings::set_level(const RoomKey& room, std::string_view guideline, std::optional<Level> level) {
  if (!level)
    file_.get().prepare("DELETE FROM levels WHERE room=? AND guideline=?").bind(1, room.text()).bind(2, guideline).run();
  else
    file_.get()
        .prepare("INSERT OR REPLACE INTO levels VALUES(?,?,?)")
        .bind(1, room.text())
        .bind(2, guideline)
        .bind(3, name(*level))
        .run();
  refresh();
}

std::string undo_setting(const Policy& policy) {
  return std::to_string(policy.undo_seconds) + (policy.undo_everything ? " all" : "");
}

std::vector<std::string> words_of(std::string_view list) {
  // Arabic script has a comma of its own.
  constexpr std::string_view commas[] = {",", "،", "\n"}, blanks = " \t\r";
  std::vector<std::string> words;
  while (!list.empty()) {
    std::size_t end = list.size(), width = 0;
    for (const std::string_view comma : commas)
      if (const std::size_t at = list.find(comma); at < end) end = at, width = comma.size();
    std::string_view word = list.substr(0, end);
    list.remove_prefix(end + width);
    const std::size_t first = word.find_first_not_of(blanks);
    if (first == std::string_view::npos) continue;
    word = word.substr(first, word.find_last_not_of(blanks) + 1 - first);
    if (std::ranges::find(words, word) == words.end()) words.emplace_back(word);
  }
  return words;
}

std::string with_commas(const std::vector<std::string>& words) {
  std::string text;
  for (const std::string& word : words) text += (text.empty() ? "" : ", ") + word;
  return text;
}

bool Settings::is_the_groups(const RoomKey& room, std::string_view name) const { return signed_policy(room) != nullptr && !is_ones_own(name); }

std::string Settings::parameter(const RoomKey& room, std::string_view name) {
  const auto& parameters = group(room).parameters;
  const auto found = parameters.find(name);
  return found == parameters.end() ? std::string() : found->second;
}

bool Settings::set_parameter(const RoomKey& room, std::string_view name, std::string_view value) {
  Policy trial;
  if (!apply(trial, name, value)) return false;
  file_.get().prepare("INSERT OR REPLACE INTO parameters VALUES(?,?,?)").bind(1, room.text()).bind(2, name).bind(3, value).run();
  refresh();
  return true;
}

bool Settings::first_time(const RoomKey& room, std::string_view matter) {
  store::Database& file = file_.get();
  file.prepare("INSERT OR IGNORE INTO said VALUES(?,?)").bind(1, room.text()).bind(2, matter).run();
  return file.changes() == 1;
}

void Settings::forget(const RoomKey& room) {
  if (!file_.there()) return;
  store::Database& file = file_.get();
  file.transaction([&] {
    for (const char* sql : {"DELETE FROM groups WHERE room=?", "DELETE FROM levels WHERE room=?", "DELETE FROM parameters WHERE room=?",
                            "DELETE FROM said WHERE room=?"})
      file.prepare(sql).bind(1, room.text()).run();
  });
  // What was deleted is gone from the write-ahead log too.
  file.prepare("PRAGMA wal_checkpoint(TRUNCATE)").run();
  refresh();
}

}  // namespace tact::plugin
