// SPDX-License-Identifier: GPL-3.0-or-later
// What the language engine read in one text: the classifier's calibrated scores and the hits of the rule packs.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

namespace tact::language {

/// The labels of the example data, in the order of the model's outputs.
enum class Label : std::uint8_t {
  grievance_staff, grievance_child, grievance_parent, current_affairs, anger, abuse, threat, defamation, disrespect, dont_know, privacy,
  one_to_one, off_topic, leave_judgement,
};
inline constexpr std::size_t label_count = 14;
std::string_view name(Label label);

/// A rule of a pack that matched.  The strings belong to the pack, which outlives every reading.
struct Hit {
  std::string_view guideline, label, rule;
  std::uint32_t start = 0, end = 0;  ///< bytes in Text::folded
  bool serious = false, suggestion = false;
  bool hidden = false;           ///< somebody disguised a word of it
  float sureness = 0;
  std::uint8_t groups = 3;       ///< bit 0: counts in class groups, bit 1: in community groups
  const char* reason = nullptr;  ///< untranslated message id; null: the guideline's own words
  const char* hint = nullptr;
};

/// Bytes of Text::folded; empty: none.
struct Where {
  std::uint32_t start = 0, end = 0;
};

struct Reading {
  /// The classifier's second stage must be asked (Language::read_second): until then scores, over, where and serious are those of the first.
  bool waits = false;
  std::array<float, label_count + 2> first_stage{};  ///< its raw outputs, where `waits`
  bool scored = false;                       ///< false: no model, or a language it does not know
  std::array<float, label_count> scores{};   ///< calibrated probabilities
  std::array<bool, label_count> over{};      ///< score above the model's threshold for that label
  std::array<Where, label_count> where{};  ///< the words that weighed most, where `over`
  float serious = 0;                         ///< probability that a fair rep would call it serious
  std::vector<Hit> hits;
  std::string_view language;     ///< "en"; empty: no pack speaks it, only structural guidelines apply
  bool urgent = false;           ///< ill, missing, closed today, flood: never make people wait
  bool notice = false;           ///< an event, date, place or lost property: always fine to share; this and `praise` are set by read_purpose() alone
  bool praise = false;           ///< thanks and congratulations
  float score(Label label) const { return scores[static_cast<std::size_t>(label)]; }
  bool above(Label label) const { return over[static_cast<std::size_t>(label)]; }
};

}  // namespace tact::language
