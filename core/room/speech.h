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

/// What a byte is to for_each_bare_word().
enum class Bareness : std::uint8_t { part = 0, blank = 1, before = 2, after = 4 };
inline constexpr auto bareness = [] {
  std::array<std::uint8_t, 256> out{};
  const auto mark = [&](std::string_view bytes, Bareness what) {
    for (const char byte : bytes) out[static_cast<unsigned char>(byte)] |= static_cast<std::uint8_t>(what);
  };
  mark(" \t\r\n", Bareness::blank);
  mark("@(\"'<[", Bareness::before);
  mark(":,.;!?)\"'>]-", Bareness::after);
  return out;
}();

/// Calls visit(word, start) for each run of non-blank bytes in `folded`, bare of leading "@(" and trailing punctuation and "'s".  Nicks with
/// dashes and digits stay whole, which Text::tokens would cut.
template <class Visit>
void for_each_bare_word(std::string_view folded, Visit&& visit) {
  const auto is = [&](std::size_t at, Bareness what) {
    return (bareness[static_cast<unsigned char>(folded[at])] & static_cast<std::uint8_t>(what)) != 0;
  };
  std::size_t at = 0;
  while (true) {
    while (at < folded.size() && is(at, Bareness::blank)) ++at;
    if (at == folded.size()) return;
    std::size_t first = at;
    while (at < folded.size() && !is(at, Bareness::blank)) ++at;
    std::size_t end = at;
    while (first < end && is(first, Bareness::before)) ++first;
    while (end > first && is(end - 1, Bareness::after)) --end;
    if (end - first > 2 && folded[end - 2] == '\'' && folded[end - 1] == 's') end -= 2;
    if (end > first && !visit(folded.substr(first, end - first), first)) return;
  }
}

}  // namespace tact::room
