// SPDX-License-Identifier: GPL-3.0-or-later
// JSON lines of whatever shape.
#include "core/history/jsonl.h"

#include "tests/fuzz/exports.h"

using namespace tact;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  fuzz::read_export(data, size, [](auto lines, std::string& error) { return history::open_jsonl(std::move(lines), {}, error); });
  return 0;
}
