// SPDX-License-Identifier: GPL-3.0-or-later
// The real engine and a real file under a raid: no slice of the main loop is long, nothing is lost, what is serious is queued.
#include <time.h>

#include <algorithm>
#include <boost/test/unit_test.hpp>

#include "core/engine.h"
#include "core/language/language.h"
#include "tests/core/moderation/desk.h"

using namespace tact;
using namespace tact::moderation;

namespace {

/// Processor time of this thread: what a busy machine does beside us is not our stall.
double milliseconds() {
  timespec now{};
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
  return static_cast<double>(now.tv_sec) * 1e3 + static_cast<double>(now.tv_nsec) / 1e6;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(raid)

BOOST_AUTO_TEST_CASE(a_thousand_messages_in_ten_seconds_stall_nothing_and_every_planted_one_is_queued) {
  std::vector<std::string> errors;
  const auto language = language::load_language("", errors);
  const Engine engine(language.get());
  desk::Desk d;
  Policy policy = d.policy;
  Inbox inbox(d.records, d.queue, d.chain, [&](const Message& message, const RoomView& view, const Policy& group) { return engine.review(message, view, group); },
              [&](const RoomKey& key) { return key == desk::room ? &policy : nullptr; });
  inbox.set_dry_run(false);
  double longest = 0, taking = 0;
  std::size_t judged = 0;
  const auto slice = [&] {
    const double from = milliseconds();
    inbox.work([&] { return milliseconds() - from < 5; });
    longest = std::max(longest, milliseconds() - from);
  };
  for (int i = 0; i < 1000; ++i) {
    const bool planted = i % 20 == 7;
    auto arrival = d.arrival("raider" + std::to_string(i % 40), (planted ? "I will kill you, number " : "YOU ARE ALL SO STUPID buy cheap pills now ") + std::to_string(i));
    arrival.message.format = Format::plain;
    arrival.message.at += std::chrono::milliseconds(10 * i);
    const double from = milliseconds();
    inbox.take(std::move(arrival));
    taking = std::max(taking, milliseconds() - from);
    if (i % 2 == 1) slice();
  }
  while (inbox.backlog() > 0 || inbox.waiting()) slice();
  for (const auto& [outcome, n] : inbox.outcomes())
    if (outcome != Outcome::folded) judged += n;
  BOOST_TEST(judged == 1000U);
  std::size_t planted = 0;
  for (const Item& item : d.queue.open({}, false, 5000)) planted += item.text.starts_with("I will kill you, number ") ? 1 : 0;
  BOOST_TEST(planted == 50U);
  BOOST_TEST_MESSAGE("longest slice " << longest << " ms, longest take " << taking << " ms");
  BOOST_TEST(longest < 20);
  BOOST_TEST(taking < 1);
}

BOOST_AUTO_TEST_SUITE_END()
