// SPDX-License-Identifier: GPL-3.0-or-later
#include "plugin/hold.h"

#include <algorithm>
#include <cstdlib>

#include "core/i18n.h"
#include "core/outbox/words.h"
#include "plugin/app.h"
#include "plugin/face.h"
#include "plugin/preferences.h"

namespace tact::plugin {

namespace {

bool required(const Verdict& verdict, const Policy& policy) {
  for (const Finding& finding : verdict.findings)
    if (policy.level_of(finding.guideline) == Level::require) return true;
  return false;
}

}  // namespace

void Holder::cannot_keep(const Outgoing& out, char** message, const store::Error& error) {
  purple_debug_error("tact", "outbox: %s\n", error.what());
  if (out.verdict.decision >= Decision::hold && required(out.verdict, app_.settings.policy_for(out.place.room))) {
    take_text(message);
    give_back(out, fill(_("Not posted, and not kept: a rule of this group asks for it to wait, and Tact cannot write ({error})."), {{"error", error.what()}}));
    return;
  }
  app_.complain(out.place, fill(_("Tact cannot keep messages at the moment ({error}); they are posted as they are."), {{"error", error.what()}}));
}

void Holder::give_back(const Outgoing& out, std::string line) {
  const std::string markup = out.draft.format == Format::plain ? escaped(out.draft.raw) : out.draft.raw;
  app_.timers.soon([this, place = out.place, line = std::move(line), markup, words = out.text.plain] {
    std::vector<std::string> lines{line};
    PurpleConversation* conversation = Rooms::find(place);
    // Nothing holds these words but this line and the entry.
    const bool in_entry = conversation != nullptr && preferences::put_back() && Faces::put_back(conversation, markup);
    if (!in_entry) lines.push_back(fill(_("Your words, to copy: “{text}”"), {{"text", words}}));
    app_.tell(place, lines);
  });
}

void Holder::take(Outgoing& out, char** message) {
  const auto [before, same] = reworded(out);
  outbox::HoldId id = 0;
  try {
    // The same text, judged anew, replaces its older self; so does a rewording.
    id = app_.outbox().hold(out.draft, out.verdict, before);
  } catch (const store::Error& error) {
    return cannot_keep(out, message, error);
  }
  take_text(message);
  this_turn_.push_back(id);
  if (out.draft.pictures) keep_pictures(id, out.draft.raw);
  if (before != 0) app_.events.emit({Outcome::revised, before, out.place});
  app_.events.emit({out.verdict.decision == Decision::refuse ? Outcome::refused : Outcome::held, id, out.place});
  app_.nudges.show(id);
  app_.nudges.put_back(id);
}

std::optional<outbox::Hold> Holder::same_text(const Outgoing& out) {
  if (!app_.has_outbox() || !app_.outbox().any(out.place.room)) return std::nullopt;
  Text held;
  auto holds = app_.outbox().waiting(out.place.room, out.place.account);
  for (auto hold = holds.rbegin(); hold != holds.rend(); ++hold) {
    if (hold->state != outbox::State::held && hold->state != outbox::State::scheduled && hold->state != outbox::State::pausing) continue;
    if (hold->draft.action != out.draft.action) continue;
    read_text(hold->draft.raw, hold->draft.format, held);
    if (outbox::same_text(held.plain, out.text.plain)) return *hold;
  }
  return std::nullopt;
}

Holder::Override Holder::may_override(const outbox::Hold& hold, const Outgoing& out) {
  // The rule may have been signed after the message was held, or have ended since: what is in force now counts.
  if (out.verdict.decision == Decision::refuse) return Override::never;
  // On its way already: once more means now.
  if (hold.state == outbox::State::pausing) return Override::yes;
  if (hold.word_needed) return Override::needs_word;
  if (hold.decision == Decision::refuse) return Override::judge_anew;
  if (app_.now() > hold.changed_at + again) return Override::judge_anew;
  return Override::yes;
}

std::pair<outbox::HoldId, bool> Holder::reworded(const Outgoing& out) {
  if (const auto same = same_text(out)) return {same->id, true};
  if (!app_.has_outbox() || !app_.outbox().any(out.place.room)) return {0, false};
  Text held;
  auto holds = app_.outbox().waiting(out.place.room, out.place.account);
  for (auto hold = holds.rbegin(); hold != holds.rend(); ++hold) {
    // Lines of one paste are alike and answer nothing to each other.
    if (hold->state != outbox::State::held || std::find(this_turn_.begin(), this_turn_.end(), hold->id) != this_turn_.end()) continue;
    read_text(hold->draft.raw, hold->draft.format, held);
    if (outbox::rewording(held, out.text)) return {hold->id, false};
  }
  return {0, false};
}

void Holder::keep_pictures(outbox::HoldId id, const std::string& raw) {
  GData* attributes = nullptr;
  const char *start = nullptr, *end = nullptr;
  for (const char* at = raw.c_str(); purple_markup_find_tag("img", at, &start, &end, &attributes) != FALSE; at = end + 1) {
    const auto* text = static_cast<const char*>(g_datalist_get_data(&attributes, "id"));
    const int picture = text != nullptr ? static_cast<int>(std::strtol(text, nullptr, 10)) : 0;
    g_datalist_clear(&attributes);
    if (picture <= 0 || purple_imgstore_find_by_id(picture) == nullptr) continue;
    purple_imgstore_ref_by_id(picture);
    pictures_.emplace(id, picture);
  }
}

void Holder::closed(outbox::HoldId id) {
  const auto [first, last] = pictures_.equal_range(id);
  for (auto at = first; at != last; ++at) purple_imgstore_unref_by_id(at->second);
  pictures_.erase(first, last);
}

}  // namespace tact::plugin
