// SPDX-License-Identifier: GPL-3.0-or-later
// A rep's, deputy's or member's identity: a Curve25519 key pair that signs by XEdDSA.  People are known by key, never by nick.
#pragma once

#include <array>
#include <optional>
#include <string>
#include <string_view>

#include "core/keys/provider.h"

struct ratchet_identity_key_pair;
struct ec_public_key;

namespace tact::keys {

inline constexpr std::size_t public_key_size = 33;  ///< type byte 0x05, then the u coordinate
inline constexpr std::size_t signature_size = 64;

/// A public key that passed every check: type byte, canonical coordinate, not zero, not of low order.
class PublicKey {
 public:
  /// nullopt for anything that is not a sound key.
  static std::optional<PublicKey> parse(ByteView bytes);
  /// The line of NAME.pub: "tact-public-key BASE64"; blanks around it are fine.
  static std::optional<PublicKey> parse_line(std::string_view line);

  const std::array<std::uint8_t, public_key_size>& bytes() const { return bytes_; }
  Bytes vector() const { return Bytes(bytes_.begin(), bytes_.end()); }
  std::string line() const;
  /// 16 hex digits of its SHA-256, for telling keys apart in a list; not for comparing in person (that is safety_number()).
  std::string short_name() const;
  Ref<ec_public_key> decoded() const;
  auto operator<=>(const PublicKey&) const = default;

 private:
  std::array<std::uint8_t, public_key_size> bytes_{};
};

class IdentityKey {
 public:
  static IdentityKey make();
  /// From the 32 private bytes (wiped by the caller).  Throws Error.
  static IdentityKey from_private(ByteView bytes);

  const PublicKey& public_key() const { return public_; }
  /// libsignal's own pair, for sessions; lives as long as this object.
  ratchet_identity_key_pair* pair() const { return pair_.get(); }
  /// 32 bytes; wipe() them after use.
  Bytes private_bytes() const;

  /// XEdDSA over a length-prefixed `domain` and the message: a signature made for one purpose is worth nothing for another.  64 bytes.
  Bytes sign(std::string_view domain, ByteView message) const;

 private:
  IdentityKey() = default;
  Ref<ratchet_identity_key_pair> pair_;
  PublicKey public_;
};

/// True only for a valid signature in its one canonical spelling.  Never throws on any input.
[[nodiscard]] bool verify(const PublicKey& key, std::string_view domain, ByteView message, ByteView signature) noexcept;

/// The 60 digits two people compare in person, in 12 groups of 5; the same on both sides.  `room`: RoomKey::text() of the group they share,
/// so that the number belongs to this group.  Throws Error.
std::string safety_number(std::string_view room, const PublicKey& mine, const PublicKey& theirs);

}  // namespace tact::keys
