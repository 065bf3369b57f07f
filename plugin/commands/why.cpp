// SPDX-License-Identifier: GPL-3.0-or-later
// /tact why, wrong: what a nudge rests on, and that it was mistaken.
#include "core/guidelines/guideline.h"
#include "core/i18n.h"
#include "plugin/app.h"

namespace tact::plugin {

Lines why_command(App& app, const Call& call) {
  Lines problem;
  const auto hold = meant(app, call, problem);
  if (!hold) return problem;
  Lines lines;
  for (const outbox::Reason& reason : hold->reasons) {
    std::string line = reason.reason + " " + fill(_("(guideline: “{words}”)"), {{"words", quotation(reason.guideline)}});
    const std::string& raw = hold->draft.raw;
    if (!reason.span.empty() && reason.span.end <= raw.size())
      line += " " + fill(_("The words: “{words}”."), {{"words", raw.substr(reason.span.start, reason.span.end - reason.span.start)}});
    if (!reason.hint.empty()) line += " " + reason.hint;
    line += " " + fill(_("[/tact level {guideline} off silences it]"), {{"guideline", reason.guideline}});
    lines.push_back(std::move(line));
  }
  if (lines.empty()) lines.push_back(_("It was gathered or could not leave; no guideline speaks against it."));
  return lines;
}

Lines wrong_command(App& app, const Call& call) {
  Lines problem;
  const auto hold = meant(app, call, problem);
  if (!hold) return problem;
  if (hold->reasons.empty()) return {_("No guideline spoke here.")};
  const outbox::Reason& reason = hold->reasons.front();
  const std::string& raw = hold->draft.raw;
  const bool inside = !reason.span.empty() && reason.span.end <= raw.size();
  const std::string words = inside ? raw.substr(reason.span.start, reason.span.end - reason.span.start) : std::string();
  Finding finding;
  finding.guideline = reason.guideline;
  finding.label = reason.label;
  finding.severity = reason.severity;
  finding.rule = reason.rule;
  app.remember(call.place.room, [&](member::Diary& diary, const std::string& zone) { diary.wrong(call.place.room, finding, words, app.now(), zone); });
  return {_("Noted on this computer, for you alone. Send it again or /tact post to post it.")};
}

}  // namespace tact::plugin
