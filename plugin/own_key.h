// SPDX-License-Identifier: GPL-3.0-or-later
// This person's identity key, "key" below Home, made at first use.
#pragma once

#include <memory>
#include <string>

#include "core/keys/identity.h"

namespace tact::plugin {

class OwnKey {
 public:
  /// Throws keys::Error, store::Error.
  const keys::IdentityKey& get();
  /// True where a key exists already: nobody without one can be an officer.
  bool there() const;

 private:
  std::string path_;
  std::unique_ptr<keys::IdentityKey> key_;
};

}  // namespace tact::plugin
