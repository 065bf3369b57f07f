// SPDX-License-Identifier: GPL-3.0-or-later
// The model's file, mapped and never copied: a header, then sections found by name.  Written by data/model/train.py; little-endian.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace tact::language {

/// Raised whenever features, sections or their meaning change: an older file is refused, not misread.
inline constexpr std::uint32_t model_version = 7;

class ModelFile {
 public:
  ModelFile() = default;
  ModelFile(const ModelFile&) = delete;
  ModelFile& operator=(const ModelFile&) = delete;
  ~ModelFile();

  /// Answers an empty string, or "path:0: what, expected what".
  std::string open(const std::string& path);

  /// The numbers of a section; empty if there is none by that name or it holds no whole number of T.
  template <typename T>
  std::span<const T> section(std::string_view name) const {
    const std::span<const std::byte> bytes = bytes_of(name);
    if (bytes.size() % sizeof(T) != 0) return {};
    return {reinterpret_cast<const T*>(bytes.data()), bytes.size() / sizeof(T)};
  }
  /// Copies `part` of a section from the file, so that a row of many does not bring its neighbours into memory (a page
  /// that is touched brings fifteen others).  Zeros where the file is shorter than it was.
  void copy(std::span<const std::int8_t> part, std::int8_t* to) const;
  /// Pages of the sections whose names begin with `prefix` are in memory no more; they come again when they are needed.
  void let_go(std::string_view prefix) const;

 private:
  struct Section {
    std::string_view name;
    std::span<const std::byte> bytes;
  };
  std::span<const std::byte> bytes_of(std::string_view name) const;
  std::string read_header(const std::string& path);

  const std::byte* data_ = nullptr;
  std::size_t size_ = 0;
  int file_ = -1;
  std::vector<Section> sections_;
};

}  // namespace tact::language
