// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/keys/bundle.h"

#include <curve.h>
#include <key_helper.h>
#include <ratchet.h>
#include <session_pre_key.h>
#include <signal_protocol.h>

#include <algorithm>

#include "core/i18n.h"

namespace tact::keys {

namespace {

constexpr std::uint8_t format = 1;

void put(Bytes& out, std::uint32_t value) {
  for (int shift = 0; shift < 32; shift += 8) out.push_back(static_cast<std::uint8_t>(value >> shift));
}

std::uint32_t number(ByteView bytes) {
  return static_cast<std::uint32_t>(bytes[0]) | static_cast<std::uint32_t>(bytes[1]) << 8 | static_cast<std::uint32_t>(bytes[2]) << 16 |
         static_cast<std::uint32_t>(bytes[3]) << 24;
}

bool signed_by(const PublicKey& identity, const PublicKey& prekey, ByteView signature) {
  // As X3DH has it: over the bare 33 bytes, so without a domain; 33 bytes starting with 0x05 can be no framed message of ours.
  return curve_verify_signature(identity.decoded().get(), prekey.bytes().data(), prekey.bytes().size(), signature.data(), signature.size()) == 1;
}

}  // namespace

Bytes Bundle::bytes() const {
  Bytes out{format};
  put(out, registration_id);
  put(out, signed_prekey_id);
  out.insert(out.end(), signed_prekey.bytes().begin(), signed_prekey.bytes().end());
  out.insert(out.end(), signature.begin(), signature.end());
  return out;
}

std::optional<Bundle> Bundle::parse(ByteView bytes, const PublicKey& identity) {
  if (bytes.size() != size || bytes[0] != format) return std::nullopt;
  Bundle bundle;
  bundle.registration_id = number(bytes.subspan(1, 4));
  bundle.signed_prekey_id = number(bytes.subspan(5, 4));
  if (bundle.registration_id < 1 || bundle.registration_id > 16380) return std::nullopt;
  const auto key = PublicKey::parse(bytes.subspan(9, public_key_size));
  if (!key) return std::nullopt;
  bundle.signed_prekey = *key;
  const ByteView signature = bytes.subspan(9 + public_key_size);
  if (!signed_by(identity, *key, signature)) return std::nullopt;
  std::ranges::copy(signature, bundle.signature.begin());
  return bundle;
}

OwnBundle make_bundle(const IdentityKey& identity, std::uint32_t registration_id, std::uint32_t signed_prekey_id, std::uint64_t at) {
  session_signed_pre_key* made = nullptr;
  check(signal_protocol_key_helper_generate_signed_pre_key(&made, identity.pair(), signed_prekey_id, at, context()),
        "generate_signed_pre_key");
  const Ref<session_signed_pre_key> prekey(made);
  signal_buffer* open = nullptr;
  check(ec_public_key_serialize(&open, ec_key_pair_get_public(session_signed_pre_key_get_key_pair(made))), "ec_public_key_serialize");
  const auto key = PublicKey::parse(bytes_of(Buffer(open)));
  if (!key || session_signed_pre_key_get_signature_len(made) != signature_size) throw Error(_("the new prekey is not sound"));
  OwnBundle own;
  own.bundle.registration_id = registration_id;
  own.bundle.signed_prekey_id = signed_prekey_id;
  own.bundle.signed_prekey = *key;
  std::copy_n(session_signed_pre_key_get_signature(made), signature_size, own.bundle.signature.begin());
  signal_buffer* record = nullptr;
  check(session_signed_pre_key_serialize(&record, made), "session_signed_pre_key_serialize");
  own.record = bytes_of(Buffer(record));
  return own;
}

std::uint32_t make_registration_id() {
  std::uint32_t id = 0;
  check(signal_protocol_key_helper_generate_registration_id(&id, 0, context()), "generate_registration_id");
  return id;
}

}  // namespace tact::keys
