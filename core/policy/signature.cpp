// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/policy/signature.h"

#include <algorithm>

#include "core/i18n.h"
#include "core/policy/fields.h"

namespace tact::policy {

namespace {

constexpr std::string_view domain = "tact group policy 1";
constexpr std::string_view line_start = "tact-policy ";
constexpr std::uint8_t magic[] = {'T', 'P', 1};
constexpr std::size_t most_signers = 2;

struct Signature {
  Bytes key, signature;
};

/// The container, taken apart but not yet believed.
struct Parts {
  std::uint32_t version = 0;
  std::string room;
  std::vector<Signature> signatures;
  Bytes body;
};

void put(Bytes& out, std::uint32_t value, int size) {
  for (int i = 0; i < size; ++i) out.push_back(static_cast<std::uint8_t>(value >> 8 * i));
}
void put(Bytes& out, ByteView bytes) {
  for (const std::uint8_t byte : bytes) out.push_back(byte);
}

/// Takes from the front; asking for more than is there fails for good.
class Reader {
 public:
  explicit Reader(ByteView bytes) : rest_(bytes) {}
  ByteView take(std::size_t size) {
    if (size > rest_.size()) good_ = false;
    if (!good_) return {};
    const ByteView out = rest_.first(size);
    rest_ = rest_.subspan(size);
    return out;
  }
  std::uint32_t number(std::size_t size) {
    std::uint32_t value = 0;
    const ByteView bytes = take(size);
    for (std::size_t i = 0; i < bytes.size(); ++i) value |= static_cast<std::uint32_t>(bytes[i]) << 8 * i;
    return value;
  }
  bool good() const { return good_; }
  bool at_end() const { return good_ && rest_.empty(); }

 private:
  ByteView rest_;
  bool good_ = true;
};

std::optional<Parts> taken_apart(ByteView bytes) {
  if (bytes.size() > most_signed_bytes) return std::nullopt;
  Reader reader(bytes);
  if (!std::ranges::equal(reader.take(sizeof magic), magic)) return std::nullopt;
  Parts parts;
  const std::uint32_t count = reader.number(1);
  if (count < 1 || count > most_signers) return std::nullopt;
  parts.version = reader.number(4);
  const ByteView room = reader.take(reader.number(2));
  parts.room.assign(room.begin(), room.end());
  for (std::uint32_t i = 0; i < count; ++i) {
    const ByteView key = reader.take(keys::public_key_size), signature = reader.take(keys::signature_size);
    parts.signatures.push_back({Bytes(key.begin(), key.end()), Bytes(signature.begin(), signature.end())});
  }
  const ByteView body = reader.take(reader.number(4));
  parts.body.assign(body.begin(), body.end());
  if (!reader.at_end() || parts.body.empty()) return std::nullopt;
  // Strictly ascending: one order, and nobody signs twice.
  if (count == 2 && !(parts.signatures[0].key < parts.signatures[1].key)) return std::nullopt;
  return parts;
}

Bytes put_together(const Parts& parts) {
  Bytes out(std::begin(magic), std::end(magic));
  put(out, static_cast<std::uint32_t>(parts.signatures.size()), 1);
  put(out, parts.version, 4);
  put(out, static_cast<std::uint32_t>(parts.room.size()), 2);
  put(out, keys::view(parts.room));
  for (const Signature& one : parts.signatures) {
    put(out, one.key);
    put(out, one.signature);
  }
  put(out, static_cast<std::uint32_t>(parts.body.size()), 4);
  put(out, parts.body);
  return out;
}

/// What a signature covers, beside the domain: every part with its length, so that no two policies give the same bytes.
Bytes covered(const Parts& parts) {
  Bytes out;
  put(out, static_cast<std::uint32_t>(parts.room.size()), 4);
  put(out, keys::view(parts.room));
  put(out, parts.version, 4);
  put(out, static_cast<std::uint32_t>(parts.body.size()), 4);
  put(out, parts.body);
  return out;
}

void add_signature(Parts& parts, const keys::IdentityKey& key) {
  parts.signatures.push_back({key.public_key().vector(), key.sign(domain, covered(parts))});
  std::ranges::sort(parts.signatures, {}, &Signature::key);
}

Opened refused(Refusal refusal, std::string what) {
  Opened out;
  out.refusal = refusal;
  out.what = std::move(what);
  return out;
}

}  // namespace

std::string_view name(Refusal refusal) {
  switch (refusal) {
    case Refusal::none: return "none";
    case Refusal::malformed: return "malformed";
    case Refusal::newer_format: return "newer_format";
    case Refusal::weak_key: return "weak_key";
    case Refusal::bad_signature: return "bad_signature";
    case Refusal::other_room: return "other_room";
  }
  return "";
}

bool Opened::signed_by(ByteView key) const {
  return std::ranges::any_of(signers, [&](const keys::PublicKey& signer) { return std::ranges::equal(signer.bytes(), key); });
}

Bytes sign(const Policy& policy, const keys::IdentityKey& key) {
  if (policy.room == RoomKey{}) throw keys::Error(_("room: missing; a policy is signed for one room"));
  if (policy.version == 0) throw keys::Error(_("version: missing; the first is 1"));
  Parts parts{policy.version, policy.room.text(), {}, encode(policy)};
  add_signature(parts, key);
  return put_together(parts);
}

Bytes sign_too(ByteView signed_bytes, const keys::IdentityKey& key) {
  const Opened opened = open(signed_bytes, nullptr);
  if (opened.refusal != Refusal::none) throw keys::Error(opened.what);
  Parts parts = *taken_apart(signed_bytes);
  if (parts.signatures.size() >= most_signers) throw keys::Error(_("signed by two already"));
  if (opened.signed_by(key.public_key().bytes())) throw keys::Error(_("signed by this key already"));
  add_signature(parts, key);
  return put_together(parts);
}

Opened open(ByteView signed_bytes, const RoomKey* room) {
  const auto parts = taken_apart(signed_bytes);
  if (!parts) return refused(Refusal::malformed, _("this is not a signed policy, or it was damaged or cut short on the way"));
  Opened out;
  const Bytes message = covered(*parts);
  for (const Signature& one : parts->signatures) {
    const auto key = keys::PublicKey::parse(one.key);
    if (!key) return refused(Refusal::weak_key, _("signed with a key that is none: anybody could have made this signature"));
    if (!keys::verify(*key, domain, message, one.signature)) return refused(Refusal::bad_signature, _("the signature does not fit: this was changed after it was signed, or never signed"));
    out.signers.push_back(*key);
  }
  if (room != nullptr && parts->room != room->text()) return refused(Refusal::other_room, fill(_("this policy was signed for another room ({room})"), {{"room", parts->room}}));
  Decoded decoded = decode(parts->body);
  switch (decoded.fault) {
    case Fault::none: break;
    case Fault::malformed: return refused(Refusal::malformed, std::move(decoded.what));
    case Fault::newer_format: return refused(Refusal::newer_format, std::move(decoded.what));
  }
  if (decoded.policy.version != parts->version || decoded.policy.version == 0 || decoded.policy.room.text() != parts->room)
    return refused(Refusal::malformed, _("the policy's room or version is not the one it was signed for"));
  out.policy = std::move(decoded.policy);
  out.hash = keys::sha256(ByteView(parts->body));
  return out;
}

std::string to_line(ByteView signed_bytes) { return std::string(line_start) + keys::base64(signed_bytes); }

std::optional<Bytes> from_line(std::string_view line) {
  if (!line.starts_with(line_start)) return std::nullopt;
  return keys::from_base64(line.substr(line_start.size()));
}

}  // namespace tact::policy
