// SPDX-License-Identifier: GPL-3.0-or-later
// The street in four lines: strip and normalise, read, find, decide.  Show this file to a newcomer first.
#pragma once

#include <memory>
#include <span>

#include "core/message.h"
#include "core/policy/policy.h"
#include "core/room/view.h"
#include "core/text/text.h"
#include "core/verdict.h"

namespace tact {

namespace language {
struct Asked;
class Language;
struct Reading;
}

/// Everything one review made; kept by the caller so that its buffers are reused (no allocation on the clean path).
struct Review;

class Engine {
 public:
  /// `language` (packs and model) may be null: then only the structural guidelines speak.  Not owned; must outlive the engine.
  explicit Engine(const language::Language* language);

  /// Pure: the same message, room and policy give the same verdict.  Thread-safe.  Never throws but std::bad_alloc.
  [[nodiscard]] Verdict review(const Message& message, const RoomView& room, const Policy& policy) const;

  /// The same, also giving the text and the reading (scores, hits) for those who show or store them.
  [[nodiscard]] Verdict review(const Message& message, const RoomView& room, const Policy& policy, Text& text, language::Reading& reading) const;

  /// Its steps, for those who review many messages: read() each; those whose reading waits are asked about together, which costs less; then decide.
  void read(const Message& message, const RoomView& room, Text& text, language::Reading& reading) const;
  void ask(std::span<const language::Asked> waiting) const;
  [[nodiscard]] Verdict judge(const Message& message, const RoomView& room, const Policy& policy, const Text& text, language::Reading& reading) const;

 private:
  const language::Language* language_;
};

}  // namespace tact
