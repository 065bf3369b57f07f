// SPDX-License-Identifier: GPL-3.0-or-later
#include <curve.h>
#include <glib/gstdio.h>
#include <signal_protocol.h>
#include <sys/stat.h>

#include <boost/test/unit_test.hpp>

#include "core/keys/bundle.h"
#include "core/keys/digest.h"
#include "core/keys/identity.h"
#include "core/keys/key_file.h"

using namespace tact::keys;

namespace {

struct Folder {
  Folder() {
    char name[] = "/tmp/tact-keys-XXXXXX";
    path = g_mkdtemp(name);
  }
  ~Folder() {
    if (GDir* dir = g_dir_open(path.c_str(), 0, nullptr)) {
      while (const char* name = g_dir_read_name(dir)) g_remove((path + "/" + name).c_str());
      g_dir_close(dir);
    }
    g_rmdir(path.c_str());
  }
  std::string path;
};

Bytes key_bytes(std::string_view u) {
  Bytes out{5};
  const Bytes rest = *from_hex(u);
  out.insert(out.end(), rest.begin(), rest.end());
  return out;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(keys)

BOOST_AUTO_TEST_CASE(digests_are_the_published_ones) {
  BOOST_TEST(hex(sha256(std::string_view("abc"))) == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  // RFC 4231, test case 2
  BOOST_TEST(hex(hmac_sha256(view("Jefe"), view("what do ya want for nothing?"))) ==
             "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
}

BOOST_AUTO_TEST_CASE(base64_has_one_spelling) {
  BOOST_TEST(base64(view("ab")) == "YWI");
  BOOST_TEST((from_base64("YWI") == Bytes{'a', 'b'}));
  for (const char* bad : {"YWI=", "YWJ", " YWI", "YWI\n", "YW\nI", "Y", "YW-I", "====", "YWI YWI"}) BOOST_TEST(!from_base64(bad), bad);
  for (std::size_t n = 0; n < 70; ++n) {
    const Bytes some = random_bytes(n);
    BOOST_TEST((from_base64(base64(some)) == some));
    BOOST_TEST((from_hex(hex(some)) == some));
  }
}

BOOST_AUTO_TEST_CASE(a_signature_holds_for_its_message_its_domain_and_its_key_only) {
  const IdentityKey ann = IdentityKey::make(), bob = IdentityKey::make();
  const Bytes message = random_bytes(500), signature = ann.sign("purpose", message);
  BOOST_TEST(verify(ann.public_key(), "purpose", message, signature));
  BOOST_TEST(!verify(bob.public_key(), "purpose", message, signature));
  BOOST_TEST(!verify(ann.public_key(), "another", message, signature));
  BOOST_TEST(!verify(ann.public_key(), "purposes", ByteView(message).subspan(1), signature));
  for (std::size_t size : {0, 1, 32, 63, 65, 128}) {
    Bytes wrong = signature;
    wrong.resize(size);
    BOOST_TEST(!verify(ann.public_key(), "purpose", message, wrong), size);
  }
  for (std::size_t bit = 0; bit < signature.size() * 8; ++bit) {
    Bytes flipped = signature;
    flipped[bit / 8] ^= static_cast<std::uint8_t>(1 << bit % 8);
    BOOST_TEST(!verify(ann.public_key(), "purpose", message, flipped), bit);
  }
}

BOOST_AUTO_TEST_CASE(a_signature_has_one_spelling) {
  const IdentityKey ann = IdentityKey::make();
  const Bytes message = {1, 2, 3};
  Bytes twin = ann.sign("d", message);
  // s + L verifies in the library; it must not here.
  const Bytes order = *from_hex("edd3f55c1a631258d69cf7a2def9de1400000000000000000000000000000010");
  const std::uint8_t sign = twin[63] & 0x80;
  twin[63] &= 0x7f;
  unsigned carry = 0;
  for (std::size_t i = 0; i < 32; ++i) {
    carry += twin[32 + i] + order[i];
    twin[32 + i] = static_cast<std::uint8_t>(carry);
    carry >>= 8;
  }
  twin[63] |= sign;
  BOOST_TEST(!verify(ann.public_key(), "d", message, twin));
}

BOOST_AUTO_TEST_CASE(weak_keys_are_no_keys) {
  for (const char* u : {
           "0000000000000000000000000000000000000000000000000000000000000000",  // zero
           "0100000000000000000000000000000000000000000000000000000000000000",  // one
           "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",  // p - 1
           "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",  // p
           "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",  // p + 1
           "e0eb7a7c3b41b8ae1656e3faf19fc46ada098deb9c32b1fd866205165f49b800",  // order 8
           "5f9c95bca3508c24b1d0b1559c83ef5b04445cc4581c8e86d8224eddd09f1157",  // order 8
           "0900000000000000000000000000000000000000000000000000000000000080",  // top bit set
           "ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff"})
    BOOST_TEST(!PublicKey::parse(key_bytes(u)), u);
  Bytes good = IdentityKey::make().public_key().vector();
  BOOST_TEST(PublicKey::parse(good).has_value());
  for (int type = 0; type < 256; ++type) {
    if (type == 5) continue;
    good[0] = static_cast<std::uint8_t>(type);
    BOOST_TEST(!PublicKey::parse(good), type);
  }
  good[0] = 5;
  good.push_back(0);
  BOOST_TEST(!PublicKey::parse(good));
}

BOOST_AUTO_TEST_CASE(a_public_key_survives_its_line) {
  const PublicKey key = IdentityKey::make().public_key();
  BOOST_TEST((PublicKey::parse_line(key.line()) == key));
  BOOST_TEST((PublicKey::parse_line(" " + key.line() + "\r\n") == key));
  for (const char* bad : {"", " ", "tact-public-key", "tact-public-key ", "tact-public-key BQ", "ssh-ed25519 AAAA"})
    BOOST_TEST(!PublicKey::parse_line(bad), bad);
}

BOOST_AUTO_TEST_CASE(a_safety_number_is_the_same_on_both_sides_and_belongs_to_the_room) {
  const PublicKey ann = IdentityKey::make().public_key(), bob = IdentityKey::make().public_key();
  const std::string number = safety_number("prpl-irc|localhost|#lab", ann, bob);
  BOOST_TEST(number.size() == 60U + 11U);
  BOOST_TEST(number == safety_number("prpl-irc|localhost|#lab", bob, ann));
  BOOST_TEST(number != safety_number("prpl-irc|localhost|#other", ann, bob));
  BOOST_TEST(number != safety_number("prpl-irc|localhost|#lab", ann, IdentityKey::make().public_key()));
}

BOOST_AUTO_TEST_CASE(a_key_file_comes_back_and_is_for_its_owner_only) {
  const Folder folder;
  const std::string path = folder.path + "/rep";
  const IdentityKey key = IdentityKey::make();
  save(key, path);
  struct stat about {};
  BOOST_REQUIRE(stat(path.c_str(), &about) == 0);
  BOOST_TEST((about.st_mode & 0777) == 0600U);
  BOOST_TEST((load(path).public_key() == key.public_key()));
  BOOST_TEST(!needs_passphrase(path));
  BOOST_CHECK_THROW(save(IdentityKey::make(), path), Error);
  BOOST_TEST((load(path).public_key() == key.public_key()));
  g_chmod(path.c_str(), 0644);
  BOOST_CHECK_THROW(load(path), Error);
  BOOST_CHECK_THROW(load(folder.path + "/none"), Error);
  BOOST_CHECK_THROW(load(folder.path), Error);
}

BOOST_AUTO_TEST_CASE(a_passphrase_is_needed_where_there_is_one) {
  const Folder folder;
  const std::string path = folder.path + "/rep";
  const IdentityKey key = IdentityKey::make();
  save(key, path, "correct horse");
  BOOST_TEST(needs_passphrase(path));
  BOOST_CHECK_THROW(load(path), Error);
  BOOST_CHECK_THROW(load(path, "wrong horse"), Error);
  BOOST_TEST((load(path, "correct horse").public_key() == key.public_key()));
  gchar* text = nullptr;
  BOOST_REQUIRE(g_file_get_contents(path.c_str(), &text, nullptr, nullptr));
  BOOST_TEST(std::string(text).find(base64(key.private_bytes())) == std::string::npos);
  g_free(text);
}

BOOST_AUTO_TEST_CASE(a_broken_key_file_is_refused_whatever_is_broken) {
  const Folder folder;
  const std::string path = folder.path + "/rep";
  save(IdentityKey::make(), path);
  gchar* read = nullptr;
  BOOST_REQUIRE(g_file_get_contents(path.c_str(), &read, nullptr, nullptr));
  const std::string text = read;
  g_free(read);
  const std::size_t key_part = text.find("public=");
  for (std::size_t at = key_part; at + 2 < text.size(); ++at) {
    std::string broken = text;
    broken[at] = broken[at] == 'A' ? 'B' : 'A';
    g_remove(path.c_str());
    BOOST_REQUIRE(g_file_set_contents(path.c_str(), broken.data(), static_cast<gssize>(broken.size()), nullptr));
    g_chmod(path.c_str(), 0600);
    // A private key has bits that clamping takes away: those alone may change and still give the same key.
    try {
      const IdentityKey same = load(path);
      BOOST_TEST(text.find(base64(same.public_key().bytes())) != std::string::npos);
    } catch (const Error&) {
    }
  }
}

BOOST_AUTO_TEST_CASE(a_bundle_is_bound_to_its_identity) {
  const IdentityKey rep = IdentityKey::make(), other = IdentityKey::make();
  const OwnBundle own = make_bundle(rep, make_registration_id(), 7, 1700000000000);
  const Bytes bytes = own.bundle.bytes();
  BOOST_TEST(bytes.size() == Bundle::size);
  const auto parsed = Bundle::parse(bytes, rep.public_key());
  BOOST_REQUIRE(parsed.has_value());
  BOOST_TEST(parsed->signed_prekey_id == 7U);
  BOOST_TEST((parsed->bytes() == bytes));
  BOOST_TEST(!Bundle::parse(bytes, other.public_key()));
  for (std::size_t cut = 0; cut < bytes.size(); ++cut) BOOST_TEST(!Bundle::parse(ByteView(bytes).first(cut), rep.public_key()), cut);
  Bytes changed = bytes;
  changed[20] ^= 1;
  BOOST_TEST(!Bundle::parse(changed, rep.public_key()));
}

BOOST_AUTO_TEST_CASE(our_bytes_of_a_key_are_the_library_s) {
  const IdentityKey rep = IdentityKey::make();
  signal_buffer* out = nullptr;
  BOOST_TEST(ec_public_key_serialize(&out, rep.public_key().decoded().get()) == 0);
  const Buffer owned(out);
  BOOST_TEST((bytes_of(owned) == rep.public_key().vector()));
}

BOOST_AUTO_TEST_SUITE_END()
