// SPDX-License-Identifier: GPL-3.0-or-later
// Dialogs without windows: every open request has a number; the person or a test answers by it.
#pragma once

#include <purple.h>

#include <string>

#include "plugin/host/persona.h"
#include "plugin/host/viewer.h"

namespace tact::host {

void use_requests(const Persona& persona, Viewer& viewer);

/// Presses the button `index` (0 = first).  False: no such request or button.
bool pick(long request, unsigned index);
/// Answers an input request; the text as it stood where `text` is null.
bool fill_in(long request, const char* text);
/// Sets a field of a fields request: strings and choices by text ("3"), booleans by "0" and "1".
bool set_field(long request, const std::string& id, const std::string& value);
/// Shuts the window: no callback for actions, as in Pidgin and Finch.
bool dismiss(long request);

}  // namespace tact::host
