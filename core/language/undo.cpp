// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/language/undo.h"

#include <unicode/uchar.h>
#include <unicode/utf8.h>

#include <algorithm>
#include <array>
#include <string>
#include <string_view>

#include "core/text/lookalike.h"
#include "core/text/respell.h"
#include "core/text/tokens.h"
#include "core/text/typed.h"

namespace tact::language {

namespace {

/// One character of the text as it is being undone, and the bytes of the message's folded that it stands for.
struct Unit {
  char32_t code = 0;
  std::uint32_t from = 0, until = 0;
  bool touched = false;  ///< a disguise was undone here
};
using Units = std::vector<Unit>;

constexpr std::string_view right_to_left = "\xE2\x80\xAE";  // U+202E  NOLINT(misc-misleading-bidirectional): looked for, not written
constexpr std::size_t most_units = 2048;                    ///< nobody hides a word in a longer message, and hostile ones must stay cheap

bool letter(char32_t code) { return code < 128 ? code - 'a' < 26U : u_isalpha(static_cast<UChar32>(code)); }

/// What a letter is that was turned upside down, or seen in a mirror; 0: itself.
struct Flipped {
  char32_t code;
  char turned, mirrored;
  bool telling;  ///< nobody writes it but to turn a word
};
constexpr std::array<Flipped, 31> flips = {{
    {U'\u0250', 'a', 0, true}, {U'\u0254', 'c', 'c', true}, {U'\u01DD', 'e', 0, true}, {U'\u0259', 'e', 0, false}, {U'\u025F', 'f', 0, true}, {U'\u0183', 'g', 0, true},
    {U'\u0265', 'h', 0, true}, {U'\u1D09', 'i', 0, true}, {U'\u0131', 'i', 'i', false}, {U'\u027E', 'j', 0, true}, {U'\u029E', 'k', 'k', true}, {U'\u05DF', 'l', 0, false},
    {U'\u026F', 'm', 0, true}, {U'\u0279', 'r', 0, true}, {U'\u0287', 't', 't', true}, {U'\u028C', 'v', 0, true}, {U'\u028D', 'w', 0, true}, {U'\u028E', 'y', 0, true},
    {U'b', 'q', 'd', false}, {U'd', 'p', 'b', false}, {U'n', 'u', 0, false}, {U'p', 'd', 'q', false}, {U'q', 'b', 'p', false}, {U'u', 'n', 0, false},
    {U'\u0258', 0, 'e', true}, {U'\u0252', 0, 'a', true}, {U'\u027F', 0, 'r', true}, {U'\u01A8', 0, 's', true}, {U'\u044F', 0, 'r', false}, {U'\u0438', 0, 'n', false},
    {U'\u01EB', 0, 'g', false},
}};
const Flipped* flip_of(char32_t code) {
  const auto* const at = std::ranges::find(flips, code, &Flipped::code);
  return at == flips.end() ? nullptr : at;
}

struct Morse {
  std::string_view signs;
  char latin;
};
constexpr std::array<Morse, 26> morse = {{{".-", 'a'},   {"-...", 'b'}, {"-.-.", 'c'}, {"-..", 'd'},  {".", 'e'},    {"..-.", 'f'}, {"--.", 'g'},  {"....", 'h'}, {"..", 'i'},
                                          {".---", 'j'}, {"-.-", 'k'},  {".-..", 'l'}, {"--", 'm'},   {"-.", 'n'},   {"---", 'o'},  {".--.", 'p'}, {"--.-", 'q'}, {".-.", 'r'},
                                          {"...", 's'},  {"-", 't'},    {"..-", 'u'},  {"...-", 'v'}, {".--", 'w'},  {"-..-", 'x'}, {"-.--", 'y'}, {"--..", 'z'}}};

class Undoer {
 public:
  Undoer(const Text& text, const Matcher& words, Units& units) : text_(text), all_(text.folded), words_(words), units_(units) {}

  bool sees_any() {
    look();
    return typed_ || overridden_ || flipped_ || morse_ || !dressed_.empty();
  }

  bool run() {
    if (!sees_any()) return false;
    spread();
    const bool backwards = overridden_ && read_backwards();
    const bool turned = flipped_ && turn_all();
    const bool tapped = morse_ && read_morse();
    const bool stripped = typed_ && strip();
    return backwards || turned || tapped || stripped || !dressed_.empty();
  }
  /// Words that read plainly only because they were folded.
  const std::vector<Span>& dressed() const { return dressed_; }

