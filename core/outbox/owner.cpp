// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/outbox/owner.h"

#include <fcntl.h>
#include <sqlite3.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

#include "core/i18n.h"
#include "core/store/database.h"

namespace tact::outbox {

namespace {

// Locks of the open file description, not of the process: libpurple forks for DNS, and closing some other descriptor of the same file must not
// let go.
struct flock byte_at(std::int64_t owner, short type) {
  struct flock lock {};
  lock.l_type = type;
  lock.l_whence = SEEK_SET;
  lock.l_start = owner;
  lock.l_len = 1;
  return lock;
}

}  // namespace

OwnerLocks::OwnerLocks(std::string path) : path_(std::move(path)) {
  fd_ = ::open(path_.c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
  if (fd_ < 0)
    throw store::Error(fill("{path}: {what} (open)", {{"path", path_}, {"what", std::strerror(errno)}}), SQLITE_CANTOPEN);
}

OwnerLocks::~OwnerLocks() {
  if (fd_ >= 0) ::close(fd_);
}

// NOLINTNEXTLINE(readability-make-member-function-const): the file is locked afterwards.
bool OwnerLocks::take(std::int64_t owner) {
  struct flock lock = byte_at(owner, F_WRLCK);
  return ::fcntl(fd_, F_OFD_SETLK, &lock) == 0;
}

bool OwnerLocks::taken(std::int64_t owner) const {
  struct flock lock = byte_at(owner, F_WRLCK);
  if (::fcntl(fd_, F_OFD_GETLK, &lock) != 0) return true;
  return lock.l_type != F_UNLCK;
}

}  // namespace tact::outbox
