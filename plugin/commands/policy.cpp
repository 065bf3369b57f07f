// SPDX-License-Identifier: GPL-3.0-or-later
// /tact accept, ask, guidelines, handover, policy, publish, setup, trust: the group's policy, for members and for the rep.
#include "plugin/app.h"

namespace tact::plugin {

Lines accept_command(App& app, const Call& call) { return app.policies.accept_words(call.place); }
Lines ask_command(App& app, const Call& call) {
  // A number is an item of the rep's queue, a name somebody in the room.
  const bool item = call.number || (!call.words.empty() && call.words.front().find_first_not_of("0123456789") == std::string::npos);
  return item ? office_command(app, call) : app.policies.ask_words(call.place, call.conversation, call.rest);
}
Lines guidelines_command(App& app, const Call& call) { return app.policies.guideline_words(call.place, call.rest); }
Lines handover_command(App& app, const Call& call) { return app.policy_rep.handover_words(call.place, call.rest); }
Lines policy_command(App& app, const Call& call) { return app.policies.policy_words(call.place, call.conversation); }
Lines publish_command(App& app, const Call& call) { return app.policy_rep.publish_words(call.place, call.conversation, call.rest); }
Lines setup_command(App& app, const Call& call) { return app.policy_rep.setup_words(call.place, call.rest); }
Lines trust_command(App& app, const Call& call) { return app.policies.trust_words(call.place, call.conversation, call.rest); }

}  // namespace tact::plugin
