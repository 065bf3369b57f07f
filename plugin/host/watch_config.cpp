// SPDX-License-Identifier: GPL-3.0-or-later
#include "plugin/host/watch_config.h"

#include <glib.h>
#include <sys/stat.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <fstream>

#include "core/i18n.h"

namespace tact::host {

namespace {

constexpr std::array host_keys = {"dry-run", "joins-a-second", "metrics", "metrics-seconds", "name", "policies", "reconnect-first", "reconnect-most", "reminders-a-minute", "user-dir"};
constexpr std::array account_keys = {"group", "password-file", "protocol", "rooms", "rooms-file", "settings", "user"};
constexpr std::string_view account_group = "account ";

/// One group of the file, with a place for complaints.
class Group {
 public:
  Group(GKeyFile* file, std::string name, const std::string& path, std::vector<std::string>& problems) : file_(file), name_(std::move(name)), path_(path), problems_(problems) {}

  void wrong(std::string_view key, std::string_view what) { problems_.push_back(path_ + ": [" + name_ + "] " + std::string(key) + ": " + std::string(what)); }

  std::string text(const char* key, std::string otherwise = {}) {
    char* value = g_key_file_get_string(file_, name_.c_str(), key, nullptr);
    if (value == nullptr) return otherwise;
    std::string out = value;
    g_free(value);
    return out;
  }

  std::vector<std::string> list(const char* key) {
    std::vector<std::string> out;
    char** values = g_key_file_get_string_list(file_, name_.c_str(), key, nullptr, nullptr);
    for (char** value = values; value != nullptr && *value != nullptr; ++value)
      if (*g_strstrip(*value) != '\0') out.emplace_back(*value);
    g_strfreev(values);
    return out;
  }

  unsigned number(const char* key, unsigned otherwise, unsigned least, unsigned most) {
    const std::string value = text(key);
    if (value.empty()) return otherwise;
    char* end = nullptr;
    const unsigned long long read = g_ascii_strtoull(value.c_str(), &end, 10);
    if (*end == '\0' && value[0] != '-' && read >= least && read <= most) return static_cast<unsigned>(read);
    wrong(key, fill(_("“{value}”, expected a number from {least} to {most}"), {{"value", value}, {"least", std::to_string(least)}, {"most", std::to_string(most)}}));
    return otherwise;
  }

  Milliseconds seconds(const char* key, Milliseconds otherwise) {
    const std::string value = text(key);
    if (value.empty()) return otherwise;
    char* end = nullptr;
    const double read = g_ascii_strtod(value.c_str(), &end);
    if (*end == '\0' && read >= 0.05 && read <= 86400) return Milliseconds(static_cast<std::int64_t>(read * 1000));
    wrong(key, fill(_("“{value}”, expected seconds from 0.05 to 86400"), {{"value", value}}));
    return otherwise;
  }

  bool flag(const char* key, bool otherwise) {
    const std::string value = text(key);
    if (value.empty()) return otherwise;
    if (value == "true" || value == "false") return value == "true";
    wrong(key, fill(_("“{value}”, expected true or false"), {{"value", value}}));
    return otherwise;
  }

  template <std::size_t Size>
  void only(const std::array<const char*, Size>& known) {
    char** keys = g_key_file_get_keys(file_, name_.c_str(), nullptr, nullptr);
    for (char** key = keys; key != nullptr && *key != nullptr; ++key)
      if (std::ranges::none_of(known, [&](const char* one) { return std::strcmp(one, *key) == 0; })) wrong(*key, _("not a known key"));
    g_strfreev(keys);
  }

