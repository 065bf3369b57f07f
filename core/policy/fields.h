// SPDX-License-Identifier: GPL-3.0-or-later
// Every field of a policy, once: its name in bytes, in the human form and in the manual page, and its bounds.  Encoding, decoding, the human
// form, differences and checks are all walks over this list, so none of them can forget a field.  Sorted by name: the order of the bytes.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "core/policy/policy.h"

namespace tact::policy {

inline constexpr std::uint16_t major = 1, minor = 0;
inline constexpr std::size_t most_policy_bytes = 24 * 1024;  ///< canonical bytes of one policy
inline constexpr std::uint32_t most_sentences = 120, most_sentence_bytes = 1000;

struct Meta {
  std::string_view name;
  std::string_view section;  ///< of the human form; empty: has sections of its own
  const char* help;          ///< untranslated; one line
  std::uint32_t least = 0;   ///< of a number; of bytes of a text
  std::uint32_t most = 0;    ///< the same; of bytes of each text in a list
  std::uint32_t count = 1;   ///< most elements of a list
};

/// Calls visit(Meta, member) for each field.  `P` is Policy or const Policy.
template <class P, class V>
void each_field(P& p, V&& visit) {
  visit(Meta{"acceptance_required", "Group", "a member posts only after accepting the guideline"}, p.acceptance_required);
  visit(Meta{"alert_pile_on", "Reports", "tell the rep when several turn on one person"}, p.alert_pile_on);
  visit(Meta{"allow", "Group", "words that are never flagged here: a teacher called Savage, street names", 1, 100, 200}, p.allow);
  visit(Meta{"alternate", "", "who gets reports about the rep", 0, 200}, p.alternate);
  visit(Meta{"ask_acceptance", "Group", "show the guideline at a member's first post and ask to accept it"}, p.ask_acceptance);
  visit(Meta{"consent_days", "Limits", "a noted consent to pictures is asked for again after so many days", 1, 3660}, p.consent_days);
  visit(Meta{"context_lines", "Reports", "lines before and after a reported one that the rep sees", 0, 20}, p.context_lines);
  visit(Meta{"deputies", "", "people who may change the rules, and two of whom recover a lost rep's key", 0, 200, 8}, p.deputies);
  visit(Meta{"directory_children", "Names", "pupils' names as keyed hashes", 8, 8, 400}, p.directory_children);
  visit(Meta{"directory_key", "Names", "the key of those hashes", 0, 16}, p.directory_key);
  visit(Meta{"directory_staff", "Names", "names of staff as keyed hashes", 8, 8, 400}, p.directory_staff);
  visit(Meta{"gather_most_seconds", "Limits", "never wait longer for fragments", 0, 120}, p.gather_most_seconds);
  visit(Meta{"gather_seconds", "Limits", "wait for the next fragment of a message; 0: do not", 0, 60}, p.gather_seconds);
  visit(Meta{"group_name", "Group", "what members call the group", 0, 120}, p.group_name);
  visit(Meta{"kind", "Group", "class or community"}, p.kind);
  visit(Meta{"later_at", "Times", "when a message kept for later is posted", 0, 1439}, p.later_at);
  visit(Meta{"levels", "", "how hard each guideline acts: off, note, nudge or require", 0, 3, 64}, p.levels);
  visit(Meta{"mild_nudges_a_day", "Limits", "mild reminders for one member in a day", 0, 100}, p.mild_nudges_a_day);
  visit(Meta{"pile_on_minutes", "Limits", "how long several negative posts about one person count together", 1, 1440}, p.pile_on_minutes);
  visit(Meta{"pile_on_people", "Limits", "how many people make a pile-on", 2, 100}, p.pile_on_people);
  visit(Meta{"posts_a_day", "Limits", "posts of one member before a quiet note", 0, 1000}, p.posts_a_day);
  visit(Meta{"previous", "Policy", "hash of the version before; filled in by signing", 0, 32}, p.previous);
  visit(Meta{"private_least_people", "Limits", "smallest group in which a one-to-one talk is noticed", 2, 1000}, p.private_least_people);
  visit(Meta{"private_minutes", "Limits", "how long a talk of two counts together", 1, 1440}, p.private_minutes);
  visit(Meta{"private_turns", "Limits", "turns each before “switch to private messages”", 1, 100}, p.private_turns);
  visit(Meta{"public_contacts", "Group", "telephone numbers and addresses that may be posted: the school office", 1, 200, 100}, p.public_contacts);
  visit(Meta{"question_minutes", "Limits", "how long a question counts as open", 1, 10080}, p.question_minutes);
  visit(Meta{"quiet_from", "Times", "quiet hours begin", 0, 1439}, p.quiet_from);
  visit(Meta{"quiet_until", "Times", "quiet hours end; the same as quiet_from: no quiet hours", 0, 1439}, p.quiet_until);
  visit(Meta{"remind_automatically", "Reports", "remind members who do not use Tact without asking the rep each time"}, p.remind_automatically);
  visit(Meta{"rep", "", "the class rep, known by key", 0, 200}, p.rep);
  visit(Meta{"repeat_days", "Limits", "how long a question counts as asked already", 0, 365}, p.repeat_days);
  visit(Meta{"retention_days", "Reports", "how long the rep's Tact keeps reports", 1, 3660}, p.retention_days);
  visit(Meta{"room", "Policy", "the room this policy is for: PROTOCOL|SERVICE|ROOM", 0, 500}, p.room);
  visit(Meta{"routes", "", "who a concern goes to, in order", 0, 200, 8}, p.routes);
  visit(Meta{"school_links", "Group", "web sites that count as a source", 1, 200, 100}, p.school_links);
  visit(Meta{"senior_contact", "Reports", "a senior member of staff", 0, 200}, p.senior_contact);
  visit(Meta{"sentences", "", "the guideline, sentence by sentence", 1, most_sentence_bytes, most_sentences}, p.sentences);
  visit(Meta{"sureness", "", "how sure Tact must be to speak, 0 to 1", 0, 1000, 64}, p.thresholds);
  visit(Meta{"two_person_rule", "Reports", "removing a member needs the rep and a deputy"}, p.two_person_rule);
  visit(Meta{"undo_seconds", "Limits", "a flagged message can be taken back so long after “post”", 0, 30}, p.undo_seconds);
  visit(Meta{"valid_from", "Policy", "in force from; empty: at once"}, p.valid_from);
  visit(Meta{"valid_until", "Policy", "in force until; empty: until replaced"}, p.valid_until);
  visit(Meta{"version", "Policy", "one more than the version before", 0, 1000000000}, p.version);
  visit(Meta{"zone", "Times", "time zone of the quiet hours, as Europe/London; empty: each computer's own", 0, 64}, p.zone);
}

/// What is out of bounds, "field: what, expected what"; empty: nothing.  The one gate for every way in: bytes, human form, signing.
std::string out_of_bounds(const Policy& policy);

/// Text that may be shown and signed: valid UTF-8, no control or direction-changing characters, no blank at either end.
bool sound_text(std::string_view text);

}  // namespace tact::policy
