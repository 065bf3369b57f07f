// SPDX-License-Identifier: GPL-3.0-or-later
#include "plugin/command_line.h"

#include <glib.h>

#include <algorithm>
#include <charconv>

#include "core/text/text.h"

namespace tact::plugin {

namespace {

constexpr std::string_view white = " \t\r\n", ours = "/tact";

}  // namespace

std::string_view without_blanks(std::string_view text) {
  const auto first = text.find_first_not_of(white);
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(white) - first + 1);
}

bool begins_with(std::string_view text, std::string_view with) {
  return text.size() >= with.size() && g_ascii_strncasecmp(text.data(), with.data(), with.size()) == 0;
}

std::string plain_text(std::string_view raw, Format format) {
  Text text;
  read_text(raw, format, text);
  return text.plain;
}

std::optional<outbox::HoldId> hold_number(std::string_view word) {
  if (word.starts_with('#')) word.remove_prefix(1);
  outbox::HoldId number = 0;
  const auto [end, error] = std::from_chars(word.data(), word.data() + word.size(), number);
  const bool all = !word.empty() && error == std::errc() && end == word.data() + word.size();
  return all && number > 0 ? std::optional(number) : std::nullopt;
}

CommandLine read_command(std::string_view rest) {
  CommandLine line;
  rest = without_blanks(rest);
  const auto end = std::min(rest.find_first_of(white), rest.size());
  line.word = rest.substr(0, end);
  for (char& c : line.word) c = g_ascii_tolower(c);
  rest = without_blanks(rest.substr(end));
  while (!rest.empty()) {
    const auto stop = std::min(rest.find_first_of(white), rest.size());
    const std::string_view word = rest.substr(0, stop);
    const auto number = word.starts_with('#') && !line.number ? hold_number(word) : std::nullopt;
    if (number) {
      line.number = number;
    } else {
      line.words.emplace_back(word);
      line.rest += (line.rest.empty() ? "" : " ") + std::string(word);
    }
    rest = without_blanks(rest.substr(stop));
  }
  return line;
}

bool addressed_to_tact(std::string_view raw, Format format, bool by_name) {
  // A text that begins with any other letter is none of ours: nearly every message ends here.
  const auto first = raw.find_first_not_of(white);
  if (first == std::string_view::npos || (g_ascii_isalnum(raw[first]) != FALSE && g_ascii_tolower(raw[first]) != 't')) return false;
  // Nothing of ours without these letters in a row, unless markup stands between them.
  const auto may_be = [&] {
    if (format == Format::markup && raw.find_first_of("<&") != std::string_view::npos) return true;
    for (std::size_t at = 0; at + 4 <= raw.size(); ++at)
      if ((raw[at] == 't' || raw[at] == 'T') && begins_with(raw.substr(at), "tact")) return true;
    return false;
  };
  if (!may_be()) return false;
  const std::string plain = plain_text(raw, format);
  const std::string_view text = without_blanks(plain);
  return begins_with(text, ours) || (by_name && (begins_with(text, "tact:") || begins_with(text, "tact,")));
}

std::string behind_name(std::string_view raw) {
  const std::string plain = plain_text(raw, Format::markup);
  const std::string_view text = without_blanks(plain);
  return std::string(text.substr(std::min<std::size_t>(begins_with(text, ours) ? 5 : 4, text.size())));
}

}  // namespace tact::plugin
