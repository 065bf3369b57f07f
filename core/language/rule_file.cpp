// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/language/rule_file.h"

#include <algorithm>

namespace tact::language {

namespace {

std::string_view trimmed(std::string_view text) {
  const auto first = text.find_first_not_of(" \t\r");
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(" \t\r") - first + 1);
}

}  // namespace

const Entry* Section::find(std::string_view key) const {
  const auto found = std::ranges::find(entries, key, &Entry::key);
  return found == entries.end() ? nullptr : &*found;
}

std::string at_line(std::string_view path, unsigned line, std::string_view what) {
  return std::string(path) + ":" + std::to_string(line) + ": " + std::string(what);
}

std::vector<Section> parse_rule_file(std::string_view path, std::string_view content, std::vector<std::string>& errors) {
  std::vector<Section> sections;
  unsigned number = 0;
  while (!content.empty()) {
    const auto end = content.find('\n');
    const std::string_view line = trimmed(content.substr(0, end));
    content.remove_prefix(end == std::string_view::npos ? content.size() : end + 1);
    ++number;
    if (line.empty() || line.front() == '#') continue;
    if (line.front() == '[') {
      if (line.back() != ']' || line.size() < 3) {
        errors.push_back(at_line(path, number, "unfinished section name, expected [name]"));
        continue;
      }
      sections.push_back({line.substr(1, line.size() - 2), number, {}});
      continue;
    }
    const auto equals = line.find('=');
    if (equals == std::string_view::npos || equals == 0) {
      errors.push_back(at_line(path, number, "no “=”, expected Key=value"));
      continue;
    }
    if (sections.empty()) {
      errors.push_back(at_line(path, number, "a key before any section, expected [rule-id] first"));
      continue;
    }
    const Entry entry{trimmed(line.substr(0, equals)), trimmed(line.substr(equals + 1)), number};
    if (sections.back().find(entry.key) != nullptr) {
      errors.push_back(at_line(path, number, "key given twice, expected one " + std::string(entry.key) + "= with a “;” list"));
      continue;
    }
    sections.back().entries.push_back(entry);
  }
  return sections;
}

std::vector<std::string> list_of(std::string_view value) {
  std::vector<std::string> members;
  std::string member;
  const auto finish = [&] {
    const std::string_view text = trimmed(member);
    if (!text.empty()) members.emplace_back(text);
    member.clear();
  };
  for (std::size_t i = 0; i < value.size(); ++i) {
    if (value[i] == '\\' && i + 1 < value.size() && value[i + 1] == ';') {
      member += value[++i];
    } else if (value[i] == ';') {
      finish();
    } else {
      member += value[i];
    }
  }
  finish();
  return members;
}

}  // namespace tact::language
