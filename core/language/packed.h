// SPDX-License-Identifier: GPL-3.0-or-later
// Numbers as bytes and back, for packs that were compiled before (data/packs/<language>.packed): one list of fields
// serves both ways.  Arrays are not copied when they are read but lent by the bytes, which must stay.  For files of
// this very computer and build; a reader says "damaged" instead of reading past the end.
#pragma once

#include <cstdint>
#include <cstring>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

#include "core/language/flat.h"

namespace tact::language {

/// Copied byte by byte; padding between fields would make two files of the same pack differ.
template <class T>
concept as_it_is = std::is_arithmetic_v<T> || std::has_unique_object_representations_v<T>;

/// Where arrays begin.
inline constexpr std::size_t packed_alignment = 8;

class Packer {
 public:
  template <class... Values>
  void operator()(const Values&... values) {
    (write(values), ...);
  }
  const std::string& bytes() const { return bytes_; }

 private:
  template <as_it_is T>
  void write(const T& value) {
    bytes_.append(reinterpret_cast<const char*>(&value), sizeof value);
  }
  template <as_it_is T>
  void write(std::span<const T> all) {
    write(static_cast<std::uint32_t>(all.size()));
    bytes_.resize((bytes_.size() + packed_alignment - 1) / packed_alignment * packed_alignment);
    bytes_.append(reinterpret_cast<const char*>(all.data()), all.size() * sizeof(T));
  }
  template <class T>
  void write(const Flat<T>& all) {
    write(all.all());
  }
  template <class T>
  void write(const std::vector<T>& all) {
    write(std::span<const T>(all));
  }

  std::string bytes_;
};

class Unpacker {
 public:
  /// `bytes` begin where an array may begin.
  explicit Unpacker(std::string_view bytes) : bytes_(bytes) {}

  template <class... Values>
  void operator()(Values&... values) {
    (read(values), ...);
  }
  /// Everything was there and nothing is left over.
  bool whole() const { return good_ && at_ == bytes_.size(); }

 private:
  const char* take(std::size_t size) {
    if (!good_ || size > bytes_.size() - at_) return good_ = false, nullptr;
    at_ += size;
    return bytes_.data() + at_ - size;
  }
  template <as_it_is T>
  void read(T& value) {
    if (const char* from = take(sizeof value)) std::memcpy(&value, from, sizeof value);
  }
  template <as_it_is T>
  void read(std::span<const T>& all) {
    std::uint32_t size = 0;
    read(size);
    take((packed_alignment - at_ % packed_alignment) % packed_alignment);
    if (const char* from = take(std::size_t{size} * sizeof(T))) all = {reinterpret_cast<const T*>(from), size};
  }
  template <class T>
  void read(Flat<T>& all) {
    std::span<const T> lent;
    read(lent);
    all.lend(lent);
  }
  template <class T>
  void read(std::vector<T>& all) {
    std::span<const T> lent;
    read(lent);
    all.assign(lent.begin(), lent.end());
  }

  std::string_view bytes_;
  std::size_t at_ = 0;
  bool good_ = true;
};

}  // namespace tact::language
