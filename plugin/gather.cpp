// SPDX-License-Identifier: GPL-3.0-or-later
#include "plugin/gather.h"

#include "core/i18n.h"
#include "core/outbox/words.h"
#include "plugin/app.h"

namespace tact::plugin {

namespace {

std::optional<outbox::Hold> gathering_at(App& app, const Place& place) {
  if (!app.has_outbox() || !app.outbox().any_gathering()) return std::nullopt;
  for (outbox::Hold& hold : app.outbox().waiting(place.room, place.account))
    if (hold.state == outbox::State::gathering) return std::move(hold);
  return std::nullopt;
}

}  // namespace

bool Gatherer::begins(const Outgoing& out, unsigned sends_this_turn) {
  const Policy& policy = app_.settings.policy_for(out.place.room);
  if (policy.gather_seconds == 0 || policy.level_of("one_chunk") < Level::nudge) return false;
  // A paste of lines arrives in one turn; pictures, actions and what is urgent never wait for more.
  if (sends_this_turn > 1 || out.draft.action || out.draft.pictures || out.reading.urgent) return false;
  // A serious thing is said now; a mild one (the hour) is judged of the whole, once it is whole.
  if (out.verdict.decision == Decision::refuse) return false;
  if (out.verdict.decision == Decision::hold && out.verdict.findings.front().severity == Severity::serious) return false;
  return outbox::unfinished(out.text);
}

bool Gatherer::take(Outgoing& out, unsigned sends_this_turn, char** message) {
  const auto open = gathering_at(app_, out.place);
  if (open) {
    // A second line in the turn of the first: a paste.  The first goes ahead as it is, so that order is kept.
    if (sends_this_turn > 1 || out.draft.action || out.draft.pictures) {
      finish(open->id);
      return false;
    }
    add(*open, out, message);
    return true;
  }
  if (!begins(out, sends_this_turn)) return false;
  const outbox::HoldId id = app_.outbox().gather(out.draft);
  take_text(message);
  app_.events.emit({Outcome::gathered, id, out.place});
  app_.alarm.rearm();
  const unsigned seconds = app_.settings.policy_for(out.place.room).gather_seconds;
  const bool first = app_.settings.first_time(out.place.room, "gather");
  app_.timers.soon([this, place = out.place, seconds, first] {
    std::string line = fill(translate_plural("Waiting {count} second for more, to post it as one message.",
                                             "Waiting {count} seconds for more, to post it as one message.", seconds),
                            {{"count", std::to_string(seconds)}});
    if (first) line += std::string(" ") + _("/tact post posts it at once; /tact level one_chunk off ends this.");
    app_.tell(place, {line});
  });
  return true;
}

void Gatherer::add(const outbox::Hold& hold, Outgoing& out, char** message) {
  Text last;
  read_text(hold.draft.raw, hold.draft.format, last);
  const bool repeated = outbox::same_text(last.plain, out.text.plain);
  if (!repeated) {
    const char* between = Rooms::one_line_only(out.conversation) ? " " : "<br>";
    const std::string joined = hold.draft.raw + between + out.draft.raw;
    // Not writable: what is on disk stays there, and this piece passes by itself.
    if (!app_.outbox().add_fragment(hold.id, out.draft.raw, joined, Format::markup)) return;
  }
  take_text(message);
  app_.events.emit({Outcome::gathered, hold.id, out.place});
  // Sent twice, or urgent: nothing more is waited for.
  if (repeated || out.reading.urgent) app_.timers.soon([this, id = hold.id] { finish(id); });
  app_.alarm.rearm();
}

void Gatherer::finish_due() {
  if (!app_.has_outbox()) return;
  const Instant now = app_.now();
  for (const outbox::Hold& hold : app_.outbox().waiting()) {
    if (hold.state != outbox::State::gathering) continue;
    const Policy& policy = app_.settings.policy_for(hold.draft.room);
    const bool quiet = now >= hold.changed_at + std::chrono::seconds(policy.gather_seconds);
    const bool long_enough = now >= hold.held_at + std::chrono::seconds(policy.gather_most_seconds);
    // A clock that was set back must not keep it for ever.
    if (!quiet && !long_enough && now >= hold.held_at) continue;
    try {
      finish(hold.id);
    } catch (const store::Error& error) {
      // On disk already, so not lost; tried again at the next tick.
      app_.complain({hold.draft.room, hold.draft.account}, fill(_("#{number} cannot leave yet: {error}"),
                                                                {{"number", std::to_string(hold.id)}, {"error", error.what()}}));
    }
  }
}

void Gatherer::finish(outbox::HoldId id) {
  const auto hold = app_.outbox().find(id);
  if (!hold || hold->state != outbox::State::gathering) return;
  const Place place{hold->draft.room, hold->draft.account};
  PurpleConversation* conversation = Rooms::find(place);
  const Policy& policy = app_.settings.policy_for(place.room);
  Message message;
  message.room = place.room;
  message.sender = {place.account.user, conversation != nullptr ? Rooms::own_name(conversation) : "", true, app_.policies.role(place.room)};
  message.raw = hold->draft.raw;
  message.format = hold->draft.format;
  message.at = app_.now();
  const Verdict verdict = app_.engine().review(message, app_.view(place, conversation, policy), policy);
  if (verdict.decision >= Decision::hold) {
    app_.outbox().keep(id, verdict);
    app_.events.emit({verdict.decision == Decision::refuse ? Outcome::refused : Outcome::held, id, place});
    // Not put back into the entry: by now the sender may be typing something else there.
    app_.nudges.show(id);
    return;
  }
  if (policy.undo_everything && app_.outbox().keep(id, verdict)) {
    if (const auto kept = app_.outbox().find(id); kept && app_.pauser.start(*kept)) return;
  }
  const auto lines = app_.releaser.post(id, Releaser::By::gathering);
  // It could not leave: an ordinary held message from now on.
  if (!lines.empty()) app_.outbox().keep(id, Verdict{Decision::hold, {}, false, false});
  app_.tell(place, lines);
  if (lines.empty() && verdict.decision == Decision::note) app_.nudges.note(place, verdict);
}

}  // namespace tact::plugin
