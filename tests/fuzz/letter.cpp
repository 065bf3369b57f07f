// SPDX-License-Identifier: GPL-3.0-or-later
// Sealed reports from a stranger.  First byte: 0 the rest is an envelope, 1 the rest is laid over an honest one, 2 lines of a private message,
// 3 the body of a report.
#include <algorithm>

#include "core/report/carrier.h"
#include "core/report/envelope.h"
#include "core/report/report.h"
#include "tests/fuzz/target.h"

using namespace tact;

namespace {

constexpr Instant noon{std::chrono::milliseconds(1795867200000)};

struct Desk {
  keys::IdentityKey rep = keys::IdentityKey::make(), member = keys::IdentityKey::make();
  keys::OwnBundle bundle = keys::make_bundle(rep, 7, 1, 1);
  report::Self rep_self{&rep, 7}, member_self{&member, 9};
  report::Bytes honest = [this] {
    const report::Letter letter{report::Kind::report, {}, "prpl-jabber|conference.localhost|year3", {"ann@localhost"}, noon, report::Bytes(300, 'x')};
    return report::seal(letter, member_self, {"rosa", "rosa@localhost", rep.public_key().vector(), bundle.bundle.bytes()}).envelope;
  }();

  bool opens(keys::ByteView envelope) const {
    const report::Checks checks{[this](std::uint32_t id) { return id == 1 ? bundle.record : keys::Bytes(); }, [](keys::ByteView) { return false; },
                                [](const std::string&) { return std::optional<keys::PublicKey>(); }, [](const std::string&) { return true; }};
    return bool(report::open_report(envelope, rep_self, {{"ann@localhost"}, noon}, checks));
  }
};

void lines(std::string_view text) {
  report::Carrier carrier;
  while (!text.empty()) {
    const auto end = std::min(text.find('\n'), text.size() - 1);
    if (const auto whole = carrier.take(text.front() == 'b' ? "bob" : "ann", text.substr(0, end), noon)) {
      const auto again = report::to_lines(*whole, report::irc_line);
      fuzz::must(again.size() <= report::most_parts, "what came in parts goes out in parts");
    }
    text.remove_prefix(end + 1);
  }
  fuzz::must(carrier.unfinished() <= report::Carrier::most_senders * report::Carrier::most_each, "memory is bounded");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const Desk desk;
  if (size == 0) return 0;
  const keys::ByteView rest(data + 1, size - 1);
  switch (data[0] % 4) {
    case 0: fuzz::must(!desk.opens(rest), "nobody without the key writes a letter"); break;
    case 1: {
      keys::Bytes changed = desk.honest;
      for (std::size_t i = 0; i < rest.size(); ++i) changed[i % changed.size()] ^= rest[i];
      fuzz::must(desk.opens(changed) == (changed == desk.honest), "a changed letter does not open, an honest one does");
      break;
    }
    case 2: lines(fuzz::text_of(rest.data(), rest.size())); break;
    default:
      if (const auto read = report::Report::parse(rest)) fuzz::must(std::ranges::equal(read->bytes(), rest), "what was read is what is written");
      break;
  }
  return 0;
}
