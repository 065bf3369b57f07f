// SPDX-License-Identifier: GPL-3.0-or-later
// /tact later [WHEN]: puts a held message off.
#include "core/i18n.h"
#include "core/outbox/words.h"
#include "plugin/app.h"

namespace tact::plugin {

Lines later_command(App& app, const Call& call) {
  Lines problem;
  Call number_only = call;
  // Here a bare number is an hour, not a message.
  number_only.words.clear();
  const auto hold = meant(app, number_only, problem);
  if (!hold) return problem;
  const Policy& policy = app.settings.policy_for(call.place.room);
  const auto due = outbox::read_when(call.rest, app.now(), policy.zone, policy.later_at);
  if (!due) return {fill(_("Tact does not understand the time “{time}”; try 07:30, 20m, 2h or tomorrow 9:00."), {{"time", call.rest}})};
  return app.releaser.schedule(hold->id, *due);
}

}  // namespace tact::plugin
