// SPDX-License-Identifier: GPL-3.0-or-later
// Pidgin's logs, text and HTML; the first byte chooses which.
#include "core/history/purple_log.h"

#include "tests/fuzz/exports.h"

using namespace tact;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  const auto format = data[0] == '<' ? history::ExportFormat::purple_html : history::ExportFormat::purple_text;
  for (const char* path : {"2026-11-05.080500+0000GMT.txt", "renamed"})
    fuzz::read_export(data, size, [&](auto lines, std::string& error) { return history::open_purple_log(std::move(lines), format, path, error); });
  return 0;
}
