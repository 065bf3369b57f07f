// SPDX-License-Identifier: GPL-3.0-or-later
// The school's page, word for word, cut into numbered sentences; and the templates made of it.
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "core/policy/policy.h"

namespace tact {

/// 47 sentences; headings and bullets are left out, nothing else.
std::span<const std::string_view> page_sentences();

/// A policy that a rep begins with: the page, the kind's levels, and the routes the page names (addresses still to fill in).
Policy policy_template(GroupKind kind);

namespace policy {

/// What the compressor of carriers knows beforehand.  Both sides must have these very bytes: frozen for ever.  A better dictionary is a second
/// one beside it, never a change of this.
const std::string& dictionary();

}  // namespace policy
}  // namespace tact
