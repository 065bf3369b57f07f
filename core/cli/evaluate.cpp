// SPDX-License-Identifier: GPL-3.0-or-later
// `tact evaluate`: the whole engine, rules and classifier, against messages that people labelled.
#include <algorithm>
#include <array>
#include <cstdio>
#include <cstring>
#include <map>
#include <string>
#include <vector>

#include "core/cli/commands.h"
#include "core/cli/labelled.h"
#include "core/engine.h"
#include "core/guidelines/guideline.h"
#include "core/i18n.h"
#include "core/language/language.h"

namespace tact::cli {

namespace {

using language::label_count;

constexpr std::size_t nothing = label_count;  ///< "no label" in the table of confusions

std::string label_name(std::size_t i) { return i == nothing ? "-" : std::string(language::name(static_cast<language::Label>(i))); }

std::size_t label_number(std::string_view name) {
  for (std::size_t i = 0; i < label_count; ++i)
    if (language::name(static_cast<language::Label>(i)) == name) return i;
  return nothing;
}

/// What the engine said about one message.
struct Answer {
  bool held = false;
  std::array<bool, label_count> found{};
  std::array<float, label_count> sureness{}, score{};
  std::size_t first = nothing;  ///< the finding that speaks
};

Answer answer(const Engine& engine, const Labelled& one, Text& text, language::Reading& reading) {
  const std::vector<Line> context = one.context();
  RoomView room;
  room.context = context;
  const Verdict verdict = engine.review(one.message(), room, default_policy(one.group), text, reading);
  Answer out;
  out.held = verdict.decision == Decision::hold || verdict.decision == Decision::refuse;
  out.score = reading.scores;
  for (const language::Hit& hit : reading.hits)
    if (const std::size_t i = label_number(hit.label); i != nothing) out.score[i] = 1 - (1 - out.score[i]) * (1 - hit.sureness);
  for (const Finding& finding : verdict.findings) {
    const std::size_t i = label_number(finding.label);
    if (i == nothing) continue;
    if (out.first == nothing) out.first = i;
    out.found[i] = true;
    out.sureness[i] = std::max(out.sureness[i], finding.sureness);
    out.score[i] = std::max(out.score[i], finding.sureness);
  }
  return out;
}

double share(std::size_t part, std::size_t whole) { return whole == 0 ? 0 : static_cast<double>(part) / static_cast<double>(whole); }

class Evaluation {
 public:
  Evaluation(const std::vector<Labelled>& messages, const std::vector<Answer>& answers) : messages_(messages), answers_(answers) {}

  void print(std::size_t misses) const {
    together();
    labels();
    calibration();
    confusions();
    worst(misses);
  }

 private:
  void together() const {
    std::size_t clean = 0, held = 0, wanted = 0, caught = 0, serious = 0, caught_serious = 0;
    for (std::size_t m = 0; m < messages_.size(); ++m) {
      const bool is_held = answers_[m].held;
      (messages_[m].clean ? clean : wanted) += 1;
      (messages_[m].clean ? held : caught) += is_held;
      serious += messages_[m].serious;
      caught_serious += messages_[m].serious && is_held;
    }
    std::printf("messages %zu: fine %zu, labelled %zu, serious %zu\n", messages_.size(), clean, wanted, serious);
    std::printf("held: %.2f %% of fine (false nudges), %.1f %% of labelled, %.1f %% of serious\n\n", 100 * share(held, clean), 100 * share(caught, wanted), 100 * share(caught_serious, serious));
  }

  /// Recall of `label` where its score's limit lets `false_share` of fine messages be asked about.
  double recall_at(std::size_t label, double false_share) const {
    std::vector<float> fine, wanted;
    for (std::size_t m = 0; m < messages_.size(); ++m) {
      if (messages_[m].clean) fine.push_back(answers_[m].score[label]);
      else if (messages_[m].labels[label]) wanted.push_back(answers_[m].score[label]);
    }
    if (fine.empty()) return 0;
    std::ranges::sort(fine, std::greater<>());
    const float limit = fine[static_cast<std::size_t>(false_share * static_cast<double>(fine.size()))];
    return share(static_cast<std::size_t>(std::ranges::count_if(wanted, [&](float score) { return score > limit; })), wanted.size());
  }

  void labels() const {
    std::printf("%-18s %6s %6s %9s %6s %7s %7s\n", "label", "there", "found", "precision", "recall", "at 1 %", "at 2 %");
    for (std::size_t i = 0; i < label_count; ++i) {
      std::size_t there = 0, found = 0, right = 0;
      for (std::size_t m = 0; m < messages_.size(); ++m) {
        there += messages_[m].labels[i];
        found += answers_[m].found[i];
        right += messages_[m].labels[i] && answers_[m].found[i];
      }
      std::printf("%-18s %6zu %6zu %9.2f %6.2f %7.2f %7.2f\n", label_name(i).c_str(), there, found, share(right, found), share(right, there), recall_at(i, 0.01), recall_at(i, 0.02));
    }
  }

