// SPDX-License-Identifier: GPL-3.0-or-later
// G21: please avoid posting in anger.
#include "core/guidelines/registry.h"
#include "core/guidelines/spoken.h"
#include "core/i18n.h"

namespace tact {

namespace {

constexpr std::string_view rows[] = {"G21", "G22", "G44"};

constexpr Wording wording = {
    {N_("This reads as written in the heat of the moment. Would it read the same in twenty minutes?"),
     N_("It sounds as if this has really upset you. Is a message to everyone the way to have it heard?"),
     N_("This comes across as angry. Could somebody be upset by it?")},
    {N_("“/tact later” keeps it for you; most people word it differently after a cup of tea."), N_("Say what you need as a question: “Could somebody tell me …?” gets answers, capitals rarely do.")},
};

}  // namespace

const Guideline* anger_guideline() {
  static const Spoken room("anger", rows, {language::Label::anger}, wording);
  return &room;
}

}  // namespace tact
