// SPDX-License-Identifier: GPL-3.0-or-later
// /tact route: a grievance becomes a letter on this computer.  The group gets nothing, and nothing is sent by itself.
#include "core/i18n.h"
#include "core/route/route.h"
#include "plugin/app.h"
#include "plugin/face.h"

namespace tact::plugin {

namespace {

/// The desktop's mail program, where there is a desktop; only on the sender's own "open".
bool open_mail(App& app, const route::Letter& letter) {
  const std::string uri = route::mailto(letter);
  const PurpleNotifyUiOps* ops = purple_notify_get_ui_ops();
  if (uri.empty() || Faces::host() == Host::channel || ops == nullptr || ops->notify_uri == nullptr) return false;
  // Pidgin opens it and answers NULL all the same.
  purple_notify_uri(app.handle(), uri.c_str());
  return true;
}

}  // namespace

Lines route_command(App& app, const Call& call) {
  Lines problem;
  Call numbered = call;
  numbered.words.clear();
  const auto hold = meant(app, numbered, problem);
  if (!hold) return problem;
  Text text;
  read_text(hold->draft.raw, hold->draft.format, text);
  const Policy& policy = app.settings.policy_for(call.place.room);
  const std::string matter = route::matter_of(text, hold->reasons.empty() ? std::string_view("concern") : std::string_view(hold->reasons.front().label));
  const auto before = app.diary().last_step(call.place.room, matter, app.now());
  const unsigned step = route::next_step(policy, before);
  const route::Letter letter = route::letter(policy, step, text.plain);
  // On disk before it leaves the outbox.
  const std::string path = route::write(letter, Home::path("letters"), app.now(), policy.zone);
  app.remember(call.place.room, [&](member::Diary& diary, const std::string&) { diary.routed(call.place.room, matter, step, app.now()); });
  app.releaser.close(hold->id, outbox::State::moved);
  const std::string who = letter.to.name.empty() ? letter.to.role : letter.to.role.empty() ? letter.to.name : letter.to.name + ", " + letter.to.role;
  Lines lines{fill(_("The group has seen nothing of it. A letter to {who} is in {path}; it is yours to change and to send."), {{"who", who}, {"path", path}})};
  if (before) lines.push_back(_("You wrote about this within the last 60 days, so it goes one step up."));
  if (!letter.to.address.empty()) lines.push_back(fill(_("To reach them: {address}"), {{"address", letter.to.address}}));
  if (call.rest == "open" && !open_mail(app, letter)) lines.push_back(_("No mail program could be opened from here; the letter opens in any."));
  return lines;
}

}  // namespace tact::plugin
