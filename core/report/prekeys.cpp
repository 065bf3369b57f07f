// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/report/prekeys.h"

#include <session_pre_key.h>
#include <signal_protocol.h>

#include "core/i18n.h"

namespace tact::report {

namespace {

std::int64_t count(Instant at) { return at.time_since_epoch().count(); }

/// The public half of a kept record.
keys::Bundle bundle_of(keys::ByteView record, std::uint32_t registration, const keys::PublicKey& identity) {
  session_signed_pre_key* made = nullptr;
  keys::check(session_signed_pre_key_deserialize(&made, record.data(), record.size(), keys::context()), "session_signed_pre_key_deserialize");
  const keys::Ref<session_signed_pre_key> owned(made);
  signal_buffer* open = nullptr;
  keys::check(ec_public_key_serialize(&open, ec_key_pair_get_public(session_signed_pre_key_get_key_pair(made))), "ec_public_key_serialize");
  const keys::Buffer spelt(open);
  keys::Bundle bundle;
  bundle.registration_id = registration;
  bundle.signed_prekey_id = session_signed_pre_key_get_id(made);
  const auto key = keys::PublicKey::parse(keys::bytes_of(spelt));
  if (!key || session_signed_pre_key_get_signature_len(made) != keys::signature_size) throw keys::Error(_("a kept prekey is not sound"));
  bundle.signed_prekey = *key;
  std::copy_n(session_signed_pre_key_get_signature(made), keys::signature_size, bundle.signature.begin());
  // Signed by another identity (a key file was replaced): worth nothing.
  if (!keys::Bundle::parse(bundle.bytes(), identity)) throw keys::Error(_("a kept prekey belongs to another key"));
  return bundle;
}

}  // namespace

std::uint32_t Prekeys::registration_id() {
  auto query = database_.prepare("SELECT value FROM setting WHERE name='registration_id'");
  if (query.step()) return static_cast<std::uint32_t>(std::stoul(query.text(0)));
  const std::uint32_t made = keys::make_registration_id();
  database_.prepare("INSERT INTO setting VALUES('registration_id',?1)").bind(1, std::to_string(made)).run();
  return made;
}

keys::Bundle Prekeys::current(Instant now, bool* rotated) {
  if (rotated != nullptr) *rotated = false;
  std::int64_t last = 0;
  auto query = database_.prepare("SELECT id, record, at FROM own_prekey ORDER BY id DESC LIMIT 1");
  if (query.step()) {
    last = query.integer(0);
    keys::Bytes kept = query.blob(1);
    const bool fresh = count(now) - query.integer(2) < std::chrono::duration_cast<Milliseconds>(rotate_after).count();
    if (fresh) {
      try {
        return bundle_of(kept, registration_id(), identity_.public_key());
      } catch (const keys::Error&) {
        // Make a new one below.
      }
    }
    keys::wipe(kept);
  }
  query.reset();
  keys::OwnBundle own = keys::make_bundle(identity_, registration_id(), static_cast<std::uint32_t>(last + 1), static_cast<std::uint64_t>(count(now)));
  database_.prepare("INSERT INTO own_prekey VALUES(?1,?2,?3)")
      .bind(1, std::int64_t{own.bundle.signed_prekey_id})
      .bind(2, std::span<const std::uint8_t>(own.record))
      .bind(3, count(now))
      .run();
  keys::wipe(own.record);
  if (rotated != nullptr) *rotated = true;
  return own.bundle;
}

keys::Bytes Prekeys::record(std::uint32_t id) {
  auto query = database_.prepare("SELECT record FROM own_prekey WHERE id=?1");
  query.bind(1, std::int64_t{id});
  return query.step() ? query.blob(0) : keys::Bytes();
}

void Prekeys::sweep(Instant now) {
  const std::int64_t oldest = count(now) - std::chrono::duration_cast<Milliseconds>(keep_for).count();
  database_.prepare("DELETE FROM own_prekey WHERE at<?1 AND id<(SELECT max(id) FROM own_prekey)").bind(1, oldest).run();
  // A base key seen is forgotten only when every prekey it could have been used with is gone.
  database_.prepare("DELETE FROM seen_base_key WHERE at<(SELECT min(at) FROM own_prekey)").run();
}

}  // namespace tact::report
