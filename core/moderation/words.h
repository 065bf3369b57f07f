// SPDX-License-Identifier: GPL-3.0-or-later
// Every word the rep's side says to people, in one place.  Kind, short, never of law or police; what others may see is neutral.
#pragma once

#include <string>
#include <string_view>

#include "core/moderation/queue.h"
#include "core/policy/policy.h"

namespace tact::moderation {
enum class Act;
}

namespace tact::moderation::words {

// Why something is not done
std::string not_an_officer();
std::string erased();
std::string dry_run(Act act);
std::string about_the_rep(const Policy& policy);
std::string raid_has_many();
std::string reminded_this_week();
std::string removed_already();
std::string nothing_asked();
std::string same_person();
std::string question_too_old();
std::string asked_by_another();
std::string second_needed();

/// The private message of an act to the author; empty where the act says nothing to them.
std::string to_author(Act act, const Item& item, const Policy& policy, std::string_view reason, bool again);
std::string neutral_notice();
std::string appeal_line(const Policy& policy);
std::string confirm_removal(const Item& item, const Policy& policy, std::string_view reason, std::size_t warnings);
std::string confirm_referral(const Item& item);

/// "If a child is at risk now ...".  On every list, report and packet.
std::string child_at_risk(const Policy* policy);

/// One line of the queue: "#12 threat · Ann · 2 h ago · “…”".
std::string list_line(const Item& item, Instant now);
/// One item for a window, which cannot grow beyond a screen: the words and the nearest lines, all cut to a size.
std::string brief(const Item& item, const Policy* policy, Instant now);
/// One item in full, with the lines around it.
std::string full(const Item& item, const Policy* policy, Instant now);

std::string shortened(std::string_view text, std::size_t most_bytes);  ///< never cuts a character
std::string ago(Instant then, Instant now);

}  // namespace tact::moderation::words
