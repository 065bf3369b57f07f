// SPDX-License-Identifier: GPL-3.0-or-later
// A rule file as it stands on disk: GKeyFile form ([section], Key=value, # comment), read by ourselves because an error must name its line
// and one bad line must not take the file with it.  Everything this reads without an error GLib reads the same (a test checks it).
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace tact::language {

struct Entry {
  std::string_view key, value;
  unsigned line = 0;
};

struct Section {
  std::string_view name;
  unsigned line = 0;
  std::vector<Entry> entries;
  const Entry* find(std::string_view key) const;
};

/// Sections of `content` in order; the views point into `content`.  Lines that are no rule file go to `errors` as "path:line: what, expected what".
std::vector<Section> parse_rule_file(std::string_view path, std::string_view content, std::vector<std::string>& errors);

/// A ';' list without empty members and surrounding blanks; "\;" is a semicolon.
std::vector<std::string> list_of(std::string_view value);

/// "path:line: what"
std::string at_line(std::string_view path, unsigned line, std::string_view what);

}  // namespace tact::language
