// SPDX-License-Identifier: GPL-3.0-or-later
// Which language a message is in, by its function words and script: enough to leave messages alone that no pack was written for.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "core/text/text.h"

namespace tact::language {

class Tongues {
 public:
  /// Function words of `language` (folded).  At most 31 languages.
  void add(std::string_view language, const std::vector<std::string>& words);
  void finish();

  /// "en", "pl"...; `home` where too little speaks for another; empty for a script or language that is none of ours.
  std::string_view of(const Text& text, std::string_view home) const;

  /// Whether a word that begins with this byte may be of another script than Latin.
  static bool maybe_foreign(char first) { return static_cast<unsigned char>(first) >= 0xCD; }
  /// A bit for each language of which the word with that word_hash() is a function word; and the bit of a language, 0 for an unknown one.
  std::uint32_t bits_of(std::uint32_t hash) const;
  std::uint32_t bit_of(std::string_view language) const;

 private:
  struct Slot {
    std::uint32_t hash = 0, languages = 0;
  };
  std::vector<std::string> names_;
  std::vector<Slot> words_, table_;
};

}  // namespace tact::language
