// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/moderation/quotes.h"

#include <algorithm>

namespace tact::moderation {

namespace {

std::string_view trimmed(std::string_view text) {
  while (!text.empty() && (text.front() == ' ' || text.front() == '>')) text.remove_prefix(1);
  while (!text.empty() && (text.back() == ' ' || text.back() == '\r')) text.remove_suffix(1);
  // A long quotation is cut by whoever made it.
  if (text.ends_with("…")) text.remove_suffix(std::string_view("…").size());
  else if (text.ends_with("...")) text.remove_suffix(3);
  return text;
}

}  // namespace

std::string own_words(std::string_view text, const std::function<bool(std::string_view words)>& said_by_another) {
  if (text.find('>') == std::string_view::npos) return std::string(text);
  std::string own;
  for (std::size_t from = 0; from < text.size();) {
    const std::size_t to = std::min(text.find('\n', from), text.size());
    const std::string_view line = text.substr(from, to - from);
    from = to + 1;
    const std::string_view words = trimmed(line);
    if (line.starts_with('>') && (words.empty() || said_by_another(words))) continue;
    if (!own.empty()) own += '\n';
    own += line;
  }
  return own.empty() ? std::string(text) : own;
}

}  // namespace tact::moderation
