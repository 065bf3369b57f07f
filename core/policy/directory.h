// SPDX-License-Identifier: GPL-3.0-or-later
// Names of pupils and staff as keyed hashes: Tact can tell "a child's name" without a list of children travelling through the chat.
//
// What this is worth: the policy, key included, is known to everybody in the room, and a name is easily guessed.  Whoever has the policy can
// try a list of the 10,000 commonest first names in well under a tenth of a second, and so learn which of them are here (not whose they are,
// nor which belong together).  It keeps names from being read by the way, from search engines and from a copy of the log that has no policy;
// it does not keep them from a member who wants to know.  The random key only means that no table made for another group helps.
#pragma once

#include <span>
#include <string_view>

#include "core/policy/policy.h"

namespace tact::policy {

enum class Known { nobody, child, staff };

/// SipHash-2-4 of the folded word under `key` (16 bytes).  Throws keys::Error where OpenSSL fails.
std::array<std::uint8_t, 8> name_hash(std::span<const std::uint8_t> key, std::string_view folded);

/// The word as Text::folded has it.  Never throws.
Known known_name(const Policy& policy, std::string_view folded) noexcept;

/// Adds each word of `name` ("Leo Smith": both), folding it; makes the key on first use.  Words of one letter are left out.
void add_name(Policy& policy, Known who, std::string_view name);

}  // namespace tact::policy
