// SPDX-License-Identifier: GPL-3.0-or-later
// Hostile markup to wire text, with maps that stay inside.
#include "core/text/markup.h"

#include "tests/fuzz/target.h"

using namespace tact;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view raw = fuzz::text_of(data, size);
  for (const Format format : {Format::markup, Format::plain}) {
    std::string plain;
    std::vector<std::uint32_t> to_raw, end_to_raw;
    const bool cut = text::to_plain(raw, format, 4096, plain, to_raw, end_to_raw);
    fuzz::must(fuzz::valid_utf8(plain), "plain text is valid UTF-8");
    fuzz::must(plain.size() <= 4096 + 4096, "no more plain text than asked for, and an address");
    fuzz::must(!to_raw.empty() || cut || plain == raw, "no map: nothing was changed");
    fuzz::must_map(to_raw, plain.size(), raw.size(), "plain_to_raw stays inside and runs forward");
    fuzz::must_map(end_to_raw, plain.size(), raw.size(), "plain_end_to_raw stays inside and runs forward");
    fuzz::must(to_raw.empty() == end_to_raw.empty(), "both maps or none");
  }
  return 0;
}
