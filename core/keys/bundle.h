// SPDX-License-Identifier: GPL-3.0-or-later
// What a rep publishes so that members can seal a report for them (X3DH): registration id and a signed prekey.  The identity key itself stands
// beside it in the policy (Officer::key).  No one-time prekeys: a published bundle is shared by all reporters, and they would collide; rotate the
// signed prekey instead, and let the receiver drop a report id it has seen.
#pragma once

#include <optional>

#include "core/keys/identity.h"

namespace tact::keys {

struct Bundle {
  std::uint32_t registration_id = 0;   ///< 1..16380
  std::uint32_t signed_prekey_id = 0;
  PublicKey signed_prekey;
  std::array<std::uint8_t, signature_size> signature{};  ///< by the identity key, over the 33 bytes of the prekey

  static constexpr std::size_t size = 1 + 4 + 4 + public_key_size + signature_size;  ///< 106

  /// Version byte 1, the two numbers little endian, key, signature.
  Bytes bytes() const;
  /// nullopt unless well formed and signed by `identity`.
  static std::optional<Bundle> parse(ByteView bytes, const PublicKey& identity);
};

/// A bundle and the private record that opens what is sealed with it.
struct OwnBundle {
  Bundle bundle;
  Bytes record;  ///< session_signed_pre_key, serialised, holds the private half: keep it in the signed-prekey store, 0600
};

/// `at`: milliseconds since the epoch, kept in the record.  Throws Error.
OwnBundle make_bundle(const IdentityKey& identity, std::uint32_t registration_id, std::uint32_t signed_prekey_id, std::uint64_t at);

/// 1..16380, random; made once per identity.
std::uint32_t make_registration_id();

}  // namespace tact::keys
