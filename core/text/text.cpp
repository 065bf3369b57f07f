// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/text/text.h"

#include <algorithm>

#include "core/text/eight_bytes.h"
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

/// ASCII without markup: three times the same text but for capitals, and nothing to map.
bool usual(std::string_view raw, Format format, Text& out) {
  if (raw.size() > most_judged_bytes || text::may_be_marked(raw, format) || !text::fold_ascii(raw, out.folded)) return false;
  out.plain.assign(raw);
  out.plain_to_raw.clear();
  out.plain_end_to_raw.clear();
  out.folded_to_plain.clear();
  out.folded_end_to_plain.clear();
  out.cut = false;
  return true;
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

std::uint32_t word_hash(std::string_view folded) { return text::hash_of(folded); }

void read_words(std::string_view raw, Format format, Text& out) {
  if (!usual(raw, format, out)) {
    out.cut = text::to_plain(raw, format, most_judged_bytes, out.plain, out.plain_to_raw, out.plain_end_to_raw);
    text::fold(out.plain, out.folded, out.folded_to_plain, out.folded_end_to_plain);
  }
  text::cut_into_tokens(out);
  out.respelt.clear();
  out.respellings.clear();
}

void read_text(std::string_view raw, Format format, Text& out) {
  read_words(raw, format, out);
  text::respell(out);
}

}  // namespace tact
