// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/cli/replay.h"

#include <algorithm>
#include <map>

#include "core/language/language.h"
#include "core/room/memory.h"

namespace tact::cli {

namespace {

using namespace std::chrono_literals;

/// What happens to a conversation while it is played.
class Stage {
 public:
  Stage(const Engine& engine, const Conversation& conversation, const Policy& policy) : engine_(engine), conversation_(conversation), policy_(policy) {}

  Replayed play() {
    for (std::size_t i = 0; i < conversation_.messages.size(); ++i) {
      const PlayedLine& line = conversation_.messages[i];
      if (line.system) {
        memory_.notice(line.text, line.at);
        index_of_.push_back(i);
        out_.verdicts.emplace_back();
      } else {
        speak(i, line);
      }
    }
    std::ranges::stable_sort(out_.events, {}, &Event::start);
    return std::move(out_);
  }

 private:
  void speak(std::size_t index, const PlayedLine& line) {
    Message message;
    message.sender = {.id = line.from, .name = line.from, .self = true};
    message.raw = line.text;
    message.format = Format::plain;
    message.at = line.at;
    NudgeHistory& diary = diaries_[line.from];
    RoomView view;
    view.context = memory_.context();
    view.memory = &memory_;
    view.nudges = diary;
    Verdict verdict = engine_.review(message, view, policy_, text_, reading_);
    const auto pair = memory_.talk(line.from, text_, line.at);
    for (const Finding& finding : verdict.findings)
      // An emergency at night is told the hour, and is no late post.
      if (!(verdict.urgent && finding.label == "late_night")) note_event(finding, index);
    told(verdict, diary);
    if (memory_.note(message, text_, reading_, room::Origin::sent)) index_of_.push_back(index);
    if (pair) follow_pair(pair->thread, verdict, index);
    follow_run(line, index);
    out_.verdicts.push_back(std::move(verdict));
  }

  void note_event(const Finding& finding, std::size_t index) {
    static constexpr std::string_view single[] = {"dont_know", "late_night", "leave_judgement"};
    if (std::ranges::find(single, finding.label) == std::end(single)) return;
    out_.events.push_back({.rule = std::string(finding.label), .start = index, .end = index});
  }

  /// The caps count as they would for this person; the pair is told once.
  void told(const Verdict& verdict, NudgeHistory& diary) {
    ++diary.posts_today;
    if (verdict.decision == Decision::pass || verdict.findings.empty()) return;
    const Finding& first = verdict.findings.front();
    diary.told_last_24_hours.emplace_back(first.guideline);
    if (first.severity == Severity::mild && verdict.decision >= Decision::hold) ++diary.mild_today;
    for (const Finding& finding : verdict.findings)
      if (finding.rule == "budget") diary.budget_noted_today = true;
  }

  void follow_pair(const room::Thread& thread, const Verdict& verdict, std::size_t index) {
    const std::string& first = memory_.people()[thread.first].name;
    const std::string& second = memory_.people()[thread.second].name;
    const std::size_t start = index_of_[std::min<std::size_t>(thread.begun_seq, index_of_.size() - 1)];
    const auto same = std::ranges::find_if(out_.events, [&](const Event& event) {
      return event.rule == "one_to_one" && event.start == start && ((event.from == first && event.other == second) || (event.from == second && event.other == first));
    });
    if (same != out_.events.end()) {
      same->end = index;
      return;
    }
    const bool found = std::ranges::any_of(verdict.findings, [](const Finding& finding) { return finding.guideline == "private_talk" && finding.rule == "pair"; });
    if (found) out_.events.push_back({.rule = "one_to_one", .start = start, .end = index, .from = first, .other = second});
  }

  void follow_run(const PlayedLine& line, std::size_t index) {
    const room::Run& run = memory_.last_run();
    const auto last = std::find_if(out_.events.rbegin(), out_.events.rend(), [&](const Event& event) { return event.rule == "burst" && event.from == line.from; });
    // The same thought goes on, though somebody else put in a word.
    if (last != out_.events.rend() && index - last->end <= 2 && line.at - conversation_.messages[last->end].at < std::chrono::seconds(60)) {
      last->end = index;
      if (run.several) out_.events.erase(std::next(last).base());
      return;
    }
    constexpr unsigned least = 3;
    if (run.messages < least || run.several) return;
    std::size_t start = index_of_[run.begun_seq];
    // … or had put one in before.
    for (std::size_t back = start; back >= 2 && conversation_.messages[back - 2].from == line.from && conversation_.messages[start].at - conversation_.messages[back - 2].at < std::chrono::seconds(30); back = start) {
      start = back - 2;
      while (start > 0 && conversation_.messages[start - 1].from == line.from && conversation_.messages[start].at - conversation_.messages[start - 1].at < std::chrono::seconds(60)) --start;
    }
    out_.events.push_back({.rule = "burst", .start = start, .end = index, .from = line.from});
  }

  const Engine& engine_;
  const Conversation& conversation_;
  const Policy& policy_;
  room::Memory memory_;
  std::map<std::string, NudgeHistory> diaries_;
  std::vector<std::size_t> index_of_;  ///< message of each number of the memory
  Text text_;
  language::Reading reading_;
  Replayed out_;
};

}  // namespace

Replayed replay(const Engine& engine, const Conversation& conversation, const Policy& policy) { return Stage(engine, conversation, policy).play(); }

}  // namespace tact::cli
