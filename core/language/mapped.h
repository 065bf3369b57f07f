// SPDX-License-Identifier: GPL-3.0-or-later
// A file in memory for as long as this lives; its pages come when they are read.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace tact::language {

class Mapped {
 public:
  Mapped() = default;
  /// Empty where there is no such file.
  explicit Mapped(const std::string& path);
  Mapped(Mapped&& other) noexcept;
  Mapped& operator=(Mapped&& other) noexcept;
  ~Mapped();

  std::string_view bytes() const { return {static_cast<const char*>(data_), size_}; }
  /// Pages that were read are in memory no more; they come again when they are needed.
  void let_go() const { let_go(0, size_); }
  /// The same of whole pages within [from, until).
  void let_go(std::size_t from, std::size_t until) const;

 private:
  void* data_ = nullptr;
  std::size_t size_ = 0;
};

}  // namespace tact::language
