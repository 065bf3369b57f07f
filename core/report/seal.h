// SPDX-License-Identifier: GPL-3.0-or-later
// The seal at the end of a packet: an HTML comment that names every part of the file with length and hash, and is signed.  It has one
// spelling, so no byte of the file is outside it.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/keys/identity.h"
#include "core/report/digest.h"

namespace tact::report {

struct SealPart {
  std::string name;
  std::size_t length = 0;
  Hash hash{};
};

struct Seal {
  std::string who, when, what;
  std::vector<SealPart> parts;
  std::optional<keys::PublicKey> key;
  keys::Bytes signature;
};

/// Parts in order, joined, with the seal behind them.  Throws keys::Error.
std::string sealed_file(const std::vector<std::pair<std::string, std::string>>& parts, std::string_view who, std::string_view when, std::string_view what,
                        const keys::IdentityKey& signer);

/// The first thing that does not hold, named; empty when all does.  `seal` and `body` are filled as far as was read.
std::string check_seal(std::string_view file, Seal& seal, std::string_view& body);

}  // namespace tact::report
