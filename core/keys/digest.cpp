// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/keys/digest.h"

#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <openssl/sha.h>

#include <climits>

#include "core/i18n.h"

namespace tact::keys {

Sha256 sha256(ByteView bytes) {
  Sha256 out;
  if (::SHA256(bytes.data(), bytes.size(), out.data()) == nullptr) throw Error(_("SHA-256 failed"));
  return out;
}

Sha256 sha256(std::string_view bytes) { return sha256(view(bytes)); }

Sha256 hmac_sha256(ByteView key, ByteView bytes) {
  Sha256 out;
  std::size_t size = 0;
  static constexpr std::uint8_t empty = 0;
  if (EVP_Q_mac(nullptr, "HMAC", nullptr, "SHA256", nullptr, key.empty() ? &empty : key.data(), key.size(), bytes.empty() ? &empty : bytes.data(),
                bytes.size(), out.data(), out.size(), &size) == nullptr ||
      size != out.size())
    throw Error(_("HMAC-SHA-256 failed"));
  return out;
}

std::string hex(ByteView bytes) {
  static constexpr char digits[] = "0123456789abcdef";
  std::string out;
  out.reserve(bytes.size() * 2);
  for (const std::uint8_t byte : bytes) {
    out += digits[byte >> 4];
    out += digits[byte & 15];
  }
  return out;
}

std::optional<Bytes> from_hex(std::string_view text) {
  if (text.size() % 2 != 0) return std::nullopt;
  const auto value = [](char c) { return c >= '0' && c <= '9' ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1; };
  Bytes out;
  out.reserve(text.size() / 2);
  for (std::size_t i = 0; i < text.size(); i += 2) {
    const int high = value(text[i]), low = value(text[i + 1]);
    if (high < 0 || low < 0) return std::nullopt;
    out.push_back(static_cast<std::uint8_t>(high * 16 + low));
  }
  return out;
}

std::string base64(ByteView bytes) {
  if (bytes.empty() || bytes.size() > INT_MAX / 2) return {};
  std::string out((bytes.size() + 2) / 3 * 4 + 1, '\0');
  const int size = EVP_EncodeBlock(reinterpret_cast<unsigned char*>(out.data()), bytes.data(), static_cast<int>(bytes.size()));
  out.resize(static_cast<std::size_t>(size));
  while (!out.empty() && out.back() == '=') out.pop_back();
  return out;
}

std::optional<Bytes> from_base64(std::string_view text) {
  if (text.size() > 1U << 20 || text.size() % 4 == 1) return std::nullopt;
  if (text.find('=') != std::string_view::npos) return std::nullopt;
  std::string padded(text);
  const std::size_t padding = (4 - padded.size() % 4) % 4;
  padded.append(padding, '=');
  Bytes out(padded.size() / 4 * 3);
  if (!padded.empty()) {
    const int size = EVP_DecodeBlock(out.data(), reinterpret_cast<const unsigned char*>(padded.data()), static_cast<int>(padded.size()));
    if (size < 0) return std::nullopt;
    out.resize(static_cast<std::size_t>(size) - padding);
  }
  // OpenSSL trims blanks and lets loose bits pass; we do not.
  if (base64(out) != text) return std::nullopt;
  return out;
}

}  // namespace tact::keys
