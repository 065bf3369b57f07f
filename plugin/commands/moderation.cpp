// SPDX-License-Identifier: GPL-3.0-or-later
// /tact report, reports, undo, and the rep's words: queue, its items, card, ledger.
#include "core/i18n.h"
#include "core/keys/digest.h"
#include "plugin/app.h"
#include "plugin/face.h"

namespace tact::plugin {

namespace {

/// What follows the word, with the number that the parser took out put in front again.
std::string whole_rest(const Call& call) {
  const std::string number = call.number ? "#" + std::to_string(*call.number) : std::string();
  return number.empty() || call.rest.empty() ? number + call.rest : number + " " + call.rest;
}

}  // namespace

Lines office_command(App& app, const Call& call) { return app.moderation.office(call.place, call.word, whole_rest(call)); }

Lines queue_command(App& app, const Call& call) {
  const std::string rest = whole_rest(call);
  // Windows are an extra where they work; the words do the same everywhere.
  const bool windows = Faces::host() == Host::pidgin || Faces::host() == Host::finch;
  if (windows && rest.empty() && call.conversation != nullptr && app.queue_window.open(call.place)) return {_("The queue is open in a window; “/tact queue text” lists it here.")};
  return app.moderation.office(call.place, "queue", rest == "text" ? std::string() : rest);
}

Lines report_command(App& app, const Call& call) { return app.moderation.report(call.place, call.conversation, whole_rest(call)); }
Lines reports_command(App& app, const Call& call) { return app.moderation.reports(call.place, call.rest); }
/// Deputies and the alternate give these two lines to whoever writes the policy.
Lines key_command(App& app, const Call&) {
  try {
    const keys::Bundle bundle = app.moderation.bundle();
    return {_("For the group’s policy; both may be shown to anybody. What opens your reports stays on this computer."),
            "key=" + keys::base64(app.moderation.key().public_key().bytes()), "bundle=" + keys::base64(bundle.bytes())};
  } catch (const keys::Error& error) {
    return {fill(_("Tact could not do that: {error}"), {{"error", error.what()}})};
  }
}


}  // namespace tact::plugin
