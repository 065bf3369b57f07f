// SPDX-License-Identifier: GPL-3.0-or-later
// G17: no opinions on current affairs; plain civic facts are fine.
#include "core/guidelines/registry.h"
#include "core/guidelines/spoken.h"
#include "core/i18n.h"

namespace tact {

namespace {

constexpr std::string_view rows[] = {"G17"};

constexpr Wording wording = {
    {N_("This gives a view on politics or the news. Families here see such things differently."),
     N_("Is this a matter for the school and its families, or a view on current affairs?"),
     N_("Opinions on the news tend to start long threads here. Is this the group for it?")},
    {N_("If it affects the school day, post just the fact: what, where, when."), N_("A chat with friends who like to discuss it would be a better home.")},
};

}  // namespace

const Guideline* current_affairs_guideline() {
  static const Spoken room("current_affairs", rows, {language::Label::current_affairs}, wording);
  return &room;
}

}  // namespace tact
