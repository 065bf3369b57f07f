// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/text/typed.h"

#include <unicode/uchar.h>

#include <algorithm>
#include <array>

namespace tact::text {

namespace {

bool letter(char c) { return static_cast<unsigned>(c - 'a') < 26U; }
bool digit(char c) { return static_cast<unsigned>(c - '0') < 10U; }

constexpr std::array<std::string_view, 22> inline_tags = {"a",    "b",     "big",    "br", "code", "del", "em",  "font", "i",  "ins", "mark",
                                                          "nobr", "small", "s",      "span", "strike", "strong", "sub", "sup", "tt", "u", "wbr"};

struct Named {
  std::string_view name;
  char32_t code;
};
constexpr std::array<Named, 27> named = {{{"shy", 0xAD}, {"zwj", 0x200D}, {"zwnj", 0x200C}, {"lrm", 0x200E}, {"rlm", 0x200F}, {"zerowidthspace", 0x200B}, {"nobreak", 0x2060},
                                          {"nbsp", ' '}, {"commat", '@'}, {"dollar", '$'}, {"excl", '!'}, {"ast", '*'}, {"lowbar", '_'}, {"num", '#'}, {"period", '.'},
                                          {"comma", ','}, {"hyphen", '-'}, {"dash", '-'}, {"sol", '/'}, {"bsol", '\\'}, {"vert", '|'}, {"verbar", '|'}, {"lpar", '('},
                                          {"lsqb", '['}, {"amp", '&'}, {"lt", '<'}, {"gt", '>'}}};
constexpr std::array<std::string_view, 11> accents = {"acute", "grave", "circ", "uml", "tilde", "ring", "cedil", "slash", "caron", "ogon", "breve"};

/// The number that the digits at `at` write; how many there are in `used`.
char32_t number(std::string_view at, unsigned base, std::size_t most, std::size_t& used) {
  char32_t value = 0;
  for (used = 0; used < std::min(most, at.size()); ++used) {
    const char c = at[used];
    const unsigned one = digit(c) ? static_cast<unsigned>(c - '0') : base == 16 && c >= 'a' && c <= 'f' ? static_cast<unsigned>(c - 'a' + 10) : base;
    if (one >= base) break;
    value = value * base + one;
  }
  return value;
}

/// Only what may be part of a word: a letter of any script, or nothing to be seen.
bool useful(char32_t code) {
  const auto c = static_cast<UChar32>(code);
  return code != 0 && code <= 0x10FFFF && (u_isalpha(c) || u_hasBinaryProperty(c, UCHAR_DEFAULT_IGNORABLE_CODE_POINT));
}

/// "#105;", "#x69;" behind an ampersand or without one; browsers do without the semicolon, where there is an ampersand.
Typed numeric(std::string_view at, std::size_t from) {
  if (at.size() < from + 3 || at[from] != '#') return {};
  const bool hex = at[from + 1] == 'x';
  const std::size_t first = from + (hex ? 2 : 1);
  std::size_t used = 0;
  const char32_t code = number(at.substr(first), hex ? 16 : 10, 7, used);
  const bool closed = first + used < at.size() && at[first + used] == ';';
  if (used < 2 || (!closed && from == 0) || !useful(code)) return {};
  return {first + used + closed, code};
}

Typed by_name(std::string_view at) {
  constexpr std::size_t longest = 16;
  const auto end = at.substr(0, longest).find(';');
  if (end == std::string_view::npos || end < 3) return {};
  const std::string_view name = at.substr(1, end - 1);
  for (const Named& one : named)
    if (one.name == name) return {end + 1, one.code};
  if (letter(name[0]) && std::ranges::find(accents, name.substr(1)) != accents.end()) return {end + 1, static_cast<char32_t>(name[0])};
  return {};
}

/// "\u0069", "\x69", "%69".
Typed escaped(std::string_view at) {
  const bool percent = at[0] == '%', four = !percent && at.size() > 1 && at[1] == 'u';
  if (!percent && !four && (at.size() < 2 || at[1] != 'x')) return {};
  const std::size_t first = percent ? 1 : 2, digits = four ? 4 : 2;
  std::size_t used = 0;
  const char32_t code = number(at.substr(std::min(first, at.size())), 16, digits, used);
  if (used != digits || !useful(code) || (!four && code > 127)) return {};
  return {first + digits, code};
}

}  // namespace

Typed typed_tag(std::string_view at) {
  constexpr std::size_t longest = 200;
  std::size_t i = 1;
  if (i < at.size() && at[i] == '/') ++i;
  const std::size_t name_at = i;
  while (i < at.size() && letter(at[i])) ++i;
  const std::string_view name = at.substr(name_at, i - name_at);
  if (i >= at.size() || std::ranges::find(inline_tags, name) == inline_tags.end()) return {};
  const auto close = at.substr(0, longest).find('>', i);
  if (close == std::string_view::npos) return {};
  std::string_view inside = at.substr(i, close - i);
  if (inside.ends_with('/')) inside.remove_suffix(1);
  const bool attributes = inside.starts_with(' ') && inside.find('=') != std::string_view::npos && inside.find('<') == std::string_view::npos;
  if (!attributes && inside.find_first_not_of(' ') != std::string_view::npos) return {};
  return {close + 1, name == "br" ? U' ' : U'\0', true};
}

Typed typed_reference(std::string_view at) {
  switch (at.empty() ? '\0' : at[0]) {
    case '&': {
      const Typed one = numeric(at, 1);
      return one.bytes > 0 ? one : by_name(at);
    }
    case '#': return numeric(at, 0);
    case '\\': case '%': return escaped(at);
    default: return {};
  }
}

}  // namespace tact::text
