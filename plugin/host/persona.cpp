// SPDX-License-Identifier: GPL-3.0-or-later
#include "plugin/host/persona.h"

#include <array>

namespace tact::host {

namespace {

//                         name         ui            commands put   system direct dialogs loads  late   quits
constexpr std::array personas = {
    Persona{"bitlbee",   "BitlBee",    false,   false, false, true,  false,  false, true,  false},
    Persona{"finch",     "gnt-purple", true,    false, true,  false, true,   true,  false, true},
    Persona{"pidgin",    "gtk-gaim",   true,    true,  true,  false, true,   true,  false, true},
    Persona{"spectrum",  "spectrum",   false,   false, true,  false, false,  true,  false, true},
    Persona{"tact-host", "tact-host",  true,    true,  true,  false, true,   true,  false, true},
};

}  // namespace

const Persona* persona(std::string_view name) {
  for (const Persona& candidate : personas)
    if (name == candidate.name) return &candidate;
  return nullptr;
}

}  // namespace tact::host
