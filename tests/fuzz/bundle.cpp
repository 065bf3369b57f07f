// SPDX-License-Identifier: GPL-3.0-or-later
// The published bundle of a rep, from a stranger: 33 bytes of identity, then the bundle.
#include "core/keys/bundle.h"

#include <algorithm>

#include "tests/fuzz/target.h"

using namespace tact;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const keys::ByteView all(data, size);
  const std::size_t lead = std::min(size, keys::public_key_size);
  const auto identity = keys::PublicKey::parse(all.first(lead));
  if (!identity) return 0;
  const keys::ByteView rest = all.subspan(lead);
  const auto bundle = keys::Bundle::parse(rest, *identity);
  fuzz::must(!bundle || bundle->bytes() == keys::Bytes(rest.begin(), rest.end()), "what was read is what is written");
  return 0;
}
