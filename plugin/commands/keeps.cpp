// SPDX-License-Identifier: GPL-3.0-or-later
// /tact forget, keeps: what Tact keeps of this group on this computer, said plainly, and erased on the person's word (G47).
#include "core/i18n.h"
#include "plugin/app.h"
#include "plugin/forget.h"

namespace tact::plugin {

namespace {

std::string days(std::chrono::days count) { return std::to_string(count.count()); }

}  // namespace

Lines forget_command(App& app, const Call& call) {
  const RoomKey& room = call.place.room;
  if (call.rest == "yes") return forget::all(app, room);
  if (const std::string why = forget::refusal(app, room); !why.empty()) return {why};
  Lines lines = forget::question(app, room);
  lines.push_back(_("/tact forget yes erases it. Nothing has been erased yet."));
  return lines;
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
