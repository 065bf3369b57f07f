// SPDX-License-Identifier: GPL-3.0-or-later
// Numbers side by side that are either one's own or lie in a mapped file: a compiled pack is read where it stands, and
// only the pages that messages ask for are in memory.
#pragma once

#include <cstddef>
#include <span>
#include <utility>
#include <vector>

namespace tact::language {

template <class T>
class Flat {
 public:
  Flat() = default;
  // A copy would point into the other's own numbers.
  Flat(const Flat&) = delete;
  Flat& operator=(const Flat&) = delete;

  void own(std::vector<T> numbers) {
    own_ = std::move(numbers);
    all_ = own_;
  }
  /// `numbers` must outlive this.
  void lend(std::span<const T> numbers) { all_ = numbers; }

  const T& operator[](std::size_t i) const { return all_[i]; }
  std::size_t size() const { return all_.size(); }
  const T* data() const { return all_.data(); }
  std::span<const T> all() const { return all_; }
  /// [from, until)
  std::span<const T> part(std::size_t from, std::size_t until) const { return all_.subspan(from, until - from); }

 private:
  std::vector<T> own_;
  std::span<const T> all_;
};

}  // namespace tact::language
