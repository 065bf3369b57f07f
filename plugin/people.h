// SPDX-License-Identifier: GPL-3.0-or-later
// Who somebody in a room is: the steadiest address the network shows, as far as it shows one.  Names are only how people are found in the list
// of occupants; nothing is ever decided by a name where an address is known.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include <purple.h>

namespace tact::plugin {

/// Bare JID where the room shows it, user@host on IRC once known, else the occupant's address in the room, else the name.
std::string address_of(PurpleConversation* conversation, const std::string& name);

/// Is that address no more than the name (whoever takes the name next has the same)?
bool only_a_name(PurpleConversation* conversation, const std::string& address, const std::string& name);

/// Names in the room now whose address this is.
std::vector<std::string> names_of(PurpleConversation* conversation, const std::string& address);

bool is_here(PurpleConversation* conversation, const std::string& name);

/// This person's own name in the room as the list of occupants spells it; libpurple's own record of it is folded to lower case.
std::string own_occupant(PurpleConversation* conversation);
PurpleConvChatBuddyFlags own_flags(PurpleConversation* conversation);

/// Every address under which others may see this person there.
std::vector<std::string> own_addresses(PurpleConversation* conversation);

/// "ann@localhost/phone" without what names the device; untouched where the slash means something else.
std::string without_device(std::string_view protocol, const std::string& address);

}  // namespace tact::plugin
