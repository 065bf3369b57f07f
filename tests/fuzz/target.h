// SPDX-License-Identifier: GPL-3.0-or-later
// What every fuzz target shares.  A target is one function over bytes that checks facts, not only that nothing crashes; it is built for libFuzzer
// (clang, -Dfuzzers=true) and as a plain program that replays its seeds and small changes of them (any compiler, in every test run).
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string_view>
#include <vector>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);

namespace tact::fuzz {

/// Stops the program with the fact that did not hold; libFuzzer keeps the input.
inline void must(bool holds, const char* fact) {
  if (holds) return;
  std::fprintf(stderr, "not so: %s\n", fact);
  std::abort();
}

inline std::string_view text_of(const std::uint8_t* data, std::size_t size) { return {reinterpret_cast<const char*>(data), size}; }

/// UTF-8 as RFC 3629 has it: no overlong forms, no surrogates, nothing above U+10FFFF.
inline bool valid_utf8(std::string_view text) {
  for (std::size_t i = 0; i < text.size();) {
    const auto at = [&](std::size_t k) { return static_cast<unsigned char>(text[k]); };
    const unsigned char first = at(i);
    const std::size_t length = first < 0x80 ? 1 : first >= 0xC2 && first < 0xE0 ? 2 : first >= 0xE0 && first < 0xF0 ? 3 : first >= 0xF0 && first < 0xF5 ? 4 : 0;
    if (length == 0 || i + length > text.size()) return false;
    for (std::size_t k = 1; k < length; ++k)
      if ((at(i + k) & 0xC0) != 0x80) return false;
    if ((first == 0xE0 && at(i + 1) < 0xA0) || (first == 0xED && at(i + 1) > 0x9F) || (first == 0xF0 && at(i + 1) < 0x90) || (first == 0xF4 && at(i + 1) > 0x8F)) return false;
    i += length;
  }
  return true;
}

/// An offset map of `from` bytes into `to` bytes: empty, or one entry a byte and one for the end, never running backward.
inline void must_map(const std::vector<std::uint32_t>& map, std::size_t from, std::size_t to, const char* fact) {
  if (map.empty()) return;
  must(map.size() == from + 1, fact);
  for (std::size_t i = 0; i < map.size(); ++i) must(map[i] <= to && (i == 0 || map[i] >= map[i - 1]), fact);
}

}  // namespace tact::fuzz
