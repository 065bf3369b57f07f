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
//   After=                ';' list of phrases, one of which an earlier line must hold
//   Groups=class;community  only there
//   Hidden=yes            counts only where a word of the match was disguised ("1d10t", "f**k")
//   Catches= Spares=      ';' lists of whole messages that the rule must and must not match; "earlier line => message"
// The section [Defaults] gives a file's other sections what they leave out.  [words:NAME] (Words=, Flags=disguised;common;glue) names a
// category of words for the whole pack.
#pragma once

#include <string>
#include <vector>

#include "core/language/rule_file.h"

namespace tact::language {

enum class RuleKind { phrase, pattern, shouting };

struct Rule {
  std::string id, path, guideline, label, reason, hint;
  unsigned line = 0;
  RuleKind kind = RuleKind::phrase;
  bool serious = false, suggestion = false, hidden = false;
  float sureness = 0;
  std::uint8_t groups = 3;  ///< bit 0 class, bit 1 community
  std::vector<std::string> match, except, require, unless, after;
  std::string catches, spares;  ///< lists as they were written: no message needs them

  template <class Archive>
  void fields(Archive& archive);
};

/// Reads a section; wrong ones answer false and say why in `errors`.
bool read_rule(std::string_view path, const Section& section, const Section* defaults, Rule& rule, std::vector<std::string>& errors);

}  // namespace tact::language
