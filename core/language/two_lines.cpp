// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/language/two_lines.h"

#include <algorithm>

#include "core/language/model.h"

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

namespace {

/// The same words on one line: a blank for each line break, also for the three that hardly anybody types.
void unbreak(std::string_view plain, std::string& out) {
  static constexpr std::string_view breaks[] = {"\n", "\xE2\x80\xA8", "\xE2\x80\xA9", "\xC2\x85"};
  out.assign(plain);
  for (const std::string_view one : breaks)
    for (std::size_t at = out.find(one); at != std::string::npos; at = out.find(one, at)) out.replace(at, one.size(), " ");
}

/// Goes over a line break, and not over an empty line.
bool over_a_break(std::string_view said) {
  const std::size_t at = said.find('\n');
  return at != std::string_view::npos && said.find_first_not_of(" \t", at + 1) != said.find('\n', at + 1);
}

}  // namespace

void read_over_line_breaks(const Language& language, const Text& text, Reading& out) {
  // A long message has its line breaks where thoughts end.
  constexpr std::size_t longest = 400;
  if (text.plain.size() > longest || text.folded.find('\n') == std::string::npos) return;
  thread_local Text unbroken;
  thread_local std::string joined;
  thread_local Reading reading;
  unbreak(text.plain, joined);
  read_text(joined, Format::plain, unbroken);
  // Spans of the one are spans of the other.
  if (unbroken.folded.size() != text.folded.size()) return;
  const auto crosses = [&](const Hit& hit) {
    // Of a list of things nearly anything can be read across lines, but hardly ever that.
    if (hit.guideline != "abuse" && hit.guideline != "threat") return false;
    const auto same = [&](const Hit& other) { return other.rule == hit.rule && other.start == hit.start; };
    return over_a_break(std::string_view(text.folded).substr(hit.start, hit.end - hit.start)) && std::ranges::none_of(out.hits, same);
  };
  language::read_rules(language, unbroken, reading);
  if (std::ranges::none_of(reading.hits, crosses)) return;
  // "It is shut", "up the stairs": the classifier is asked about the one line, and takes away what it doubts.
  language::read(&language, unbroken, {}, reading);
  for (const Hit& hit : reading.hits)
    if (crosses(hit) && (reading.scored || !doubtful(hit))) out.hits.push_back(hit);
}

}  // namespace tact::language
