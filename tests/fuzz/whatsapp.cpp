// SPDX-License-Identifier: GPL-3.0-or-later
// A WhatsApp export that somebody edited, cut or made up.
#include "core/history/whatsapp_export.h"

#include "tests/fuzz/exports.h"

using namespace tact;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  fuzz::read_export(data, size, [](auto lines, std::string& error) { return history::open_whatsapp(std::move(lines), {}, error); });
  return 0;
}
