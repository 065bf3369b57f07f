// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/text/respell.h"

#include <unicode/uchar.h>
#include <unicode/utf8.h>

#include <algorithm>
#include <array>
#include <span>
#include <utility>

#include "core/text/lookalike.h"
#include "core/text/product_code.h"

namespace tact::text {

namespace {

constexpr std::size_t longest_word = 48;   ///< longer blobs are no disguised word
constexpr std::size_t most_proposals = 400;  ///< a hostile message may ask for no more work than this

bool letter(char c) { return static_cast<unsigned>(c - 'a') < 26U; }
bool digit(char c) { return static_cast<unsigned>(c - '0') < 10U; }

/// What a sign or digit stands for in leet; 0: nothing, it is dropped.
char leet(char c, bool slim_is_l) {
  switch (c) {
    case '@': case '4': return 'a';
    case '8': return 'b';
    case '(': case '{': case '[': return 'c';
    case '3': return 'e';
    case '6': case '9': return 'g';
    case '#': return 'h';
    case '1': case '!': case '|': return slim_is_l ? 'l' : 'i';
    case '0': return 'o';
    case '5': case '$': return 's';
    case '7': case '+': return 't';
    case '2': return 'z';
    default: return '\0';
  }
}

/// Letters drawn with several signs: "/\" is a, "|<" is k.
struct Drawn {
  std::string_view signs;
  char latin;
};
constexpr std::array<Drawn, 11> drawn = {{{"|-|", 'h'}, {"|=", 'f'}, {"\\/\\/", 'w'}, {"/\\/\\", 'm'}, {"|\\|", 'n'}, {"|_|", 'u'}, {"/\\", 'a'}, {"\\/", 'v'}, {"|<", 'k'}, {"|)", 'd'}, {"()", 'o'}}};

struct Spelling {
  bool slim_is_l = false;   ///< 1, ! and | as l, not i
  bool signs_count = true;  ///< leet is read; else only letters stay
};

/// The plain letters somebody means by `blob`.
void read_as_letters(std::string_view blob, Spelling how, std::string& out) {
  out.clear();
  std::size_t i = 0;
  while (i < blob.size()) {
    const char c = blob[i];
    if (letter(c)) {
      out += c;
      ++i;
      continue;
    }
    if ((c & 0x80) != 0) {
      UChar32 code = 0;
      std::int32_t used = 0;
      U8_NEXT(reinterpret_cast<const std::uint8_t*>(blob.data() + i), used, static_cast<std::int32_t>(blob.size() - i), code);
      const char look = code < 0 ? '\0' : latin_look(code);
      if (look != '\0') out += look;
      // Money signs and inverted marks.
      if (code == 0x20AC) out += 'e';
      if (code == 0xA3) out += 'l';
      if (code == 0xA1) out += 'i';
      i += static_cast<std::size_t>(used);
      continue;
    }
    const auto* shape = !how.signs_count ? drawn.end() : std::ranges::find_if(drawn, [&](const Drawn& one) { return blob.substr(i).starts_with(one.signs); });
    if (shape != drawn.end()) {
      out += shape->latin;
      i += shape->signs.size();
      continue;
    }
    const char meant = how.signs_count ? leet(c, how.slim_is_l) : '\0';
    if (meant != '\0') out += meant;
    ++i;
  }
}

class Respeller {
 public:
  explicit Respeller(Text& text) : text_(text) {}

  void run() {
    const std::span<const Token> tokens = text_.tokens;
    for (std::size_t i = text_.look_from; i < tokens.size();) {
      std::size_t end = i + 1;
      while (end < tokens.size() && tokens[end].joined) ++end;
      // Nearly always a word, perhaps with a comma behind it.
      if (end - i > 2 || tokens[i].odd || (end - i == 2 && !ordinary_pair(i))) blob(i, end);
      i = end;
    }
    if (text_.lone_letters) single_letters();
    if (text_.respellings.empty()) return;
    // In order of words, then as they were found, without the buffer that a stable sort allocates.
    std::ranges::sort(text_.respellings, {}, [](const Respelling& one) { return std::pair(one.first, one.start); });
  }

