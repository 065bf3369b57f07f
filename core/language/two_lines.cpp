// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/language/two_lines.h"

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

}  // namespace tact::language
