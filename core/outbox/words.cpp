// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/outbox/words.h"

#include <algorithm>
#include <cctype>
#include <charconv>
#include <vector>

namespace tact::outbox {

namespace {

constexpr std::string_view white = " \t\r\n\f\v";

std::string_view trimmed(std::string_view text) {
  const auto first = text.find_first_not_of(white);
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(white) - first + 1);
}

std::vector<std::uint32_t> words_of(const Text& text) {
  std::vector<std::uint32_t> words;
  for (const Token& token : text.tokens)
    if (token.kind == TokenKind::word || token.kind == TokenKind::number) words.push_back(token.hash);
  std::sort(words.begin(), words.end());
  words.erase(std::unique(words.begin(), words.end()), words.end());
  return words;
}

std::optional<int> number(std::string_view& text) {
  int value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || value < 0 || value > 100000) return std::nullopt;
  text.remove_prefix(static_cast<std::size_t>(end - text.data()));
  return value;
}

/// "7", "7:30", "7.30", "0730"? no: "7pm", "07:30 am".
std::optional<int> minute_of_day(std::string_view text) {
  text = trimmed(text);
  auto hour = number(text);
  if (!hour || *hour > 23) return std::nullopt;
  int minute = 0;
  if (!text.empty() && (text.front() == ':' || text.front() == '.')) {
    text.remove_prefix(1);
    if (text.size() < 2 || std::isdigit(static_cast<unsigned char>(text[1])) == 0) return std::nullopt;
    const auto read = number(text);
    if (!read || *read > 59) return std::nullopt;
    minute = *read;
  }
  text = trimmed(text);
  if (text == "am" || text == "pm") {
    if (*hour < 1 || *hour > 12) return std::nullopt;
    hour = *hour % 12 + (text == "pm" ? 12 : 0);
    text = {};
  }
  if (!text.empty()) return std::nullopt;
  return *hour * 60 + minute;
}

std::optional<Instant> from_now(std::string_view text, Instant now) {
  const auto amount = number(text);
  text = trimmed(text);
  if (!amount || *amount == 0) return std::nullopt;
  using namespace std::chrono;
  if ((text == "m" || text == "min" || text == "minutes") && *amount <= 24 * 60) return now + minutes(*amount);
  if ((text == "h" || text == "hour" || text == "hours") && *amount <= 7 * 24) return now + hours(*amount);
  return std::nullopt;
}

}  // namespace

bool same_text(std::string_view plain_a, std::string_view plain_b) { return trimmed(plain_a) == trimmed(plain_b); }

bool rewording(const Text& held, const Text& now) {
  const auto a = words_of(held), b = words_of(now);
  std::vector<std::uint32_t> both;
  std::set_intersection(a.begin(), a.end(), b.begin(), b.end(), std::back_inserter(both));
  // Half of the shorter one, and never one chance word only.
  return both.size() >= 2 && both.size() * 2 >= std::min(a.size(), b.size()) && both.size() * 4 >= std::max(a.size(), b.size());
}

bool unfinished(const Text& text) {
  constexpr std::size_t most_words = 7, most_bytes = 48;
  const std::string_view plain = trimmed(text.plain);
  if (plain.empty() || plain.size() > most_bytes || plain.find('\n') != std::string_view::npos) return false;
  if (text.tokens.empty()) return false;
  std::size_t words = 0;
  for (const Token& token : text.tokens) {
    if (token.kind == TokenKind::link || token.kind == TokenKind::emoji) return false;
    words += token.kind == TokenKind::word || token.kind == TokenKind::number;
  }
  if (words == 0 || words > most_words) return false;
  // An end of a sentence in any script that we can meet: nothing more is to be expected.
  static constexpr std::string_view ends[] = {".", "!", "?", ")", "…", "。", "！", "？", "؟", "۔", "।", "\"", "”"};
  return std::none_of(std::begin(ends), std::end(ends), [&](std::string_view end) { return plain.ends_with(end); });
}

std::optional<Instant> read_when(std::string_view words, Instant now, const std::string& zone, int later_at) {
  std::string lower(trimmed(words));
  std::transform(lower.begin(), lower.end(), lower.begin(), [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  std::string_view text = lower;
  if (text.empty()) return next_local(now, zone, later_at);
  if (text.starts_with("in ")) text = trimmed(text.substr(3));
  if (text.starts_with("at ")) text = trimmed(text.substr(3));
  if (const auto then = from_now(text, now)) return then;
  Instant start = now;
  if (text.starts_with("tomorrow")) {
    text = trimmed(text.substr(8));
    start = next_local(now, zone, 0);
    start -= Milliseconds(1);
    if (text.starts_with("at ")) text = trimmed(text.substr(3));
    if (text.empty()) return next_local(start, zone, later_at);
  }
  const auto minute = minute_of_day(text);
  if (!minute) return std::nullopt;
  return next_local(start, zone, *minute);
}

}  // namespace tact::outbox
