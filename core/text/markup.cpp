// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/text/markup.h"

#include <unicode/utf8.h>

#include <algorithm>
#include <array>

namespace tact::text {

namespace {

constexpr std::string_view replacement = "\xEF\xBF\xBD";

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; }

bool same_word(std::string_view a, std::string_view b) {
  return std::ranges::equal(a, b, [](char x, char y) { return lower(x) == y; });
}

/// Tags that libpurple takes away; all others are shown as they were typed.
bool known_tag(std::string_view name) {
  static constexpr std::array<std::string_view, 36> known = {
      "a",  "b",  "blockquote", "body", "bold", "br",  "cite",   "div", "em",  "font", "h1",   "h2",    "h3",     "h4",  "h5",  "h6",    "hr", "html",
      "i",  "img", "italic",    "li",   "ol",   "p",   "pre",    "q",   "s",   "span", "strike", "strong", "sub", "sup", "title", "u", "ul", "underline"};
  return std::ranges::any_of(known, [&](std::string_view one) { return same_word(name, one); });
}

struct Entity {
  std::string_view name, text;
};
constexpr std::array<Entity, 8> entities = {{{"&amp;", "&"}, {"&lt;", "<"}, {"&gt;", ">"}, {"&nbsp;", " "},
                                             {"&quot;", "\""}, {"&apos;", "'"}, {"&copy;", "\xC2\xA9"}, {"&reg;", "\xC2\xAE"}}};

/// "&#65;", "&#x41;": bytes used (0: none), code point in `out`.
std::size_t numeric_entity(std::string_view at, char32_t& out) {
  if (at.size() < 4 || at[1] != '#') return 0;
  const bool hex = lower(at[2]) == 'x';
  char32_t value = 0;
  std::size_t i = hex ? 3 : 2;
  const std::size_t first = i;
  for (; i < at.size() && i < first + 8; ++i) {
    const char c = lower(at[i]);
    const int digit = c >= '0' && c <= '9' ? c - '0' : hex && c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
    if (digit < 0) break;
    value = value * (hex ? 16 : 10) + static_cast<char32_t>(digit);
  }
  if (i == first || i >= at.size() || at[i] != ';' || value == 0) return 0;
  out = value > 0x10FFFF || (value >= 0xD800 && value < 0xE000) ? 0xFFFD : value;
  return i + 1;
}

/// The value of `name="..."` inside a tag; empty where it has none.
std::string_view attribute(std::string_view tag, std::string_view name) {
  for (std::size_t i = 0; i + name.size() + 1 < tag.size(); ++i) {
    if ((tag[i] != ' ' && tag[i] != '\t' && tag[i] != '\n') || !same_word(tag.substr(i + 1, name.size()), name)) continue;
    std::size_t at = i + 1 + name.size();
    if (at >= tag.size() || tag[at] != '=') continue;
    if (++at >= tag.size()) return {};
    const char quote = tag[at];
    if (quote != '"' && quote != '\'') return tag.substr(at, tag.find_first_of(" >", at) - at);
    const auto close = tag.find(quote, at + 1);
    return close == std::string_view::npos ? std::string_view() : tag.substr(at + 1, close - at - 1);
  }
  return {};
}

/// What is written, with where each byte came from.
class Writer {
 public:
  Writer(std::string& plain, std::vector<std::uint32_t>& start, std::vector<std::uint32_t>& end) : plain_(plain), start_(start), end_(end) {
    plain_.clear();
    start_.clear();
    end_.assign(1, 0);
  }
  void put(std::string_view bytes, std::size_t from, std::size_t until) {
    plain_ += bytes;
    start_.insert(start_.end(), bytes.size(), static_cast<std::uint32_t>(from));
    end_.insert(end_.end(), bytes.size(), static_cast<std::uint32_t>(until));
  }
  /// Bytes that stand for themselves, from `from` on.
  void put_each(std::string_view bytes, std::size_t from) {
    plain_ += bytes;
    for (std::size_t i = 0; i < bytes.size(); ++i) {
      start_.push_back(static_cast<std::uint32_t>(from + i));
      end_.push_back(static_cast<std::uint32_t>(from + i + 1));
    }
  }
  void finish(std::size_t raw_size) { start_.push_back(static_cast<std::uint32_t>(raw_size)); }
  std::size_t size() const { return plain_.size(); }
  std::string_view since(std::size_t at) const { return std::string_view(plain_).substr(at); }

