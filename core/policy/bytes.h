// SPDX-License-Identifier: GPL-3.0-or-later
// A policy as canonical bytes: GVariant normal form, little endian, type (qqa{sv}): major, minor, and the fields that differ from the format's
// defaults, sorted by name.  One policy has one spelling, and only that spelling is read.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "core/keys/digest.h"
#include "core/policy/policy.h"

namespace tact::policy {

using Bytes = keys::Bytes;
using ByteView = keys::ByteView;

enum class Fault {
  none,
  malformed,     ///< truncated, not canonical, out of bounds
  newer_format,  ///< a major version this Tact does not know
};

struct Decoded {
  Policy policy;
  Fault fault = Fault::none;
  std::string what;  ///< for people; empty where fault is none
};

/// Throws keys::Error where the policy is out of bounds: nothing is ever written that could not be read.
Bytes encode(const Policy& policy);

/// Never throws on any input (but std::bad_alloc); unknown fields of a newer minor version are kept in Policy::unknown.
Decoded decode(ByteView bytes);

/// SHA-256 of the canonical bytes: what `previous` names and people may compare.
keys::Sha256 hash(const Policy& policy);

}  // namespace tact::policy
