// SPDX-License-Identifier: GPL-3.0-or-later
// The whole street of one message with packs and model, as text and as markup, with the same bytes as context.
#include "core/engine.h"

#include "core/language/language.h"
#include "tests/fuzz/target.h"

using namespace tact;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static std::vector<std::string> errors;
  static const auto language = language::load_language("", errors);
  static const Engine engine(language.get());
  static const Policy policy = default_policy(GroupKind::class_group);
  const std::string_view raw = fuzz::text_of(data, size);
  const std::size_t middle = raw.size() / 2;
  const Line lines[] = {{raw.substr(0, middle), raw.substr(middle)}, {"Anna", raw}};
  RoomView room;
  room.context = lines;
  for (const Format format : {Format::plain, Format::markup}) {
    Message message;
    message.raw = raw;
    message.format = format;
    message.at = Instant(std::chrono::hours(495000));
    const Verdict verdict = engine.review(message, room, policy);
    fuzz::must(verdict.decision == Decision::pass || !verdict.findings.empty(), "whoever is asked is told why");
    for (const Finding& finding : verdict.findings) {
      fuzz::must(finding.span.end <= raw.size() && finding.span.start <= finding.span.end, "a finding's span is inside the message");
      fuzz::must(finding.sureness >= 0 && finding.sureness <= 1, "sureness is a probability");
      fuzz::must(!finding.reason.empty() && fuzz::valid_utf8(finding.reason) && fuzz::valid_utf8(finding.hint), "words for people are valid UTF-8");
    }
  }
  return 0;
}
