// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/moderation/words.h"

#include "core/guidelines/guideline.h"
#include "core/i18n.h"
#include "core/moderation/ladder.h"

namespace tact::moderation::words {

namespace {

std::string group_of(const Policy& policy) { return policy.group_name.empty() ? policy.room.room : policy.group_name; }

std::string quoted_guideline(const Item& item) {
  const std::string_view words = quotation(item.guideline);
  return words.empty() ? std::string(_("the group’s guidelines")) : std::string(words);
}

/// What a person typed as a reason stands between two sentences.
std::string as_sentence(std::string_view reason) {
  const bool ends = reason.empty() || std::string_view(".!?").find(reason.back()) != std::string_view::npos || reason.ends_with("۔") || reason.ends_with("…");
  return std::string(reason) + (ends ? "" : ".");
}

}  // namespace

std::string not_an_officer() { return _("Your key is not the rep’s or a deputy’s in this group’s signed policy. Nothing was done."); }
std::string erased() { return _("That item was erased after its time; only the ledger line is left."); }
std::string dry_run(Act) {
  return _("Dry run: nothing is sent to anybody. “/tact queue live” ends the dry run; what was found until then stays a “would have”.");
}
std::string about_the_rep(const Policy& policy) {
  if (policy.alternate.name.empty()) return _("This is about the rep; it is not theirs or a deputy’s to decide. Nothing was done.");
  return fill(_("This is about the rep; it goes to {alternate}. Nothing was done."), {{"alternate", policy.alternate.name}});
}
std::string raid_has_many() { return _("That item folds many people’s messages. Take the single serious ones, or refer it."); }
std::string reminded_this_week() { return _("This person was reminded of this guideline within the last week. A second reminder so soon does not help; “warn” or “ask” are the next steps."); }
std::string removed_already() { return _("That person was removed for this already."); }
std::string nothing_asked() { return _("Nothing is waiting for that word. Nothing was done."); }
std::string same_person() { return _("The second person must be another one than who asked. Nothing was done."); }
std::string question_too_old() { return _("That question is too old; ask again. Nothing was done."); }
std::string asked_by_another() { return _("Somebody else asked that; only they can confirm it. Nothing was done."); }
std::string second_needed() { return _("This group’s policy asks for a second person. Another officer says “/tact second” first. Nothing was done."); }

std::string shortened(std::string_view text, std::size_t most) {
  if (text.size() <= most) return std::string(text);
  while (most > 0 && (static_cast<unsigned char>(text[most]) & 0xc0) == 0x80) --most;
  return std::string(text.substr(0, most)) + "…";
}

std::string appeal_line(const Policy& policy) {
  const std::string& to = !policy.alternate.name.empty() ? policy.alternate.name : policy.senior_contact;
  if (to.empty()) return _("If you think this is a mistake, answer this message.");
  return fill(_("If you think this is a mistake, you can take it to {contact}."), {{"contact", to}});
}

std::string to_author(Act act, const Item& item, const Policy& policy, std::string_view reason, bool again) {
  const std::string group = group_of(policy), quote = quoted_guideline(item), text = shortened(item.text, 160);
  const auto with = [&](const char* pattern) {
    return fill(pattern, {{"group", group}, {"guideline", quote}, {"text", text}, {"reason", as_sentence(reason)}, {"appeal", appeal_line(policy)}});
  };
  switch (act) {
    case Act::ignore:
    case Act::mistaken:
    case Act::refer: return {};
    case Act::thank: return with(_("Thank you from the rep of {group}: “{text}” helped."));
    case Act::remind:
      if (again) return with(_("Once more from the rep of {group}, privately: “{guideline}” Would you keep it in mind? It was about “{text}”."));
      return with(_("A friendly word from the rep of {group}, only to you: “{guideline}” It was about “{text}”. Thank you for keeping it in mind."));
    case Act::ask: return with(_("The rep of {group} asks you, privately, to take this back if you can: “{text}”. The guideline says: “{guideline}”"));
    case Act::warn:
      return with(
          _("From the rep of {group}, privately: “{text}” goes against “{guideline}”. {reason} If it happens again you may be removed from the group. {appeal}"));
    case Act::remove:
      return with(_("You are being removed from {group}. Reason: {reason} It was about “{text}” and “{guideline}”. {appeal}"));
  }
  return {};
}

std::string neutral_notice() { return _("under the group’s guidelines"); }

std::string confirm_removal(const Item& item, const Policy& policy, std::string_view reason, std::size_t warnings) {
  const std::string before = warnings == 0 ? std::string(_("No warning was given before."))
                                           : fill(translate_plural("Warned once before.", "Warned {n} times before.", warnings), {{"n", std::to_string(warnings)}});
  std::string text = fill(_("Remove {name} ({author}) from {group} ({room})? Reason: {reason} They will be told: {appeal} {before}"),
                          {{"name", item.name},
                           {"author", item.author},
                           {"group", group_of(policy)},
                           {"room", policy.room.room},
                           {"reason", as_sentence(reason)},
                           {"appeal", appeal_line(policy)},
                           {"before", before}});
  if (!item.warning.empty()) text += " " + fill(_("Look twice: {warning}."), {{"warning", item.warning}});
  if (policy.two_person_rule) text += std::string(" ") + _("A second officer must agree first.");
  return text + " " + fill(_("“/tact remove {n} confirm” does it; anything else does nothing."), {{"n", std::to_string(item.id)}});
}

std::string confirm_referral(const Item& item) {
  return fill(_("Refer #{n} to the school? A second officer must agree first; then “/tact refer {n} confirm” writes the file."), {{"n", std::to_string(item.id)}});
}

std::string child_at_risk(const Policy* policy) {
  if (policy == nullptr || policy->senior_contact.empty())
    return _("If a child is at risk now: 999, or the school’s safeguarding lead. Never wait for a queue.");
  return fill(_("If a child is at risk now: 999, or the safeguarding lead ({contact}). Never wait for a queue."), {{"contact", policy->senior_contact}});
}

std::string ago(Instant then, Instant now) {
  const auto minutes = std::chrono::duration_cast<std::chrono::minutes>(now - then).count();
  if (minutes < 1) return _("just now");
  const auto count = [](const char* one, const char* many, long n) { return fill(translate_plural(one, many, static_cast<unsigned long>(n)), {{"n", std::to_string(n)}}); };
  if (minutes < 60) return count("{n} minute ago", "{n} minutes ago", static_cast<long>(minutes));
  if (minutes < 48 * 60) return count("{n} hour ago", "{n} hours ago", static_cast<long>(minutes / 60));
  return count("{n} day ago", "{n} days ago", static_cast<long>(minutes / 1440));
}

namespace {

/// "threat (reported) · Ann · 2 hours ago ×3"
std::string heading(const Item& item, Instant now) {
  const std::string times = item.times > 1 ? " ×" + std::to_string(item.times) : std::string();
  const std::string mark = item.source == Source::report ? std::string(" ") + _("(reported)") : item.source == Source::raid ? std::string(" ") + _("(many people)") : std::string();
  return fill("{what}{mark} · {name} · {ago}{times}", {{"what", item.guideline.empty() ? std::string_view(_("report")) : std::string_view(item.guideline)},
                                                       {"mark", mark},
                                                       {"name", item.name},
                                                       {"ago", ago(item.last_at, now)},
                                                       {"times", times}});
}

std::string around(const ContextLine& context, std::size_t most) { return "    " + context.name + ": " + shortened(context.text, most) + "\n"; }

/// What an officer must know besides the words themselves, each on its line.
std::string remarks(const Item& item) {
  std::string out;
  if (!item.reason.empty()) out += fill(_("Why: {reason}"), {{"reason", item.reason}}) + "\n";
  if (!item.warning.empty()) out += fill(_("Look twice: {warning}."), {{"warning", item.warning}}) + "\n";
  if (item.edit_of != 0) out += fill(_("A changed version of #{n}."), {{"n", std::to_string(item.edit_of)}}) + "\n";
  if (!item.also.empty()) out += fill(translate_plural("One more person is folded in.", "{n} more people are folded in.", item.also.size()), {{"n", std::to_string(item.also.size())}}) + "\n";
  if (item.dry) out += std::string(_("Found in dry run: nothing can be done with it.")) + "\n";
  if (!item.hold.empty()) out += fill(_("Kept on hold: {reason}"), {{"reason", item.hold}}) + "\n";
  return out;
}

}  // namespace

std::string list_line(const Item& item, Instant now) {
  return fill("#{n} {heading} · “{text}”", {{"n", std::to_string(item.id)}, {"heading", heading(item, now)}, {"text", shortened(item.text, 90)}});
}

std::string brief(const Item& item, const Policy* policy, Instant now) {
  constexpr std::size_t lines_before = 2, lines_after = 1, most_around = 70, most_text = 240;
  std::string out = heading(item, now) + "\n";
  for (std::size_t i = item.before.size() - std::min(item.before.size(), lines_before); i < item.before.size(); ++i) out += around(item.before[i], most_around);
  out += "  > " + item.name + ": " + shortened(item.text, most_text) + "\n";
  for (std::size_t i = 0; i < std::min(item.after.size(), lines_after); ++i) out += around(item.after[i], most_around);
  out += remarks(item) + fill(_("State: {state}. “/tact queue {n}” shows all of it, where you type."), {{"state", shown(item.state)}, {"n", std::to_string(item.id)}}) + "\n";
  return out + child_at_risk(policy);
}

std::string full(const Item& item, const Policy* policy, Instant now) {
  const std::string zone = policy == nullptr ? std::string() : policy->zone;
  std::string out = list_line(item, now) + "\n";
  for (const ContextLine& context : item.before) out += around(context, 300);
  out += fill("  > {name} ({author}), {local}: {text}\n",
              {{"name", item.name}, {"author", item.author}, {"local", rfc3339_local(item.at, zone)}, {"text", item.text}});
  for (const ContextLine& context : item.after) out += around(context, 300);
  out += remarks(item);
  out += fill(_("State: {state}. ignore, thank, remind, ask, warn, refer, remove or false — “/tact remind {n}”."),
              {{"state", shown(item.state)}, {"n", std::to_string(item.id)}}) + "\n";
  return out + child_at_risk(policy);
}

}  // namespace tact::moderation::words
