// SPDX-License-Identifier: GPL-3.0-or-later
// Rooms that were written down before their network had one name (network.h): what is kept of them moves to the name they have now.
#pragma once

#include <initializer_list>
#include <string>
#include <string_view>

namespace tact::store {
class Database;
}

namespace tact::room {

/// The key as it would be made today; unchanged where it is no key.  Both are RoomKey::text().
std::string settled(std::string_view key);

/// Moves the rows of `tables` (each with a column "room") that lie under an older spelling.  Where the new name has a row of its own, that row
/// stands and the old one stays where it is.  One look where there is nothing to move; throws store::Error.
void settle(store::Database& database, std::initializer_list<std::string_view> tables);

}  // namespace tact::room
