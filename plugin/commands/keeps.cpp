// SPDX-License-Identifier: GPL-3.0-or-later
// /tact forget, keeps: what Tact keeps of this group on this computer, said plainly, and erased on the person's word (G47).
#include <functional>

#include "core/i18n.h"
#include "plugin/app.h"

namespace tact::plugin {

namespace {

std::string days(std::chrono::days count) { return std::to_string(count.count()); }

/// One thing that is kept, and how it goes.
struct Kept {
  std::string name;
  std::function<void()> erase;
};

std::vector<Kept> kept(App& app, const RoomKey& room) {
  return {
      {_("your settings"), [&app, room] { app.settings.forget(room); }},
      {_("your diary: counts, wrong nudges, consent notes, steps of a letter"), [&app, room] { app.forget(room); }},
      {_("reports, the queue and what was decided; the last lines heard"), [&app, room] { app.moderation.forget(room); }},
      {_("a draft of the group’s guideline"), [&app, room] { app.policy_rep.forget(room); }},
      {_("whose guideline is followed here, and what you accepted"), [&app, room] { app.policies.forget(room); }},
  };
}

std::string listed(const std::vector<Kept>& things) {
  std::string text;
  for (const Kept& thing : things) text += (text.empty() ? "" : "; ") + thing.name;
  return text;
}

Lines erase_all(App& app, const std::vector<Kept>& things) {
  Lines lines{{}};
  std::vector<Kept> gone;
  for (const Kept& thing : things) {
    try {
      thing.erase();
      gone.push_back(thing);
    } catch (const std::exception& error) {
      lines.push_back(fill(_("Not erased – {what}: {why}. /tact forget yes tries again."), {{"what", thing.name}, {"why", error.what()}}));
    }
  }
  app.policies.refresh();
  lines.front() = fill(_("Erased of this group on this computer: {what}."), {{"what", listed(gone)}});
  lines.push_back(fill(_("Letters and referrals that you made are files of yours and stay: {folder}. What was posted stays where it was posted."), {{"folder", Home::folder()}}));
  if (lines.size() == 2) lines.push_back(_("Tact is off in this group, as if it had never been on."));
  return lines;
}

}  // namespace

Lines forget_command(App& app, const Call& call) {
  const RoomKey& room = call.place.room;
  const std::vector<std::int64_t> held = app.moderation.on_hold(room);
  if (!held.empty())
    return {fill(_("Nothing was erased: #{number} is kept for a reason. “/tact hold {number} end” lets it go; then say /tact forget again."), {{"number", std::to_string(held.front())}})};
  const std::vector<Kept> things = kept(app, room);
  const bool yes = call.rest == "yes";
  // What waits is the sender's own words: only they can part with them.
  if (app.has_outbox() && !(yes ? app.outbox().forget(room) : !app.outbox().waits_in(room)))
    return {_("Nothing was erased: a message of yours still waits in this group. Post or drop it first (/tact list shows it); then say /tact forget again.")};
  if (yes) return erase_all(app, things);
  return {fill(_("This erases what Tact keeps of this group on this computer: {what}. It cannot be undone. A guideline that you follow here is then asked about anew."), {{"what", listed(things)}}),
          _("/tact forget yes erases it. Nothing has been erased yet.")};
}

Lines keeps_command(App& app, const Call& call) {
  const RoomKey& room = call.place.room;
  const Policy* theirs = app.settings.signed_policy(room);
  const unsigned retention = theirs != nullptr && theirs->retention_days > 0 ? theirs->retention_days : moderation::Retention::default_days;
  Lines lines;
  lines.push_back(app.settings.on(room) ? _("What is checked: each message of yours to this group, on this computer, before it leaves. Tact has no network of its own and asks nobody.")
                                        : _("What is checked: nothing, for Tact is off in this group. Where it is on, each message of yours, on this computer, before it leaves."));
  if (app.moderation.is_officer(room)) lines.push_back(_("The group’s guideline names you rep, deputy or alternate: as rep or deputy you have others’ messages here checked too, on this computer."));
  lines.push_back(_("Who sees it: you. Nobody else sees what Tact tells you, not the group, not the rep. A rep sees only what somebody sends in a report: the reason, the message, the lines around it, names and times."));
  lines.push_back(fill(_("Where: {folder}, readable by you alone."), {{"folder", Home::folder()}}));
  lines.push_back(fill(_("What waits: until you post or drop it, {days} days at most; then its number and how it ended for {after} days, without the words."),
                       {{"days", days(outbox::Outbox::expires)}, {"after", days(outbox::Outbox::remembered)}}));
  lines.push_back(fill(_("Your diary: days and counts, no message, but the words that you called wrong and the names of consent notes; {days} days."), {{"days", days(member::Diary::kept)}}));
  lines.push_back(_("Settings, and whose guideline you follow: until you change or forget them."));
  lines.push_back(fill(translate_plural("Reports, and the queue of a rep: {days} day, longer only where referred or kept for a stated reason. A decision leaves a line without its content.",
                                        "Reports, and the queue of a rep: {days} days, longer only where referred or kept for a stated reason. A decision leaves a line without its content.", retention),
                       {{"days", std::to_string(retention)}}));
  lines.push_back(_("What others write: in memory until the client ends. Where a signed guideline is followed, also hashes on disk that prove a reported line; nobody can read a message in them."));
  lines.push_back(_("/tact forget erases all of it for this group."));
  return lines;
}

}  // namespace tact::plugin
