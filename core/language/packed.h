// SPDX-License-Identifier: GPL-3.0-or-later
// Values as bytes and back, for packs that were compiled before (data/packs/<language>.packed): one list of fields serves both ways.  For files
// of this very computer and build; a reader says "damaged" instead of reading past the end.
#pragma once

#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

namespace tact::language {

/// Copied byte by byte; padding between fields would make two files of the same pack differ.
template <class T>
constexpr bool as_it_is = std::is_arithmetic_v<T> || std::has_unique_object_representations_v<T>;

class Packer {
 public:
  static constexpr bool reads = false;

  template <class... Values>
  void operator()(const Values&... values) {
    (write(values), ...);
  }
  const std::string& bytes() const { return bytes_; }

 private:
  template <class T>
  void write(const T& value) {
    if constexpr (as_it_is<T>) {
      bytes_.append(reinterpret_cast<const char*>(&value), sizeof value);
    } else {
      const_cast<T&>(value).fields(*this);
    }
  }
  void write(const std::string& text) {
    write(static_cast<std::uint32_t>(text.size()));
    bytes_ += text;
  }
  template <class T>
  void write(const std::vector<T>& all) {
    write(static_cast<std::uint32_t>(all.size()));
    if constexpr (as_it_is<T> && !std::is_same_v<T, bool>) {
      bytes_.append(reinterpret_cast<const char*>(all.data()), all.size() * sizeof(T));
    } else {
      for (const auto& one : all) write(one);
    }
  }

  std::string bytes_;
};

class Unpacker {
 public:
  static constexpr bool reads = true;

  explicit Unpacker(std::string_view bytes) : left_(bytes) {}

  template <class... Values>
  void operator()(Values&... values) {
    (read(values), ...);
  }
  /// Everything was there and nothing is left over.
  bool whole() const { return good_ && left_.empty(); }

 private:
  bool take(void* to, std::size_t size) {
    if (!good_ || size > left_.size()) return good_ = false;
    if (size > 0) std::memcpy(to, left_.data(), size);
    left_.remove_prefix(size);
    return true;
  }
  template <class T>
  void read(T& value) {
    if constexpr (as_it_is<T>) take(&value, sizeof value);
    else value.fields(*this);
  }
  void read(std::string& text) {
    std::uint32_t size = 0;
    read(size);
    if (!good_ || size > left_.size()) return void(good_ = false);
    text.assign(left_.substr(0, size));
    left_.remove_prefix(size);
  }
  template <class T>
  void read(std::vector<T>& all) {
    std::uint32_t size = 0;
    read(size);
    // Each takes a byte at least: a size that is more than what is left is damage.
    if (!good_ || size > left_.size()) return void(good_ = false);
    all.resize(size);
    if constexpr (as_it_is<T> && !std::is_same_v<T, bool>) {
      take(all.data(), size * sizeof(T));
    } else if constexpr (std::is_same_v<T, bool>) {
      for (std::size_t i = 0; i < size; ++i) {
        bool one = false;
        read(one);
        all[i] = one;
      }
    } else {
      for (T& one : all) read(one);
    }
  }

  std::string_view left_;
  bool good_ = true;
};

}  // namespace tact::language
