// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/policy/directory.h"

#include <openssl/core_names.h>
#include <openssl/evp.h>
#include <openssl/params.h>

#include <algorithm>
#include <cstring>
#include <memory>

#include "core/i18n.h"
#include "core/keys/provider.h"
#include "core/text/text.h"

namespace tact::policy {

namespace {

struct FreeMac {
  void operator()(EVP_MAC_CTX* mac) const { EVP_MAC_CTX_free(mac); }
};
using Mac = std::unique_ptr<EVP_MAC_CTX, FreeMac>;

Mac make_mac() {
  EVP_MAC* type = EVP_MAC_fetch(nullptr, "SIPHASH", nullptr);
  Mac mac(EVP_MAC_CTX_new(type));
  EVP_MAC_free(type);
  return mac;
}

bool holds(const std::vector<std::array<std::uint8_t, 8>>& hashes, const std::array<std::uint8_t, 8>& hash) { return std::ranges::binary_search(hashes, hash); }

void insert(std::vector<std::array<std::uint8_t, 8>>& hashes, const std::array<std::uint8_t, 8>& hash) {
  const auto at = std::ranges::lower_bound(hashes, hash);
  if (at == hashes.end() || *at != hash) hashes.insert(at, hash);
}

}  // namespace

std::array<std::uint8_t, 8> name_hash(std::span<const std::uint8_t> key, std::string_view folded) {
  // Fetching an algorithm is dear: once a thread.
  thread_local const Mac mac = make_mac();
  std::size_t wanted = 8, size = 0;
  const OSSL_PARAM parameters[] = {OSSL_PARAM_construct_size_t(OSSL_MAC_PARAM_SIZE, &wanted), OSSL_PARAM_construct_end()};
  std::array<std::uint8_t, 8> out{};
  if (!mac || EVP_MAC_init(mac.get(), key.data(), key.size(), parameters) != 1 ||
      EVP_MAC_update(mac.get(), reinterpret_cast<const unsigned char*>(folded.data()), folded.size()) != 1 ||
      EVP_MAC_final(mac.get(), out.data(), &size, out.size()) != 1 || size != out.size())
    throw keys::Error(_("SipHash failed"));
  return out;
}

Known known_name(const Policy& policy, std::string_view folded) noexcept {
  if (policy.directory_key.size() != 16 || folded.size() < 2) return Known::nobody;
  // "leo's" is about Leo.
  if (folded.ends_with("'s")) folded.remove_suffix(2);
  try {
    const auto hash = name_hash(policy.directory_key, folded);
    return holds(policy.directory_children, hash) ? Known::child : holds(policy.directory_staff, hash) ? Known::staff : Known::nobody;
  } catch (const std::exception&) {
    return Known::nobody;
  }
}

void add_name(Policy& policy, Known who, std::string_view name) {
  if (who == Known::nobody) return;
  if (policy.directory_key.empty()) policy.directory_key = keys::random_bytes(16);
  Text text;
  read_text(name, Format::plain, text);
  for (const Token& token : text.tokens) {
    const std::string_view word = text.word(token);
    if (token.kind != TokenKind::word || word.size() < 2) continue;
    insert(who == Known::child ? policy.directory_children : policy.directory_staff, name_hash(policy.directory_key, word));
  }
}

}  // namespace tact::policy
