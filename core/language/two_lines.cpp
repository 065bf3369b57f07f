// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/language/two_lines.h"

#include <algorithm>

namespace tact::language {

void read_with_line_before(const Language& language, const Text& text, std::string_view sender, std::span<const Line> context, Reading& out) {
  if (context.empty() || sender.empty()) return;
  const Line& before = context.back();
  // What stands by itself was judged by itself; only a fragment goes on in the next message.
  constexpr std::size_t longest = 80;
  if (before.system || before.from != sender || before.text.empty() || before.text.size() > longest || text.plain.size() > longest) return;
  thread_local Text both;
  thread_local std::string joined;
  thread_local Reading reading;
  joined.assign(before.text);
  joined += ' ';
  joined += text.plain;
  read_text(joined, Format::plain, both);
  // Where the second part begins in the folded bytes of both.
  if (both.folded.size() < text.folded.size()) return;
  const auto seam = static_cast<std::uint32_t>(both.folded.size() - text.folded.size());
  language::read_rules(language, both, reading);
  for (Hit hit : reading.hits) {
    if (hit.start >= seam || hit.end <= seam) continue;
    hit.start = 0;
    hit.hidden = true;
    hit.end -= seam;
    out.hits.push_back(hit);
  }
}

void read_over_line_breaks(const Language& language, const Text& text, Reading& out) {
  // A long message has its line breaks where thoughts end.
  constexpr std::size_t longest = 400;
  if (text.plain.size() > longest || text.plain.find('\n') == std::string::npos) return;
  thread_local Text unbroken;
  thread_local std::string joined;
  thread_local Reading reading;
  joined.assign(text.plain);
  std::ranges::replace(joined, '\n', ' ');
  read_text(joined, Format::plain, unbroken);
  // Spans of the one are spans of the other.
  if (unbroken.folded.size() != text.folded.size()) return;
  language::read_rules(language, unbroken, reading);
  for (const Hit& hit : reading.hits) {
    // Of a list of things nearly anything can be read across lines, but hardly ever that.
    if (hit.guideline != "abuse" && hit.guideline != "threat") continue;
    const std::string_view said = std::string_view(text.folded).substr(hit.start, hit.end - hit.start);
    const auto same = [&](const Hit& other) { return other.rule == hit.rule && other.start == hit.start; };
    if (said.find('\n') != std::string_view::npos && std::ranges::none_of(out.hits, same)) out.hits.push_back(hit);
  }
}

}  // namespace tact::language
