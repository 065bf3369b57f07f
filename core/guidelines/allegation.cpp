// SPDX-License-Identifier: GPL-3.0-or-later
// G30: an accusation of wrongdoing about somebody identifiable.  Is it true?  Can it be shown?  Is this the place?
#include "core/guidelines/registry.h"
#include "core/guidelines/spoken.h"
#include "core/i18n.h"

namespace tact {

namespace {

constexpr std::string_view rows[] = {"G22", "G30", "G42"};

constexpr Wording wording = {
    {N_("This says somebody did something wrong. Is it known to be true, and is this the place for it?"),
     N_("An identifiable person is said to have done wrong here. Would everyone who was there tell it the same way?"),
     N_("Once posted, this stays attached to a name. Is there somebody who should hear it first?")},
    {N_("If it needs looking into, tell the school or the people responsible directly: “/tact route” makes a draft."), N_("Ask for what you need to know (“did anyone see the tin on Friday?”) without saying who did it.")},
};

}  // namespace

const Guideline* allegation_guideline() {
  static const Spoken room("allegation", rows, {language::Label::defamation}, wording);
  return &room;
}

}  // namespace tact
