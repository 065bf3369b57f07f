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

/// A room as it goes on: questions, answers, thanks, names, and now and then an unkind word.
struct Talk {
  void line() {
    static constexpr const char* words[] = {"Does anyone know when number %s starts this term?", "I think that number %s starts on Friday at the gate", "Thanks, that is great", "Sam, have you still got my drill from week %s?",
                                            "No idea about number %s, sorry", "What a stupid idea, number %s", "The coach with number %s is back at four"};
    const std::size_t kind = said % std::size(words);
    std::string line = words[kind];
    if (const std::size_t at = line.find("%s"); at != std::string::npos) line.replace(at, 2, std::to_string(said));
    Message message;
    message.sender.id = message.sender.name = "Parent " + std::to_string(said % 23);
    message.format = Format::plain;
    message.raw = line;
    message.at = at += 40s;
    read_text(line, Format::plain, text);
    reading.scored = reading.over[static_cast<std::size_t>(language::Label::anger)] = kind == 5;
    memory.note(message, text, reading, room::Origin::received);
    ++said;
    // And what the guidelines ask before the next one.
    const std::string_view me = "Parent 7";
    const auto pair = memory.talk(me, text, at);
    const auto run = memory.run(me, text, at);
    const auto before = memory.asked_before(text, at, 7);
    answers += memory.question_open(me, at, 120) + memory.acknowledged(at) + memory.piled_on(me, text, at, 15) + memory.context().size() + (pair ? 1 : 0) + run.messages + (before ? 1 : 0) +
               (memory.heat(at) > 1 ? 1 : 0);
  }
  room::Memory memory;
  Text text;
  language::Reading reading;
  Instant at{std::chrono::sys_days(std::chrono::year(2026) / 11 / 24) + 10h};
  std::size_t said = 0, answers = 0;
};

std::optional<long> cost_after(std::size_t past) {
  Talk talk;
  constexpr std::size_t lines = 14;  // each kind twice
  return instructions([&] { while (talk.said < past) talk.line(); }, [&] { for (std::size_t i = 0; i < lines; ++i) talk.line(); });
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
  BOOST_TEST_MESSAGE("instructions for 14 lines after 497 and 4,970: " << *some << ", " << *many);
  BOOST_TEST(*some > 14 * 1000);
  BOOST_TEST(*many < *some + *some / 10);
}

BOOST_AUTO_TEST_SUITE_END()
