// SPDX-License-Identifier: GPL-3.0-or-later
// The real engine and a real file under a raid: no slice of the main loop is longer than it was told to be, nothing is lost, what is serious is queued.
// Counted in messages read, not in time: a slow machine, or a sanitizer, is no stall of ours.
#include <algorithm>
#include <boost/test/unit_test.hpp>

#include "core/engine.h"
#include "core/language/language.h"
#include "tests/core/moderation/desk.h"

using namespace tact;
using namespace tact::moderation;

BOOST_AUTO_TEST_SUITE(raid)

BOOST_AUTO_TEST_CASE(a_thousand_messages_in_ten_seconds_stall_nothing_and_every_planted_one_is_queued) {
  std::vector<std::string> errors;
  const auto language = language::load_language("", errors);
  const Engine engine(language.get());
  desk::Desk d;
  Policy policy = d.policy;
  std::size_t read = 0;
  Inbox inbox(d.records, d.queue, d.chain, [&](const Message& message, const RoomView& view, const Policy& group) { ++read; return engine.review(message, view, group); },
              [&](const RoomKey& key) { return key == desk::room ? &policy : nullptr; });
  inbox.set_dry_run(false);
  std::size_t longest = 0, taking = 0, judged = 0;
  constexpr std::size_t at_once = 4;
  const auto slice = [&] {
    read = 0;
    inbox.work([&] { return read < at_once; });
    longest = std::max(longest, read);
  };
  for (int i = 0; i < 1000; ++i) {
    const bool planted = i % 20 == 7;
    auto arrival = d.arrival("raider" + std::to_string(i % 40), (planted ? "I will kill you, number " : "YOU ARE ALL SO STUPID buy cheap pills now ") + std::to_string(i));
    arrival.message.format = Format::plain;
    arrival.message.at += std::chrono::milliseconds(10 * i);
    read = 0;
    inbox.take(std::move(arrival));
    taking = std::max(taking, read);
    if (i % 8 == 7) slice();  // they come twice as fast as they are read
  }
  while (inbox.backlog() > 0 || inbox.waiting()) slice();
  for (const auto& [outcome, n] : inbox.outcomes())
    if (outcome != Outcome::folded) judged += n;
  BOOST_TEST(judged == 1000U);
  std::size_t planted = 0;
  for (const Item& item : d.queue.open({}, false, 5000)) planted += item.text.starts_with("I will kill you, number ") ? 1 : 0;
  BOOST_TEST(planted == 50U);
  // It stops at the message at which it is told to; and what arrives is only put down.
  BOOST_TEST(longest == at_once);
  BOOST_TEST(taking == 0U);
}

BOOST_AUTO_TEST_SUITE_END()
