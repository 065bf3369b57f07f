// SPDX-License-Identifier: GPL-3.0-or-later
// A signed policy: one or two signatures over domain, room, version, length and the canonical bytes.  Two are needed only where two deputies
// put a new rep in the place of a lost key.
//
//   "TP" 1 | count | version u32 | room length u16 | room | count x (key 33, signature 64), by key | length u32 | canonical bytes
//
// Numbers are little endian.  Nothing may follow.  Nothing of the canonical bytes is looked at before a signature over them holds.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/keys/identity.h"
#include "core/policy/bytes.h"

namespace tact::policy {

inline constexpr std::size_t most_signed_bytes = 26 * 1024;

/// Why signed bytes are not a policy for this room.  Every one of them leaves everything as it was.
enum class Refusal {
  none,
  malformed,      ///< truncated, spliced, not canonical, out of bounds
  newer_format,   ///< a newer Tact is needed
  weak_key,       ///< signed "by" a key that anybody can sign for
  bad_signature,  ///< changed after signing, or never signed
  other_room,     ///< sound, but signed for another room
};
std::string_view name(Refusal refusal);

struct Opened {
  Policy policy;
  std::vector<keys::PublicKey> signers;  ///< one or two, in order of their bytes
  keys::Sha256 hash{};                   ///< of the canonical bytes
  Refusal refusal = Refusal::none;
  std::string what;                      ///< for people; empty where refusal is none
  bool signed_by(ByteView key) const;
};

/// Signs; `policy.room` must be set.  Throws keys::Error.
Bytes sign(const Policy& policy, const keys::IdentityKey& key);

/// The same policy with a second signature beside the first.  Throws keys::Error where `signed_bytes` are not sound.
Bytes sign_too(ByteView signed_bytes, const keys::IdentityKey& key);

/// Never throws on any input (but std::bad_alloc).  `room`: where it was received; null: any (the command line says which it is for).
Opened open(ByteView signed_bytes, const RoomKey* room);

/// The line to paste and the file: "tact-policy BASE64" and, in a file, one line end.
std::string to_line(ByteView signed_bytes);
/// nullopt unless exactly such a line.
std::optional<Bytes> from_line(std::string_view line);

}  // namespace tact::policy
