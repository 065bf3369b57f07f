// SPDX-License-Identifier: GPL-3.0-or-later
// The one file of the rep's side, "moderation.db": the queue, reports sent and received, the ledger, the steps taken, the hash chain of
// lines.  One connection, one schema; the rooms beside this one own their tables and share the connection.
#pragma once

#include <string>

#include "core/store/database.h"

namespace tact::moderation {

class Records {
 public:
  /// Opens or makes `folder`/moderation.db.  Throws store::Error.
  explicit Records(const std::string& folder);

  store::Database& database() { return database_; }
  const std::string& path() const { return database_.path(); }

  /// A small lasting value (a person's own switch); empty when never set.
  std::string setting(std::string_view name);
  void set_setting(std::string_view name, std::string_view value);

  /// After erasing: what was deleted is gone from the write-ahead log too.
  void scrub();

 private:
  store::Database database_;
};

}  // namespace tact::moderation
