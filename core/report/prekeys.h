// SPDX-License-Identifier: GPL-3.0-or-later
// A rep's own signed prekeys: the current one goes into the policy as a bundle; older ones still open reports sealed before members had the
// new policy, and are then destroyed with all they could open.
#pragma once

#include "core/keys/bundle.h"
#include "core/seams.h"
#include "core/store/database.h"

namespace tact::report {

class Prekeys {
 public:
  static constexpr std::chrono::days rotate_after{30};
  static constexpr std::chrono::days keep_for{90};  ///< counted from when it was made

  /// Tables made by moderation::Records.  `identity` must outlive this.
  Prekeys(store::Database& database, const keys::IdentityKey& identity) : database_(database), identity_(identity) {}

  /// Made once, kept.  Throws.
  std::uint32_t registration_id();

  /// What to publish now; a new one is made where there is none or the last is older than rotate_after.  `rotated`: it is new, so the policy
  /// wants signing again.  Throws keys::Error, store::Error.
  keys::Bundle current(Instant now, bool* rotated = nullptr);

  /// Private record of a prekey; empty: unknown or destroyed.
  keys::Bytes record(std::uint32_t id);

  /// Destroys what is older than keep_for, and the base keys that only they could open.  Never the newest.
  void sweep(Instant now);

 private:
  store::Database& database_;
  const keys::IdentityKey& identity_;
};

}  // namespace tact::report
