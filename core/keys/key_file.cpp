// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/keys/key_file.h"

#include <fcntl.h>
#include <glib.h>
#include <openssl/evp.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>

#include "core/i18n.h"
#include "core/keys/digest.h"
#include "core/store/database.h"

namespace tact::keys {

namespace {

constexpr const char* group = "Tact key";
constexpr std::size_t most_bytes = 4096, salt_size = 16, nonce_size = 12, tag_size = 16;
// scrypt: 32 MiB and about 100 ms; fixed, so that a file cannot ask for gigabytes.
constexpr std::uint64_t scrypt_n = 1U << 15, scrypt_r = 8, scrypt_p = 1, scrypt_memory = 64U << 20;

struct FreeKeyFile {
  void operator()(GKeyFile* file) const { g_key_file_free(file); }
};
using KeyFile = std::unique_ptr<GKeyFile, FreeKeyFile>;

struct FreeCipher {
  void operator()(EVP_CIPHER_CTX* c) const { EVP_CIPHER_CTX_free(c); }
};
using Cipher = std::unique_ptr<EVP_CIPHER_CTX, FreeCipher>;

[[noreturn]] void fail(const std::string& path, const char* what) {
  throw Error(fill("{path}: {what}", {{"path", path}, {"what", what}}));
}

Bytes stretched(std::string_view passphrase, ByteView salt) {
  Bytes key(32);
  if (EVP_PBE_scrypt(passphrase.data(), passphrase.size(), salt.data(), salt.size(), scrypt_n, scrypt_r, scrypt_p, scrypt_memory, key.data(),
                     key.size()) != 1)
    throw Error(_("scrypt failed"));
  return key;
}

/// nonce, ciphertext, tag; the public key is bound in as associated data.
Bytes sealed(ByteView secret, ByteView key, ByteView associated) {
  Bytes out = random_bytes(nonce_size);
  out.resize(nonce_size + secret.size() + tag_size);
  const Cipher work(EVP_CIPHER_CTX_new());
  int n = 0;
  if (!work || EVP_EncryptInit_ex(work.get(), EVP_aes_256_gcm(), nullptr, key.data(), out.data()) != 1 ||
      EVP_EncryptUpdate(work.get(), nullptr, &n, associated.data(), static_cast<int>(associated.size())) != 1 ||
      EVP_EncryptUpdate(work.get(), out.data() + nonce_size, &n, secret.data(), static_cast<int>(secret.size())) != 1 ||
      EVP_EncryptFinal_ex(work.get(), out.data() + nonce_size + n, &n) != 1 ||
      EVP_CIPHER_CTX_ctrl(work.get(), EVP_CTRL_GCM_GET_TAG, tag_size, out.data() + nonce_size + secret.size()) != 1)
    throw Error(_("AES-GCM failed"));
  return out;
}

/// Empty: wrong key or changed bytes.
Bytes opened(ByteView box, ByteView key, ByteView associated) {
  if (box.size() <= nonce_size + tag_size) return {};
  const std::size_t size = box.size() - nonce_size - tag_size;
  Bytes out(size), tag(box.end() - tag_size, box.end());
  const Cipher work(EVP_CIPHER_CTX_new());
  int n = 0;
  if (!work || EVP_DecryptInit_ex(work.get(), EVP_aes_256_gcm(), nullptr, key.data(), box.data()) != 1 ||
      EVP_DecryptUpdate(work.get(), nullptr, &n, associated.data(), static_cast<int>(associated.size())) != 1 ||
      EVP_DecryptUpdate(work.get(), out.data(), &n, box.data() + nonce_size, static_cast<int>(size)) != 1 ||
      EVP_CIPHER_CTX_ctrl(work.get(), EVP_CTRL_GCM_SET_TAG, tag_size, tag.data()) != 1 ||
      EVP_DecryptFinal_ex(work.get(), out.data() + n, &n) != 1) {
    wipe(out);
    return {};
  }
  return out;
}

/// Opened once and asked about the open file: nobody can swap it between the look and the read.
std::string read_private(const std::string& path) {
  const int fd = ::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK);
  if (fd < 0) fail(path, std::strerror(errno));
  struct stat about {};
  std::string text(most_bytes + 1, '\0');
  const bool known = ::fstat(fd, &about) == 0;
  const ssize_t size = known && S_ISREG(about.st_mode) ? ::read(fd, text.data(), text.size()) : -1;
  ::close(fd);
  if (!known || size < 0 || static_cast<std::size_t>(size) > most_bytes) fail(path, _("not a key file"));
  if ((about.st_mode & 077) != 0) fail(path, _("others may read this private key; make it 0600 (chmod 600) or make a new one"));
  text.resize(static_cast<std::size_t>(size));
  return text;
}

KeyFile parsed(const std::string& path, const std::string& text) {
  KeyFile file(g_key_file_new());
  if (!g_key_file_load_from_data(file.get(), text.data(), text.size(), G_KEY_FILE_NONE, nullptr) || !g_key_file_has_group(file.get(), group))
    fail(path, _("not a key file"));
  return file;
}

std::optional<Bytes> field(GKeyFile* file, const char* name) {
  gchar* value = g_key_file_get_value(file, group, name, nullptr);
  if (value == nullptr) return std::nullopt;
  auto bytes = from_base64(value);
  // The file may hold the private key in the clear.
  explicit_bzero(value, std::strlen(value));
  g_free(value);
  return bytes;
}

}  // namespace

