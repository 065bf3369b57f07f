// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/bench/usual.h"

#include <unicode/bytestream.h>
#include <unicode/normalizer2.h>

#include "core/engine.h"
#include "tests/bench/texts.h"

namespace tact::bench {

const language::Language* everything() {
  static std::vector<std::string> errors;
  static const auto language = language::load_language("", errors, language::Means::quick);
  return language.get();
}

const std::vector<std::string>& usual() {
  static const std::vector<std::string> texts = [] {
    const Engine engine(everything());
    const Policy policy = default_policy(GroupKind::class_group);
    std::vector<std::string> found;
    const auto waits = [&](const Message& message, const RoomView& room) {
      Text read;
      language::Reading reading;
      engine.read(message, room, read, reading);
      return reading.waits;
    };
    RoomView after;
    after.context = before();
    for (const std::string& text : clean()) {
      const Message message = noon(text);
      if (!waits(message, {}) && !waits(message, after) && engine.review(message, {}, policy).findings.empty()) found.push_back(text);
    }
    return found;
  }();
  return texts;
}

void casefold(const std::string& text) {
  static UErrorCode error = U_ZERO_ERROR;
  static const icu::Normalizer2* folding = icu::Normalizer2::getNFKCCasefoldInstance(error);
  static std::string out;
  out.clear();
  icu::StringByteSink<std::string> sink(&out);
  folding->normalizeUTF8(0, text, sink, nullptr, error);
}

}  // namespace tact::bench
