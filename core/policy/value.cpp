// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/policy/value.h"

#include <algorithm>
#include <cmath>
#include <cstring>

namespace tact::policy {

namespace {

bool is(GVariant* variant, const char* type) { return g_variant_is_of_type(variant, G_VARIANT_TYPE(type)); }

std::string text_of(GVariant* variant) {
  gsize size = 0;
  const gchar* text = g_variant_get_string(variant, &size);
  return {text, size};
}

GVariant* byte_array(const std::uint8_t* data, std::size_t size) {
  static constexpr std::uint8_t none = 0;
  return g_variant_new_fixed_array(G_VARIANT_TYPE_BYTE, size == 0 ? &none : data, size, 1);
}

std::vector<std::uint8_t> bytes_of(GVariant* variant) {
  gsize size = 0;
  const auto* data = static_cast<const std::uint8_t*>(g_variant_get_fixed_array(variant, &size, 1));
  return size == 0 ? std::vector<std::uint8_t>() : std::vector<std::uint8_t>(data, data + size);
}

/// Collects children into an array of `type`; an empty one keeps its type.
class Array {
 public:
  explicit Array(const char* type) { g_variant_builder_init(&builder_, G_VARIANT_TYPE(type)); }
  void add(GVariant* child) { g_variant_builder_add_value(&builder_, child); }
  Variant end() { return own(g_variant_builder_end(&builder_)); }

