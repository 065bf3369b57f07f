// SPDX-License-Identifier: GPL-3.0-or-later
// G23, G24: a diverse community; be respectful of it.
#include "core/guidelines/registry.h"
#include "core/guidelines/spoken.h"
#include "core/i18n.h"

namespace tact {

namespace {

constexpr std::string_view rows[] = {"G22", "G23", "G24", "G44"};

constexpr Wording wording = {
    {N_("Families here differ in faith, language, means, health and shape. How would this sound to one of them?"),
     N_("This speaks of a group of people as if they were all alike. Is that what you mean?"),
     N_("Somebody reading this may be the person it describes. Is it respectful of them?")},
    {N_("Speak of what happened, not of the kind of people: most sentences work without naming a group."), N_("“Parents and carers” or “families” includes everybody.")},
};

}  // namespace

const Guideline* respect_guideline() {
  static const Spoken room("respect", rows, {language::Label::disrespect}, wording);
  return &room;
}

}  // namespace tact