 private:
  /// Tokens [first, end) stand together without a space.
  void blob(std::size_t first, std::size_t end) {
    for (std::size_t i = first; i < end; ++i) one_word(i);
    if (end - first < 2) return;
    if (end - first > 2 && code_in_a_list(text_, first, end)) return;
    // Quotes, brackets and closing marks around a word are no disguise.
    while (first < end && edge(first, "@$|*#+!")) ++first;
    while (end > first && edge(end - 1, "@$|*#+") && !(end - first > 2 && word(end - 1) == ")" && word(end - 2).back() == '|')) --end;
    if (end - first < 2) return flags(first, end);
    signs_inside(first, end);
    flags(first, end);
    // "total.w@nker": each part between ordinary marks by itself.
    std::size_t part = first;
    for (std::size_t i = first; i <= end; ++i) {
      if (i < end && !separator(i)) continue;
      if (i - part >= 2 && i - part < end - first) signs_inside(part, i);
      part = i + 1;
    }
  }

  /// One of the two is a mark at the edge, and the other needs no closer look.
  bool ordinary_pair(std::size_t i) const { return !text_.tokens[i + 1].odd && (edge(i, "@$|*#+!") || edge(i + 1, "@$|*#+")); }

  std::string_view word(std::size_t i) const { return text_.word(text_.tokens[i]); }
  std::string_view blob_bytes(std::size_t first, std::size_t end) const {
    return std::string_view(text_.folded).substr(text_.tokens[first].start, text_.tokens[end - 1].end - text_.tokens[first].start);
  }
  /// "@rse", "$hit", "!diot" begin with a sign that counts; "f***" ends with one.
  bool edge(std::size_t i, std::string_view signs_that_count) const {
    const Token& token = text_.tokens[i];
    return token.kind == TokenKind::punctuation && signs_that_count.find(word(i)[0]) == std::string_view::npos;
  }
  bool separator(std::size_t i) const {
    return text_.tokens[i].kind == TokenKind::punctuation && std::string_view(".,/-:;\"()").find(word(i)[0]) != std::string_view::npos;
  }

  /// A word by itself: digits between letters, foreign or accented letters, stretched letters.
  void one_word(std::size_t i) {
    const Token& token = text_.tokens[i];
    if (!token.odd || token.end - token.start > longest_word || token.end - token.start < 2) return;
    const std::string_view bytes = word(i);
    bool foreign = false, digits = false, stretched = false, quoted = false;
    for (std::size_t at = 0; at < bytes.size(); ++at) {
      const char c = bytes[at];
      foreign = foreign || (c & 0x80) != 0;
      digits = digits || digit(c);
      quoted = quoted || (c == '\'' && !contraction(bytes.substr(at + 1)));
      stretched = stretched || (at >= 2 && c == bytes[at - 1] && c == bytes[at - 2]);
    }
    if (digits || foreign) {
      read_as_letters(bytes, {}, scratch_);
      propose(i, i, scratch_);
    }
    if (digits && bytes.find('1') != std::string_view::npos) {
      read_as_letters(bytes, {.slim_is_l = true}, scratch_);
      propose(i, i, scratch_);
    }
    if (stretched || quoted) {
      read_as_letters(bytes, {.signs_count = false}, scratch_);
      if (stretched) unstretched(i);
      propose(i, i, scratch_);
    }
  }

  /// "piiisssss offff": each stretch may have been one letter or two.
  void unstretched(std::size_t i) {
    constexpr std::size_t most_stretches = 3;
    std::array<char, longest_word> twos{}, one{};
    std::array<bool, longest_word> second{};  // of a stretch
    std::size_t size = 0, stretches = 0;
    for (std::size_t from = 0; from < scratch_.size();) {
      const std::size_t until = std::min(scratch_.find_first_not_of(scratch_[from], from), scratch_.size());
      twos[size++] = scratch_[from];
      if (until - from >= 2) {
        second[size] = until - from > 2;
        stretches += second[size];
        twos[size++] = scratch_[from];
      }
      from = until;
    }
    if (stretches == 0 || stretches > most_stretches) return;
    for (std::size_t kept = std::size_t{1} << stretches; kept-- > 0;) {
      std::size_t length = 0, stretch = 0;
      for (std::size_t at = 0; at < size; ++at)
        if (!second[at] || (kept >> stretch++ & 1) != 0) one[length++] = twos[at];
      if (length >= 2) add(i, i, {one.data(), length}, false);
    }
  }