 private:
  GVariantBuilder builder_;
};

template <class Work>
void each_child(GVariant* array, Work&& work) {
  for (gsize i = 0, count = g_variant_n_children(array); i < count; ++i) {
    const Variant child(g_variant_get_child_value(array, i));
    work(child.get());
  }
}

Variant child(GVariant* tuple, gsize index) { return Variant(g_variant_get_child_value(tuple, index)); }

Contact contact_of(GVariant* tuple) { return {text_of(child(tuple, 0).get()), text_of(child(tuple, 1).get()), text_of(child(tuple, 2).get())}; }

Officer officer_of(GVariant* tuple) {
  return {text_of(child(tuple, 0).get()), text_of(child(tuple, 1).get()), bytes_of(child(tuple, 2).get()), bytes_of(child(tuple, 3).get())};
}

GVariant* tuple_of(const Officer& officer) {
  return g_variant_new("(ss@ay@ay)", officer.name.c_str(), officer.address.c_str(), byte_array(officer.key.data(), officer.key.size()),
                       byte_array(officer.bundle.data(), officer.bundle.size()));
}

}  // namespace

Variant to_variant(bool value) { return own(g_variant_new_boolean(value)); }
Variant to_variant(GroupKind value) { return own(g_variant_new_byte(static_cast<guchar>(value))); }
Variant to_variant(unsigned value) { return own(g_variant_new_uint32(value)); }
Variant to_variant(int minute_of_day) { return own(g_variant_new_uint16(static_cast<guint16>(minute_of_day))); }
Variant to_variant(std::int64_t value) { return own(g_variant_new_int64(value)); }
Variant to_variant(const std::string& value) { return own(g_variant_new_string(value.c_str())); }
Variant to_variant(const RoomKey& value) { return to_variant(value.text()); }
Variant to_variant(const std::vector<std::string>& value) {
  Array out("as");
  for (const std::string& text : value) out.add(g_variant_new_string(text.c_str()));
  return out.end();
}
Variant to_variant(const std::map<std::string, Level, std::less<>>& value) {
  Array out("a{sy}");
  for (const auto& [id, level] : value) out.add(g_variant_new("{sy}", id.c_str(), static_cast<guchar>(level)));
  return out.end();
}
Variant to_variant(const std::map<std::string, float, std::less<>>& value) {
  Array out("a{sq}");
  for (const auto& [id, sureness] : value) out.add(g_variant_new("{sq}", id.c_str(), static_cast<guint16>(std::lround(sureness * 1000))));
  return out.end();
}
Variant to_variant(const std::vector<Contact>& value) {
  Array out("a(sss)");
  for (const Contact& one : value) out.add(g_variant_new("(sss)", one.name.c_str(), one.role.c_str(), one.address.c_str()));
  return out.end();
}
Variant to_variant(const Officer& value) { return own(tuple_of(value)); }
Variant to_variant(const std::vector<Officer>& value) {
  Array out("a(ssayay)");
  for (const Officer& one : value) out.add(tuple_of(one));
  return out.end();
}
Variant to_variant(const std::array<std::uint8_t, 32>& value) {
  // No version before: no bytes, so that the first version is short.
  const bool none = std::ranges::all_of(value, [](std::uint8_t b) { return b == 0; });
  return own(byte_array(value.data(), none ? 0 : value.size()));
}
Variant to_variant(const std::vector<std::uint8_t>& value) { return own(byte_array(value.data(), value.size())); }
Variant to_variant(const std::vector<std::array<std::uint8_t, 8>>& value) {
  return own(byte_array(value.empty() ? nullptr : value.front().data(), value.size() * 8));
}

bool from_variant(GVariant* from, bool& value) { return is(from, "b") && (value = g_variant_get_boolean(from) != FALSE, true); }
bool from_variant(GVariant* from, GroupKind& value) {
  if (!is(from, "y") || g_variant_get_byte(from) > static_cast<guchar>(GroupKind::community)) return false;
  value = static_cast<GroupKind>(g_variant_get_byte(from));
  return true;
}
bool from_variant(GVariant* from, unsigned& value) { return is(from, "u") && (value = g_variant_get_uint32(from), true); }
bool from_variant(GVariant* from, int& minute_of_day) { return is(from, "q") && (minute_of_day = g_variant_get_uint16(from), true); }
bool from_variant(GVariant* from, std::int64_t& value) { return is(from, "x") && (value = g_variant_get_int64(from), true); }
bool from_variant(GVariant* from, std::string& value) { return is(from, "s") && (value = text_of(from), true); }
bool from_variant(GVariant* from, RoomKey& value) {
  if (!is(from, "s")) return false;
  const auto room = RoomKey::parse(text_of(from));
  if (room) value = *room;
  return room.has_value();
}
bool from_variant(GVariant* from, std::vector<std::string>& value) {
  if (!is(from, "as")) return false;
  value.clear();
  each_child(from, [&](GVariant* one) { value.push_back(text_of(one)); });
  return true;
}
bool from_variant(GVariant* from, std::map<std::string, Level, std::less<>>& value) {
  if (!is(from, "a{sy}")) return false;
  value.clear();
  bool good = true;
  each_child(from, [&](GVariant* one) {
    const guchar level = g_variant_get_byte(child(one, 1).get());
    good = good && level <= static_cast<guchar>(Level::require) && value.emplace(text_of(child(one, 0).get()), static_cast<Level>(level)).second;
  });
  return good;
}
bool from_variant(GVariant* from, std::map<std::string, float, std::less<>>& value) {
  if (!is(from, "a{sq}")) return false;
  value.clear();
  bool good = true;
  each_child(from, [&](GVariant* one) {
    good = good && value.emplace(text_of(child(one, 0).get()), static_cast<float>(g_variant_get_uint16(child(one, 1).get())) / 1000).second;
  });
  return good;
}
bool from_variant(GVariant* from, std::vector<Contact>& value) {
  if (!is(from, "a(sss)")) return false;
  value.clear();
  each_child(from, [&](GVariant* one) { value.push_back(contact_of(one)); });
  return true;
}
bool from_variant(GVariant* from, Officer& value) { return is(from, "(ssayay)") && (value = officer_of(from), true); }
bool from_variant(GVariant* from, std::vector<Officer>& value) {
  if (!is(from, "a(ssayay)")) return false;
  value.clear();
  each_child(from, [&](GVariant* one) { value.push_back(officer_of(one)); });
  return true;
}
bool from_variant(GVariant* from, std::array<std::uint8_t, 32>& value) {
  if (!is(from, "ay")) return false;
  const auto bytes = bytes_of(from);
  if (bytes.size() != value.size()) return false;
  std::ranges::copy(bytes, value.begin());
  return true;
}
bool from_variant(GVariant* from, std::vector<std::uint8_t>& value) { return is(from, "ay") && (value = bytes_of(from), true); }
bool from_variant(GVariant* from, std::vector<std::array<std::uint8_t, 8>>& value) {
  if (!is(from, "ay")) return false;
  const auto bytes = bytes_of(from);
  if (bytes.size() % 8 != 0) return false;
  value.resize(bytes.size() / 8);
  if (!bytes.empty()) std::memcpy(value.data(), bytes.data(), bytes.size());
  return true;
}

}  // namespace tact::policy
