// SPDX-License-Identifier: GPL-3.0-or-later
// G32: threatening behaviour, open or veiled.
#include "core/guidelines/registry.h"
#include "core/guidelines/spoken.h"
#include "core/i18n.h"

namespace tact {

namespace {

constexpr std::string_view rows[] = {"G22", "G32"};

constexpr Wording wording = {
    {N_("This can be read as a threat. Is that how it should land?"),
     N_("Somebody could be frightened by this. What should happen instead?"),
     N_("Read by the person it is meant for, this sounds like a warning of harm.")},
    {N_("Write what you want to happen next, and to whom you will take it; leave out what you might do."), N_("Step away for a while: “/tact drop” forgets it, and nobody has seen it.")},
};

}  // namespace

const Guideline* threat_guideline() {
  static const Spoken room("threat", rows, {language::Label::threat}, wording);
  return &room;
}

}  // namespace tact
