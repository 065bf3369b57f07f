// SPDX-License-Identifier: GPL-3.0-or-later
// Who is alive: every process holds a lock on one byte of "<outbox>.owners", at the offset of its owner number.  The kernel lets go when the
// process ends, however it ends.
#pragma once

#include <cstdint>
#include <string>

namespace tact::outbox {

class OwnerLocks {
 public:
  /// Throws store::Error.
  explicit OwnerLocks(std::string path);
  ~OwnerLocks();
  OwnerLocks(const OwnerLocks&) = delete;
  OwnerLocks& operator=(const OwnerLocks&) = delete;

  /// Takes the byte for the life of this object.  False: somebody has it.
  bool take(std::int64_t owner);
  /// True while another process has it.  When the lock cannot be asked about, the careful answer is true.
  bool taken(std::int64_t owner) const;

 private:
  std::string path_;
  int fd_ = -1;
};

}  // namespace tact::outbox
