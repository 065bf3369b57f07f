// SPDX-License-Identifier: GPL-3.0-or-later
// A group for the policy's tests: one room, one rep, a policy made of the template.
#pragma once

#include "core/keys/identity.h"
#include "core/policy/page.h"
#include "core/policy/policy.h"

namespace tact {

inline keys::IdentityKey group_key() { return keys::IdentityKey::make(); }

inline RoomKey group_room() { return {"prpl-irc", "irc.example.org", "#class3"}; }

inline Policy group_policy(const keys::IdentityKey& rep, std::uint32_t version = 1) {
  Policy policy = policy_template(GroupKind::class_group);
  policy.room = group_room();
  policy.group_name = "Class 3";
  policy.version = version;
  policy.rep = {"Ann Lee", "ann@example.org", rep.public_key().vector(), {}};
  return policy;
}

}  // namespace tact
