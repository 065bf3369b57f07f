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

/// The numbers and the sizes of all arrays, then the arrays: who reads only some of these touches no others.
class Packer {
 public:
  template <class... Values>
  void operator()(const Values&... values) {
    (write(values), ...);
  }
  std::string bytes() const {
    const std::uint64_t size = numbers_.size();
    return std::string(reinterpret_cast<const char*>(&size), sizeof size) + numbers_ + arrays_;
  }

 private:
  /// One after the other, each where an array may begin.
  static void append(std::string& to, const void* from, std::size_t size) {
    to.append(static_cast<const char*>(from), size);
    to.resize((to.size() + packed_alignment - 1) / packed_alignment * packed_alignment);
  }
  template <as_it_is T>
  void write(const T& value) {
    append(numbers_, &value, sizeof value);
  }
  template <as_it_is T>
  void write(std::span<const T> all) {
    write(static_cast<std::uint64_t>(all.size()));
    append(arrays_, all.data(), all.size() * sizeof(T));
  }
  template <class T>
  void write(const Flat<T>& all) {
    write(all.all());
  }
  template <class T>
  void write(const std::vector<T>& all) {
    write(std::span<const T>(all));
  }

  std::string numbers_, arrays_;
};

class Unpacker {
 public:
  /// `bytes` begin where an array may begin.
  explicit Unpacker(std::string_view bytes) : numbers_(bytes) {
    std::uint64_t size = 0;
    read(size);
    arrays_ = numbers_;
    numbers_ = take(arrays_, size);
  }

  template <class... Values>
  void operator()(Values&... values) {
    (read(values), ...);
  }
  /// Everything was there and nothing is left over.
  bool whole() const { return good_ && numbers_.empty() && arrays_.empty(); }

 private:
  std::string_view take(std::string_view& from, std::uint64_t size) {
    const std::uint64_t padded = (size + packed_alignment - 1) / packed_alignment * packed_alignment;
    if (!good_ || padded < size || padded > from.size()) return good_ = false, std::string_view();
    const std::string_view taken = from.substr(0, size);
    from.remove_prefix(padded);
    return taken;
  }
  template <as_it_is T>
  void read(T& value) {
    if (const std::string_view from = take(numbers_, sizeof value); good_)
      std::memcpy(&value, from.data(), sizeof value);
  }
  template <as_it_is T>
  void read(std::span<const T>& all) {
    std::uint64_t size = 0;
    read(size);
    // More than the file has is damage, and its bytes more than a number may say.
    if (size > arrays_.size()) return void(good_ = false);
    if (const std::string_view from = take(arrays_, size * sizeof(T)); good_)
      all = {reinterpret_cast<const T*>(from.data()), static_cast<std::size_t>(size)};
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

  std::string_view numbers_, arrays_;
  bool good_ = true;
};

}  // namespace tact::language
