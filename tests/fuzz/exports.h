// SPDX-License-Identifier: GPL-3.0-or-later
// An exported chat in memory, read to its end with what every reader promises.
#pragma once

#include <functional>

#include "core/history/entry.h"
#include "core/history/lines.h"
#include "tests/fuzz/target.h"

namespace tact::fuzz {

using Open = std::function<std::unique_ptr<history::Reader>(std::unique_ptr<history::Lines>, std::string&)>;

inline void read_export(const std::uint8_t* data, std::size_t size, const Open& open) {
  if (size == 0) return;
  std::FILE* file = fmemopen(const_cast<std::uint8_t*>(data), size, "rb");
  must(file != nullptr, "memory opens as a file");
  std::string error;
  const auto reader = open(std::make_unique<history::Lines>(file), error);
  must((reader == nullptr) == !error.empty(), "a refusal has its reason, and only a refusal");
  if (reader == nullptr) return;
  history::Entry entry;
  std::uint64_t line = 0, most = 1;
  for (std::size_t i = 0; i < size; ++i) most += data[i] == '\n';
  while (reader->next(entry)) {
    must(entry.line >= line && entry.line <= most, "lines are counted forward and exist");
    line = entry.line;
    must(entry.text.size() <= size * 2 + 64 && entry.sender.size() <= size * 2, "nothing is longer than the file it came from");
  }
  must(reader->unreadable() <= size, "no more unreadable lines than bytes");
  must(reader->bytes() <= size, "no more was read than is there");
}

}  // namespace tact::fuzz
