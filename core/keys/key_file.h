// SPDX-License-Identifier: GPL-3.0-or-later
// An identity key on disk: a small key file, 0600, the private part optionally behind a passphrase (scrypt, then AES-256-GCM).
#pragma once

#include <string>
#include <string_view>

#include "core/keys/identity.h"

namespace tact::keys {

/// Writes `path` (0600, by temp file and rename).  An empty passphrase: kept in the clear, as an SSH key without one.
/// Refuses to overwrite a file that is there.  Throws Error or store::Error.
void save(const IdentityKey& key, const std::string& path, std::string_view passphrase = {});

/// Throws Error: no such file, readable by others, not a key file, wrong passphrase (one text for wrong and damaged).
IdentityKey load(const std::string& path, std::string_view passphrase = {});

/// Does this key file ask for a passphrase?  False also where there is no such file.
bool needs_passphrase(const std::string& path);

/// The key in `path`, made and saved on first use.  `made`: set when it is new.  Throws.
IdentityKey load_or_make(const std::string& path, std::string_view passphrase = {}, bool* made = nullptr);

}  // namespace tact::keys
