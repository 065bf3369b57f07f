// SPDX-License-Identifier: GPL-3.0-or-later
// What is known of the words of a text, to the rules, to the classifier and to those that undo disguises or tell a language: each word is looked
// up once for all of them.  A group's words are mostly the same few thousand, so that what was found stays in a table.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

#include "core/language/matcher.h"
#include "core/language/model.h"
#include "core/language/tongue.h"
#include "core/text/text.h"

namespace tact::language {

/// Of one text; buffers are reused.
struct Known {
  Matcher::Words words;
  KnownWords weights;
  bool words_disguised = true;  ///< false: none is, as it stands (see restore())
  bool maybe_disguised = true;  ///< false: restore() would find nothing
  bool maybe_other = true;      ///< false: Tongues::of() would answer the home language
};

class Lexicon {
 public:
  /// All must outlive this; `model` may be null.  `home` is the language of the matcher's pack.
  Lexicon(const Matcher& matcher, const Tongues& tongues, std::string_view home, const Model* model);
  Lexicon(const Lexicon&) = delete;
  Lexicon& operator=(const Lexicon&) = delete;

  void read(const Text& text, Known& out) const;

 private:
  struct Place;
  class Table;
  class Pass;
  void learn(const Text& text, const Token& token, Place& place) const;

  const Matcher& matcher_;
  const Tongues& tongues_;
  const Model* model_;
  std::uint32_t home_;    ///< bit of the home language
  std::uint64_t number_;  ///< no other lexicon of this process has it
};

}  // namespace tact::language
