// SPDX-License-Identifier: GPL-3.0-or-later
#include "plugin/pause.h"

#include <algorithm>

#include "core/i18n.h"
#include "plugin/app.h"
#include "plugin/face.h"

namespace tact::plugin {

namespace {

/// What could not leave in this time (the computer slept) is asked about: its moment has passed.
constexpr std::chrono::seconds grace{60};

bool was_asked_about(const outbox::Hold& hold) { return hold.decision >= Decision::hold && !hold.reasons.empty(); }

}  // namespace

std::optional<Instant> Pauser::until(const Place& place, bool asked) {
  const Policy& policy = app_.settings.policy_for(place.room);
  if (policy.undo_seconds == 0 || !(asked || policy.undo_everything)) return std::nullopt;
  const auto same_turn = turn_.find(place);
  if (same_turn != turn_.end()) return same_turn->second;
  return app_.now() + std::chrono::seconds(policy.undo_seconds);
}

void Pauser::tell_soon(const Place& place, Instant due) {
  app_.alarm.rearm();
  if (!turn_.emplace(place, due).second) return;
  app_.timers.soon([this, place] {
    turn_.erase(place);
    const unsigned seconds = app_.settings.policy_for(place.room).undo_seconds;
    app_.tell(place, {fill(translate_plural("Posting in {count} second. /tact undo takes it back, /tact post posts it at once.",
                                            "Posting in {count} seconds. /tact undo takes it back, /tact post posts it at once.", seconds),
                           {{"count", std::to_string(seconds)}})});
  });
}

bool Pauser::take(Outgoing& out, char** message) {
  // What is urgent waits for nothing.
  if (out.reading.urgent) return false;
  const auto due = until(out.place, false);
  if (!due) return false;
  const auto [before, same] = app_.holder.reworded(out);
  const outbox::HoldId id = app_.outbox().pause(out.draft, out.verdict, *due, before);
  take_text(message);
  if (out.draft.pictures) app_.holder.keep_pictures(id, out.draft.raw);
  if (before != 0) app_.events.emit({Outcome::revised, before, out.place});
  app_.events.emit({Outcome::paused, id, out.place});
  tell_soon(out.place, *due);
  return true;
}

bool Pauser::start(const outbox::Hold& hold) {
  const Place place{hold.draft.room, hold.draft.account};
  const auto due = until(place, was_asked_about(hold));
  // Refused, or unable to leave: the release says so, and at once.
  if (!due || hold.decision == Decision::refuse || !Rooms::can_send(Rooms::find(place)) || (hold.draft.pictures && hold.inherited)) return false;
  if (!app_.outbox().pause(hold.id, *due)) return false;
  app_.outbox().acknowledge(hold.id);
  app_.events.emit({Outcome::paused, hold.id, place});
  tell_soon(place, *due);
  return true;
}

std::vector<std::string> Pauser::take_back(const Place& place, std::optional<outbox::HoldId> id, bool show) {
  if (!app_.has_outbox() || !app_.outbox().any_pausing()) return {};
  auto holds = app_.outbox().waiting(place.room, place.account);
  std::erase_if(holds, [&](const outbox::Hold& hold) { return hold.state != outbox::State::pausing || (id && hold.id != *id); });
  if (holds.empty()) return {};
  const auto newest = std::ranges::max_element(holds, {}, [](const outbox::Hold& hold) { return *hold.due; })->due;
  std::erase_if(holds, [&](const outbox::Hold& hold) { return hold.due != newest; });
  std::vector<std::string> lines{_("Taken back; the group has seen nothing of it.")};
  for (const outbox::Hold& hold : holds) {
    if (!app_.outbox().take_back(hold.id)) continue;
    app_.events.emit({Outcome::held, hold.id, place});
    app_.nudges.put_back(hold.id);
    Text text;
    read_text(hold.draft.raw, hold.draft.format, text);
    lines.push_back(fill(_("#{number} “{text}”: /tact post #{number} posts it, /tact drop #{number} forgets it."),
                         {{"number", std::to_string(hold.id)}, {"text", show ? text.plain : excerpt(hold)}}));
  }
  app_.alarm.rearm();
  return lines;
}

void Pauser::overdue(const outbox::Hold& hold) {
  app_.outbox().take_back(hold.id);
  app_.events.emit({Outcome::held, hold.id, {hold.draft.room, hold.draft.account}});
}

void Pauser::post_due() {
  if (!app_.has_outbox() || !app_.outbox().any_pausing()) return;
  const Instant now = app_.now();
  for (const outbox::Hold& hold : app_.outbox().waiting()) {
    if (hold.state != outbox::State::pausing) continue;
    const Place place{hold.draft.room, hold.draft.account};
    // The computer slept, or its clock was set: the moment that the sender meant has passed.
    const bool passed = now > *hold.due + grace || now < hold.changed_at - grace;
    if (passed) {
      overdue(hold);
      app_.tell(place, {fill(_("“{beginning}” was to be posted at {time} and could not be. /tact post #{number} posts it now, /tact drop #{number} forgets it."),
                             {{"beginning", excerpt(hold)}, {"number", std::to_string(hold.id)},
                              {"time", time_for_people(*hold.due, *hold.due, app_.settings.policy_for(place.room).zone)}})});
      continue;
    }
    if (now < *hold.due) continue;
    const auto lines = app_.releaser.post(hold.id, Releaser::By::pause);
    // It could not leave: an ordinary held message from now on, and said so.
    if (const auto after = app_.outbox().find(hold.id); after && after->state == outbox::State::pausing) overdue(hold);
    app_.tell(place, lines);
  }
}

}  // namespace tact::plugin