 private:
  std::string& plain_;
  std::vector<std::uint32_t>&start_, &end_;
};

class Stripper {
 public:
  Stripper(std::string_view raw, Writer& out) : raw_(raw), out_(out) {}

  /// Reads one tag or entity at `at_`, or at most `most` plain characters.
  void step(std::size_t most) {
    const char c = raw_[at_];
    if (c == '<' && tag()) return;
    if (c == '&' && entity()) return;
    characters(most);
  }
  bool done() const { return at_ >= raw_.size(); }
  void characters(std::size_t most) {
    const std::size_t start = at_, until = start + std::min(most, raw_.size() - start);
    const auto c = static_cast<unsigned char>(raw_[at_]);
    if (c < 0x80) {
      // Up to what may be a tag, an entity or no ASCII.
      do ++at_;
      while (at_ < until && static_cast<unsigned char>(raw_[at_]) < 0x80 && raw_[at_] != '<' && raw_[at_] != '&');
      return out_.put_each(raw_.substr(start, at_ - start), start);
    }
    UChar32 code = 0;
    auto next = static_cast<std::int32_t>(std::min<std::size_t>(raw_.size() - at_, 8)), i = 0;
    U8_NEXT(reinterpret_cast<const std::uint8_t*>(raw_.data() + at_), i, next, code);
    at_ += static_cast<std::size_t>(i);
    out_.put(code < 0 ? replacement : raw_.substr(start, static_cast<std::size_t>(i)), start, at_);
  }

 private:
  bool entity() {
    const std::string_view rest = raw_.substr(at_);
    for (const auto& [name, text] : entities) {
      if (!same_word(rest.substr(0, name.size()), name)) continue;
      out_.put(text, at_, at_ + name.size());
      at_ += name.size();
      return true;
    }
    char32_t code = 0;
    const std::size_t used = numeric_entity(rest, code);
    if (used == 0) return false;
    std::array<std::uint8_t, 4> bytes{};
    std::int32_t length = 0;
    U8_APPEND_UNSAFE(bytes.data(), length, code);
    out_.put({reinterpret_cast<const char*>(bytes.data()), static_cast<std::size_t>(length)}, at_, at_ + used);
    at_ += used;
    return true;
  }

  /// Where the tag that begins at `at_` ends (behind its '>'), remembering that there is none: 100,000 '<' stay linear.
  std::size_t tag_end() {
    if (at_ >= no_close_from_) return 0;
    const auto close = raw_.find('>', at_);
    if (close != std::string_view::npos) return close + 1;
    no_close_from_ = at_;
    return 0;
  }

  bool comment_ends() {
    if (no_comment_end_) return false;
    no_comment_end_ = raw_.find("-->", at_) == std::string_view::npos;
    return !no_comment_end_;
  }

  bool tag() {
    if (raw_.substr(at_, 4) == "<!--" && comment_ends()) {
      at_ += 4;
      return true;
    }
    std::size_t i = at_ + 1;
    const bool closing = i < raw_.size() && raw_[i] == '/';
    if (closing) ++i;
    const std::size_t name_at = i;
    while (i < raw_.size() && i < name_at + 12 && (static_cast<unsigned>(lower(raw_[i]) - 'a') < 26U || static_cast<unsigned>(raw_[i] - '0') < 10U)) ++i;
    const std::string_view name = raw_.substr(name_at, i - name_at);
    if (name.empty() || i >= raw_.size()) return false;
    if (!closing && (!known_tag(name) || (raw_[i] != '>' && raw_[i] != ' ' && raw_[i] != '/' && raw_[i] != '\n' && raw_[i] != '\t'))) return false;
    const std::size_t end = tag_end();
    if (end == 0) return false;
    closing ? close(name, end) : open(name, end);
    at_ = end;
    return true;
  }

