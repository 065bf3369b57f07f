// SPDX-License-Identifier: GPL-3.0-or-later
// /tact post, drop, list: answers for held messages.
#include "core/i18n.h"
#include "plugin/app.h"

namespace tact::plugin {

Lines post_command(App& app, const Call& call) {
  Lines problem;
  const auto hold = meant(app, call, problem);
  if (!hold) return problem;
  if (hold->state == outbox::State::gathering) {
    app.gatherer.finish(hold->id);
    return {};
  }
  // Said once more in the pause: now.
  if (hold->state != outbox::State::pausing && app.pauser.start(*hold)) return {};
  return app.releaser.post(hold->id, Releaser::By::sender);
}

Lines drop_command(App& app, const Call& call) {
  Lines problem;
  const auto hold = meant(app, call, problem);
  return hold ? app.releaser.drop(hold->id) : problem;
}

Lines edit_command(App& app, const Call& call) {
  Lines problem, lines = app.pauser.take_back(call.place, call.number, true);
  if (!lines.empty()) return lines;
  const auto hold = meant(app, call, problem);
  if (!hold) return problem;
  if (hold->state != outbox::State::held) return {fill(_("#{number} cannot be changed now; /tact list shows what waits."), {{"number", std::to_string(hold->id)}})};
  app.nudges.put_back(hold->id);
  Text text;
  read_text(hold->draft.raw, hold->draft.format, text);
  return {fill(_("#{number} is yours to change: “{text}”"), {{"number", std::to_string(hold->id)}, {"text", text.plain}})};
}

Lines undo_command(App& app, const Call& call) {
  Lines lines = app.pauser.take_back(call.place, call.number, false);
  return lines.empty() ? app.undo.last(call.place, call.conversation) : lines;
}

Lines list_command(App& app, const Call& call) {
  Lines lines;
  if (app.has_outbox())
    for (const outbox::Hold& hold : app.outbox().waiting(call.place.room, call.place.account)) {
      const Policy& policy = app.settings.policy_for(call.place.room);
      const char* pattern = hold.state == outbox::State::scheduled ? _("#{number}, to be posted at {time}: “{beginning}”")
                            : hold.state == outbox::State::pausing ? _("#{number}, to be posted in a moment: “{beginning}”")
                            : hold.state == outbox::State::sending ? _("#{number}, perhaps posted, please look: “{beginning}”")
                            : hold.state == outbox::State::gathering ? _("#{number}, waiting for more: “{beginning}”")
                                                                     : _("#{number}, since {time}: “{beginning}”");
      const Instant time = hold.due.value_or(hold.held_at);
      lines.push_back(fill(pattern, {{"number", std::to_string(hold.id)},
                                     {"time", time_for_people(time, hold.due ? app.now() : time, policy.zone)},
                                     {"beginning", excerpt(hold)}}));
    }
  if (lines.empty()) lines.push_back(_("Nothing waits here."));
  return lines;
}

}  // namespace tact::plugin
