// SPDX-License-Identifier: GPL-3.0-or-later
// G29: abusive or personal comments, name-calling, mockery.
#include "core/guidelines/registry.h"
#include "core/guidelines/spoken.h"
#include "core/i18n.h"

namespace tact {

namespace {

constexpr std::string_view rows[] = {"G22", "G29", "G44"};

constexpr Wording wording = {
    {N_("These words are about a person. How would they sound to the one who reads them?"),
     N_("This could hurt the person it is about. Is it the way you would say it at the gate?"),
     N_("Somebody in this group may feel called names by this. Is it kind?")},
    {N_("Say what happened and what you need, and leave the person out: “When …, I felt …, could we …?”"), N_("Keep the point, drop the name for the person; or tell them yourself, in private.")},
};

}  // namespace

const Guideline* abuse_guideline() {
  static const Spoken room("abuse", rows, {language::Label::abuse}, wording);
  return &room;
}

}  // namespace tact
