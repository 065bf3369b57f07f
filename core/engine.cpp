// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engine.h"

#include "core/guidelines/guideline.h"
#include "core/language/language.h"
#include "core/language/other_names.h"
#include "core/language/two_lines.h"

namespace tact {

Engine::Engine(const language::Language* language) : language_(language) {}

Verdict Engine::review(const Message& message, const RoomView& room, const Policy& policy) const {
  // Buffers live as long as the thread: a clean message allocates nothing.
  thread_local Text text;
  thread_local language::Reading reading;
  return review(message, room, policy, text, reading);
}

Verdict Engine::review(const Message& message, const RoomView& room, const Policy& policy, Text& text,
                       language::Reading& reading) const {
  read(message, room, text, reading);
  const language::Asked asked{&text, room.context, &reading};
  if (reading.waits) ask({&asked, 1});
  return judge(message, room, policy, text, reading);
}

void Engine::read(const Message& message, const RoomView& room, Text& text, language::Reading& reading) const {
  read_text(message.raw, message.format, text);
  language::read_first(language_, text, room.context, reading);
}

void Engine::ask(std::span<const language::Asked> waiting) const {
  if (language_ != nullptr) language_->read_second(waiting);
}

Verdict Engine::judge(const Message& message, const RoomView& room, const Policy& policy, const Text& text, language::Reading& reading) const {
  // Not before: the classifier may doubt what the text holds by itself, and these hits are none of that.
  if (language_ != nullptr) {
    language::read_with_line_before(*language_, text, message.sender.name, room.context, reading);
    language::read_over_line_breaks(*language_, text, reading);
    language::spare_names(*language_, text, room.context, reading);
  }
  if (language_ != nullptr && says_something(reading)) language_->read_purpose(text, room.context, reading);
  std::vector<Finding> findings = find_all({message, text, reading, room, policy});
  return decide(std::move(findings), policy, room.nudges, message.sender.role, reading.urgent);
}

}  // namespace tact
