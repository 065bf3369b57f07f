// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/text/text.h"

#include <algorithm>
#include <cstring>

#include "core/text/markup.h"
#include "core/text/normalize.h"
#include "core/text/respell.h"
#include "core/text/tokens.h"

namespace tact {

namespace {

std::uint32_t mapped(const std::vector<std::uint32_t>& map, std::uint32_t at) {
  if (map.empty()) return at;
  return map[std::min<std::size_t>(at, map.size() - 1)];
}

}  // namespace

Span Text::raw_span_of_plain(std::uint32_t start, std::uint32_t end) const {
  const auto most = static_cast<std::uint32_t>(plain.size());
  start = std::min(start, most);
  end = std::clamp(end, start, most);
  if (start == end) return {mapped(plain_to_raw, start), mapped(plain_to_raw, start)};
  return {mapped(plain_to_raw, start), mapped(plain_end_to_raw, end)};
}

Span Text::raw_span(std::uint32_t start, std::uint32_t end) const {
  const auto most = static_cast<std::uint32_t>(folded.size());
  start = std::min(start, most);
  end = std::clamp(end, start, most);
  if (start == end) return raw_span_of_plain(mapped(folded_to_plain, start), mapped(folded_to_plain, start));
  return raw_span_of_plain(mapped(folded_to_plain, start), mapped(folded_end_to_plain, end));
}

std::uint32_t word_hash(std::string_view folded) {
  // Eight bytes at a time: most words are one step.
  constexpr std::uint64_t prime = 0x9E3779B97F4A7C15U;
  std::uint64_t hash = folded.size() * prime;
  while (folded.size() >= 8) {
    std::uint64_t block = 0;
    std::memcpy(&block, folded.data(), 8);
    hash = (hash ^ block) * prime;
    hash ^= hash >> 29;
    folded.remove_prefix(8);
  }
  std::uint64_t rest = 0;
  for (std::size_t i = folded.size(); i-- > 0;) rest = rest << 8 | static_cast<unsigned char>(folded[i]);
  hash = (hash ^ rest) * prime;
  return static_cast<std::uint32_t>(hash >> 32);
}

void read_text(std::string_view raw, Format format, Text& out) {
  out.cut = text::to_plain(raw, format, most_judged_bytes, out.plain, out.plain_to_raw, out.plain_end_to_raw);
  text::fold(out.plain, out.folded, out.folded_to_plain, out.folded_end_to_plain);
  text::cut_into_tokens(out);
  text::respell(out);
}

}  // namespace tact
