// SPDX-License-Identifier: GPL-3.0-or-later
// SHA-256 over named, length-prefixed fields, and the two text forms of bytes.  Two different lists of fields never give the same input.
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

struct evp_md_ctx_st;

namespace tact::report {

using Bytes = std::vector<std::uint8_t>;
using Hash = std::array<std::uint8_t, 32>;

class Digest {
 public:
  /// `domain` keeps hashes of one use from being taken for another ("tact ledger 1").
  explicit Digest(std::string_view domain);
  Digest& add(std::string_view field);
  Digest& add(std::span<const std::uint8_t> field);
  Digest& add(std::int64_t number);
  Hash finish();  ///< once

 private:
  struct Free {
    void operator()(evp_md_ctx_st* context) const;
  };
  void feed(const void* data, std::size_t size);
  std::unique_ptr<evp_md_ctx_st, Free> context_;
};

/// Plain SHA-256 of some bytes, as `sha256sum` gives it.
Hash sha256(std::string_view bytes);
Hash hmac_sha256(std::span<const std::uint8_t> key, std::span<const std::uint8_t> bytes);
bool same(std::span<const std::uint8_t> a, std::span<const std::uint8_t> b);  ///< in constant time

std::string hex(std::span<const std::uint8_t> bytes);
std::optional<Bytes> from_hex(std::string_view text);  ///< lower case, even length; nullopt otherwise
std::string base64(std::span<const std::uint8_t> bytes);
/// nullopt unless `text` is exactly what base64() gives for some bytes.
std::optional<Bytes> from_base64(std::string_view text);

/// From the system's generator.  Throws std::runtime_error where there is none.
Bytes random_bytes(std::size_t size);

}  // namespace tact::report
