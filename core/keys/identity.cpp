// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/keys/identity.h"

#include <curve.h>
#include <fingerprint.h>
#include <key_helper.h>
#include <ratchet.h>
#include <signal_protocol.h>

#include <algorithm>
#include <cstdlib>

#include "core/i18n.h"
#include "core/keys/digest.h"

namespace tact::keys {

namespace {

constexpr std::string_view line_start = "tact-public-key ";
/// libsignal's own number of rounds for fingerprints.
constexpr int fingerprint_iterations = 5200;

/// Little-endian a < b, 32 bytes.
bool less(const std::uint8_t* a, const std::uint8_t* b) {
  for (int i = 31; i >= 0; --i)
    if (a[i] != b[i]) return a[i] < b[i];
  return false;
}

/// One value, one spelling: u < 2^255 - 19 with the top bit clear.
bool canonical_coordinate(const std::uint8_t* u) {
  static constexpr std::uint8_t p[32] = {0xed, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff,
                                         0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x7f};
  return less(u, p);
}

/// The library takes s up to 2^253; s + L would be a second spelling of the same signature.
bool canonical_signature(ByteView signature) {
  static constexpr std::uint8_t order[32] = {0xed, 0xd3, 0xf5, 0x5c, 0x1a, 0x63, 0x12, 0x58, 0xd6, 0x9c, 0xf7,
                                             0xa2, 0xde, 0xf9, 0xde, 0x14, 0,    0,    0,    0,    0,    0,
                                             0,    0,    0,    0,    0,    0,    0,    0,    0,    0x10};
  std::uint8_t s[32];
  std::copy_n(signature.data() + 32, 32, s);
  s[31] &= 0x7f;  // the sign of the public key rides in the top bit
  return less(s, order);
}

/// The canonical coordinates of the points of order 1, 2, 4 and 8, on the curve and on its twist; whoever "signs" with one needs no secret.
/// A list, not an agreement of keys: a policy names several keys, and each is checked whenever it is read.
bool low_order(const std::uint8_t* u) {
  static constexpr std::uint8_t points[][32] = {
      {0},
      {1},
      {0xe0, 0xeb, 0x7a, 0x7c, 0x3b, 0x41, 0xb8, 0xae, 0x16, 0x56, 0xe3, 0xfa, 0xf1, 0x9f, 0xc4, 0x6a, 0xda, 0x09, 0x8d, 0xeb, 0x9c, 0x32, 0xb1, 0xfd, 0x86, 0x62, 0x05, 0x16, 0x5f, 0x49, 0xb8, 0x00},
      {0x5f, 0x9c, 0x95, 0xbc, 0xa3, 0x50, 0x8c, 0x24, 0xb1, 0xd0, 0xb1, 0x55, 0x9c, 0x83, 0xef, 0x5b, 0x04, 0x44, 0x5c, 0xc4, 0x58, 0x1c, 0x8e, 0x86, 0xd8, 0x22, 0x4e, 0xdd, 0xd0, 0x9f, 0x11, 0x57},
      {0xec, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x7f},
  };
  return std::ranges::any_of(points, [&](const auto& point) { return std::equal(point, point + 32, u); });
}

Bytes framed(std::string_view domain, ByteView message) {
  Bytes out;
  out.reserve(domain.size() + message.size() + 8);
  for (int shift = 0; shift < 32; shift += 8) out.push_back(static_cast<std::uint8_t>(domain.size() >> shift));
  out.insert(out.end(), domain.begin(), domain.end());
  out.insert(out.end(), message.begin(), message.end());
  return out;
}

}  // namespace

std::optional<PublicKey> PublicKey::parse(ByteView bytes) {
  if (bytes.size() != public_key_size || bytes[0] != 0x05 || !canonical_coordinate(bytes.data() + 1)) return std::nullopt;
  ec_public_key* made = nullptr;
  if (curve_decode_point(&made, bytes.data(), bytes.size(), context()) < 0) return std::nullopt;
  const Ref<ec_public_key> decoded(made);
  if (low_order(bytes.data() + 1)) return std::nullopt;
  PublicKey key;
  std::copy(bytes.begin(), bytes.end(), key.bytes_.begin());
  return key;
}

std::optional<PublicKey> PublicKey::parse_line(std::string_view line) {
  constexpr std::string_view blanks = " \t\r\n";
  const auto start = line.find_first_not_of(blanks);
  if (start == std::string_view::npos) return std::nullopt;
  line = line.substr(start, line.find_last_not_of(blanks) - start + 1);
  if (!line.starts_with(line_start)) return std::nullopt;
  const auto bytes = from_base64(line.substr(line_start.size()));
  return bytes ? parse(*bytes) : std::nullopt;
}

std::string PublicKey::line() const { return std::string(line_start) + base64(bytes_); }

std::string PublicKey::short_name() const { return hex(sha256(ByteView(bytes_))).substr(0, 16); }

Ref<ec_public_key> PublicKey::decoded() const {
  ec_public_key* made = nullptr;
  check(curve_decode_point(&made, bytes_.data(), bytes_.size(), context()), "curve_decode_point");
  return Ref<ec_public_key>(made);
}

IdentityKey IdentityKey::make() {
  Bytes secret = random_bytes(32);
  IdentityKey key = from_private(secret);
  wipe(secret);
  return key;
}

IdentityKey IdentityKey::from_private(ByteView bytes) {
  if (bytes.size() != 32) throw Error(_("a private key has 32 bytes"));
  Bytes clamped(bytes.begin(), bytes.end());
  clamped[0] &= 248;
  clamped[31] = static_cast<std::uint8_t>((clamped[31] & 127) | 64);
  ec_private_key* made_private = nullptr;
  const int decoded = curve_decode_private_point(&made_private, clamped.data(), clamped.size(), context());
  wipe(clamped);
  check(decoded, "curve_decode_private_point");
  const Ref<ec_private_key> secret(made_private);
  ec_public_key* made_public = nullptr;
  check(curve_generate_public_key(&made_public, secret.get()), "curve_generate_public_key");
  const Ref<ec_public_key> open(made_public);
  ratchet_identity_key_pair* pair = nullptr;
  check(ratchet_identity_key_pair_create(&pair, open.get(), secret.get()), "ratchet_identity_key_pair_create");
  IdentityKey key;
  key.pair_.reset(pair);
  signal_buffer* serialized = nullptr;
  check(ec_public_key_serialize(&serialized, open.get()), "ec_public_key_serialize");
  const Buffer buffer(serialized);
  const auto parsed = PublicKey::parse(bytes_of(buffer));
  if (!parsed) throw Error(_("the private key gives no sound public key"));
  key.public_ = *parsed;
  return key;
}

Bytes IdentityKey::private_bytes() const {
  signal_buffer* serialized = nullptr;
  check(ec_private_key_serialize(&serialized, ratchet_identity_key_pair_get_private(pair_.get())), "ec_private_key_serialize");
  return bytes_of(Buffer(serialized));
}

Bytes IdentityKey::sign(std::string_view domain, ByteView message) const {
  const Bytes whole = framed(domain, message);
  signal_buffer* made = nullptr;
  check(curve_calculate_signature(context(), &made, ratchet_identity_key_pair_get_private(pair_.get()), whole.data(), whole.size()),
        "curve_calculate_signature");
  Bytes signature = bytes_of(Buffer(made));
  // A faulty computer must not publish a broken (or revealing) signature.
  if (!verify(public_, domain, message, signature)) throw Error(_("the new signature does not verify"));
  return signature;
}

bool verify(const PublicKey& key, std::string_view domain, ByteView message, ByteView signature) noexcept {
  if (signature.size() != signature_size || !canonical_signature(signature)) return false;
  try {
    const Bytes whole = framed(domain, message);
    const Ref<ec_public_key> decoded = key.decoded();
    // 1 is valid, 0 is not, and an error is negative: only 1 will do.
    return curve_verify_signature(decoded.get(), whole.data(), whole.size(), signature.data(), signature.size()) == 1;
  } catch (const std::exception&) {
    return false;
  }
}

std::string safety_number(std::string_view room, const PublicKey& mine, const PublicKey& theirs) {
  const std::string id(room.substr(0, room.find('\0')));
  fingerprint_generator* made = nullptr;
  check(fingerprint_generator_create(&made, fingerprint_iterations, 0, context()), "fingerprint_generator_create");
  const std::unique_ptr<fingerprint_generator, decltype(&fingerprint_generator_free)> generator(made, fingerprint_generator_free);
  fingerprint* print = nullptr;
  check(fingerprint_generator_create_for(generator.get(), id.c_str(), mine.decoded().get(), id.c_str(), theirs.decoded().get(), &print),
        "fingerprint_generator_create_for");
  const Ref<fingerprint> owned(print);
  const char* digits = displayable_fingerprint_text(fingerprint_get_displayable(print));
  std::string out;
  for (int i = 0; digits[i] != '\0'; ++i) {
    if (i > 0 && i % 5 == 0) out += ' ';
    out += digits[i];
  }
  return out;
}

}  // namespace tact::keys