void save(const IdentityKey& key, const std::string& path, std::string_view passphrase) {
  if (g_file_test(path.c_str(), G_FILE_TEST_EXISTS)) fail(path, _("is there already; a key is never overwritten"));
  const PublicKey& open = key.public_key();
  Bytes secret = key.private_bytes();
  std::string text = "[" + std::string(group) + "]\nversion=1\npublic=" + base64(open.bytes()) + "\n";
  if (passphrase.empty()) {
    text += "private=" + base64(secret) + "\n";
  } else {
    const Bytes salt = random_bytes(salt_size);
    Bytes stretched_key = stretched(passphrase, salt);
    text += "kdf=scrypt-15-8-1\nsalt=" + base64(salt) + "\nsealed=" + base64(sealed(secret, stretched_key, open.bytes())) + "\n";
    wipe(stretched_key);
  }
  wipe(secret);
  store::write_private_file(path, text);
}

IdentityKey load(const std::string& path, std::string_view passphrase) {
  const KeyFile file = parsed(path, read_private(path));
  gchar* version = g_key_file_get_value(file.get(), group, "version", nullptr);
  const bool ours = version != nullptr && std::strcmp(version, "1") == 0;
  g_free(version);
  if (!ours) fail(path, _("a key file of a version this Tact does not know"));
  const auto open = field(file.get(), "public");
  if (!open) fail(path, _("not a key file"));
  Bytes secret;
  if (auto clear = field(file.get(), "private")) {
    secret = std::move(*clear);
  } else {
    const auto salt = field(file.get(), "salt"), box = field(file.get(), "sealed");
    if (!salt || salt->size() != salt_size || !box) fail(path, _("not a key file"));
    if (passphrase.empty()) fail(path, _("this key asks for its passphrase"));
    Bytes stretched_key = stretched(passphrase, *salt);
    secret = opened(*box, stretched_key, *open);
    wipe(stretched_key);
    if (secret.empty()) fail(path, _("wrong passphrase, or the file is damaged"));
  }
  if (secret.size() != 32) fail(path, _("not a key file"));
  IdentityKey key = IdentityKey::from_private(secret);
  wipe(secret);
  if (!std::ranges::equal(key.public_key().bytes(), *open)) fail(path, _("its public and private parts do not belong together"));
  return key;
}

bool needs_passphrase(const std::string& path) {
  try {
    const KeyFile file = parsed(path, read_private(path));
    return g_key_file_has_key(file.get(), group, "sealed", nullptr) != FALSE;
  } catch (const Error&) {
    return false;
  }
}

IdentityKey load_or_make(const std::string& path, std::string_view passphrase, bool* made) {
  if (made != nullptr) *made = false;
  if (g_file_test(path.c_str(), G_FILE_TEST_EXISTS)) return load(path, passphrase);
  IdentityKey key = IdentityKey::make();
  save(key, path, passphrase);
  if (made != nullptr) *made = true;
  return key;
}

}  // namespace tact::keys
