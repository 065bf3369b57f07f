// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/text/product_code.h"

#include <algorithm>

namespace tact::text {

namespace {

bool letter(char c) { return static_cast<unsigned>(c - 'a') < 26U; }
bool digit(char c) { return static_cast<unsigned>(c - '0') < 10U; }

/// Capitals and digits with dashes among them: at least so many digits in each part, and one in all.
bool product_code(const Text& text, std::size_t first, std::size_t end, std::ptrdiff_t in_each) {
  while (end > first && text.tokens[end - 1].kind == TokenKind::punctuation) --end;
  std::ptrdiff_t digits = 0, all_digits = 0;
  bool dash = false;
  for (std::size_t i = first; i < end; ++i) {
    const Token& token = text.tokens[i];
    const std::string_view bytes = text.word(token);
    if (bytes == "-") {
      if (digits < in_each) return false;
      dash = true;
      digits = 0;
      continue;
    }
    const bool one_letter = token.shape == Shape::capital && std::ranges::count_if(bytes, letter) == 1;
    if (token.kind != TokenKind::number && (token.kind != TokenKind::word || (token.shape != Shape::upper && !one_letter))) return false;
    const auto here = std::ranges::count_if(bytes, digit);
    digits += here;
    all_digits += here;
  }
  return dash && digits >= in_each && all_digits > 0;
}

}  // namespace

bool code_in_a_list(const Text& text, std::size_t first, std::size_t end) {
  if (!product_code(text, first, end, 1)) return false;
  for (std::size_t i = 0; i < text.tokens.size();) {
    std::size_t next = i + 1;
    while (next < text.tokens.size() && text.tokens[next].joined) ++next;
    if (i != first && product_code(text, i, next, 0)) return true;
    i = next;
  }
  return false;
}

}  // namespace tact::text