 private:
  /// Which disguises there may be.
  void look() {
    unsigned apart = 0;
    for (const Token& token : text_.tokens) {
      if (token.kind != TokenKind::punctuation && token.kind != TokenKind::other) continue;
      const std::string_view at = all_.substr(token.end - 1);
      switch (at[0]) {
        case '<': typed_ = typed_ || text::typed_tag(at).bytes > 0; break;
        case '&': case '#': case '\\': case '%': typed_ = typed_ || text::typed_reference(at).bytes > 0; break;
        case '.': case '-': apart += !token.joined; break;
        default: break;
      }
    }
    constexpr unsigned least_letters = 3;
    morse_ = apart >= least_letters;
    // Without a map all of it is ASCII.
    if (text_.folded_to_plain.empty()) return;
    overridden_ = text_.plain.find(right_to_left) != std::string::npos;
    for (const Token& token : text_.tokens) {
      if (token.kind != TokenKind::word) continue;
      flipped_ = flipped_ || (token.odd && how_flipped(token) == 2);
      // Fewer bytes than were written, and not for an apostrophe's sake.
      const auto &start = text_.folded_to_plain, &end = text_.folded_end_to_plain;
      if (end[token.end] - start[token.start] != token.end - token.start && is_dressed(token)) dressed_.push_back({token.start, token.end});
    }
  }

  /// "𝐝𝐢𝐦", "ｄｉｍ", "d\u200Bim": plain letters made of others, or with something invisible among them.
  bool is_dressed(const Token& token) const {
    const auto &start = text_.folded_to_plain, &end = text_.folded_end_to_plain;
    for (std::uint32_t i = token.start; i < token.end; ++i) {
      if (!letter(static_cast<unsigned char>(all_[i]))) continue;
      if (static_cast<unsigned char>(all_[i]) < 128 && end[i + 1] - start[i] > 1) return true;
      if (i > token.start && start[i] > end[i]) return true;
    }
    return false;
  }

  void spread() {
    units_.clear();
    auto i = std::int32_t{0};
    const auto size = static_cast<std::int32_t>(all_.size());
    while (i < size) {
      const auto from = static_cast<std::uint32_t>(i);
      UChar32 code = 0;
      U8_NEXT(reinterpret_cast<const std::uint8_t*>(all_.data()), i, size, code);
      units_.push_back({code < 0 ? U'\uFFFD' : static_cast<char32_t>(code), from, static_cast<std::uint32_t>(i)});
    }
  }
  std::size_t unit_at(std::uint32_t byte) const {
    return static_cast<std::size_t>(std::ranges::lower_bound(units_, byte, {}, &Unit::from) - units_.begin());
  }

  /// The other way round, each letter standing for the whole stretch: no part of it is where it seems.
  void reverse(std::size_t first, std::size_t end) {
    const std::uint32_t from = units_[first].from, until = units_[end - 1].until;
    std::reverse(units_.begin() + static_cast<std::ptrdiff_t>(first), units_.begin() + static_cast<std::ptrdiff_t>(end));
    for (std::size_t i = first; i < end; ++i) units_[i].from = from, units_[i].until = until, units_[i].touched = true;
  }

  bool read_backwards() {
    const std::string_view plain = text_.plain;
    const auto folded_at = [&](std::size_t at) {
      const auto& map = text_.folded_to_plain;
      return static_cast<std::uint32_t>(std::ranges::lower_bound(map, static_cast<std::uint32_t>(at)) - map.begin());
    };
    bool any = false;
    for (auto at = plain.find(right_to_left); at != std::string_view::npos; at = plain.find(right_to_left, at + 1)) {
      // Until it is taken back, or the line ends.
      const auto end = std::min({plain.find("\xE2\x80\xAC", at), plain.find("\xE2\x80\xAD", at), plain.find('\n', at), plain.find(right_to_left, at + 1), plain.size()});  // NOLINT(misc-misleading-bidirectional): likewise
      const std::size_t first = unit_at(folded_at(at)), last = unit_at(folded_at(end));
      if (first >= last || last > units_.size()) continue;
      reverse(first, last);
      any = true;
    }
    return any;
  }

  /// 2: it has a letter that nobody writes but to turn a word; 1: all of its letters look like letters when they are turned; else 0.
  int how_flipped(const Token& token) const {
    bool all_turn = true, telling = false;
    for (auto i = static_cast<std::int32_t>(token.start); i < static_cast<std::int32_t>(token.end);) {
      UChar32 code = 0;
      U8_NEXT(reinterpret_cast<const std::uint8_t*>(all_.data()), i, static_cast<std::int32_t>(token.end), code);
      const Flipped* const flip = flip_of(static_cast<char32_t>(code));
      telling = telling || (flip != nullptr && flip->telling);
      all_turn = all_turn && (flip != nullptr || (code < 128 && std::string_view("osxzli'").find(static_cast<char>(code)) != std::string_view::npos));
    }
    return telling ? 2 : all_turn ? 1 : 0;
  }

