// SPDX-License-Identifier: GPL-3.0-or-later
// G39: anybody may leave, and no one should judge it.  Only where somebody did leave, or the message speaks of it.
#include <algorithm>

#include "core/guidelines/registry.h"
#include "core/guidelines/spoken.h"
#include "core/i18n.h"
#include "core/room/memory.h"
#include "core/room/view.h"
#include "core/text/text.h"

namespace tact {

namespace {

constexpr std::string_view leaving_rows[] = {"G22", "G39"};

constexpr Wording wording = {
    {N_("Leaving is anybody’s choice, and they may hear of this. Is it kind?"),
     N_("Somebody left, which everyone may do without a reason. How would they feel, reading this?"),
     N_("This comments on a person for leaving. Would you say it if they were still here?")},
    {N_("If you miss them, tell them: “/tact private NAME”. Nothing needs saying here."), nullptr},
};

bool speaks_of_leaving(const Text& text) {
  static constexpr std::string_view words[] = {"exit", "gone", "goodbye", "leave", "leaver", "leavers", "leaves", "leaving", "left", "quit", "quits", "quitting", "riddance", "removed"};
  return std::ranges::any_of(text.tokens, [&](const Token& token) { return std::ranges::find(words, text.word(token)) != std::end(words); });
}

/// The network says so, or somebody tells it: "Tony has left the group", "has Pip gone from the group?".
bool tells_of_leaving(const Line& line) {
  const auto has = [&](std::string_view words) { return line.text.find(words) != std::string_view::npos; };
  if (line.system) return has("left") || has("removed");
  const bool group = has("group") || has("chat");
  return group && (has(" left") || has("leaving") || has("gone") || has("come off") || has("came off") || has("taken off") || has("quit"));
}

class Leaving final : public Spoken {
 public:
  Leaving() : Spoken("leaving", leaving_rows, {language::Label::leave_judgement}, wording) {}

 private:
  bool applies(const Subject& subject, language::Label) const override {
    const room::Memory* memory = subject.room.memory;
    if (memory != nullptr && memory->somebody_left(subject.message.at)) return true;
    return std::ranges::any_of(subject.room.context, tells_of_leaving) || speaks_of_leaving(subject.text);
  }
};

}  // namespace

const Guideline* leaving_guideline() {
  static const Leaving room;
  return &room;
}

}  // namespace tact
