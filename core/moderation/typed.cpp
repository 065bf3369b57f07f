// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/moderation/typed.h"

#include <algorithm>
#include <charconv>

#include "core/i18n.h"

namespace tact::moderation {

std::string_view first_word(std::string_view& rest) {
  while (!rest.empty() && rest.front() == ' ') rest.remove_prefix(1);
  const auto end = std::min(rest.find(' '), rest.size());
  const std::string_view word = rest.substr(0, end);
  rest.remove_prefix(end);
  while (!rest.empty() && rest.front() == ' ') rest.remove_prefix(1);
  return word;
}

std::optional<std::int64_t> number(std::string_view text) {
  if (text.starts_with('#')) text.remove_prefix(1);
  std::int64_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  return error == std::errc() && end == text.data() + text.size() && value > 0 ? std::optional(value) : std::nullopt;
}

std::string numbered(std::int64_t id) { return "#" + std::to_string(id); }

std::string no_such_item(std::int64_t id) { return fill(_("There is no item {n} in the queue."), {{"n", numbered(id)}}); }

}  // namespace tact::moderation
