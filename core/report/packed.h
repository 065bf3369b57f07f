// SPDX-License-Identifier: GPL-3.0-or-later
// Structured bytes that travel: GVariant in normal form, little endian, so one value has one spelling and every read is bounds-checked.
#pragma once

#include <glib.h>

#include <memory>
#include <string>
#include <string_view>

#include "core/report/digest.h"

namespace tact::report {

struct FreeVariant {
  void operator()(GVariant* value) const noexcept { g_variant_unref(value); }
};
using Variant = std::unique_ptr<GVariant, FreeVariant>;

/// Takes a floating (or owned) value.
Bytes pack(GVariant* value);

/// Null unless `bytes` is exactly what pack() gives for some value of `type`.
Variant unpack(std::span<const std::uint8_t> bytes, const char* type);

/// Valid UTF-8 without NUL, at most about `most` bytes: what a GVariant string may hold.
std::string clean(std::string_view text, std::size_t most);

GVariant* new_bytes(std::span<const std::uint8_t> bytes);          ///< floating "ay"
Bytes bytes_at(GVariant* tuple, std::size_t index);                ///< child "ay"
std::string text_at(GVariant* tuple, std::size_t index);           ///< child "s"
std::int64_t number_at(GVariant* tuple, std::size_t index);        ///< child "x"

}  // namespace tact::report
