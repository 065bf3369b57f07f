// SPDX-License-Identifier: GPL-3.0-or-later
#include "plugin/card.h"

#include <array>

#include "core/i18n.h"
#include "plugin/app.h"

namespace tact::plugin {

namespace {

struct Question {
  const char* words;
  std::array<std::string_view, 6> guidelines;  ///< those that judge it
};
constexpr Question questions[] = {
    {N_("Is this relevant?"), {"current_affairs", "private_talk", "relevance"}},
    {N_("Is this necessary?"), {"repetition"}},
    {N_("Is it true?"), {"allegation", "rumour"}},
    {N_("Is it helpful?"), {"grievance", "identity", "non_answer", "pictures"}},
    {N_("Is it kind?"), {"abuse", "anger", "leaving", "pile_on", "respect", "threat"}},
    {N_("Is this a good time to post?"), {"good_time"}},
};

const Finding* first_of(const Verdict& verdict, const Question& question) {
  for (const Finding& finding : verdict.findings)
    for (const std::string_view guideline : question.guidelines)
      if (!guideline.empty() && finding.guideline == guideline) return &finding;
  return nullptr;
}

}  // namespace

std::vector<std::string> six_questions(const Verdict& verdict, std::optional<unsigned> people) {
  std::vector<std::string> lines;
  for (const Question& question : questions) {
    const Finding* finding = first_of(verdict, question);
    lines.push_back(std::string(_(question.words)) + " " + (finding != nullptr ? finding->reason : std::string(_("Tact sees nothing against it."))));
  }
  if (people) lines.push_back(fill(translate_plural("{count} person would read it.", "{count} people would read it.", *people), {{"count", std::to_string(*people)}}));
  return lines;
}

void Card::passed(const Place& place, const Verdict& verdict, std::optional<unsigned> people) {
  if (known_.contains(place.room)) return;
  std::vector<std::string> lines{_("Posted. The page asks six questions before posting; Tact shows them with your first two messages here, and /tact check WORDS at any time:")};
  for (std::string& line : six_questions(verdict, people)) lines.push_back(std::move(line));
  // Behind Enter: it looks at the disk.
  app_.timers.soon([this, place, lines] {
    const bool first = app_.settings.first_time(place.room, "card 1");
    if (!first) known_.insert(place.room);
    if (first || app_.settings.first_time(place.room, "card 2")) app_.tell(place, lines);
  });
}

}  // namespace tact::plugin
