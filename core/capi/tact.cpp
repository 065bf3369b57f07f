// SPDX-License-Identifier: GPL-3.0-or-later
// The C interface: shells around Engine::review.  No exception leaves one; the caller's structs are copied by their own size.
#include "core/capi/tact.h"

#include <algorithm>
#include <cstring>
#include <exception>
#include <new>

#include "core/engine.h"
#include "core/guidelines/guideline.h"
#include "core/i18n.h"
#include "core/language/language.h"

using namespace tact;

struct tact_engine {
  std::unique_ptr<language::Language> language;
  Engine engine{language.get()};
  Policy of_class = default_policy(GroupKind::class_group), of_community = default_policy(GroupKind::community);
  std::string warnings;

  explicit tact_engine(std::unique_ptr<language::Language> loaded) : language(std::move(loaded)) {}
};

namespace {

struct Told {
  std::string guideline, label, reason, hint, quotation;
  int severity = TACT_MILD;
  double sureness = 0;
  Span span;
};

/// A fixed buffer: saying that memory ran out must not need any.
thread_local char last_error[256] = "";

void clear_error() { last_error[0] = '\0'; }
void set_error(const char* what) {
  std::strncpy(last_error, what, sizeof last_error - 1);
  last_error[sizeof last_error - 1] = '\0';
}

/// Runs `work`; what it throws becomes the last error, and `otherwise` the answer.
template <typename Work, typename Answer>
Answer guarded(Answer otherwise, const Work& work) noexcept {
  clear_error();
  try {
    return work();
  } catch (const std::exception& error) {
    set_error(error.what());
  } catch (...) {
    set_error("unknown failure");
  }
  return otherwise;
}

/// The caller may be older (fewer fields: the rest keep their defaults) or newer (fields we do not know are left alone).
bool copied(const tact_message* from, tact_message& to) {
  to = TACT_MESSAGE_INIT;
  constexpr std::size_t least = offsetof(tact_message, length) + sizeof(from->length);
  if (from == nullptr) return set_error("tact_judge: no message"), false;
  if (from->size < least) return set_error("tact_judge: message.size is too small, expected sizeof(tact_message)"), false;
  std::memcpy(&to, from, std::min(from->size, sizeof to));
  if (to.text == nullptr) return set_error("tact_judge: no text"), false;
  if (to.length == TACT_TO_NUL) to.length = std::strlen(to.text);
  // Spans are 32 bits wide, and nobody posts this much.
  if (to.length > (std::size_t{16} << 20)) return set_error("tact_judge: text is longer than 16 MiB"), false;
  if (to.context == nullptr) to.context_count = 0;
  return true;
}

Message message_of(const tact_message& from) {
  Message message;
  message.room.protocol = "c";
  if (from.room != nullptr) message.room.room = from.room;
  if (from.sender != nullptr) message.sender.id = message.sender.name = from.sender;
  message.sender.self = true;
  message.sender.role = from.role == TACT_REP ? Role::rep : from.role == TACT_DEPUTY ? Role::deputy : Role::member;
  message.raw.assign(from.text, from.length);
  message.format = from.format == TACT_MARKUP ? Format::markup : Format::plain;
  message.at = from.at_ms != 0 ? Instant(Milliseconds(from.at_ms)) : SystemClock().now();
  return message;
}

std::vector<Line> context_of(const tact_message& from) {
  std::vector<Line> context;
  constexpr std::size_t most = 4;
  for (std::size_t i = from.context_count > most ? from.context_count - most : 0; i < from.context_count; ++i) {
    const tact_line& line = from.context[i];
    if (line.text == nullptr) continue;
    context.push_back({line.from != nullptr ? line.from : "", line.text, line.system != 0});
  }
  return context;
}

Told told(const Finding& finding) {
  return {std::string(finding.guideline), std::string(finding.label),   finding.reason,
          finding.hint,                   std::string(quotation(finding.guideline)), finding.severity == Severity::serious ? TACT_SERIOUS : TACT_MILD,
          static_cast<double>(finding.sureness), finding.span};
}

int number_of(Decision decision) {
  switch (decision) {
    case Decision::pass: return TACT_PASS;
    case Decision::note: return TACT_NOTE;
    case Decision::hold: return TACT_HOLD;
    case Decision::refuse: return TACT_REFUSE;
  }
  return TACT_ERROR;
}

}  // namespace

