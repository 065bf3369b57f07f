// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/report/session.h"

#include <curve.h>
#include <protocol.h>
#include <ratchet.h>
#include <session_builder.h>
#include <session_cipher.h>
#include <session_pre_key.h>
#include <signal_protocol.h>

#include <algorithm>

namespace tact::report {

namespace {

using keys::Buffer;
using keys::Bytes;
using keys::ByteView;
using keys::check;
using keys::context;
using keys::PublicKey;
using keys::Ref;

constexpr std::string_view peer_name = "peer";

struct FreeStore {
  void operator()(signal_protocol_store_context* store) const noexcept { signal_protocol_store_context_destroy(store); }
};
struct FreeBuilder {
  void operator()(session_builder* builder) const noexcept { session_builder_free(builder); }
};
struct FreeCipher {
  void operator()(session_cipher* cipher) const noexcept { session_cipher_free(cipher); }
};
using Cipher = std::unique_ptr<session_cipher, FreeCipher>;

int give(signal_buffer** out, ByteView bytes) noexcept {
  *out = signal_buffer_create(bytes.data(), bytes.size());
  return *out == nullptr ? SG_ERR_NOMEM : SG_SUCCESS;
}

std::optional<PublicKey> key_of(const ec_public_key* key) {
  signal_buffer* made = nullptr;
  if (key == nullptr || ec_public_key_serialize(&made, key) < 0) return std::nullopt;
  const Buffer owned(made);
  return PublicKey::parse(keys::bytes_of(owned));
}

bool same_bytes(ByteView a, signal_buffer* b) {
  return b != nullptr && std::ranges::equal(a, ByteView(signal_buffer_data(b), signal_buffer_len(b)));
}

}  // namespace

struct Session::State {
  const keys::IdentityKey* mine = nullptr;
  std::uint32_t registration = 0;
  std::optional<PublicKey> theirs;  ///< pinned: nothing else is trusted
  std::optional<PublicKey> seen;    ///< saved by libsignal after trust was asked
  FindPrekey find_prekey;
  Bytes session;
  std::unique_ptr<signal_protocol_store_context, FreeStore> store;
  signal_protocol_address peer{peer_name.data(), peer_name.size(), 1};

  ~State() {
    store.reset();
    keys::wipe(session);
  }