  /// Letters with signs among them: "w@nker", "i.d.i.o.t", "f**k".
  void signs_inside(std::size_t first, std::size_t end) {
    const std::string_view bytes = blob_bytes(first, end);
    if (bytes.size() < 3 || bytes.size() > longest_word) return;
    std::size_t letters = 0, signs = 0, hidden = 0;
    for (std::size_t i = first; i < end; ++i) {
      const Token& token = text_.tokens[i];
      if (token.kind == TokenKind::link || token.kind == TokenKind::emoji) return;
      // Signs beyond ASCII: "m·o·r·o·n".
      signs += token.kind == TokenKind::punctuation && (word(i)[0] & 0x80) != 0;
    }
    for (const char c : bytes) {
      letters += letter(c) || (c & 0x80) != 0;
      signs += !letter(c) && !digit(c) && (c & 0x80) == 0;
      hidden += c == '*' || c == '#' || c == '_' || c == '-' || c == '%' || c == '?' || c == '.' || c == '@' || c == '!' || c == '$' || c == '&';
    }
    // "|)1(|<" has no letter at all.
    if ((letters == 0 && std::ranges::count(bytes, '|') < 3) || signs == 0) return;
    const auto last = end - 1;
    read_as_letters(bytes, {}, scratch_);
    propose(first, last, scratch_);
    if (bytes.find_first_of("1!|") != std::string_view::npos) {
      read_as_letters(bytes, {.slim_is_l = true}, scratch_);
      propose(first, last, scratch_);
    }
    read_as_letters(bytes, {.signs_count = false}, scratch_);
    propose(first, last, scratch_);
    if (hidden == 0 || hidden + letters != bytes.size() || bytes.size() > 14 || bytes.back() == '.' || bytes.front() == '*') return;
    scratch_.assign(bytes);
    for (char& c : scratch_)
      if (!letter(c) && (c & 0x80) == 0) c = '*';
    add(first, last, scratch_, true);
  }

  /// Boxed letters and flags: "🅸🅳🅸🅾🆃", "₩anker"; pictures among letters: "m👏o👏r👏o👏n".
  void flags(std::size_t first, std::size_t end) {
    bool any = false, drawn_letter = false, picture = false;
    for (std::size_t i = first; i < end; ++i) {
      const Token& token = text_.tokens[i];
      if (token.kind != TokenKind::emoji && token.kind != TokenKind::other) continue;
      any = true;
      if (!drawn_letter && (word(i)[0] & 0x80) != 0) drawn_letter = only_letter(i) != '\0';
      picture = picture || (token.kind == TokenKind::emoji && i > first && i + 1 < end);
    }
    if (!any || end - first < (drawn_letter ? 2U : 3U)) return;
    const std::string_view bytes = blob_bytes(first, end);
    if (bytes.size() > longest_word * 2) return;
    read_as_letters(bytes, {.signs_count = false}, scratch_);
    if (scratch_.size() * 3 >= end - first) propose(first, end - 1, scratch_);
    if (picture && !drawn_letter) pictures_for_letters(first, end);
  }

  /// "wan🔑er": each picture hides one letter.
  void pictures_for_letters(std::size_t first, std::size_t end) {
    scratch_.clear();
    for (std::size_t i = first; i < end; ++i) {
      if (text_.tokens[i].kind == TokenKind::word)
        scratch_ += word(i);
      else if (text_.tokens[i].kind == TokenKind::emoji)
        scratch_ += '*';
      else
        return;
    }
    if (scratch_.size() >= 4 && scratch_.size() <= 14) add(first, end - 1, scratch_, true);
  }

  /// One byte, or up to four of a character beyond ASCII.
  bool may_be_lone(std::size_t i) const {
    const Token& token = text_.tokens[i];
    const std::uint32_t size = token.end - token.start;
    return size == 1 || (size <= 4 && (text_.folded[token.start] & 0x80) != 0);
  }

