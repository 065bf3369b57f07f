// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/policy/human.h"

#include <glib.h>

#include <charconv>
#include <cmath>
#include <cstdio>
#include <memory>
#include <set>

#include "core/i18n.h"
#include "core/keys/digest.h"
#include "core/keys/identity.h"
#include "core/policy/bytes.h"
#include "core/policy/fields.h"

namespace tact::policy {

namespace {

struct FreeKeyFile {
  void operator()(GKeyFile* file) const { g_key_file_free(file); }
};
using KeyFile = std::unique_ptr<GKeyFile, FreeKeyFile>;

struct FreeText {
  void operator()(gchar* text) const { g_free(text); }
};
using Chars = std::unique_ptr<gchar, FreeText>;

std::optional<std::uint32_t> whole_number(std::string_view text) {
  std::uint32_t value = 0;
  const auto [end, failure] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (failure != std::errc() || end != text.data() + text.size() || text.empty()) return std::nullopt;
  return value;
}

/// Writes fields into sections.  Overloads by the type of the member.
class Writer {
 public:
  explicit Writer(GKeyFile* file) : file_(file) {}

  void operator()(const Meta& meta, bool value) { raw(meta, value ? "true" : "false"); }
  void operator()(const Meta& meta, GroupKind value) { raw(meta, std::string(name(value))); }
  void operator()(const Meta& meta, unsigned value) { raw(meta, std::to_string(value)); }
  void operator()(const Meta& meta, int minute) { raw(meta, clock_text(minute)); }
  void operator()(const Meta& meta, std::int64_t value) { raw(meta, moment_text(value)); }
  void operator()(const Meta& meta, const std::string& value) { text(meta.section, meta.name, value), comment(meta); }
  void operator()(const Meta& meta, const RoomKey& value) { text(meta.section, meta.name, value == RoomKey{} ? "" : value.text()), comment(meta); }
  void operator()(const Meta& meta, const std::vector<std::string>& value) {
    if (meta.name == "sentences") {
      for (std::size_t i = 0; i < value.size(); ++i) text("Guideline", std::to_string(i + 1), value[i]);
      return;
    }
    std::vector<const gchar*> items;
    items.reserve(value.size());
    for (const std::string& one : value) items.push_back(one.c_str());
    static const gchar* const none[] = {nullptr};
    g_key_file_set_string_list(file_, std::string(meta.section).c_str(), std::string(meta.name).c_str(), items.empty() ? none : items.data(), items.size());
    comment(meta);
  }
  void operator()(const Meta&, const std::map<std::string, Level, std::less<>>& levels) {
    for (const auto& [id, level] : levels) text("Levels", id, std::string(name(level)));
  }
  void operator()(const Meta&, const std::map<std::string, float, std::less<>>& sureness) {
    for (const auto& [id, value] : sureness) {
      const std::string thousandths = std::to_string(std::lround(value * 1000) + 10000);  // "1" and four digits
      text("Sureness", id, thousandths.substr(1, 1) + "." + thousandths.substr(2));
    }
  }
  void operator()(const Meta&, const std::vector<Contact>& contacts) {
    for (std::size_t i = 0; i < contacts.size(); ++i) {
      const std::string section = "Contact " + std::to_string(i + 1);
      text(section, "name", contacts[i].name);
      text(section, "role", contacts[i].role);
      text(section, "address", contacts[i].address);
    }
  }
  void operator()(const Meta& meta, const Officer& officer) { put(meta.name == "rep" ? "Rep" : "Alternate", officer); }
  void operator()(const Meta&, const std::vector<Officer>& officers) {
    for (std::size_t i = 0; i < officers.size(); ++i) put("Deputy " + std::to_string(i + 1), officers[i]);
  }
  void operator()(const Meta& meta, const std::array<std::uint8_t, 32>& hash) { raw(meta, hash == std::array<std::uint8_t, 32>{} ? "" : keys::hex(hash)); }
  void operator()(const Meta& meta, const std::vector<std::uint8_t>& key) { raw(meta, keys::base64(key)); }
  void operator()(const Meta& meta, const std::vector<std::array<std::uint8_t, 8>>& hashes) {
    Bytes all;
    for (const auto& one : hashes) all.insert(all.end(), one.begin(), one.end());
    raw(meta, keys::base64(all));
  }
  void unknown(const Policy& policy) {
    if (policy.format_minor != 0) text("Format", "minor", std::to_string(policy.format_minor));
    for (const auto& [name, bytes] : policy.unknown) text("Unknown", name, keys::base64(bytes));
  }