struct tact_result {
  int decision = TACT_PASS;
  bool urgent = false, word_needed = false;
  std::vector<Told> findings;
};

namespace {

const Told* at(const tact_result* result, size_t index) { return result != nullptr && index < result->findings.size() ? &result->findings[index] : nullptr; }

const char* string_at(const tact_result* result, size_t index, std::string Told::* field) {
  const Told* finding = at(result, index);
  return finding != nullptr ? (finding->*field).c_str() : "";
}

tact_result* judged(const tact_engine& engine, const tact_message& from) {
  const Message message = message_of(from);
  const std::vector<Line> context = context_of(from);
  RoomView room;
  room.context = context;
  if (from.occupants >= 0) room.occupants = static_cast<unsigned>(from.occupants);
  const Policy& usual = from.group == TACT_COMMUNITY ? engine.of_community : engine.of_class;
  const auto review = [&](const Policy& policy) { return engine.engine.review(message, room, policy); };
  Verdict verdict;
  if (from.zone == nullptr || usual.zone == from.zone) {
    verdict = review(usual);
  } else {
    Policy policy = usual;
    policy.zone = from.zone;
    verdict = review(policy);
  }
  auto result = std::make_unique<tact_result>();
  result->decision = number_of(verdict.decision);
  result->urgent = verdict.urgent;
  result->word_needed = verdict.word_needed;
  for (const Finding& finding : verdict.findings) result->findings.push_back(told(finding));
  return result.release();
}

}  // namespace

extern "C" {

const char* tact_version(void) { return TACT_VERSION; }
const char* tact_last_error(void) { return last_error; }

tact_engine* tact_engine_new(const char* data_folder) {
  return guarded(static_cast<tact_engine*>(nullptr), [&] {
    bind_translations();
    std::vector<std::string> errors;
    auto engine = std::make_unique<tact_engine>(language::load_language(data_folder != nullptr ? data_folder : "", errors));
    for (const std::string& error : errors) engine->warnings += error + "\n";
    return engine.release();
  });
}

void tact_engine_free(tact_engine* engine) { delete engine; }
const char* tact_engine_warnings(const tact_engine* engine) { return engine != nullptr ? engine->warnings.c_str() : ""; }

tact_result* tact_judge(const tact_engine* engine, const tact_message* message) {
  return guarded(static_cast<tact_result*>(nullptr), [&]() -> tact_result* {
    tact_message copy;
    if (engine == nullptr) return set_error("tact_judge: no engine"), nullptr;
    if (!copied(message, copy)) return nullptr;
    return judged(*engine, copy);
  });
}

void tact_result_free(tact_result* result) { delete result; }

int tact_result_decision(const tact_result* result) { return result != nullptr ? result->decision : TACT_ERROR; }
int tact_result_urgent(const tact_result* result) { return result != nullptr && result->urgent; }
int tact_result_word_needed(const tact_result* result) { return result != nullptr && result->word_needed; }
size_t tact_result_count(const tact_result* result) { return result != nullptr ? result->findings.size() : 0; }

const char* tact_result_guideline(const tact_result* result, size_t index) { return string_at(result, index, &Told::guideline); }
const char* tact_result_label(const tact_result* result, size_t index) { return string_at(result, index, &Told::label); }
const char* tact_result_reason(const tact_result* result, size_t index) { return string_at(result, index, &Told::reason); }
const char* tact_result_hint(const tact_result* result, size_t index) { return string_at(result, index, &Told::hint); }
const char* tact_result_quotation(const tact_result* result, size_t index) { return string_at(result, index, &Told::quotation); }

int tact_result_severity(const tact_result* result, size_t index) {
  const Told* finding = at(result, index);
  return finding != nullptr ? finding->severity : TACT_MILD;
}
double tact_result_sureness(const tact_result* result, size_t index) {
  const Told* finding = at(result, index);
  return finding != nullptr ? finding->sureness : 0;
}
size_t tact_result_start(const tact_result* result, size_t index) {
  const Told* finding = at(result, index);
  return finding != nullptr ? finding->span.start : 0;
}
size_t tact_result_end(const tact_result* result, size_t index) {
  const Told* finding = at(result, index);
  return finding != nullptr ? finding->span.end : 0;
}

}  // extern "C"
