// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/text/text.h"

#include <algorithm>

namespace tact {

Span Text::raw_span(std::uint32_t start, std::uint32_t end) const {
  const auto to_plain = [&](std::uint32_t at) {
    if (folded_to_plain.empty()) return std::min<std::uint32_t>(at, static_cast<std::uint32_t>(plain.size()));
    return folded_to_plain[std::min<std::size_t>(at, folded_to_plain.size() - 1)];
  };
  const auto to_raw = [&](std::uint32_t at) {
    if (plain_to_raw.empty()) return at;
    return plain_to_raw[std::min<std::size_t>(at, plain_to_raw.size() - 1)];
  };
  return {to_raw(to_plain(start)), to_raw(to_plain(end))};
}

void read_text(std::string_view raw, Format, Text& out) {
  out.plain.assign(raw);
  out.folded.assign(raw);
  out.plain_to_raw.clear();
  out.folded_to_plain.clear();
  out.tokens.clear();
}

}  // namespace tact