 private:
  void text(std::string_view section, std::string_view key, const std::string& value) {
    g_key_file_set_string(file_, std::string(section).c_str(), std::string(key).c_str(), value.c_str());
  }
  void comment(const Meta& meta) {
    // English, so that a file reads the same everywhere.
    g_key_file_set_comment(file_, std::string(meta.section).c_str(), std::string(meta.name).c_str(), (std::string(" ") + meta.help).c_str(), nullptr);
  }
  void raw(const Meta& meta, const std::string& value) { text(meta.section, meta.name, value), comment(meta); }
  void put(const std::string& section, const Officer& officer) {
    text(section, "name", officer.name);
    text(section, "address", officer.address);
    text(section, "key", keys::base64(officer.key));
    text(section, "bundle", keys::base64(officer.bundle));
  }

  GKeyFile* file_;
};

/// Reads fields out of sections and remembers what it has used: a key that nobody asked for is a mistake, not a comment.
class Reader {
 public:
  Reader(GKeyFile* file, std::string_view text, std::string_view name, std::vector<std::string>& problems) : file_(file), text_(text), name_(name), problems_(problems) {}

  void operator()(const Meta& meta, bool& value) { take(meta, value, "true or false", [](std::string_view t, bool& v) { return t == "true" ? (v = true, true) : t == "false" && (v = false, true); }); }
  void operator()(const Meta& meta, GroupKind& value) {
    take(meta, value, "class or community", [](std::string_view t, GroupKind& v) { return group_kind(t) && (v = *group_kind(t), true); });
  }
  void operator()(const Meta& meta, unsigned& value) {
    take(meta, value, "a whole number", [](std::string_view t, unsigned& v) { return whole_number(t) && (v = *whole_number(t), true); });
  }
  void operator()(const Meta& meta, int& minute) {
    take(meta, minute, "a time of day as 21:00", [](std::string_view t, int& v) { return clock_minute(t) && (v = *clock_minute(t), true); });
  }
  void operator()(const Meta& meta, std::int64_t& value) {
    take(meta, value, "a date as 2026-09-01", [](std::string_view t, std::int64_t& v) { return t.empty() ? (v = 0, true) : moment(t) && (v = *moment(t), true); });
  }
  void operator()(const Meta& meta, std::string& value) {
    take(meta, value, "text", [](std::string_view t, std::string& v) { return v = t, true; });
  }
  void operator()(const Meta& meta, RoomKey& value) {
    take(meta, value, "PROTOCOL|SERVICE|ROOM", [](std::string_view t, RoomKey& v) { return t.empty() || (RoomKey::parse(t) && (v = *RoomKey::parse(t), true)); });
  }
  void operator()(const Meta& meta, std::vector<std::string>& value) {
    if (meta.name == "sentences") return take_numbered(value);
    const std::string section(meta.section), key(meta.name);
    if (!use(section, key)) return;
    gsize count = 0;
    gchar** items = g_key_file_get_string_list(file_, section.c_str(), key.c_str(), &count, nullptr);
    if (items == nullptr) return wrong(section, key, "a list separated by semicolons");
    value.assign(items, items + count);
    g_strfreev(items);
  }
  void operator()(const Meta&, std::map<std::string, Level, std::less<>>& levels) {
    each_key("Levels", [&](const std::string& key, const std::string& text) { return level(text) && (levels[key] = *level(text), true); }, "off, note, nudge or require");
  }
  void operator()(const Meta&, std::map<std::string, float, std::less<>>& sureness) {
    each_key("Sureness", [&](const std::string& key, const std::string& text) {
      gchar* end = nullptr;
      const double value = g_ascii_strtod(text.c_str(), &end);
      if (text.empty() || *end != '\0' || !(value >= 0 && value <= 1)) return false;
      sureness[key] = static_cast<float>(std::lround(value * 1000)) / 1000;
      return true;
    }, "a number from 0 to 1");
  }
  void operator()(const Meta&, std::vector<Contact>& contacts) {
    for (std::size_t i = 1;; ++i) {
      const std::string section = "Contact " + std::to_string(i);
      if (!has(section)) return;
      contacts.push_back({word(section, "name"), word(section, "role"), word(section, "address")});
    }
  }
  void operator()(const Meta& meta, Officer& officer) {
    const std::string section = meta.name == "rep" ? "Rep" : "Alternate";
    if (has(section)) officer = take_officer(section);
  }
  void operator()(const Meta&, std::vector<Officer>& officers) {
    for (std::size_t i = 1;; ++i) {
      const std::string section = "Deputy " + std::to_string(i);
      if (!has(section)) return;
      officers.push_back(take_officer(section));
    }
  }
  void operator()(const Meta& meta, std::array<std::uint8_t, 32>& hash) {
    take(meta, hash, "64 hex digits", [](std::string_view t, std::array<std::uint8_t, 32>& v) {
      const auto bytes = keys::from_hex(t);
      if (t.empty()) return true;
      if (!bytes || bytes->size() != v.size()) return false;
      std::copy(bytes->begin(), bytes->end(), v.begin());
      return true;
    });
  }
  void operator()(const Meta& meta, std::vector<std::uint8_t>& key) {
    take(meta, key, "base64", [](std::string_view t, std::vector<std::uint8_t>& v) { return keys::from_base64(t) && (v = *keys::from_base64(t), true); });
  }
  void operator()(const Meta& meta, std::vector<std::array<std::uint8_t, 8>>& hashes) {
    take(meta, hashes, "base64", [](std::string_view t, std::vector<std::array<std::uint8_t, 8>>& v) {
      const auto bytes = keys::from_base64(t);
      if (!bytes || bytes->size() % 8 != 0) return false;
      v.resize(bytes->size() / 8);
      for (std::size_t i = 0; i < bytes->size(); ++i) v[i / 8][i % 8] = (*bytes)[i];
      return true;
    });
  }
  void unknown(Policy& policy) {
    if (has("Format")) {
      const auto value = whole_number(word("Format", "minor"));
      if (!value || *value > 0xffff) return wrong("Format", "minor", "a whole number");
      policy.format_minor = static_cast<std::uint16_t>(*value);
    }
    each_key("Unknown", [&](const std::string& key, const std::string& text) {
      const auto bytes = keys::from_base64(text);
      return bytes && (policy.unknown[key] = *bytes, true);
    }, "base64");
  }
  /// Reports every key that no field has asked for.
  void nothing_left() {
    gsize groups = 0;
    gchar** sections = g_key_file_get_groups(file_, &groups);
    for (gsize i = 0; i < groups; ++i) {
      gsize count = 0;
      gchar** found = g_key_file_get_keys(file_, sections[i], &count, nullptr);
      for (gsize k = 0; k < count; ++k)
        if (!used_.contains(std::string(sections[i]) + '\n' + found[k])) problems_.push_back(at(sections[i], found[k], _("there is no such key")));
      g_strfreev(found);
    }
    g_strfreev(sections);
  }

