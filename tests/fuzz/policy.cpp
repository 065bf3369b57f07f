// SPDX-License-Identifier: GPL-3.0-or-later
// The policy's ways in: canonical bytes, signed bytes, the human form.  Facts: what is read is written the same, and nothing unsigned is accepted.
#include "core/policy/bytes.h"
#include "core/policy/human.h"
#include "core/policy/page.h"
#include "core/policy/signature.h"
#include "tests/fuzz/target.h"

using namespace tact;
using namespace tact::policy;

namespace {

/// The rest of the input is laid over an honest signed policy: whatever differs from it is refused.
void must_refuse_changes(ByteView change) {
  static const keys::IdentityKey rep = keys::IdentityKey::make();
  static const Bytes honest = [] {
    Policy policy = policy_template(GroupKind::class_group);
    policy.room = {"prpl-irc", "irc.example.org", "#class3"};
    policy.rep.key = rep.public_key().vector();
    return sign(policy, rep);
  }();
  Bytes bytes = honest;
  const std::size_t start = change.empty() ? 0 : change[0] * 32U % bytes.size();
  for (std::size_t i = 1; i < change.size(); ++i) bytes[(start + i) % bytes.size()] ^= change[i];
  fuzz::must((open(bytes, nullptr).refusal == Refusal::none) == (bytes == honest), "only the honest bytes are accepted");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const ByteView bytes(data, size);
  const Decoded decoded = decode(bytes);
  if (decoded.fault == Fault::none) {
    fuzz::must(encode(decoded.policy) == Bytes(data, data + size), "what was read is written the same");
    std::vector<std::string> problems;
    const auto again = from_human(to_human(decoded.policy), "f", problems);
    fuzz::must(again && *again == decoded.policy, "the human form says the same");
  } else {
    fuzz::must(!decoded.what.empty(), "a refusal says why");
  }
  // No input holds a signature by a key that was made by chance in another process; an input may be signed by its own author.
  const Opened opened = open(bytes, nullptr);
  fuzz::must(opened.refusal != Refusal::none || !opened.signers.empty(), "what is accepted has a signer");
  must_refuse_changes(bytes);
  std::vector<std::string> problems;
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  if (const auto policy = from_human(text, "f", problems)) {
    const std::string once = to_human(*policy);
    const auto twice = from_human(once, "f", problems);
    fuzz::must(twice && *twice == *policy && to_human(*twice) == once, "the human form round-trips");
  } else {
    fuzz::must(!problems.empty(), "a refusal says why");
  }
  return 0;
}
