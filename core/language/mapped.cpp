// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/language/mapped.h"

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <utility>

namespace tact::language {

Mapped::Mapped(const std::string& path) {
  const int file = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (file < 0) return;
  struct stat status = {};
  if (fstat(file, &status) == 0 && S_ISREG(status.st_mode) && status.st_size > 0) {
    void* at = mmap(nullptr, static_cast<std::size_t>(status.st_size), PROT_READ, MAP_PRIVATE, file, 0);
    if (at != MAP_FAILED) data_ = at, size_ = static_cast<std::size_t>(status.st_size);
  }
  ::close(file);
}

Mapped::Mapped(Mapped&& other) noexcept
    : data_(std::exchange(other.data_, nullptr)), size_(std::exchange(other.size_, 0)) {}

Mapped& Mapped::operator=(Mapped&& other) noexcept {
  std::swap(data_, other.data_);
  std::swap(size_, other.size_);
  return *this;
}

Mapped::~Mapped() {
  if (data_ != nullptr) munmap(data_, size_);
}

void Mapped::let_go(std::size_t from, std::size_t until) const {
  const auto page = static_cast<std::size_t>(sysconf(_SC_PAGESIZE));
  from = (from + page - 1) / page * page;
  until = until >= size_ ? (size_ + page - 1) / page * page : until / page * page;
  if (data_ != nullptr && from < until) madvise(static_cast<char*>(data_) + from, until - from, MADV_DONTNEED);
}

}  // namespace tact::language
