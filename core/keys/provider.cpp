// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/keys/provider.h"

#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/params.h>
#include <openssl/rand.h>
#include <signal_protocol.h>

#include <climits>

#include "core/i18n.h"

namespace tact::keys {

namespace {

// No exception may cross these callbacks: they are called from C.

int give(signal_buffer** output, const std::uint8_t* data, std::size_t size) noexcept {
  *output = signal_buffer_create(data, size);
  return *output != nullptr ? SG_SUCCESS : SG_ERR_NOMEM;
}

int random_into(std::uint8_t* data, std::size_t size, void*) noexcept {
  if (size > INT_MAX) return SG_ERR_INVAL;
  return RAND_bytes(data, static_cast<int>(size)) == 1 ? SG_SUCCESS : SG_ERR_UNKNOWN;
}

void hmac_cleanup(void* context, void*) noexcept { EVP_MAC_CTX_free(static_cast<EVP_MAC_CTX*>(context)); }

int hmac_init(void** context, const std::uint8_t* key, std::size_t size, void*) noexcept {
  EVP_MAC* mac = EVP_MAC_fetch(nullptr, "HMAC", nullptr);
  if (mac == nullptr) return SG_ERR_UNKNOWN;
  EVP_MAC_CTX* made = EVP_MAC_CTX_new(mac);
  EVP_MAC_free(mac);
  if (made == nullptr) return SG_ERR_NOMEM;
  char digest[] = "SHA256";
  const OSSL_PARAM params[] = {OSSL_PARAM_construct_utf8_string("digest", digest, 0), OSSL_PARAM_construct_end()};
  // OpenSSL takes a null key as "keep the old one"; HKDF may well ask for an empty key.
  static constexpr std::uint8_t empty = 0;
  if (EVP_MAC_init(made, key != nullptr ? key : &empty, size, params) != 1) {
    EVP_MAC_CTX_free(made);
    return SG_ERR_UNKNOWN;
  }
  *context = made;
  return SG_SUCCESS;
}

int hmac_update(void* context, const std::uint8_t* data, std::size_t size, void*) noexcept {
  return EVP_MAC_update(static_cast<EVP_MAC_CTX*>(context), data, size) == 1 ? SG_SUCCESS : SG_ERR_UNKNOWN;
}

int hmac_final(void* context, signal_buffer** output, void*) noexcept {
  std::uint8_t tag[32];
  std::size_t size = 0;
  if (EVP_MAC_final(static_cast<EVP_MAC_CTX*>(context), tag, &size, sizeof tag) != 1 || size != sizeof tag) return SG_ERR_UNKNOWN;
  const int code = give(output, tag, size);
  OPENSSL_cleanse(tag, sizeof tag);
  return code;
}

void sha512_cleanup(void* context, void*) noexcept { EVP_MD_CTX_free(static_cast<EVP_MD_CTX*>(context)); }

int sha512_init(void** context, void*) noexcept {
  EVP_MD_CTX* made = EVP_MD_CTX_new();
  if (made == nullptr) return SG_ERR_NOMEM;
  if (EVP_DigestInit_ex(made, EVP_sha512(), nullptr) != 1) {
    EVP_MD_CTX_free(made);
    return SG_ERR_UNKNOWN;
  }
  *context = made;
  return SG_SUCCESS;
}

int sha512_update(void* context, const std::uint8_t* data, std::size_t size, void*) noexcept {
  return EVP_DigestUpdate(static_cast<EVP_MD_CTX*>(context), data, size) == 1 ? SG_SUCCESS : SG_ERR_UNKNOWN;
}

int sha512_final(void* context, signal_buffer** output, void*) noexcept {
  auto* digest = static_cast<EVP_MD_CTX*>(context);
  std::uint8_t value[64];
  unsigned size = 0;
  if (EVP_DigestFinal_ex(digest, value, &size) != 1 || size != sizeof value) return SG_ERR_UNKNOWN;
  // The library goes on with the same context (fingerprint iterations): it must come back ready for use.
  if (EVP_DigestInit_ex(digest, EVP_sha512(), nullptr) != 1) return SG_ERR_UNKNOWN;
  const int code = give(output, value, size);
  OPENSSL_cleanse(value, sizeof value);
  return code;
}

const EVP_CIPHER* cipher_of(int mode, std::size_t key_size) noexcept {
  const bool counter = mode == SG_CIPHER_AES_CTR_NOPADDING;
  if (!counter && mode != SG_CIPHER_AES_CBC_PKCS5) return nullptr;
  switch (key_size) {
    case 16: return counter ? EVP_aes_128_ctr() : EVP_aes_128_cbc();
    case 24: return counter ? EVP_aes_192_ctr() : EVP_aes_192_cbc();
    case 32: return counter ? EVP_aes_256_ctr() : EVP_aes_256_cbc();
    default: return nullptr;
  }
}

int crypt(signal_buffer** output, int mode, const std::uint8_t* key, std::size_t key_size, const std::uint8_t* iv, std::size_t iv_size,
          const std::uint8_t* in, std::size_t size, int encrypt) noexcept {
  const EVP_CIPHER* cipher = cipher_of(mode, key_size);
  if (cipher == nullptr || iv_size != 16 || size > INT_MAX - 32) return SG_ERR_INVAL;
  struct Free {
    void operator()(EVP_CIPHER_CTX* c) const { EVP_CIPHER_CTX_free(c); }
  };
  const std::unique_ptr<EVP_CIPHER_CTX, Free> work(EVP_CIPHER_CTX_new());
  signal_buffer* out = signal_buffer_alloc(size + 32);
  if (work == nullptr || out == nullptr) {
    if (out != nullptr) signal_buffer_free(out);
    return SG_ERR_NOMEM;
  }
  std::uint8_t* to = signal_buffer_data(out);
  int done = 0, rest = 0;
  const bool ok = EVP_CipherInit_ex(work.get(), cipher, nullptr, key, iv, encrypt) == 1 &&
                  (mode != SG_CIPHER_AES_CTR_NOPADDING || EVP_CIPHER_CTX_set_padding(work.get(), 0) == 1) &&
                  EVP_CipherUpdate(work.get(), to, &done, in, static_cast<int>(size)) == 1 &&
                  EVP_CipherFinal_ex(work.get(), to + done, &rest) == 1;
  const int code = ok ? give(output, to, static_cast<std::size_t>(done) + static_cast<std::size_t>(rest)) : SG_ERR_UNKNOWN;
  signal_buffer_bzero_free(out);
  return code;
}

int encrypt(signal_buffer** output, int mode, const std::uint8_t* key, std::size_t key_size, const std::uint8_t* iv, std::size_t iv_size,
            const std::uint8_t* in, std::size_t size, void*) noexcept {
  return crypt(output, mode, key, key_size, iv, iv_size, in, size, 1);
}

int decrypt(signal_buffer** output, int mode, const std::uint8_t* key, std::size_t key_size, const std::uint8_t* iv, std::size_t iv_size,
            const std::uint8_t* in, std::size_t size, void*) noexcept {
  return crypt(output, mode, key, key_size, iv, iv_size, in, size, 0);
}

struct DestroyContext {
  void operator()(signal_context* c) const noexcept { signal_context_destroy(c); }
};

std::unique_ptr<signal_context, DestroyContext> make_context() {
  signal_context* made = nullptr;
  check(signal_context_create(&made, nullptr), "signal_context_create");
  std::unique_ptr<signal_context, DestroyContext> owned(made);
  const signal_crypto_provider provider = {random_into,  hmac_init,    hmac_update,    hmac_final, hmac_cleanup, sha512_init,
                                           sha512_update, sha512_final, sha512_cleanup, encrypt,    decrypt,      nullptr};
  check(signal_context_set_crypto_provider(made, &provider), "signal_context_set_crypto_provider");
  return owned;
}

}  // namespace

signal_context* context() {
  thread_local const auto owned = make_context();
  return owned.get();
}

void check(int code, const char* doing) {
  if (code >= 0) return;
  throw Error(fill(_("{doing}: the crypto library answered {code}"), {{"doing", doing}, {"code", std::to_string(code)}}));
}

void WipeBuffer::operator()(signal_buffer* buffer) const noexcept { signal_buffer_bzero_free(buffer); }

Bytes bytes_of(const Buffer& buffer) {
  const std::uint8_t* data = signal_buffer_data(buffer.get());
  return Bytes(data, data + signal_buffer_len(buffer.get()));
}

void wipe(Bytes& bytes) noexcept {
  if (!bytes.empty()) OPENSSL_cleanse(bytes.data(), bytes.size());
  bytes.clear();
}

Bytes random_bytes(std::size_t count) {
  Bytes out(count);
  if (random_into(out.data(), count, nullptr) != SG_SUCCESS) throw Error(_("the system's random generator failed"));
  return out;
}

}  // namespace tact::keys
