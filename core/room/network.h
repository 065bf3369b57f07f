// SPDX-License-Identifier: GPL-3.0-or-later
// One IRC network, however somebody typed the name of its server.
#pragma once

#include <string>
#include <string_view>

namespace tact::room {

/// "IRC.Libera.Chat." and "libera.chat" are one network: case, a final dot and leading labels that only say how one connects ("irc", "irc6",
/// "ssl" ...) do not count, and this computer has one name.  What it cannot know: a network that goes by two unrelated names, or whose servers
/// have names of their own ("zinc.example.net"); there members must use the name that the rep's signed policy has.
std::string irc_network(std::string_view server);

}  // namespace tact::room
