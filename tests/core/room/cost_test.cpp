// SPDX-License-Identifier: GPL-3.0-or-later
// What a message costs does not depend on how long the room's past is.  Counted in instructions, one by one, in a child process: the same on a
// busy machine as on an idle one.
#include "core/room/memory.h"

#include <sys/ptrace.h>
#include <sys/wait.h>
#include <unistd.h>

#include <boost/test/unit_test.hpp>
#include <csignal>
#include <optional>
#include <string>
#include <vector>

#include "core/language/reading.h"

using namespace tact;
using namespace std::chrono_literals;

namespace {

/// Instructions of work() in a child that has run prepare(); nullopt where a process may not be traced.
template <class Prepare, class Work>
std::optional<long> instructions(Prepare&& prepare, Work&& work) {
  const pid_t child = fork();
  if (child == 0) {
    if (ptrace(PTRACE_TRACEME, 0, nullptr, nullptr) != 0) _exit(1);
    prepare();
    std::raise(SIGUSR1);
    work();
    std::raise(SIGUSR1);
    _exit(0);
  }
  int status = 0;
  long count = 0;
  const auto stopped_by = [&](int signal) { return waitpid(child, &status, 0) == child && WIFSTOPPED(status) && WSTOPSIG(status) == signal; };
  bool good = child > 0 && stopped_by(SIGUSR1);
  while (good && ptrace(PTRACE_SINGLESTEP, child, nullptr, nullptr) == 0 && stopped_by(SIGTRAP)) ++count;
  good = good && WIFSTOPPED(status) && WSTOPSIG(status) == SIGUSR1;
  if (child > 0) {
    kill(child, SIGKILL);
    waitpid(child, &status, 0);
  }
  return good ? std::optional(count) : std::nullopt;
}

struct Line {
  Message message;
  Text text;
  language::Reading reading;
};

/// A room as it goes on: questions, answers, thanks, names, and now and then an unkind word.
struct Talk {
  Line next() {
    static constexpr const char* words[] = {"Does anyone know when number %s starts this term?", "I think that number %s starts on Friday at the gate", "Thanks, that is great", "Sam, have you still got my drill from week %s?",
                                            "No idea about number %s, sorry", "What a stupid idea, number %s", "The coach with number %s is back at four"};
    const std::size_t kind = made % std::size(words);
    Line line;
    line.message.raw = words[kind];
    if (const std::size_t hole = line.message.raw.find("%s"); hole != std::string::npos) line.message.raw.replace(hole, 2, std::to_string(made));
    line.message.sender.id = line.message.sender.name = "Parent " + std::to_string(made % 23);
    line.message.format = Format::plain;
    line.message.at = at += 40s;
    read_text(line.message.raw, Format::plain, line.text);
    line.reading.scored = line.reading.over[static_cast<std::size_t>(language::Label::anger)] = kind == 5;
    ++made;
    return line;
  }
  /// It is remembered, and the guidelines ask before the next one.
  void hear(const Line& line) {
    const Text& text = line.text;
    memory.note(line.message, text, line.reading, room::Origin::received);
    const std::string_view me = "Parent 7";
    const auto pair = memory.talk(me, text, at);
    const auto run = memory.run(me, text, at);
    const auto before = memory.asked_before(text, at, 7);
    answers += memory.question_open(me, at, 120) + memory.acknowledged(at) + memory.piled_on(me, text, at, 15) + memory.context().size() + (pair ? 1 : 0) + run.messages + (before ? 1 : 0) +
               (memory.heat(at) > 1 ? 1 : 0);
  }
  room::Memory memory;
  Instant at{std::chrono::sys_days(std::chrono::year(2026) / 11 / 24) + 10h};
  std::size_t made = 0, answers = 0;
};

constexpr std::size_t counted = 2;  // a question and an answer; stepping is slow

std::optional<long> cost_after(std::size_t past) {
  Talk talk;
  std::vector<Line> lines;
  return instructions(
      [&] {
        while (talk.made < past) talk.hear(talk.next());
        for (std::size_t i = 0; i < counted; ++i) lines.push_back(talk.next());
      },
      [&] { for (const Line& line : lines) talk.hear(line); });
}

}  // namespace

BOOST_AUTO_TEST_SUITE(room_cost)

BOOST_AUTO_TEST_CASE(ten_times_the_past_costs_less_than_a_tenth_more) {
  // Multiples of the seven kinds of line, so that the same ones are counted.
  const auto some = cost_after(497), many = cost_after(4970);
  if (!some || !many) {
    BOOST_TEST_MESSAGE("skipped: processes may not be traced here");
    return;
  }
  BOOST_TEST_MESSAGE("instructions for 2 lines after 497 and 4,970: " << *some << ", " << *many);
  BOOST_TEST(*some > static_cast<long>(counted) * 1000);
  BOOST_TEST(*many < *some + *some / 10);
}

BOOST_AUTO_TEST_SUITE_END()
