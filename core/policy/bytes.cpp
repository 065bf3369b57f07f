// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/policy/bytes.h"

#include <algorithm>
#include <set>

#include "core/i18n.h"
#include "core/policy/fields.h"
#include "core/policy/value.h"

namespace tact::policy {

namespace {

constexpr const char* whole_type = "(qqa{sv})";

/// The other byte order is swapped on the way in and out; a copy only there.
Variant little_endian(Variant variant) {
  if constexpr (G_BYTE_ORDER == G_LITTLE_ENDIAN) return variant;
  return Variant(g_variant_byteswap(variant.get()));
}

Variant parsed(ByteView bytes, const char* type) {
  // GVariant wants aligned data; a GBytes of its own is.
  GBytes* copy = g_bytes_new(bytes.data(), bytes.size());
  Variant variant = own(g_variant_new_from_bytes(G_VARIANT_TYPE(type), copy, FALSE));
  g_bytes_unref(copy);
  return variant;
}

Bytes serialised(const Variant& variant) {
  Bytes out(g_variant_get_size(variant.get()));
  if (!out.empty()) g_variant_store(variant.get(), out.data());
  return out;
}

/// What each field is where a policy does not say: fixed for good for this major version.  In the order of each_field().
const std::vector<Variant>& defaults() {
  static const std::vector<Variant> made = [] {
    std::vector<Variant> out;
    const Policy plain;
    each_field(plain, [&](const Meta&, const auto& value) { out.push_back(to_variant(value)); });
    return out;
  }();
  return made;
}

const std::set<std::string_view>& names() {
  static const std::set<std::string_view> made = [] {
    std::set<std::string_view> out;
    const Policy plain;
    each_field(plain, [&](const Meta& meta, const auto&) { out.insert(meta.name); });
    return out;
  }();
  return made;
}

/// The fields that differ from the defaults and the unknown ones, by name.
std::map<std::string, Variant, std::less<>> entries_of(const Policy& policy) {
  std::map<std::string, Variant, std::less<>> entries;
  std::size_t index = 0;
  each_field(policy, [&](const Meta& meta, const auto& value) {
    Variant variant = to_variant(value);
    if (!g_variant_equal(variant.get(), defaults()[index++].get())) entries.emplace(meta.name, std::move(variant));
  });
  for (const auto& [name, bytes] : policy.unknown) {
    const Variant boxed = little_endian(parsed(bytes, "v"));
    entries.emplace(name, Variant(g_variant_get_variant(boxed.get())));
  }
  return entries;
}

Bytes written(const Policy& policy) {
  GVariantBuilder builder;
  g_variant_builder_init(&builder, G_VARIANT_TYPE("a{sv}"));
  for (const auto& [name, value] : entries_of(policy)) g_variant_builder_add(&builder, "{sv}", name.c_str(), value.get());
  return serialised(little_endian(own(g_variant_new("(qqa{sv})", major, policy.format_minor, &builder))));
}

Decoded refused(Fault fault, std::string what) {
  Decoded out;
  out.fault = fault;
  out.what = std::move(what);
  return out;
}

/// Puts what this Tact knows into `policy` and keeps the rest; answers what is wrong.
std::string read_entries(GVariant* dictionary, Policy& policy) {
  // One walk over the bytes: looking each field up would walk them once a field.
  std::map<std::string, Variant, std::less<>> entries;
  GVariantIter iter;
  g_variant_iter_init(&iter, dictionary);
  const gchar* name = nullptr;
  GVariant* value = nullptr;
  while (g_variant_iter_next(&iter, "{&sv}", &name, &value)) entries.emplace(name, Variant(value));
  std::string wrong;
  each_field(policy, [&](const Meta& meta, auto& field) {
    const auto found = entries.find(meta.name);
    if (found != entries.end() && wrong.empty() && !from_variant(found->second.get(), field)) wrong = fill(_("{name}: not of its type"), {{"name", meta.name}});
  });
  for (const auto& [key, entry] : entries) {
    if (names().contains(key)) continue;
    if (!sound_text(key) || key.size() > 64) return _("a field without a sound name");
    if (policy.format_minor <= minor) return fill(_("{name}: no such field"), {{"name", key}});
    policy.unknown.emplace(key, serialised(little_endian(own(g_variant_new_variant(entry.get())))));
  }
  return wrong;
}

}  // namespace

Bytes encode(const Policy& policy) {
  if (const std::string wrong = out_of_bounds(policy); !wrong.empty()) throw keys::Error(wrong);
  Bytes out = written(policy);
  if (out.size() > most_policy_bytes)
    throw keys::Error(fill(_("the policy is too long: {size} bytes, at most {most}"), {{"size", std::to_string(out.size())}, {"most", std::to_string(most_policy_bytes)}}));
  return out;
}

Decoded decode(ByteView bytes) {
  if (bytes.size() > most_policy_bytes) return refused(Fault::malformed, _("too long for a policy"));
  const Variant whole = little_endian(parsed(bytes, whole_type));
  if (!g_variant_is_normal_form(whole.get())) return refused(Fault::malformed, _("the bytes are damaged or cut short"));
  Decoded out;
  guint16 its_major = 0;
  g_variant_get_child(whole.get(), 0, "q", &its_major);
  g_variant_get_child(whole.get(), 1, "q", &out.policy.format_minor);
  if (its_major != major)
    return refused(its_major > major ? Fault::newer_format : Fault::malformed,
                   fill(_("policy format {major} is not known here (this Tact reads format {known}); a newer Tact is needed"),
                        {{"major", std::to_string(its_major)}, {"known", std::to_string(major)}}));
  const Variant dictionary(g_variant_get_child_value(whole.get(), 2));
  constexpr gsize most_entries = 200;
  if (g_variant_n_children(dictionary.get()) > most_entries) return refused(Fault::malformed, _("too many fields for a policy"));
  std::string wrong = read_entries(dictionary.get(), out.policy);
  if (wrong.empty()) wrong = out_of_bounds(out.policy);
  if (!wrong.empty()) return refused(Fault::malformed, std::move(wrong));
  // One policy, one spelling: defaults written out, another order or a field twice are not it.
  if (!std::ranges::equal(written(out.policy), bytes)) return refused(Fault::malformed, _("the bytes are not in canonical form"));
  return out;
}

keys::Sha256 hash(const Policy& policy) { return keys::sha256(ByteView(encode(policy))); }

}  // namespace tact::policy
