// SPDX-License-Identifier: GPL-3.0-or-later
// Hashes and the two spellings of bytes (hex, base64), strict in both directions: one value, one spelling.
#pragma once

#include <array>
#include <optional>
#include <string>
#include <string_view>

#include "core/keys/provider.h"

namespace tact::keys {

using Sha256 = std::array<std::uint8_t, 32>;

Sha256 sha256(ByteView bytes);
Sha256 sha256(std::string_view bytes);

/// HMAC-SHA-256.  Throws Error only where OpenSSL itself fails.
Sha256 hmac_sha256(ByteView key, ByteView bytes);

std::string hex(ByteView bytes);  ///< lower case
/// nullopt unless lower-case hex of whole bytes.
std::optional<Bytes> from_hex(std::string_view text);

std::string base64(ByteView bytes);  ///< RFC 4648 section 4, without padding
/// nullopt unless exactly what base64() writes: no padding, no blanks, no loose bits at the end.
std::optional<Bytes> from_base64(std::string_view text);

inline ByteView view(std::string_view text) { return {reinterpret_cast<const std::uint8_t*>(text.data()), text.size()}; }

}  // namespace tact::keys