  /// Of findings this sure, how many were right?
  void calibration() const {
    constexpr std::size_t steps = 5;
    std::array<std::size_t, steps> findings{}, right{};
    std::array<double, steps> said{};
    for (std::size_t m = 0; m < messages_.size(); ++m)
      for (std::size_t i = 0; i < label_count; ++i) {
        if (!answers_[m].found[i]) continue;
        const float sureness = answers_[m].sureness[i];
        const std::size_t step = std::min(static_cast<std::size_t>(sureness * steps), steps - 1);
        ++findings[step];
        right[step] += messages_[m].labels[i];
        said[step] += static_cast<double>(sureness);
      }
    std::printf("\nsureness   findings   said  right\n");
    for (std::size_t step = 0; step < steps; ++step)
      if (findings[step] > 0) std::printf("%.1f to %.1f %9zu %6.2f %6.2f\n", static_cast<double>(step) / steps, static_cast<double>(step + 1) / steps, findings[step], said[step] / static_cast<double>(findings[step]), share(right[step], findings[step]));
  }

  void confusions() const {
    std::map<std::pair<std::size_t, std::size_t>, std::size_t> pairs;
    for (std::size_t m = 0; m < messages_.size(); ++m) {
      const Answer& said = answers_[m];
      const std::size_t spoken = said.held ? said.first : nothing;
      if (spoken != nothing && messages_[m].labels[spoken]) continue;
      for (std::size_t i = 0; i < label_count; ++i)
        if (messages_[m].labels[i]) ++pairs[{i, spoken}];
      if (messages_[m].clean && spoken != nothing) ++pairs[{nothing, spoken}];
    }
    std::vector<std::pair<std::size_t, std::pair<std::size_t, std::size_t>>> sorted;
    sorted.reserve(pairs.size());
    for (const auto& [pair, count] : pairs) sorted.push_back({count, pair});
    std::ranges::sort(sorted, std::greater<>());
    std::printf("\n%-18s %-18s messages\n", "labelled", "said instead");
    constexpr std::size_t most = 24;
    for (std::size_t k = 0; k < std::min(sorted.size(), most); ++k) std::printf("%-18s %-18s %8zu\n", label_name(sorted[k].second.first).c_str(), label_name(sorted[k].second.second).c_str(), sorted[k].first);
  }

  /// Clean ones that would be held with the most sureness, and labelled ones that came least near.
  void worst(std::size_t misses) const {
    std::vector<std::pair<float, std::size_t>> wrong, missed;
    for (std::size_t m = 0; m < messages_.size(); ++m) {
      const float most = *std::ranges::max_element(answers_[m].score);
      if (messages_[m].clean && answers_[m].held) wrong.push_back({most, m});
      if (!messages_[m].clean && !answers_[m].held) missed.push_back({messages_[m].serious ? most - 1 : most, m});
    }
    std::ranges::sort(wrong, std::greater<>());
    std::ranges::sort(missed);
    std::printf("\nfine, but held (%zu):\n", wrong.size());
    for (std::size_t k = 0; k < std::min(misses, wrong.size()); ++k) tell(wrong[k].second);
    std::printf("\nlabelled, but not held (%zu), serious ones first:\n", missed.size());
    for (std::size_t k = 0; k < std::min(misses, missed.size()); ++k) tell(missed[k].second);
  }

  void tell(std::size_t m) const {
    std::string labels;
    for (std::size_t i = 0; i < label_count; ++i)
      if (messages_[m].labels[i]) labels += (labels.empty() ? "" : ",") + label_name(i);
    std::printf("  %s [%s] said %s: %s\n", messages_[m].id.c_str(), labels.c_str(), label_name(answers_[m].first).c_str(), messages_[m].text.c_str());
  }

  const std::vector<Labelled>& messages_;
  const std::vector<Answer>& answers_;
};

}  // namespace

int evaluate(int argc, char** argv) {
  std::size_t misses = 10;
  std::vector<Labelled> messages;
  std::vector<std::string> errors;
  for (int i = 1; i < argc; ++i) {
    if (std::strcmp(argv[i], "--misses") == 0 && i + 1 < argc) misses = std::strtoul(argv[++i], nullptr, 10);
    else read_labelled(argv[i], messages, errors);
  }
  if (argc < 2) {
    std::fprintf(stderr, "%s\n", _("usage: tact evaluate [--misses N] FILE..."));
    return 2;
  }
  const bool well = errors.empty() && !messages.empty();
  const auto language = language::load_language("", errors, language::Means::quick);
  for (const std::string& error : errors) std::fprintf(stderr, "%s\n", error.c_str());
  if (!well || language == nullptr) return 1;
  const Engine engine(language.get());
  Text text;
  language::Reading reading;
  std::vector<Answer> answers;
  answers.reserve(messages.size());
  for (const Labelled& one : messages) answers.push_back(answer(engine, one, text, reading));
  Evaluation(messages, answers).print(misses);
  return 0;
}

}  // namespace tact::cli
