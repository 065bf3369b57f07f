// SPDX-License-Identifier: GPL-3.0-or-later
// What a message does in a conversation: asks, acknowledges, shows a picture.  Shapes and a few dozen words, no judgement; pure and allocation-free.
#pragma once

#include <array>
#include <cstdint>
#include <string_view>

#include "core/text/text.h"

namespace tact::room {

/// It puts a question: a question mark, or words that begin a question at the start of a sentence.
bool asks(const Text& text);

/// Nothing but thanks, a nod or an emoji (and perhaps a name): "Thanks Lena", "👍", "ok great".
bool acknowledges(const Text& text);

/// Thanks somebody, whatever else it says.
bool thanks(const Text& text);

/// A picture, film or file: "<img", "[photo: …]" and the like of exported chats, or a link to a picture.  Answers where in Message::raw; an
/// empty span is no picture.
Span picture(const Text& text, std::string_view raw, Format format);

/// The words that carry a question: without function words, plurals folded, each once, sorted; for likeness with another.
struct Gist {
  std::array<std::uint32_t, 16> words{};
  std::uint64_t signature = 0;  ///< one bit a word: two gists that share no bit share no word
  std::uint8_t count = 0;
};
Gist gist(const Text& text);

/// Shared words over the words of the smaller one, 0..1; 0 where either has fewer than two words.
float likeness(const Gist& a, const Gist& b);

/// Calls visit(word, start) for each run of non-blank bytes in `folded`, bare of leading "@(" and trailing punctuation and "'s".  Nicks with
/// dashes and digits stay whole, which Text::tokens would cut.
template <class Visit>
void for_each_bare_word(std::string_view folded, Visit&& visit) {
  constexpr std::string_view blanks = " \t\r\n", before = "@(\"'<[", after = ":,.;!?)\"'>]-…";
  std::size_t at = 0;
  while (at < folded.size()) {
    const std::size_t start = folded.find_first_not_of(blanks, at);
    if (start == std::string_view::npos) return;
    std::size_t end = folded.find_first_of(blanks, start);
    if (end == std::string_view::npos) end = folded.size();
    at = end;
    std::size_t first = start;
    while (first < end && before.find(folded[first]) != std::string_view::npos) ++first;
    while (end > first && after.find(folded[end - 1]) != std::string_view::npos) --end;
    if (end - first > 2 && folded.substr(end - 2, 2) == "'s") end -= 2;
    if (end > first && !visit(folded.substr(first, end - first), first)) return;
  }
}

}  // namespace tact::room
