// SPDX-License-Identifier: GPL-3.0-or-later
// A cursor over UTF-8 for the readers of exports: digits of several scripts, marks that nobody sees, blanks of every width.
#pragma once

#include <cstdint>
#include <string_view>

namespace tact::history {

/// 0..9, or -1.  ASCII, Arabic-Indic, Extended Arabic-Indic, Devanagari, Bengali, Thai, Myanmar, Khmer.
constexpr int digit_value(char32_t c) {
  if (c < 0x80) return c >= '0' && c <= '9' ? static_cast<int>(c - '0') : -1;
  for (const char32_t zero : {U'\u0660', U'\u06F0', U'\u0966', U'\u09E6', U'\u0E50', U'\u1040', U'\u17E0'})
    if (c >= zero && c <= zero + 9) return static_cast<int>(c - zero);
  return -1;
}
constexpr bool is_digit(char32_t c) { return digit_value(c) >= 0; }
/// Direction marks and isolates, zero-width characters.
constexpr bool is_mark(char32_t c) {
  return (c >= 0x200B && c <= 0x200F) || (c >= 0x202A && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069) || c == 0xFEFF || c == 0x061C;
}
constexpr bool is_space(char32_t c) { return c == ' ' || c == '\t' || c == 0xA0 || c == 0x202F || (c >= 0x2000 && c <= 0x200A) || c == 0x3000; }

class Scan {
 public:
  explicit Scan(std::string_view text) : text_(text) {}
  std::size_t position() const { return at_; }
  std::string_view since(std::size_t from) const { return text_.substr(from, at_ - from); }
  std::string_view rest() const { return text_.substr(at_); }

  /// The next code point, 0 at the end, U+FFFD for a malformed byte.
  char32_t peek() const {
    std::size_t length = 0;
    return decode(length);
  }
  char32_t take() {
    std::size_t length = 0;
    const char32_t c = decode(length);
    at_ += length;
    return c;
  }
  void skip_marks() {
    while (is_mark(peek())) take();
  }
  void skip_spaces() {
    while (is_space(peek())) take();
  }
  void skip_blanks() {
    while (is_space(peek()) || is_mark(peek())) take();
  }
  /// One to four digits, marks around them allowed.
  bool number(int& value, std::uint8_t& digits) {
    skip_marks();
    value = 0;
    digits = 0;
    for (int d; (d = digit_value(peek())) >= 0; take()) {
      if (++digits > 4) return false;
      value = value * 10 + d;
    }
    if (digits > 0 && peek() >= 0x80) skip_marks();
    return digits > 0;
  }

 private:
  char32_t decode(std::size_t& length) const {
    if (at_ >= text_.size()) return length = 0, 0;
    const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text_[at_ + i]); };
    const unsigned char first = byte(0);
    if (first < 0x80) return length = 1, first;
    const std::size_t wanted = first >= 0xF0 && first < 0xF8 ? 4 : first >= 0xE0 ? 3 : first >= 0xC2 ? 2 : 0;
    if (wanted == 0 || first >= 0xF8 || at_ + wanted > text_.size()) return length = 1, 0xFFFD;
    char32_t c = first & (0xFF >> (wanted + 1));
    for (std::size_t i = 1; i < wanted; ++i) {
      if ((byte(i) & 0xC0) != 0x80) return length = 1, 0xFFFD;
      c = c << 6 | (byte(i) & 0x3F);
    }
    return length = wanted, c;
  }

  std::string_view text_;
  std::size_t at_ = 0;
};

/// Nothing that anybody sees.
inline bool blank(std::string_view text) {
  Scan scan(text);
  scan.skip_blanks();
  return scan.peek() == 0;
}

/// Without blanks and marks at both ends (ASCII blanks at the back).
inline std::string_view trimmed(std::string_view text) {
  Scan scan(text);
  scan.skip_blanks();
  text = scan.rest();
  for (;;) {
    if (!text.empty() && (text.back() == ' ' || text.back() == '\t')) {
      text.remove_suffix(1);
    } else if (text.ends_with("\xC2\xA0")) {
      text.remove_suffix(2);
    } else if (text.ends_with("\u200E") || text.ends_with("\u200F") || text.ends_with("\u202C") || text.ends_with("\u2069") || text.ends_with("\u202F")) {
      text.remove_suffix(3);
    } else {
      return text;
    }
  }
}

}  // namespace tact::history
