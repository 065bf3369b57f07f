// SPDX-License-Identifier: GPL-3.0-or-later
// One rule of a pack, checked.  Rules are data, kinds are code.
//
//   [rule-id]             letters, digits, '-'; once in all packs of a language
//   Kind=phrase           phrase (see matcher.h), pattern (RE2 over the folded text), shouting (capitals)
//   Guideline= Label=     the guideline's id; a label of the example data, or a lane: urgent, notice, praise
//   Severity=suggestion|mild|serious   a suggestion never holds a message: one quiet line
//   Sureness=0.9          how often a fair class rep agrees, 0..1; under 0.5 a rule only supports others
//   Reason= Hint=         for people; translatable (xgettext --language=Desktop --keyword=Reason --keyword=Hint)
//   Match=                ';' list; any of them
//   Except=               ';' list of phrases; a match that shares words with one of these does not count
//   Requires= Unless=     ';' lists of phrases anywhere in the message
//   Signs=                ';' list; a pattern is looked for only in messages that hold one of these, byte for byte (folded); none: in all
//   After=                ';' list of phrases, one of which an earlier line must hold
//   Groups=class;community  only there
//   Hidden=yes            counts only where a word of the match was disguised ("1d10t", "f**k")
//   Catches= Spares=      ';' lists of whole messages that the rule must and must not match; "earlier line => message"
// The section [Defaults] gives a file's other sections what they leave out.  [words:NAME] (Words=, Flags=disguised;common;glue) names a
// category of words for the whole pack.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "core/language/rule_file.h"

namespace tact::language {

enum class RuleKind : std::uint8_t { phrase, pattern, shouting };

inline constexpr std::size_t rule_texts = 14;

/// The texts belong to whoever made the rule: while it is read to the file, in a pack to the pack, and there each ends
/// with a zero byte.
struct Rule {
  std::string_view id, path, guideline, label, reason, hint;
  std::string_view match, except, require, unless, after, signs, catches, spares;  ///< lists as they were written
  std::uint32_t line = 0;
  RuleKind kind = RuleKind::phrase;
  bool serious = false, suggestion = false, hidden = false;
  bool requires_some = false, follows_some = false;  ///< there is something in `require`, in `after`
  std::uint8_t groups = 3;                           ///< bit 0 class, bit 1 community
  float sureness = 0;

  /// Every text, for those that keep or write them.
  std::array<std::string_view*, rule_texts> texts() {
    return {&id, &path, &guideline, &label, &reason, &hint, &match, &except, &require, &unless, &after, &signs, &catches, &spares};
  }
};

/// Reads a section; wrong ones answer false and say why in `errors`.
bool read_rule(std::string_view path, const Section& section, const Section* defaults, Rule& rule, std::vector<std::string>& errors);

}  // namespace tact::language