 private:
  bool has(const std::string& section) const { return g_key_file_has_group(file_, section.c_str()) != FALSE; }
  bool use(const std::string& section, const std::string& key) {
    used_.insert(section + '\n' + key);
    return g_key_file_has_key(file_, section.c_str(), key.c_str(), nullptr) != FALSE;
  }
  std::string word(const std::string& section, const std::string& key) {
    if (!use(section, key)) return {};
    const Chars value(g_key_file_get_string(file_, section.c_str(), key.c_str(), nullptr));
    if (!value) wrong(section, key, "text");
    return value ? value.get() : "";
  }
  template <class Value, class Parse>
  void take(const Meta& meta, Value& value, const char* expected, Parse&& parse) {
    const std::string section(meta.section), key(meta.name);
    if (use(section, key) && !parse(word(section, key), value)) wrong(section, key, expected);
  }
  template <class Put>
  void each_key(const std::string& section, Put&& put, const char* expected) {
    gsize count = 0;
    gchar** found = g_key_file_get_keys(file_, section.c_str(), &count, nullptr);
    for (gsize i = 0; i < count; ++i)
      if (!put(found[i], word(section, found[i]))) wrong(section, found[i], expected);
    g_strfreev(found);
  }
  void take_numbered(std::vector<std::string>& sentences) {
    for (std::size_t i = 1; use("Guideline", std::to_string(i)); ++i) sentences.push_back(word("Guideline", std::to_string(i)));
  }
  Officer take_officer(const std::string& section) {
    Officer officer{word(section, "name"), word(section, "address"), {}, {}};
    std::string key = word(section, "key");
    // The line of NAME.pub may be pasted as it is.
    if (const auto line = keys::PublicKey::parse_line(key)) key = keys::base64(line->bytes());
    const auto key_bytes = keys::from_base64(key), bundle = keys::from_base64(word(section, "bundle"));
    if (key_bytes) officer.key = *key_bytes;
    else wrong(section, "key", "the line of a .pub file");
    if (bundle) officer.bundle = *bundle;
    else wrong(section, "bundle", "base64");
    return officer;
  }
  void wrong(const std::string& section, const std::string& key, const char* expected) {
    problems_.push_back(at(section, key, fill(_("not understood, expected {expected}"), {{"expected", expected}})));
  }
  /// GKeyFile keeps no line numbers: look the key up once more, only where something is wrong.
  std::string at(std::string_view section, std::string_view key, std::string_view what) const {
    std::size_t number = 0, found = 0;
    bool inside = false;
    for (std::size_t start = 0; start < text_.size() && found == 0;) {
      const std::size_t end = std::min(text_.find('\n', start), text_.size());
      const std::string_view line = text_.substr(start, end - start);
      ++number;
      start = end + 1;
      if (line.starts_with('[')) inside = line.substr(1).starts_with(section) && line.substr(1 + section.size()).starts_with(']');
      if (!inside || !line.starts_with(key)) continue;
      const auto rest = line.substr(key.size()).find_first_not_of(" \t");
      if (rest != std::string_view::npos && line[key.size() + rest] == '=') found = number;
    }
    return fill("{name}:{line}: [{section}] {key}: {what}", {{"name", name_}, {"line", std::to_string(found)}, {"section", section}, {"key", key}, {"what", what}});
  }

