// SPDX-License-Identifier: GPL-3.0-or-later
// The other person of a talk for two: whether they can be written to alone, and who they are.
#pragma once

#include <purple.h>

#include "core/outbox/hold.h"
#include "core/room/people.h"

namespace tact::plugin {

class App;

/// False where the network has no private messages.
bool can_write_privately(PurpleConversation* conversation);

/// With whom the words of a held message go on; empty: nobody in particular.
room::Person partner_of(App& app, const outbox::Hold& hold);

}  // namespace tact::plugin
