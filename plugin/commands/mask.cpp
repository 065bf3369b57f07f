// SPDX-License-Identifier: GPL-3.0-or-later
// /tact mask, consent, own: answers to the question whether somebody's details or picture may be posted.
#include <algorithm>

#include "core/i18n.h"
#include "core/language/entities.h"
#include "plugin/app.h"

namespace tact::plugin {

namespace {

bool about_people(std::string_view guideline) { return guideline == "identity" || guideline == "pictures"; }

/// What identifies somebody, as spans of the raw text, last one first.
std::vector<Span> details(const outbox::Hold& hold) {
  std::vector<Span> spans;
  Text text;
  read_text(hold.draft.raw, hold.draft.format, text);
  std::vector<language::Entity> entities;
  language::find_entities(text, entities);
  spans.reserve(entities.size());
  for (const language::Entity& entity : entities) spans.push_back(text.raw_span(entity.start, entity.end));
  // No number and no address: then the words that the question was about.
  if (spans.empty())
    for (const outbox::Reason& reason : hold.reasons)
      if (reason.guideline == "identity" && !reason.span.empty() && reason.span.end <= hold.draft.raw.size()) spans.push_back(reason.span);
  std::ranges::sort(spans, [](const Span& a, const Span& b) { return a.start != b.start ? a.start > b.start : a.end > b.end; });
  // Overlapping ones are one.
  std::vector<Span> apart;
  for (const Span& span : spans) {
    if (!apart.empty() && span.end > apart.back().start) {
      apart.back().start = std::min(apart.back().start, span.start);
      apart.back().end = std::max(apart.back().end, span.end);
    } else {
      apart.push_back(span);
    }
  }
  return apart;
}

/// Posts a held message that its sender has answered for.
Lines post_with(App& app, const Call& call, bool note_subject) {
  Lines problem;
  Call numbered = call;
  numbered.words.clear();
  const auto hold = meant(app, numbered, problem);
  if (!hold) return problem;
  const bool asked = std::ranges::any_of(hold->reasons, [](const outbox::Reason& reason) { return about_people(reason.guideline); });
  if (!asked) return {_("That was not the question here. /tact why tells what was.")};
  if (hold->decision == Decision::refuse) return app.releaser.post(hold->id, Releaser::By::sender);
  const RoomKey room = call.place.room;
  const Policy& policy = app.settings.policy_for(room);
  const Instant until = app.now() + std::chrono::days(policy.consent_days);
  app.remember(room, [&](member::Diary& diary, const std::string& zone) {
    if (note_subject && !call.rest.empty()) diary.consent(room, call.rest, app.now(), until);
    diary.heeded(room, hold->reasons.front().guideline, app.now(), zone);
  });
  Lines lines = app.releaser.post(hold->id, Releaser::By::answered);
  if (note_subject && !call.rest.empty())
    lines.push_back(fill(_("Noted on this computer: consent for “{subject}”, until {date}."), {{"subject", call.rest}, {"date", rfc3339_local(until, policy.zone).substr(0, 10)}}));
  return lines;
}

}  // namespace

Lines mask_command(App& app, const Call& call) {
  Lines problem;
  const auto hold = meant(app, call, problem);
  if (!hold) return problem;
  // A file is not changed for its name.
  const auto spans = file_of(hold->draft) ? std::vector<Span>() : details(*hold);
  if (spans.empty()) return {_("Tact sees no details that it could hide here; nothing was posted.")};
  outbox::Draft draft = hold->draft;
  for (const Span& span : spans) draft.raw.replace(span.start, span.end - span.start, "•••");
  const outbox::HoldId masked = app.outbox().hold(draft, Verdict{}, hold->id);
  app.events.emit({Outcome::revised, hold->id, call.place});
  return app.releaser.post(masked, Releaser::By::answered);
}

Lines consent_command(App& app, const Call& call) { return post_with(app, call, true); }

Lines own_command(App& app, const Call& call) { return post_with(app, call, false); }

}  // namespace tact::plugin
