// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/language/model_file.h"

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>

namespace tact::language {

namespace {

constexpr std::string_view magic = "TACTMODL";
constexpr std::size_t name_size = 16, alignment = 64, most_sections = 128;

struct Header {
  char magic[8];
  std::uint32_t version, sections, check, size;  ///< check: of everything behind the header
};

struct Entry {
  char name[name_size];
  std::uint32_t start, size;
};

/// Four sums side by side: the file is read once at memory speed.
std::uint32_t checksum(const std::byte* data, std::size_t size) {
  std::uint32_t sums[4] = {1, 2, 3, 4};
  for (std::size_t i = 0; i + 16 <= size; i += 16) {
    std::uint32_t words[4];
    std::memcpy(words, data + i, 16);
    for (int k = 0; k < 4; ++k) sums[k] = (sums[k] ^ words[k]) * 0x9E3779B1U + (sums[k] >> 16);
  }
  return sums[0] ^ sums[1] * 3 ^ sums[2] * 5 ^ sums[3] * 7;
}

}  // namespace

ModelFile::~ModelFile() {
  if (file_ >= 0) ::close(file_);
  if (data_ != nullptr) munmap(const_cast<std::byte*>(data_), size_);
}

std::string ModelFile::open(const std::string& path) {
  file_ = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (file_ < 0) return path + ":0: " + std::strerror(errno) + ", expected the classifier";
  struct stat status = {};
  const bool sized = fstat(file_, &status) == 0 && S_ISREG(status.st_mode) && status.st_size >= static_cast<off_t>(sizeof(Header));
  void* mapped = sized ? mmap(nullptr, static_cast<std::size_t>(status.st_size), PROT_READ, MAP_PRIVATE, file_, 0) : MAP_FAILED;
  if (mapped == MAP_FAILED) return path + ":0: cannot be read or is too short, expected the classifier";
  data_ = static_cast<const std::byte*>(mapped);
  size_ = static_cast<std::size_t>(status.st_size);
  std::string wrong = read_header(path);
  // Checked page by page, but needed only here and there: what is not needed need not stay in memory.
  madvise(mapped, size_, MADV_DONTNEED);
  return wrong;
}

std::string ModelFile::read_header(const std::string& path) {
  Header header;
  std::memcpy(&header, data_, sizeof header);
  if (std::string_view(header.magic, sizeof header.magic) != magic) return path + ":0: not a classifier, expected a file that begins with TACTMODL";
  if (header.version != model_version) return path + ":0: version " + std::to_string(header.version) + ", expected " + std::to_string(model_version);
  if (header.size != size_) return path + ":0: " + std::to_string(size_) + " bytes, expected " + std::to_string(header.size);
  if (header.sections > most_sections || sizeof header + header.sections * sizeof(Entry) > size_) return path + ":0: damaged table of sections, expected an unaltered file";
  if (checksum(data_ + sizeof header, size_ - sizeof header) != header.check) return path + ":0: damaged, expected an unaltered file";
  for (std::uint32_t i = 0; i < header.sections; ++i) {
    const std::byte* at = data_ + sizeof header + i * sizeof(Entry);
    Entry entry;
    std::memcpy(&entry, at, sizeof entry);
    if (entry.start % alignment != 0 || entry.start > size_ || entry.size > size_ - entry.start) return path + ":0: damaged table of sections, expected an unaltered file";
    const auto* name = reinterpret_cast<const char*>(at);
    sections_.push_back({std::string_view(name, strnlen(name, name_size)), {data_ + entry.start, entry.size}});
  }
  return {};
}

void ModelFile::copy(std::span<const std::int8_t> part, std::int8_t* to) const {
  const off_t from = reinterpret_cast<const std::byte*>(part.data()) - data_;
  const ssize_t got = pread(file_, to, part.size(), from);
  if (got < static_cast<ssize_t>(part.size())) std::fill_n(to + std::max<ssize_t>(got, 0), static_cast<ssize_t>(part.size()) - std::max<ssize_t>(got, 0), 0);
}

void ModelFile::let_go(std::string_view prefix) const {
  const auto page = static_cast<std::size_t>(sysconf(_SC_PAGESIZE));
  for (std::size_t i = 0; i < sections_.size(); ++i) {
    if (!sections_[i].name.starts_with(prefix)) continue;
    // All that follow each other at once: between two there is nothing of others.
    const std::byte *from = sections_[i].bytes.data(), *until = from;
    for (; i < sections_.size() && sections_[i].name.starts_with(prefix); ++i) until = std::max(until, sections_[i].bytes.data() + sections_[i].bytes.size());
    const std::size_t first = (static_cast<std::size_t>(from - data_) + page - 1) / page * page, last = static_cast<std::size_t>(until - data_) / page * page;
    if (first < last) madvise(const_cast<std::byte*>(data_) + first, last - first, MADV_DONTNEED);
  }
}

std::span<const std::byte> ModelFile::bytes_of(std::string_view name) const {
  const auto found = std::ranges::find(sections_, name, &Section::name);
  return found == sections_.end() ? std::span<const std::byte>() : found->bytes;
}

}  // namespace tact::language