  /// One letter (or a digit or sign that stands for one) by itself.
  char lone_letter(std::size_t i) const {
    const Token& token = text_.tokens[i];
    if (token.end - token.start > 4) return '\0';
    const std::string_view bytes = word(i);
    if (bytes.size() == 1) return letter(bytes[0]) ? bytes[0] : leet(bytes[0], false);
    return only_letter(i);
  }
  /// A token that is one character beyond ASCII, and looks like a letter.
  char only_letter(std::size_t i) const {
    const std::string_view bytes = word(i);
    UChar32 code = 0;
    std::int32_t used = 0;
    U8_NEXT(reinterpret_cast<const std::uint8_t*>(bytes.data()), used, static_cast<std::int32_t>(bytes.size()), code);
    return used == static_cast<std::int32_t>(bytes.size()) && code > 127 ? latin_look(code) : '\0';
  }
  bool skippable(std::size_t i) const {
    const Token& token = text_.tokens[i];
    return token.kind == TokenKind::punctuation && token.end - token.start <= 3 && std::string_view(".-_,*/'\"\n").find(word(i)[0]) != std::string_view::npos;
  }

  /// "i d i o t", "u r a n i-d-i-o-t": every stretch of the run, since only the one who knows words can say where one begins.
  void single_letters() {
    const std::size_t count = text_.tokens.size();
    for (std::size_t i = 0; i < count;) {
      if (!may_be_lone(i) || lone_letter(i) == '\0') {
        ++i;
        continue;
      }
      std::array<std::uint32_t, 32> places;
      std::array<char, 32> letters;
      std::size_t length = 0, real = 0, at = i;
      for (; at < count && length < places.size(); ++at) {
        if (const char c = lone_letter(at)) {
          real += text_.tokens[at].kind == TokenKind::word || text_.tokens[at].kind == TokenKind::emoji;
          places[length] = static_cast<std::uint32_t>(at);
          letters[length++] = c;
        } else if (length == 0 || !skippable(at)) {
          break;
        }
      }
      if (length >= 3 && real >= 2) stretches({places.data(), length}, {letters.data(), length});
      i = std::max(at, i + 1);
    }
  }

  void stretches(std::span<const std::uint32_t> places, std::string_view letters) {
    constexpr std::size_t shortest = 4, longest = 12;
    for (std::size_t from = 0; from + 3 <= letters.size(); ++from)
      for (std::size_t size = std::min(longest, letters.size() - from); size >= (letters.size() == 3 ? 3U : shortest); --size)
        add(line_break(places, from) ? places[from] - 1 : places[from], places[from + size - 1], letters.substr(from, size), false);
  }
  /// A letter a line: the break before the first belongs to them.
  bool line_break(std::span<const std::uint32_t> places, std::size_t from) const {
    const std::uint32_t at = places[from];
    return at > 0 && word(at - 1)[0] == '\n' && from + 1 < places.size() && word(at + 1)[0] == '\n';
  }

  void propose(std::size_t first, std::size_t last, std::string_view letters) {
    if (letters.size() < 2 || letters.size() > longest_word) return;
    add(first, last, letters, false);
    squeeze(letters, squeezed_);
    if (squeezed_.size() != letters.size() && squeezed_.size() > 2) add(first, last, squeezed_, false);
  }

  void add(std::size_t first, std::size_t last, std::string_view letters, bool hidden) {
    if (text_.respellings.size() >= most_proposals || (!hidden && first == last && letters == word(first))) return;
    Respelling one;
    one.first = static_cast<std::uint32_t>(first);
    one.last = static_cast<std::uint32_t>(last);
    one.start = static_cast<std::uint32_t>(text_.respelt.size());
    text_.respelt += letters;
    one.end = static_cast<std::uint32_t>(text_.respelt.size());
    one.hash = word_hash(letters);
    one.hidden = hidden;
    text_.respellings.push_back(one);
  }

  Text& text_;
  std::string &scratch_ = scratch(0), &squeezed_ = scratch(1);

  /// Buffers that live as long as the thread: no allocation for each message.
  static std::string& scratch(std::size_t which) {
    thread_local std::array<std::string, 2> buffers;
    return buffers[which];
  }
};

}  // namespace

bool contraction(std::string_view after) {
  static constexpr std::string_view usual[] = {"s", "t", "d", "m", "re", "ve", "ll", "all", "clock"};
  return std::ranges::find(usual, after) != std::end(usual);
}

void squeeze(std::string_view word, std::string& out) {
  out.clear();
  for (const char c : word)
    if (out.empty() || out.back() != c) out += c;
}

void respell(Text& text) {
  text.respellings.clear();
  text.respelt.clear();
  if (text.look_from != no_token || text.lone_letters) Respeller(text).run();
}

}  // namespace tact::text
