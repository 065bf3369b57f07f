// SPDX-License-Identifier: GPL-3.0-or-later
// From findings to one decision.  Guidelines find; decide() weighs them by the group's policy; nothing here knows a window, a clock or a disk.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "core/message.h"

namespace tact {

struct Policy;

enum class Severity { mild, serious };

/// One thing a guideline saw.  `guideline` and `label` are static strings (the guideline's id; the label of the example data, "late_night" or "burst").
struct Finding {
  std::string_view guideline;
  std::string_view label;
  Severity severity = Severity::mild;
  bool suggestion = false;  ///< a gentler word exists: a note at most, whatever the level
  float sureness = 0;  ///< calibrated probability, 0..1: of 10 findings with 0.8, eight are right
  Span span;           ///< the words that weighed most, in Message::raw; empty: the whole message
  std::string reason;  ///< translated, one sentence, a fact or a question; accuses nobody
  std::string hint;    ///< translated, a concrete better way; may be empty
  std::string rule;    ///< id of the rule that fired, "model", or empty
  bool quiet = false;  ///< no more than a note, whatever the level: the message itself is fine
};

enum class Decision {
  pass,    ///< gone, no trace
  note,    ///< gone, one quiet line for the sender
  hold,    ///< on disk, not in the room; sending it again posts it (not where `word_needed`)
  refuse,  ///< a signed rule of the group: only a different text or another way is left
};

struct Verdict {
  Decision decision = Decision::pass;
  std::vector<Finding> findings;  ///< the first one speaks; the rest are under "/tact why"
  bool word_needed = false;       ///< abuse of identity or a threat: sending again is not enough, "/tact post" is asked for
  bool urgent = false;            ///< urgent words: "now" is the first choice, mild nudges are silent
};

/// What this member has been told in this room lately; the caller reads it from its store and records after acting.  Counts are for the
/// member's local day in the group's zone.
struct NudgeHistory {
  unsigned mild_today = 0;
  unsigned overrides_in_a_row = 0;
  bool muted = false;                           ///< fell silent for 30 days after overrides; "/tact wake" ends it
  std::vector<std::string> told_last_24_hours;  ///< guideline ids
  // For the guidelines, not for decide():
  unsigned posts_today = 0;              ///< this person's own, in this room
  bool budget_noted_today = false;       ///< G10: one quiet note a day
  bool album_settled = false;            ///< G33: the consent question was answered minutes ago; once per album
  std::vector<std::string> pairs_today;  ///< G27: whom a private word was suggested with (Sender::id)
  std::vector<std::string> consents;     ///< G33: subjects of the consent notes in force
};

/// Orders findings (severity, then sureness, then guideline order), drops those below the policy's threshold, and applies levels, caps and mutes.
/// `urgent`: nobody is made to wait; mild findings are silent, and the hour is no more than a note.
[[nodiscard]] Verdict decide(std::vector<Finding> findings, const Policy& policy, const NudgeHistory& history, Role role, bool urgent = false);

std::string_view name(Decision decision);
std::string_view name(Severity severity);

}  // namespace tact
