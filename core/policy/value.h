// SPDX-License-Identifier: GPL-3.0-or-later
// Each type of field as a GVariant and back.  from_variant() answers false on any other type; bounds are fields.h's matter.
#pragma once

#include <glib.h>

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "core/policy/policy.h"

namespace tact::policy {

struct Unref {
  void operator()(GVariant* variant) const { g_variant_unref(variant); }
};
using Variant = std::unique_ptr<GVariant, Unref>;

/// Takes the floating reference.
inline Variant own(GVariant* variant) { return Variant(g_variant_ref_sink(variant)); }

Variant to_variant(bool value);
Variant to_variant(GroupKind value);
Variant to_variant(unsigned value);
Variant to_variant(int minute_of_day);
Variant to_variant(std::int64_t value);
Variant to_variant(const std::string& value);
Variant to_variant(const RoomKey& value);
Variant to_variant(const std::vector<std::string>& value);
Variant to_variant(const std::map<std::string, Level, std::less<>>& value);
Variant to_variant(const std::map<std::string, float, std::less<>>& value);
Variant to_variant(const std::vector<Contact>& value);
Variant to_variant(const Officer& value);
Variant to_variant(const std::vector<Officer>& value);
Variant to_variant(const std::array<std::uint8_t, 32>& value);
Variant to_variant(const std::vector<std::uint8_t>& value);
Variant to_variant(const std::vector<std::array<std::uint8_t, 8>>& value);

bool from_variant(GVariant* from, bool& value);
bool from_variant(GVariant* from, GroupKind& value);
bool from_variant(GVariant* from, unsigned& value);
bool from_variant(GVariant* from, int& minute_of_day);
bool from_variant(GVariant* from, std::int64_t& value);
bool from_variant(GVariant* from, std::string& value);
bool from_variant(GVariant* from, RoomKey& value);
bool from_variant(GVariant* from, std::vector<std::string>& value);
bool from_variant(GVariant* from, std::map<std::string, Level, std::less<>>& value);
bool from_variant(GVariant* from, std::map<std::string, float, std::less<>>& value);
bool from_variant(GVariant* from, std::vector<Contact>& value);
bool from_variant(GVariant* from, Officer& value);
bool from_variant(GVariant* from, std::vector<Officer>& value);
bool from_variant(GVariant* from, std::array<std::uint8_t, 32>& value);
bool from_variant(GVariant* from, std::vector<std::uint8_t>& value);
bool from_variant(GVariant* from, std::vector<std::array<std::uint8_t, 8>>& value);

}  // namespace tact::policy
