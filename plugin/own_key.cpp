// SPDX-License-Identifier: GPL-3.0-or-later
#include "plugin/own_key.h"

#include <cstdlib>

#include "core/keys/key_file.h"
#include "core/store/database.h"
#include "plugin/home.h"

namespace tact::plugin {

bool OwnKey::there() const { return Home::exists("key"); }

const keys::IdentityKey& OwnKey::get() {
  // Asked anew: BitlBee moves the user dir after loading.
  std::string path = Home::path("key");
  if (key_ != nullptr && path == path_) return *key_;
  store::make_private_folder(Home::folder());
  const char* passphrase = std::getenv("TACT_PASSPHRASE");
  key_ = std::make_unique<keys::IdentityKey>(keys::load_or_make(path, passphrase != nullptr ? passphrase : ""));
  path_ = std::move(path);
  return *key_;
}

}  // namespace tact::plugin
