// SPDX-License-Identifier: GPL-3.0-or-later
// Lines of a room that may carry a policy.  The input is lines; each even one from Ann, each odd one from Eve.  Facts: memory stays bounded, and
// what comes out is never more than a policy may be.
#include "core/policy/carrier.h"
#include "tests/fuzz/target.h"

using namespace tact;
using namespace tact::policy;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  Reassembly reassembly;
  Instant now{};
  std::string_view rest(reinterpret_cast<const char*>(data), size);
  for (int i = 0; !rest.empty(); ++i) {
    const auto end = std::min(rest.find('\n'), rest.size());
    const auto out = reassembly.take(i % 2 == 0 ? "ann" : "eve", rest.substr(0, end), now);
    fuzz::must(!out || out->size() <= most_signed_bytes, "bounded");
    fuzz::must(reassembly.unfinished() <= Reassembly::most_unfinished, "bounded in memory");
    rest.remove_prefix(std::min(end + 1, rest.size()));
    now += std::chrono::seconds(1);
  }
  (void)decompressed(ByteView(data, size));
  (void)from_line(std::string_view(reinterpret_cast<const char*>(data), size));
  return 0;
}