  bool turn_all() {
    bool any = false;
    const auto& tokens = text_.tokens;
    for (std::size_t i = 0; i < tokens.size(); ++i) {
      if (tokens[i].kind != TokenKind::word || how_flipped(tokens[i]) != 2) continue;
      // As far as turned words go, with marks and words like "no" between them.
      std::size_t last = i;
      for (std::size_t j = i + 1; j < tokens.size(); ++j) {
        const int flipped = tokens[j].kind == TokenKind::word ? how_flipped(tokens[j]) : tokens[j].kind == TokenKind::punctuation ? 1 : 0;
        if (flipped == 0) break;
        if (flipped == 2) last = j;
      }
      const std::size_t first = unit_at(tokens[i].start), end = unit_at(tokens[last].end);
      any = turn(first, end, &Flipped::turned) || turn(first, end, &Flipped::mirrored) || any;
      i = last;
    }
    return any;
  }

  /// Turns units [first, end) round, if that makes more known words than they are as they stand.
  bool turn(std::size_t first, std::size_t end, char Flipped::* way) {
    if (first >= end || end > units_.size() || units_[first].touched) return false;
    straight_.clear();
    other_.clear();
    for (std::size_t i = first; i < end; ++i) {
      const char look = text::latin_look(static_cast<UChar32>(units_[i].code));
      straight_ += look != '\0' ? look : ' ';
      const char32_t back = turned(units_[first + end - 1 - i].code, way);
      other_ += back < 128 ? static_cast<char>(back) : ' ';
    }
    if (known_words(other_) <= known_words(straight_)) return false;
    reverse(first, end);
    for (std::size_t i = first; i < end; ++i) units_[i].code = turned(units_[i].code, way);
    return true;
  }
  static char32_t turned(char32_t code, char Flipped::* way) {
    const Flipped* const flip = flip_of(code);
    return flip != nullptr && flip->*way != 0 ? static_cast<char32_t>(flip->*way) : code;
  }
  std::size_t known_words(std::string_view line) const {
    std::size_t known = 0;
    while (!line.empty()) {
      const std::size_t end = std::min(line.find(' '), line.size());
      if (end > 0) known += (words_.flags(line.substr(0, end)) & ~word_prefix) != 0;
      line.remove_prefix(std::min(end + 1, line.size()));
    }
    return known;
  }

  /// ".. -.. .. --- -": letters apart by a space, words by a stroke.
  bool read_morse() {
    bool any = false;
    for (std::size_t i = 0; i < units_.size(); ++i) {
      if (!beat(units_[i].code) || (i > 0 && units_[i - 1].code != ' ' && units_[i - 1].code != '\n')) continue;
      const std::size_t end = tap(i);
      const auto tapped = [&](char latin) { return std::ranges::find(letters_, static_cast<char32_t>(latin), &Unit::code) != letters_.end(); };
      // A row of dots or dashes is none.
      const auto more = std::ranges::count_if(letters_, [](const Unit& one) { return one.code != 'e' && one.code != 't' && letter(one.code); });
      if (letters_.size() >= 3 && (more >= 2 || (more == 1 && (tapped('e') || tapped('t'))))) {
        units_.erase(units_.begin() + static_cast<std::ptrdiff_t>(i), units_.begin() + static_cast<std::ptrdiff_t>(end));
        units_.insert(units_.begin() + static_cast<std::ptrdiff_t>(i), letters_.begin(), letters_.end());
        i += letters_.size();
        any = true;
      } else {
        i = std::max(i, end);
      }
    }
    return any;
  }
  /// Fills `letters_` with what is tapped from unit `i` on; answers where that ends.  Nothing where a sign is no letter.
  std::size_t tap(std::size_t i) {
    letters_.clear();
    signs_.clear();
    std::size_t at = i;
    for (; at <= units_.size(); ++at) {
      const char32_t code = at < units_.size() ? units_[at].code : U' ';
      if (beat(code)) {
        signs_ += static_cast<char>(code);
        continue;
      }
      const bool ends = code == ' ' || code == '/' || code == '|' || code == '\n';
      if (!signs_.empty() && (!ends || !letter_of_signs(at))) return letters_.clear(), at;
      if (!ends) break;
      if (at < units_.size() && (code != ' ' || (at + 1 < units_.size() && !beat(units_[at + 1].code)))) letters_.push_back({code == '\n' ? U'\n' : U' ', units_[at].from, units_[at].until, true});
    }
    return std::min(at, units_.size());
  }
  static bool beat(char32_t code) { return code == '.' || code == '-'; }
  bool letter_of_signs(std::size_t at) {
    const auto* const one = std::ranges::find(morse, std::string_view(signs_), &Morse::signs);
    if (one == morse.end()) return false;
    const std::size_t from = at - signs_.size();
    letters_.push_back({static_cast<char32_t>(one->latin), units_[from].from, units_[at - 1].until, true});
    signs_.clear();
    return true;
  }