 private:
  GKeyFile* file_;
  std::string name_;
  const std::string& path_;
  std::vector<std::string>& problems_;
};

/// The first line of a file that only its owner can read.
std::string read_password(Group& group, const std::string& path) {
  struct stat about {};
  std::ifstream in(path);
  if (!in || stat(path.c_str(), &about) != 0) return group.wrong("password-file", path + ": " + std::strerror(errno)), "";
  if ((about.st_mode & 077) != 0) return group.wrong("password-file", path + ": " + _("others can read it, expected mode 0600")), "";
  std::string line;
  std::getline(in, line);
  return line;
}

void read_rooms(Group& group, const std::string& path, std::vector<std::string>& rooms) {
  std::ifstream in(path);
  if (!in) return group.wrong("rooms-file", path + ": " + std::strerror(errno));
  for (std::string line; std::getline(in, line);)
    if (!line.empty() && line[0] != ';') rooms.push_back(line);
}

WatchedAccount read_account(Group& group, std::string name) {
  group.only(account_keys);
  WatchedAccount account;
  account.name = std::move(name);
  account.protocol = group.text("protocol");
  account.user = group.text("user");
  if (account.protocol.empty()) group.wrong("protocol", _("missing, expected a libpurple protocol such as prpl-jabber"));
  if (account.user.empty()) group.wrong("user", _("missing"));
  if (const std::string path = group.text("password-file"); !path.empty()) account.password = read_password(group, path);
  account.settings = group.list("settings");
  account.rooms = group.list("rooms");
  if (const std::string path = group.text("rooms-file"); !path.empty()) read_rooms(group, path, account.rooms);
  if (account.rooms.empty()) group.wrong("rooms", _("none, expected at least one"));
  const std::string kind = group.text("group", "class");
  if (const auto known = group_kind(kind)) account.kind = *known;
  else group.wrong("group", fill(_("“{value}”, expected class or community"), {{"value", kind}}));
  return account;
}

void read_host(Group& group, WatchConfig& config) {
  group.only(host_keys);
  config.user_dir = group.text("user-dir");
  config.name = group.text("name", config.name);
  config.policies = group.text("policies");
  config.metrics = group.text("metrics");
  config.metrics_seconds = group.number("metrics-seconds", config.metrics_seconds, 1, 3600);
  config.reminders_a_minute = group.number("reminders-a-minute", config.reminders_a_minute, 0, 600);
  config.joins_a_second = group.number("joins-a-second", config.joins_a_second, 1, 10'000);
  config.reconnect_first = group.seconds("reconnect-first", config.reconnect_first);
  config.reconnect_most = group.seconds("reconnect-most", config.reconnect_most);
  config.dry_run = group.flag("dry-run", config.dry_run);
  if (config.user_dir.empty()) group.wrong("user-dir", _("missing"));
}

}  // namespace

bool read_config(const std::string& path, WatchConfig& config, std::vector<std::string>& problems) {
  GKeyFile* file = g_key_file_new();
  GError* error = nullptr;
  if (!g_key_file_load_from_file(file, path.c_str(), G_KEY_FILE_NONE, &error)) {
    problems.push_back(path + ": " + error->message);
    g_error_free(error);
    g_key_file_free(file);
    return false;
  }
  char** groups = g_key_file_get_groups(file, nullptr);
  bool host = false;
  for (char** one = groups; *one != nullptr; ++one) {
    Group group(file, *one, path, problems);
    const std::string_view name = *one;
    if (name == "tact-host") host = true, read_host(group, config);
    else if (name.starts_with(account_group)) config.accounts.push_back(read_account(group, std::string(name.substr(account_group.size()))));
    else problems.push_back(path + ": [" + std::string(name) + "]: " + _("not a known group, expected [tact-host] or [account NAME]"));
  }
  g_strfreev(groups);
  g_key_file_free(file);
  if (!host) problems.push_back(path + ": " + _("no [tact-host]"));
  if (config.accounts.empty()) problems.push_back(path + ": " + _("no [account NAME]"));
  return problems.empty();
}

Milliseconds back_off(unsigned tries, Milliseconds first, Milliseconds most) {
  Milliseconds wait = first;
  for (unsigned i = 1; i < tries && wait < most; ++i) wait *= 2;
  return std::min(wait, std::max(most, first));
}

}  // namespace tact::host
