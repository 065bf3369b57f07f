// SPDX-License-Identifier: GPL-3.0-or-later
// Text cut into tokens character by character: what tokens.cpp leaves over, as letters beyond ASCII, emoji, addresses and "3.30pm".
#pragma once

#include <cstddef>
#include <string_view>

#include "core/text/kinds.h"
#include "core/text/text.h"

namespace tact::text {

class OneByOne {
 public:
  /// `out` has room for a token per byte of text.folded.
  OneByOne(const Text& text, Token* out) : all_(text.folded), out_(out), text_(text) {}

 protected:
  /// One token, or one white space, at `at_`, which moves behind it.
  void step();
  /// How the word of [start, end) was written.
  Shape shape(std::size_t start, std::size_t end) const;
  /// Whether the text holds anything that every address has; looked up once.
  bool may_link();

  std::string_view all_;
  std::size_t at_ = 0;
  Token* out_;
  bool joined_ = false;
  bool worth_a_look_ = false, lone_letters_ = false;  ///< see Text; set, and never cleared

 private:
  Kind next();
  void run_of_letters();
  void apostrophes();
  void word_or_number(std::size_t start, Kind first);
  bool link(std::size_t start);
  void repeated(std::size_t start, TokenKind kind);
  void add(std::size_t start, TokenKind kind);

  const Text& text_;
  std::size_t no_link_until_ = 0;
  bool odd_ = false, may_link_ = false, link_known_ = false;
};

}  // namespace tact::text
