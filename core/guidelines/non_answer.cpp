// SPDX-License-Identifier: GPL-3.0-or-later
// G25, G43: whoever does not know, waits for someone who does.  Only where a question stands open in the lines before.
#include <algorithm>

#include "core/guidelines/registry.h"
#include "core/guidelines/spoken.h"
#include "core/i18n.h"
#include "core/policy/policy.h"
#include "core/room/memory.h"
#include "core/room/view.h"
#include "core/text/text.h"

namespace tact {

namespace {

constexpr std::string_view non_answer_rows[] = {"G9", "G25", "G43"};

constexpr Wording wording = {
    {N_("Somebody is waiting for an answer. Does this help them?"),
     N_("If you don’t know, someone else may. Wait for them?"),
     N_("Would the one who asked be any wiser after this?")},
    {N_("A pointer helps as much as an answer: who would know, or where it is written."), N_("“/tact drop” forgets it; a thumbs-up to the question shows that you wonder too.")},
};

/// A line that asks: a question mark, or words that begin a question.
bool asks(std::string_view text) {
  if (text.find('?') != std::string_view::npos) return true;
  static constexpr std::string_view beginnings[] = {"any idea", "anybody", "anyone", "can ", "could ", "do ", "does ", "has ", "how ", "is ", "what", "when", "where", "which", "who", "why"};
  std::string lower(text.substr(0, 160));
  std::ranges::transform(lower, lower.begin(), [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
  return std::ranges::any_of(beginnings, [&](std::string_view one) { return lower.starts_with(one) || lower.find(" " + std::string(one)) != std::string::npos; });
}

class NonAnswer final : public Spoken {
 public:
  NonAnswer() : Spoken("non_answer", non_answer_rows, {language::Label::dont_know}, wording) {}

 private:
  bool applies(const Subject& subject, language::Label) const override {
    // In running talk nearly every short line looks a little like a shrug to the classifier: without a rule that fired it must be all but
    // certain.  On data/examples/conversations.jsonl “Sorry lad” behind a question scores 0.9974.
    constexpr float all_but_certain = 0.998F, likely = 0.8F;
    const bool rule = std::ranges::any_of(subject.reading.hits, [](const language::Hit& hit) { return hit.label == "dont_know"; });
    const float wanted = subject.room.memory == nullptr ? likely : all_but_certain;
    if (!rule && subject.reading.score(language::Label::dont_know) < wanted) return false;
    // An answer needs room: what is longer than this says something.
    constexpr std::size_t most_words = 14;
    if (std::ranges::count(subject.text.tokens, TokenKind::word, &Token::kind) > static_cast<std::ptrdiff_t>(most_words)) return false;
    if (subject.room.memory != nullptr) return subject.room.memory->question_open(subject.message.sender.id, subject.message.at, subject.policy.question_minutes);
    return std::ranges::any_of(subject.room.context, [](const Line& line) { return !line.system && asks(line.text); });
  }
};

}  // namespace

const Guideline* non_answer_guideline() {
  static const NonAnswer room;
  return &room;
}

}  // namespace tact
