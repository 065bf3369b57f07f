// SPDX-License-Identifier: GPL-3.0-or-later
// One sorted, explicit list.  A new guideline is one source, one line here and one in meson.build, one test.
#include "core/guidelines/registry.h"

#include <algorithm>
#include <array>
#include <iterator>

#include "core/guidelines/guideline.h"
#include "core/i18n.h"
#include "core/language/reading.h"

namespace tact {

std::span<const Guideline* const> guidelines() {
  static const std::array all = {
      abuse_guideline(),
      allegation_guideline(),
      anger_guideline(),
      current_affairs_guideline(),
      good_time_guideline(),
      grievance_guideline(),
      identity_guideline(),
      leaving_guideline(),
      non_answer_guideline(),
      one_chunk_guideline(),
      pictures_guideline(),
      pile_on_guideline(),
      private_talk_guideline(),
      relevance_guideline(),
      repetition_guideline(),
      respect_guideline(),
      rumour_guideline(),
      threat_guideline(),
  };
  return all;
}

namespace {

/// Those that may see something where rules and classifier see nothing.
std::span<const Guideline* const> asked_always() {
  static const std::vector<const Guideline*> some = [] {
    std::vector<const Guideline*> found;
    std::ranges::copy_if(guidelines(), std::back_inserter(found), [](const Guideline* one) { return !one->needs_reading(); });
    return found;
  }();
  return some;
}

}  // namespace

bool says_something(const language::Reading& reading) {
  constexpr decltype(reading.over) nothing{};
  return !reading.hits.empty() || reading.over != nothing;
}

std::vector<Finding> find_all(const Subject& subject) {
  std::vector<Finding> findings;
  for (const Guideline* guideline : says_something(subject.reading) ? guidelines() : asked_always()) guideline->find(subject, findings);
  return findings;
}

std::string_view quotation(std::string_view guideline) {
  // The page's own words; translations of it are marked as such in po/.
  static constexpr std::pair<std::string_view, const char*> quotations[] = {
      {"abuse", N_("Is it kind?")},
      {"allegation", N_("Is it true?")},
      {"anger", N_("Please avoid posting in anger.")},
      {"current_affairs", N_("Avoid using the platform … to give opinions on current affairs.")},
      {"good_time", N_("Is this a good time to post? i.e. not late at night or very early in the morning.")},
      {"grievance", N_("Avoid using the platform as a medium to air any concerns or grievances regarding a teacher, child or parent.")},
      {"identity", N_("Parents should be mindful about posting information … that can easily identify staff, parents or children without their prior consent.")},
      {"leaving", N_("You can always choose to leave a WhatsApp group – and no-one should make a judgement about that decision.")},
      {"non_answer", N_("If someone asks a question and you don’t know the answer, please wait for someone who knows the answer to reply.")},
      {"one_chunk", N_("Post your message in one single chunk of text, rather than post every word or sentence in a new message.")},
      {"pictures", N_("Parents should be mindful about posting … pictures that can easily identify staff, parents or children without their prior consent.")},
      {"pile_on", N_("Please think about … how you would feel if you were on the receiving end.")},
      {"private_talk", N_("Switch to private messages if you want to have a one-one-one conversation.")},
      {"relevance", N_("Is this relevant?")},
      {"repetition", N_("Is this necessary?")},
      {"respect", N_("Families may be very different from one another. Please be respectful of this.")},
      {"rumour", N_("Is it true?")},
      {"threat", N_("We will not tolerate inappropriate posts.")},
  };
  for (const auto& [id, words] : quotations)
    if (id == guideline) return _(words);
  return {};
}

}  // namespace tact