  /// Takes typed tags away and reads typed references, where one stands within a word.
  bool strip() {
    Units& out = kept_;
    out.clear();
    bool any = false, glued = false;
    for (std::size_t i = 0; i < units_.size();) {
      const text::Typed typed = in_link(units_[i].from) ? text::Typed{} : typed_at(i);
      if (typed.bytes == 0) {
        Unit one = units_[i++];
        // "ver<wbr>min": what follows belongs to what was before.
        const bool joins = glued && letter(one.code) && !out.empty() && letter(out.back().code);
        one.touched = one.touched || joins;
        any = any || joins;
        glued = false;
        out.push_back(one);
        continue;
      }
      const std::size_t end = unit_at(units_[i].from + static_cast<std::uint32_t>(typed.bytes));
      if (typed.tag) {
        glued = true;
        if (typed.code != 0) out.push_back({typed.code, units_[i].from, units_[end - 1].until});
      } else {
        const bool before = !out.empty() && letter(out.back().code), after = end < units_.size() && (letter(units_[end].code) || typed_at(end).bytes > 0);
        if (!before && !after) {
          while (i < end) out.push_back(units_[i++]);
          continue;
        }
        any = true;
        glued = true;
        put(typed.code, units_[i].from, units_[end - 1].until, out);
      }
      i = end;
    }
    if (any) units_.swap(out);
    return any;
  }
  /// The units are in order only as long as nothing was turned round; then a tag is no tag.
  text::Typed typed_at(std::size_t i) const {
    const Unit& one = units_[i];
    if (one.touched) return {};
    switch (one.code) {
      case '<': return text::typed_tag(all_.substr(one.from));
      case '&': case '#': case '\\': case '%': return text::typed_reference(all_.substr(one.from));
      default: return {};
    }
  }
  bool in_link(std::uint32_t byte) const {
    const auto next = std::ranges::upper_bound(text_.tokens, byte, {}, &Token::start);
    return next != text_.tokens.begin() && std::prev(next)->kind == TokenKind::link && byte < std::prev(next)->end;
  }
  static void put(char32_t code, std::uint32_t from, std::uint32_t until, Units& out) {
    const auto c = static_cast<UChar32>(code);
    if (!u_hasBinaryProperty(c, UCHAR_DEFAULT_IGNORABLE_CODE_POINT)) out.push_back({static_cast<char32_t>(u_foldCase(c, U_FOLD_CASE_DEFAULT)), from, until, true});
  }

  const Text& text_;
  const std::string_view all_;
  const Matcher& words_;
  Units& units_;
  bool typed_ = false, overridden_ = false, flipped_ = false, morse_ = false;
  std::string straight_, other_, signs_;
  Units letters_, kept_;
  std::vector<Span> dressed_;
};

void write(const Text& text, const Units& units, const std::vector<Span>& dressed, Undone& out) {
  out.text.folded.clear();
  out.start.clear();
  out.end.assign(1, 0);
  out.hidden = dressed;
  std::vector<bool> touched;
  for (const Unit& one : units) {
    std::array<std::uint8_t, 4> bytes{};
    std::int32_t length = 0;
    U8_APPEND_UNSAFE(bytes.data(), length, one.code);
    out.text.folded.append(reinterpret_cast<const char*>(bytes.data()), static_cast<std::size_t>(length));
    out.start.insert(out.start.end(), static_cast<std::size_t>(length), one.from);
    out.end.insert(out.end.end(), static_cast<std::size_t>(length), one.until);
    touched.insert(touched.end(), static_cast<std::size_t>(length), one.touched);
  }
  out.start.push_back(static_cast<std::uint32_t>(text.folded.size()));
  out.text.plain = out.text.folded;
  text::cut_into_tokens(out.text);
  keep_shapes(text, out.start, out.text);
  text::respell(out.text);
  for (const Token& token : out.text.tokens)
    if (std::any_of(touched.begin() + token.start, touched.begin() + token.end, [](bool one) { return one; }))
      out.hidden.push_back({out.start[token.start], out.end[token.end]});
}

}  // namespace

void keep_shapes(const Text& from, const std::vector<std::uint32_t>& start, Text& to) {
  std::size_t known = 0;
  for (Token& token : to.tokens) {
    const std::uint32_t at = start[token.start];
    while (known + 1 < from.tokens.size() && from.tokens[known + 1].start <= at) ++known;
    if (known < from.tokens.size()) token.shape = from.tokens[known].shape;
  }
}

bool may_be_undone(const Text& text, const Matcher& words) {
  Units units;
  return Undoer(text, words, units).sees_any();
}

bool undo(const Text& text, const Matcher& words, Undone& out) {
  thread_local Units units;
  Undoer undoer(text, words, units);
  if (text.folded.size() > most_units || !undoer.run()) return false;
  write(text, units, undoer.dressed(), out);
  return true;
}

}  // namespace tact::language