  void open(std::string_view name, std::size_t end) {
    const std::string_view tag = raw_.substr(at_, end - at_);
    if (same_word(name, "br") || same_word(name, "hr")) out_.put("\n", at_, end);
    if (same_word(name, "img")) address(attribute(tag, "alt"), end);
    if (!same_word(name, "a")) return;
    link_ = attribute(tag, "href");
    link_text_ = out_.size();
  }

  void close(std::string_view name, std::size_t end) {
    if (!same_word(name, "a") || link_.empty()) return;
    const std::string_view words = out_.since(link_text_);
    const bool mail = link_.size() > 7 && same_word(link_.substr(0, 7), "mailto:") && link_.substr(7) == words;
    if (words != link_ && !mail) {
      out_.put(" <", at_, end);
      address(link_, end);
      out_.put(">", at_, end);
    }
    link_ = {};
  }

  /// Text from inside a tag; a span on it is a span on the whole tag.
  void address(std::string_view text, std::size_t end) {
    constexpr std::size_t longest = 2048;
    std::string clean;
    for (std::size_t i = 0; i < std::min(text.size(), longest);) {
      UChar32 code = 0;
      auto next = static_cast<std::int32_t>(std::min<std::size_t>(text.size() - i, 8)), used = 0;
      U8_NEXT(reinterpret_cast<const std::uint8_t*>(text.data() + i), used, next, code);
      clean += code < 0 ? replacement : text.substr(i, static_cast<std::size_t>(used));
      i += static_cast<std::size_t>(used);
    }
    out_.put(clean, at_, end);
  }

  std::string_view raw_;
  Writer& out_;
  std::size_t at_ = 0, no_close_from_ = std::string_view::npos;
  bool no_comment_end_ = false;
  std::string_view link_;
  std::size_t link_text_ = 0;
};

bool valid_utf8(std::string_view raw) {
  std::size_t i = 0;
  while (i + 8 <= raw.size()) {
    std::uint64_t block = 0;
    std::copy_n(raw.data() + i, 8, reinterpret_cast<char*>(&block));
    if ((block & 0x8080808080808080U) != 0) break;
    i += 8;
  }
  auto at = static_cast<std::int32_t>(i);
  const auto size = static_cast<std::int32_t>(raw.size());
  while (at < size) {
    UChar32 code = 0;
    U8_NEXT(reinterpret_cast<const std::uint8_t*>(raw.data()), at, size, code);
    if (code < 0) return false;
  }
  return true;
}

/// At most `most` bytes, not through the middle of a character.
std::string_view beginning(std::string_view raw, std::size_t most) {
  if (raw.size() <= most) return raw;
  while (most > 0 && (static_cast<unsigned char>(raw[most]) & 0xC0) == 0x80) --most;
  return raw.substr(0, most);
}

}  // namespace

bool may_be_marked(std::string_view raw, Format format) {
  return format == Format::markup && (raw.find('<') != std::string_view::npos || raw.find('&') != std::string_view::npos);
}

bool to_plain(std::string_view raw, Format format, std::size_t most, std::string& plain, std::vector<std::uint32_t>& to_raw,
              std::vector<std::uint32_t>& end_to_raw) {
  // Tags may be most of a message: more of the raw text is read than is judged.
  const std::string_view read = beginning(raw, format == Format::markup ? most * 8 : most);
  const bool marked = may_be_marked(read, format);
  // The usual message: nothing to strip, nothing to map.
  if (!marked && read.size() <= most && valid_utf8(read)) {
    plain.assign(read);
    to_raw.clear();
    end_to_raw.clear();
    return read.size() < raw.size();
  }
  Writer out(plain, to_raw, end_to_raw);
  Stripper stripper(read, out);
  while (!stripper.done() && out.size() < most) marked ? stripper.step(most - out.size()) : stripper.characters(most - out.size());
  const bool cut = !stripper.done() || read.size() < raw.size();
  out.finish(read.size());
  return cut;
}

}  // namespace tact::text
