// SPDX-License-Identifier: GPL-3.0-or-later
#include "plugin/release.h"

#include <algorithm>

#include "core/i18n.h"
#include "plugin/app.h"

namespace tact::plugin {

namespace {

/// A scheduled message that could not leave within this time is asked about instead: the morning it was meant for has passed.
constexpr std::chrono::minutes grace{30};

Place place_of(const outbox::Hold& hold) { return {hold.draft.room, hold.draft.account}; }

std::string number(const outbox::Hold& hold) { return std::to_string(hold.id); }

}  // namespace

std::vector<std::string> Releaser::stays(const outbox::Hold& hold, const std::string& why) {
  return {fill(_("Not posted: {why} It is kept as #{number} (“{beginning}”)."),
               {{"why", why}, {"number", number(hold)}, {"beginning", excerpt(hold)}})};
}

std::vector<std::string> Releaser::post(outbox::HoldId id, By by) {
  const auto hold = app_.outbox().find(id);
  if (!hold || !outbox::waits(hold->state))
    return {fill(_("#{number} is not waiting any more."), {{"number", std::to_string(id)}})};
  const Place place = place_of(*hold);
  if (hold->decision == Decision::refuse && hold->state != outbox::State::gathering)
    return stays(*hold, _("a rule that this group has agreed on asks for other words."));
  PurpleConversation* conversation = Rooms::find(place);
  if (conversation == nullptr) return stays(*hold, _("its group is not open here."));
  if (!Rooms::can_send(conversation)) return stays(*hold, _("you are not connected to its group at the moment."));
  if (hold->draft.pictures && hold->inherited) return stays(*hold, _("its picture is gone since the client was closed; please send it anew."));
  // On disk as "sending" before it can be in the room: after a crash it is asked about and never sent by itself.
  if (!app_.outbox().start_sending(id)) return {fill(_("#{number} is not waiting any more."), {{"number", std::to_string(id)}})};
  const bool gone = app_.send_hook.post(conversation, place, hold->draft);
  if (!gone) {
    unsure(id);
    return {};
  }
  app_.outbox().sent(id);
  lately_.put(*hold, app_.now());
  // Its words do not stay until somebody posts again.  After a suspended night this comes late: take() looks at the clock.
  app_.timers.after(static_cast<unsigned>(Milliseconds(outbox::Lately::comes_back_within).count()) + 1000, [this] { lately_.forget_old(app_.now()); });
  settle_album(*hold);
  app_.events.emit({Outcome::released, id, place});
  switch (by) {
    case By::sender: record_override(*hold); return {_("Posted.")};
    case By::answered: return {_("Posted.")};
    case By::schedule: return {fill(_("It is time: “{beginning}” is posted."), {{"beginning", excerpt(*hold)}})};
    case By::gathering: return {};
    case By::pause:
      if (hold->decision == Decision::note) app_.nudges.noted(*hold);
      record_override(*hold);
      return {};
  }
  return {};
}

void Releaser::record_override(const outbox::Hold& hold) {
  // A note asks nothing, so nothing was overridden.
  if (hold.reasons.empty() || hold.decision < Decision::hold) return;
  const RoomKey room = hold.draft.room;
  bool silent = false;
  app_.remember(room, [&](member::Diary& diary, const std::string& zone) {
    silent = diary.overridden(room, hold.reasons.front().guideline, app_.now(), zone);
  });
  if (silent)
    app_.tell(place_of(hold), {_("You have posted the last ones as they were, so Tact keeps quiet about small things in this group for 30 days. "
                                 "/tact wake ends that.")});
}

void Releaser::record_heeded(const outbox::Hold& hold) {
  if (hold.reasons.empty() || hold.decision < Decision::hold) return;
  app_.remember(hold.draft.room, [&](member::Diary& diary, const std::string& zone) {
    diary.heeded(hold.draft.room, hold.reasons.front().guideline, app_.now(), zone);
  });
}

std::vector<std::string> Releaser::schedule(outbox::HoldId id, Instant due) {
  const auto hold = app_.outbox().find(id);
  if (!hold || !outbox::waits(hold->state)) return {fill(_("#{number} is not waiting any more."), {{"number", std::to_string(id)}})};
  if (hold->decision == Decision::refuse) return stays(*hold, _("a rule that this group has agreed on asks for other words."));
  app_.outbox().acknowledge(id);
  if (!app_.outbox().schedule(id, due)) return {fill(_("#{number} cannot be put off now."), {{"number", number(*hold)}})};
  app_.events.emit({Outcome::scheduled, id, place_of(*hold)});
  record_heeded(*hold);
  app_.alarm.rearm();
  const Policy& policy = app_.settings.policy_for(hold->draft.room);
  return {fill(_("It will be posted at {time} if this program runs then; otherwise you are asked. /tact drop forgets it, /tact post posts it now."),
               {{"time", time_for_people(due, app_.now(), policy.zone)}})};
}

std::vector<std::string> Releaser::drop(outbox::HoldId id) {
  if (!close(id, outbox::State::discarded)) return {fill(_("#{number} is not waiting any more."), {{"number", std::to_string(id)}})};
  return {_("Forgotten; the group has seen nothing of it.")};
}

bool Releaser::close(outbox::HoldId id, outbox::State end) {
  const auto hold = app_.outbox().find(id);
  if (!hold || !app_.outbox().close(id, end)) return false;
  const Outcome outcome = end == outbox::State::revised    ? Outcome::revised
                          : end == outbox::State::moved    ? Outcome::moved
                          : end == outbox::State::expired  ? Outcome::expired
                          : end == outbox::State::released ? Outcome::released
                                                           : Outcome::discarded;
  app_.events.emit({outcome, id, place_of(*hold)});
  if (end != outbox::State::expired && end != outbox::State::released) record_heeded(*hold);
  app_.alarm.rearm();
  return true;
}

void Releaser::sent_again(outbox::HoldId id, bool overridden) {
  const auto hold = app_.outbox().find(id);
  if (!hold || !app_.outbox().sent(id)) return;
  app_.events.emit({Outcome::released, id, place_of(*hold)});
  settle_album(*hold);
  if (overridden) record_override(*hold);
}

void Releaser::settle_album(const outbox::Hold& hold) {
  if (std::ranges::none_of(hold.reasons, [](const outbox::Reason& reason) { return reason.guideline == "pictures"; })) return;
  app_.remember(hold.draft.room, [&](member::Diary& diary, const std::string& zone) { diary.album_settled(hold.draft.room, app_.now(), zone); });
}

void Releaser::unsure(outbox::HoldId id) {
  const auto hold = app_.outbox().find(id);
  if (!hold || hold->state != outbox::State::sending) return;
  app_.events.emit({Outcome::unsure, id, place_of(*hold)});
  app_.tell(place_of(*hold), {fill(_("“{beginning}” may not have been posted: please look in the group. /tact post #{number} posts it, /tact drop #{number} forgets it."),
                                   {{"beginning", excerpt(*hold)}, {"number", number(*hold)}})});
}

void Releaser::forget_released(const Place& place) { lately_.forget(place.room, place.account); }

void Releaser::bounced(const Place& place) {
  const auto hold = lately_.take(place.room, place.account, app_.now());
  if (!hold) return;
  Verdict verdict;
  verdict.decision = Decision::hold;
  outbox::HoldId id = 0;
  try {
    id = app_.outbox().hold(hold->draft, verdict);
  } catch (const store::Error& error) {
    // Nothing holds these words but this line.
    Text text;
    read_text(hold->draft.raw, hold->draft.format, text);
    app_.tell(place, {fill(_("A message did not reach the group: its server sent it back, and Tact cannot keep it ({error})."), {{"error", error.what()}}),
                      fill(_("Your words, to copy: “{text}”"), {{"text", text.plain}})});
    return;
  }
  if (hold->draft.pictures) app_.holder.keep_pictures(id, hold->draft.raw);
  app_.events.emit({Outcome::held, id, place});
  app_.tell(place, {fill(_("“{beginning}” did not reach the group: its server sent it back. It is kept as #{number}; /tact post posts it again."),
                         {{"beginning", excerpt(*hold)}, {"number", std::to_string(id)}})});
}

void Releaser::post_due() {
  if (!app_.has_outbox()) return;
  const Instant now = app_.now();
  for (const outbox::Hold& hold : app_.outbox().due(now)) {
    if (!hold.due) continue;
    const Instant due = *hold.due;
    const bool late = now > due + grace;
    PurpleConversation* conversation = Rooms::find(place_of(hold));
    if (!late && Rooms::can_send(conversation)) {
      app_.tell(place_of(hold), post(hold.id, By::schedule));
      continue;
    }
    if (!late) continue;
    // Its time has passed while we could not post: the sender is asked, nothing leaves by itself.
    app_.outbox().unschedule(hold.id);
    app_.tell(place_of(hold), {fill(_("“{beginning}” was to be posted at {time} and could not be. /tact post #{number} posts it now, /tact drop #{number} forgets it."),
                                    {{"beginning", excerpt(hold)}, {"number", number(hold)},
                                     {"time", time_for_people(due, due, app_.settings.policy_for(hold.draft.room).zone)}})});
  }
}

void Releaser::expire() {
  if (!app_.has_outbox()) return;
  for (const outbox::Hold& hold : app_.outbox().expire()) {
    app_.events.emit({Outcome::expired, hold.id, place_of(hold)});
    app_.tell(place_of(hold), {fill(_("#{number} “{beginning}” waited for more than 30 days and is forgotten now; the group has seen nothing of it."),
                                    {{"number", number(hold)}, {"beginning", excerpt(hold)}})});
  }
}

void Releaser::list_inherited(const Place& place) {
  if (!app_.has_outbox()) return;
  app_.outbox().adopt();
  std::vector<std::string> lines;
  for (const outbox::Hold& hold : app_.outbox().waiting(place.room, place.account)) {
    if (!hold.inherited || std::find(listed_.begin(), listed_.end(), hold.id) != listed_.end()) continue;
    listed_.push_back(hold.id);
    const std::string beginning = excerpt(hold);
    const auto say = [&](const char* pattern) {
      lines.push_back(fill(pattern, {{"beginning", beginning}, {"number", number(hold)},
                                     {"time", hold.due ? time_for_people(*hold.due, app_.now(), app_.settings.policy_for(place.room).zone) : ""}}));
    };
    switch (hold.state) {
      case outbox::State::sending:
        say(_("#{number} “{beginning}”: the program stopped while posting it, so it may be in the group already; please look."));
        break;
      case outbox::State::scheduled:
        if (hold.due && *hold.due > app_.now()) {
          say(_("#{number} “{beginning}” will be posted at {time}."));
          app_.outbox().acknowledge(hold.id);
          break;
        }
        app_.outbox().unschedule(hold.id);
        say(_("#{number} “{beginning}” was to be posted at {time}, while this program was closed."));
        break;
      case outbox::State::gathering:
      case outbox::State::pausing:
      case outbox::State::held:
      case outbox::State::released:
      case outbox::State::revised:
      case outbox::State::moved:
      case outbox::State::discarded:
      case outbox::State::expired:
        say(hold.fragments > 0 ? _("#{number} “{beginning}”: these pieces were not posted before the program closed.")
                               : _("#{number} “{beginning}” is not posted."));
        break;
    }
  }
  if (lines.empty()) return;
  lines.insert(lines.begin(), _("Tact kept this from last time:"));
  lines.push_back(_("/tact post #NUMBER posts one, /tact later #NUMBER puts it off, /tact drop #NUMBER forgets it."));
  app_.tell(place, lines);
  app_.alarm.rearm();
}

}  // namespace tact::plugin