  GKeyFile* file_;
  std::string_view text_, name_;
  std::vector<std::string>& problems_;
  std::set<std::string> used_;
};

}  // namespace

std::string clock_text(int minute) {
  char text[16];
  std::snprintf(text, sizeof text, "%02d:%02d", minute / 60, minute % 60);
  return text;
}

std::optional<int> clock_minute(std::string_view text) {
  const auto colon = text.find(':');
  if (colon == std::string_view::npos || text.size() - colon != 3) return std::nullopt;
  const auto hour = whole_number(text.substr(0, colon)), minute = whole_number(text.substr(colon + 1));
  if (!hour || !minute || *hour > 23 || *minute > 59) return std::nullopt;
  return static_cast<int>(*hour * 60 + *minute);
}

std::string moment_text(std::int64_t seconds) { return seconds == 0 ? "" : rfc3339(Instant(std::chrono::seconds(seconds))); }

std::optional<std::int64_t> moment(std::string_view text) {
  std::string whole(text);
  if (whole.size() == 10) whole += "T00:00:00Z";
  GDateTime* made = g_date_time_new_from_iso8601(whole.c_str(), nullptr);
  if (made == nullptr) return std::nullopt;
  const std::int64_t seconds = g_date_time_to_unix(made);
  g_date_time_unref(made);
  if (seconds <= 0) return std::nullopt;
  return seconds;
}

std::string to_human(const Policy& policy) {
  const KeyFile file(g_key_file_new());
  // Sections in the order a rep reads them; GKeyFile keeps the order in which they first appear.
  for (const char* section : {"Policy", "Group", "Times", "Limits", "Reports", "Names"}) {
    each_field(policy, [&](const Meta& meta, const auto& value) {
      if (meta.section == section) Writer(file.get())(meta, value);
    });
  }
  each_field(policy, [&](const Meta& meta, const auto& value) {
    if (meta.section.empty() && meta.name != "sentences") Writer(file.get())(meta, value);
  });
  each_field(policy, [&](const Meta& meta, const auto& value) {
    if (meta.name == "sentences") Writer(file.get())(meta, value);
  });
  Writer(file.get()).unknown(policy);
  gsize size = 0;
  const Chars text(g_key_file_to_data(file.get(), &size, nullptr));
  return {text.get(), size};
}

std::optional<Policy> from_human(std::string_view text, std::string_view name, std::vector<std::string>& problems) {
  const KeyFile file(g_key_file_new());
  const auto wrong = [&](std::string_view what) {
    problems.push_back(fill("{name}: {what}", {{"name", name}, {"what", what}}));
    return std::nullopt;
  };
  if (text.size() > most_human_bytes) return wrong(_("too long for a policy"));
  if (text.find('\0') != std::string_view::npos) return wrong(_("not a text file"));
  GError* failure = nullptr;
  if (!g_key_file_load_from_data(file.get(), text.data(), text.size(), G_KEY_FILE_NONE, &failure)) {
    const std::string what = failure->message;
    g_error_free(failure);
    return wrong(what);
  }
  if (!g_key_file_has_group(file.get(), "Policy")) return wrong(_("not a policy, expected a section [Policy]"));
  const std::size_t before = problems.size();
  Policy policy;
  Reader reader(file.get(), text, name, problems);
  each_field(policy, reader);
  reader.unknown(policy);
  reader.nothing_left();
  if (problems.size() != before) return std::nullopt;
  if (const std::string bounds = out_of_bounds(policy); !bounds.empty()) return wrong(bounds);
  return policy;
}

}  // namespace tact::policy