  void make_store();
  Cipher cipher();
};

void Session::State::make_store() {
  using Own = Session::State;
  signal_protocol_store_context* made = nullptr;
  check(signal_protocol_store_context_create(&made, context()), "signal_protocol_store_context_create");
  store.reset(made);

  signal_protocol_session_store sessions{};
  sessions.user_data = this;
  sessions.load_session_func = [](signal_buffer** record, signal_buffer** user_record, const signal_protocol_address*, void* data) noexcept -> int {
    const auto* own = static_cast<Own*>(data);
    if (user_record != nullptr) *user_record = nullptr;
    if (own->session.empty()) return 0;
    return give(record, own->session) == SG_SUCCESS ? 1 : SG_ERR_NOMEM;
  };
  sessions.get_sub_device_sessions_func = [](signal_int_list** list, const char*, size_t, void*) noexcept -> int {
    *list = signal_int_list_alloc();
    return *list == nullptr ? SG_ERR_NOMEM : 0;
  };
  sessions.store_session_func = [](const signal_protocol_address*, std::uint8_t* record, size_t size, std::uint8_t*, size_t, void* data) noexcept -> int {
    auto* own = static_cast<Own*>(data);
    try {
      keys::wipe(own->session);
      own->session.assign(record, record + size);
    } catch (const std::exception&) {
      return SG_ERR_NOMEM;
    }
    return SG_SUCCESS;
  };
  sessions.contains_session_func = [](const signal_protocol_address*, void* data) noexcept -> int { return static_cast<Own*>(data)->session.empty() ? 0 : 1; };
  sessions.delete_session_func = [](const signal_protocol_address*, void* data) noexcept -> int {
    auto* own = static_cast<Own*>(data);
    const int had = own->session.empty() ? 0 : 1;
    keys::wipe(own->session);
    return had;
  };
  sessions.delete_all_sessions_func = [](const char*, size_t, void* data) noexcept -> int {
    auto* own = static_cast<Own*>(data);
    const int had = own->session.empty() ? 0 : 1;
    keys::wipe(own->session);
    return had;
  };
  check(signal_protocol_store_context_set_session_store(made, &sessions), "set_session_store");

  // No one-time prekeys exist: a published bundle is shared by all reporters.
  signal_protocol_pre_key_store prekeys{};
  prekeys.user_data = this;
  prekeys.load_pre_key = [](signal_buffer**, std::uint32_t, void*) noexcept -> int { return SG_ERR_INVALID_KEY_ID; };
  prekeys.store_pre_key = [](std::uint32_t, std::uint8_t*, size_t, void*) noexcept -> int { return SG_ERR_INVAL; };
  prekeys.contains_pre_key = [](std::uint32_t, void*) noexcept -> int { return 0; };
  prekeys.remove_pre_key = [](std::uint32_t, void*) noexcept -> int { return SG_SUCCESS; };
  check(signal_protocol_store_context_set_pre_key_store(made, &prekeys), "set_pre_key_store");

  signal_protocol_signed_pre_key_store signed_prekeys{};
  signed_prekeys.user_data = this;
  signed_prekeys.load_signed_pre_key = [](signal_buffer** record, std::uint32_t id, void* data) noexcept -> int {
    const auto* own = static_cast<Own*>(data);
    try {
      if (!own->find_prekey) return SG_ERR_INVALID_KEY_ID;
      Bytes found = own->find_prekey(id);
      if (found.empty()) return SG_ERR_INVALID_KEY_ID;
      const int code = give(record, found);
      keys::wipe(found);
      return code;
    } catch (const std::exception&) {
      return SG_ERR_UNKNOWN;
    }
  };
  signed_prekeys.store_signed_pre_key = [](std::uint32_t, std::uint8_t*, size_t, void*) noexcept -> int { return SG_ERR_INVAL; };
  signed_prekeys.contains_signed_pre_key = [](std::uint32_t id, void* data) noexcept -> int {
    const auto* own = static_cast<Own*>(data);
    try {
      return own->find_prekey && !own->find_prekey(id).empty() ? 1 : 0;
    } catch (const std::exception&) {
      return 0;
    }
  };
  signed_prekeys.remove_signed_pre_key = [](std::uint32_t, void*) noexcept -> int { return SG_SUCCESS; };
  check(signal_protocol_store_context_set_signed_pre_key_store(made, &signed_prekeys), "set_signed_pre_key_store");

  signal_protocol_identity_key_store identities{};
  identities.user_data = this;
  identities.get_identity_key_pair = [](signal_buffer** open, signal_buffer** secret, void* data) noexcept -> int {
    const auto* own = static_cast<Own*>(data);
    try {
      Bytes bytes = own->mine->private_bytes();
      const int first = give(secret, bytes);
      keys::wipe(bytes);
      return first < 0 ? first : give(open, own->mine->public_key().bytes());
    } catch (const std::exception&) {
      return SG_ERR_UNKNOWN;
    }
  };
  identities.get_local_registration_id = [](void* data, std::uint32_t* id) noexcept -> int {
    *id = static_cast<Own*>(data)->registration;
    return SG_SUCCESS;
  };
  identities.save_identity = [](const signal_protocol_address*, std::uint8_t* key, size_t size, void* data) noexcept -> int {
    auto* own = static_cast<Own*>(data);
    try {
      if (key != nullptr) own->seen = PublicKey::parse(ByteView(key, size));
    } catch (const std::exception&) {
      return SG_ERR_UNKNOWN;
    }
    return SG_SUCCESS;
  };
  // Pinned means pinned: another key is never trusted, whatever it signs.
  identities.is_trusted_identity = [](const signal_protocol_address*, std::uint8_t* key, size_t size, void* data) noexcept -> int {
    const auto* own = static_cast<Own*>(data);
    try {
      const auto parsed = PublicKey::parse(ByteView(key, size));
      if (!parsed) return 0;
      return !own->theirs || *parsed == *own->theirs ? 1 : 0;
    } catch (const std::exception&) {
      return 0;
    }
  };
  check(signal_protocol_store_context_set_identity_key_store(made, &identities), "set_identity_key_store");
}

Cipher Session::State::cipher() {
  session_cipher* made = nullptr;
  check(session_cipher_create(&made, store.get(), &peer, context()), "session_cipher_create");
  return Cipher(made);
}

Session::Session(std::unique_ptr<State> state) : state_(std::move(state)) { state_->make_store(); }
Session::Session(Session&&) noexcept = default;
Session::~Session() = default;

Session Session::towards(const keys::IdentityKey& mine, std::uint32_t my_registration, const PublicKey& theirs, const keys::Bundle& bundle) {
  auto state = std::make_unique<State>();
  state->mine = &mine;
  state->registration = my_registration;
  state->theirs = theirs;
  Session session(std::move(state));
  session_pre_key_bundle* made = nullptr;
  check(session_pre_key_bundle_create(&made, bundle.registration_id, 1, 0, nullptr, bundle.signed_prekey_id, bundle.signed_prekey.decoded().get(),
                                      bundle.signature.data(), bundle.signature.size(), theirs.decoded().get()),
        "session_pre_key_bundle_create");
  const Ref<session_pre_key_bundle> owned(made);
  session_builder* builder = nullptr;
  check(session_builder_create(&builder, session.state_->store.get(), &session.state_->peer, context()), "session_builder_create");
  const std::unique_ptr<session_builder, FreeBuilder> built(builder);
  check(session_builder_process_pre_key_bundle(builder, made), "session_builder_process_pre_key_bundle");
  return session;
}

Session Session::answering(const keys::IdentityKey& mine, std::uint32_t my_registration, std::optional<PublicKey> pinned, FindPrekey find) {
  auto state = std::make_unique<State>();
  state->mine = &mine;
  state->registration = my_registration;
  state->theirs = pinned;
  state->find_prekey = std::move(find);
  return Session(std::move(state));
}

Session Session::resumed(const keys::IdentityKey& mine, std::uint32_t my_registration, const PublicKey& theirs, ByteView record) {
  auto state = std::make_unique<State>();
  state->mine = &mine;
  state->registration = my_registration;
  state->theirs = theirs;
  state->session.assign(record.begin(), record.end());
  return Session(std::move(state));
}

Bytes Session::encrypt(ByteView plain) {
  const Cipher cipher = state_->cipher();
  ciphertext_message* made = nullptr;
  check(session_cipher_encrypt(cipher.get(), plain.data(), plain.size(), &made), "session_cipher_encrypt");
  const Ref<ciphertext_message> owned(made);
  signal_buffer* spelt = ciphertext_message_get_serialized(made);
  if (spelt == nullptr) throw keys::Error("session_cipher_encrypt: nothing came back");
  const std::uint8_t* data = signal_buffer_data(spelt);
  return Bytes(data, data + signal_buffer_len(spelt));
}

namespace {

Ref<pre_key_signal_message> parse_first(ByteView message) {
  pre_key_signal_message* made = nullptr;
  if (message.empty() || pre_key_signal_message_deserialize(&made, message.data(), message.size(), context()) < 0) return nullptr;
  Ref<pre_key_signal_message> owned(made);
  if (pre_key_signal_message_has_pre_key_id(made)) return nullptr;
  // libsignal skips what it does not know; written again from what it understood, the message must be the same.
  pre_key_signal_message* again = nullptr;
  if (pre_key_signal_message_create(&again, pre_key_signal_message_get_message_version(made), pre_key_signal_message_get_registration_id(made),
                                    nullptr, pre_key_signal_message_get_signed_pre_key_id(made), pre_key_signal_message_get_base_key(made),
                                    pre_key_signal_message_get_identity_key(made), pre_key_signal_message_get_signal_message(made), context()) < 0)
    return nullptr;
  const Ref<pre_key_signal_message> rewritten(again);
  if (!same_bytes(message, ciphertext_message_get_serialized(reinterpret_cast<ciphertext_message*>(again)))) return nullptr;
  return owned;
}

}  // namespace

std::optional<Session::First> Session::look(ByteView message) {
  const auto parsed = parse_first(message);
  if (parsed == nullptr) return std::nullopt;
  const auto identity = key_of(pre_key_signal_message_get_identity_key(parsed.get()));
  const auto base = key_of(pre_key_signal_message_get_base_key(parsed.get()));
  if (!identity || !base) return std::nullopt;
  return First{{}, *identity, base->vector(), pre_key_signal_message_get_registration_id(parsed.get())};
}

std::optional<Session::First> Session::decrypt_first(ByteView message) {
  auto first = look(message);
  if (!first) return std::nullopt;
  if (state_->theirs && *state_->theirs != first->identity) return std::nullopt;
  const auto parsed = parse_first(message);
  const Cipher cipher = state_->cipher();
  signal_buffer* plain = nullptr;
  if (session_cipher_decrypt_pre_key_signal_message(cipher.get(), parsed.get(), nullptr, &plain) != SG_SUCCESS || plain == nullptr) return std::nullopt;
  first->plain = keys::bytes_of(Buffer(plain));
  state_->theirs = first->identity;
  return first;
}

std::optional<Bytes> Session::decrypt(ByteView message) {
  signal_message* made = nullptr;
  if (message.empty() || signal_message_deserialize(&made, message.data(), message.size(), context()) < 0) return std::nullopt;
  const Ref<signal_message> owned(made);
  const Cipher cipher = state_->cipher();
  signal_buffer* plain = nullptr;
  if (session_cipher_decrypt_signal_message(cipher.get(), made, nullptr, &plain) != SG_SUCCESS || plain == nullptr) return std::nullopt;
  return keys::bytes_of(Buffer(plain));
}

Bytes Session::record() const { return state_->session; }

}  // namespace tact::report
