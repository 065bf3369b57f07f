// SPDX-License-Identifier: GPL-3.0-or-later
#include "plugin/forget.h"

#include <functional>

#include "core/i18n.h"
#include "plugin/app.h"

namespace tact::plugin::forget {

namespace {

/// One thing that is kept, and how it goes.
struct Kept {
  std::string name;
  std::function<void()> erase;
};

std::vector<Kept> kept(App& app, const RoomKey& room) {
  return {
      {_("your settings"), [&app, room] { app.settings.forget(room); }},
      {_("your diary"), [&app, room] { app.forget(room); }},
      {_("reports and the queue"), [&app, room] { app.moderation.forget(room); }},
      {_("a draft of the group’s guideline"), [&app, room] { app.policy_rep.forget(room); }},
      {_("whose guideline you follow"), [&app, room] { app.policies.forget(room); }},
  };
}

std::string named(const std::vector<Kept>& things) {
  std::string text;
  for (const Kept& thing : things) text += (text.empty() ? "" : "; ") + thing.name;
  return text;
}

std::string what_stays() {
  return fill(_("What stays: letters and referrals that you made, in {folder}, and what was posted."), {{"folder", Home::folder()}});
}

std::string a_message_waits() { return _("Nothing was erased: a message of yours still waits in this group. Post or drop it first (/tact list shows it); then say /tact forget again."); }

}  // namespace

std::string refusal(App& app, const RoomKey& room) {
  const std::vector<std::int64_t> held = app.moderation.on_hold(room);
  if (!held.empty())
    return fill(_("Nothing was erased: #{number} is kept for a reason. “/tact hold {number} end” lets it go; then say /tact forget again."), {{"number", std::to_string(held.front())}});
  // What waits is the sender's own words: only they can part with them.
  return app.has_outbox() && app.outbox().waits_in(room) ? a_message_waits() : std::string();
}

std::vector<std::string> question(App& app, const RoomKey& room) {
  return {fill(_("What goes, for good, from this computer: {what}."), {{"what", named(kept(app, room))}}),
          what_stays()};
}

std::vector<std::string> all(App& app, const RoomKey& room) {
  if (const std::string why = refusal(app, room); !why.empty()) return {why};
  if (app.has_outbox() && !app.outbox().forget(room)) return {a_message_waits()};
  std::vector<std::string> lines{{}};
  std::vector<Kept> gone;
  for (const Kept& thing : kept(app, room)) {
    try {
      thing.erase();
      gone.push_back(thing);
    } catch (const std::exception& error) {
      lines.push_back(fill(_("Not erased – {what}: {why}. /tact forget yes tries again."), {{"what", thing.name}, {"why", error.what()}}));
    }
  }
  app.policies.refresh();
  lines.front() = fill(_("Erased of this group on this computer: {what}."), {{"what", named(gone)}});
  lines.push_back(what_stays());
  if (lines.size() == 2) lines.push_back(_("Tact is off in this group, as if it had never been on."));
  return lines;
}

}  // namespace tact::plugin::forget
