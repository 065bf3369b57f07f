// SPDX-License-Identifier: GPL-3.0-or-later
// /tact on, off, level, set, settings, status, help: how Tact is set in this group.
#include <algorithm>

#include "core/guidelines/guideline.h"
#include "core/i18n.h"
#include "plugin/app.h"

namespace tact::plugin {

namespace {

bool is_guideline(std::string_view id) {
  // Some live in the plugin (gathering) or are still to come: what has a quotation is one.
  return !quotation(id).empty();
}

std::string clock_face(int minute) {
  const std::string minutes = std::to_string(minute % 60), hours = std::to_string(minute / 60);
  return (hours.size() < 2 ? "0" : "") + hours + ":" + (minutes.size() < 2 ? "0" : "") + minutes;
}

}  // namespace

Lines on_command(App& app, const Call& call) {
  const auto kind = call.words.size() == 1 ? group_kind(call.words.front()) : std::nullopt;
  if (!kind) return {_("Say which kind of group this is: /tact on class or /tact on community.")};
  app.settings.turn_on(call.place.room, *kind);
  // Not in the way of the answer.
  app.timers.soon([&app, place = call.place] { app.warm_up(place); });
  Lines lines{_("Tact is on in this group. It is automatic, on this computer only; nobody sees what it tells you. /tact off turns it off.")};
  return lines;
}

Lines off_command(App& app, const Call& call) {
  app.settings.turn_off(call.place.room);
  Lines lines{_("Tact is off in this group.")};
  if (app.has_outbox() && app.outbox().any(call.place.room)) lines.push_back(_("What waits is still here: /tact list shows it."));
  return lines;
}

Lines level_command(App& app, const Call& call) {
  if (call.words.size() != 2 || !is_guideline(call.words[0]))
    return {_("Say /tact level GUIDELINE off, note or nudge; /tact status names the guidelines.")};
  const auto level = tact::level(call.words[1]);
  if (!level) return {_("A level is off, note or nudge.")};
  if (*level == Level::require) return {_("Only the group's rep can require something, by a signed policy.")};
  if (app.settings.policy_for(call.place.room).level_of(call.words[0]) == Level::require)
    return {_("The rep's policy for this group requires that guideline; it cannot be lowered here.")};
  app.settings.set_level(call.place.room, call.words[0], *level);
  return {fill(_("{guideline} is now at level {level} in this group."), {{"guideline", call.words[0]}, {"level", call.words[1]}})};
}

Lines set_command(App& app, const Call& call) {
  const std::string name = call.words.empty() ? "" : call.words.front();
  const std::string value = call.rest.size() > name.size() ? call.rest.substr(name.size() + 1) : "";
  if (!value.empty() && app.settings.set_parameter(call.place.room, name, value))
    return {app.settings.is_the_groups(call.place.room, name) ? std::string(_("The group’s guideline sets that here; yours is kept for when there is none.")) : fill(_("Set {name} to {value} in this group, for you."), {{"name", name}, {"value", value}})};
  return {_("Say /tact set quiet 21:00-07:00, /tact set later 07:30, /tact set gather 7, /tact set undo 10 or /tact set left fold.")};
}

Lines settings_command(App& app, const Call& call) {
  if (call.conversation != nullptr && app.menu.open(call.place, Rooms::title(call.conversation))) return {_("The settings of this group are open in a window.")};
  return status_command(app, call);
}

Lines status_command(App& app, const Call& call) {
  const RoomKey& room = call.place.room;
  const Policy& policy = app.settings.policy_for(room);
  Lines lines;
  if (!app.settings.on(room)) {
    lines.push_back(_("Tact is off in this group. /tact on class or /tact on community turns it on."));
  } else {
    lines.push_back(fill(_("Tact is on in this group (kind: {kind}). It rests {from}–{until}; “later” is {later}."),
                         {{"kind", name(policy.kind)}, {"from", clock_face(policy.quiet_from)}, {"until", clock_face(policy.quiet_until)},
                          {"later", clock_face(policy.later_at)}}));
    if (policy.undo_seconds > 0)
      lines.push_back(fill(policy.undo_everything ? translate_plural("Every message can be taken back for {count} second (/tact undo).", "Every message can be taken back for {count} seconds (/tact undo).", policy.undo_seconds)
                                                  : translate_plural("A message that was asked about can be taken back for {count} second (/tact undo).", "A message that was asked about can be taken back for {count} seconds (/tact undo).", policy.undo_seconds),
                           {{"count", std::to_string(policy.undo_seconds)}}));
    if (policy.signed_by_rep)
      lines.push_back(fill(_("The group's policy: version {version}, set by {rep}."),
                           {{"version", std::to_string(policy.version)}, {"rep", policy.rep.name}}));
    std::string levels;
    for (const Guideline* guideline : guidelines())
      levels += (levels.empty() ? "" : ", ") + std::string(guideline->id()) + " " + std::string(name(policy.level_of(guideline->id())));
    lines.push_back(levels + ".");
    for (std::string& line : allowed_words(app, room)) lines.push_back(std::move(line));
  }
  const std::size_t waiting = app.has_outbox() ? app.outbox().waiting(room, call.place.account).size() : 0;
  if (waiting > 0)
    lines.push_back(fill(translate_plural("{count} message waits; /tact list shows it.", "{count} messages wait; /tact list shows them.", waiting),
                         {{"count", std::to_string(waiting)}}));
  if (!app.settings.error().empty()) lines.push_back(app.settings.error());
  return lines;
}

Lines help_command(App&, const Call& call) {
  Lines lines;
  for (const Command& command : Commands::table())
    if (call.words.empty() || command.word == call.words.front()) lines.push_back(std::string("/tact ") + command.usage + " – " + _(command.help));
  if (lines.empty()) lines.push_back(_("Tact knows no such word; /tact help tells all."));
  return lines;
}

}  // namespace tact::plugin
