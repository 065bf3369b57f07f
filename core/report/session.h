// SPDX-License-Identifier: GPL-3.0-or-later
// One libsignal session with one other key: X3DH from a bundle, the first message of the other side, or a session kept from before.  Its
// stores live in memory; whoever keeps the session keeps record() and gives it back.
#pragma once

#include <functional>
#include <memory>
#include <optional>

#include "core/keys/bundle.h"
#include "core/keys/identity.h"

namespace tact::report {

class Session {
 public:
  /// Finds the private record of a signed prekey of ours; empty: not (any more) there.
  using FindPrekey = std::function<keys::Bytes(std::uint32_t id)>;

  /// Towards whoever signed the bundle.  Throws keys::Error.
  static Session towards(const keys::IdentityKey& mine, std::uint32_t my_registration, const keys::PublicKey& theirs, const keys::Bundle& bundle);
  /// Waits for a first message.  `pinned`: the only key it may come from; nullopt: any sound key, seen here for the first time.
  static Session answering(const keys::IdentityKey& mine, std::uint32_t my_registration, std::optional<keys::PublicKey> pinned, FindPrekey find);
  /// Goes on with a kept one.
  static Session resumed(const keys::IdentityKey& mine, std::uint32_t my_registration, const keys::PublicKey& theirs, keys::ByteView record);

  Session(Session&&) noexcept;
  ~Session();

  /// The message as libsignal spells it.  Throws keys::Error.
  keys::Bytes encrypt(keys::ByteView plain);

  struct First {
    keys::Bytes plain;
    keys::PublicKey identity;      ///< whose key it came from
    keys::Bytes base_key;          ///< new for every session: seen twice means replayed
    std::uint32_t registration_id = 0;  ///< as the message says; bound by nothing yet
  };
  /// What a first message says of itself before anything is decrypted; nullopt unless it is spelt in the one canonical way.
  static std::optional<First> look(keys::ByteView message);
  /// nullopt for anything that does not decrypt under the rules above; never throws for what the other side wrote.
  std::optional<First> decrypt_first(keys::ByteView message);
  std::optional<keys::Bytes> decrypt(keys::ByteView message);

  /// To keep.  Holds secrets: 0600.
  keys::Bytes record() const;

 private:
  struct State;
  explicit Session(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

}  // namespace tact::report
