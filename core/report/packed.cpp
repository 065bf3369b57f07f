// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/report/packed.h"

#include <algorithm>

namespace tact::report {

namespace {

/// The wire is little endian whatever this computer is.
GVariant* in_wire_order(GVariant* value) {
  if (G_BYTE_ORDER == G_LITTLE_ENDIAN) return g_variant_ref(value);
  return g_variant_byteswap(value);
}

}  // namespace

Bytes pack(GVariant* value) {
  const Variant owned(g_variant_ref_sink(value));
  const Variant normal(g_variant_get_normal_form(owned.get()));
  const Variant wire(in_wire_order(normal.get()));
  const auto* data = static_cast<const std::uint8_t*>(g_variant_get_data(wire.get()));
  return data == nullptr ? Bytes() : Bytes(data, data + g_variant_get_size(wire.get()));
}

Variant unpack(std::span<const std::uint8_t> bytes, const char* type) {
  GBytes* copy = g_bytes_new(bytes.data(), bytes.size());
  const Variant wire(g_variant_ref_sink(g_variant_new_from_bytes(G_VARIANT_TYPE(type), copy, FALSE)));
  g_bytes_unref(copy);
  Variant value(in_wire_order(wire.get()));
  if (!g_variant_is_normal_form(value.get())) return nullptr;
  // Normal form leaves no freedom but this: written again it must be the same bytes.
  const Bytes again = pack(value.get());
  return std::ranges::equal(again, bytes) ? std::move(value) : nullptr;
}

std::string clean(std::string_view text, std::size_t most) {
  if (text.empty()) return {};
  text = text.substr(0, std::min({text.find('\0'), text.size(), most + 1}));
  gchar* valid = g_utf8_make_valid(text.data(), static_cast<gssize>(text.size()));
  std::string out = valid;
  g_free(valid);
  if (out.size() <= most) return out;
  while (most > 0 && (static_cast<unsigned char>(out[most]) & 0xc0) == 0x80) --most;
  out.resize(most);
  return out;
}

GVariant* new_bytes(std::span<const std::uint8_t> bytes) {
  return g_variant_new_fixed_array(G_VARIANT_TYPE_BYTE, bytes.data(), bytes.size(), 1);
}

Bytes bytes_at(GVariant* tuple, std::size_t index) {
  const Variant child(g_variant_get_child_value(tuple, index));
  gsize size = 0;
  const auto* data = static_cast<const std::uint8_t*>(g_variant_get_fixed_array(child.get(), &size, 1));
  return data == nullptr ? Bytes() : Bytes(data, data + size);
}

std::string text_at(GVariant* tuple, std::size_t index) {
  const Variant child(g_variant_get_child_value(tuple, index));
  return g_variant_get_string(child.get(), nullptr);
}

std::int64_t number_at(GVariant* tuple, std::size_t index) {
  const Variant child(g_variant_get_child_value(tuple, index));
  return g_variant_get_int64(child.get());
}

}  // namespace tact::report
