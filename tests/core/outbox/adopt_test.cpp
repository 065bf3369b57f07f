// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/outbox/outbox.h"

#include <signal.h>

#include <boost/test/unit_test.hpp>

#include "tests/core/outbox/box.h"

using namespace tact;
using namespace tact::outbox;
using namespace std::chrono_literals;

BOOST_AUTO_TEST_SUITE(outbox_adopt)

BOOST_AUTO_TEST_CASE(what_pauses_is_due_apart_and_comes_back_held_when_its_process_is_gone) {
  Box box;
  const Instant due = box.clock.now() + 10s;
  {
    Outbox outbox(box.path(), box.clock);
    const HoldId id = outbox.pause(draft("on its way"), Verdict{}, due);
    BOOST_TEST((outbox.find(id)->state == State::pausing));
    BOOST_TEST((outbox.find(id)->due == due));
    BOOST_TEST(outbox.any_pausing());
    BOOST_TEST(outbox.due(due + 1h).empty());
  }
  Outbox outbox(box.path(), box.clock);
  const auto hold = outbox.newest(lab, ann);
  BOOST_REQUIRE(hold);
  BOOST_TEST((hold->state == State::held));
  BOOST_TEST((hold->decision == Decision::pass));
  BOOST_TEST(hold->inherited);
  BOOST_TEST(!hold->due);
}

BOOST_AUTO_TEST_CASE(pieces_of_a_gone_process_come_back_as_one_held_message) {
  Box box;
  {
    Outbox outbox(box.path(), box.clock);
    const HoldId id = outbox.gather(draft("hi all"));
    outbox.add_fragment(id, "does anyone", "hi all<br>does anyone", Format::markup);
  }
  Outbox outbox(box.path(), box.clock);
  const auto hold = outbox.newest(lab, ann);
  BOOST_REQUIRE(hold);
  BOOST_TEST((hold->state == State::held));
  BOOST_TEST(hold->fragments == 2u);
  BOOST_TEST(hold->draft.raw == "hi all<br>does anyone");
}

BOOST_AUTO_TEST_CASE(two_living_clients_never_own_the_same_message) {
  Box box;
  Outbox first(box.path(), box.clock);
  const HoldId id = first.hold(draft("mine"), held());
  Outbox second(box.path(), box.clock);
  BOOST_TEST(second.waiting().empty());
  BOOST_TEST(!second.start_sending(id));
  BOOST_TEST(!second.close(id, State::discarded));
  BOOST_TEST(second.adopt().empty());
  BOOST_TEST(first.start_sending(id));
  BOOST_TEST(first.sent(id));
}

BOOST_AUTO_TEST_CASE(what_a_killed_process_left_is_adopted_by_exactly_one) {
  Box box;
  const int code = elsewhere([&] {
    Outbox outbox(box.path(), box.clock);
    outbox.hold(draft("left behind"), held());
    ::raise(SIGKILL);
    return 0;
  });
  BOOST_TEST(code == -SIGKILL);
  Outbox first(box.path(), box.clock);
  Outbox second(box.path(), box.clock);
  BOOST_TEST(first.waiting().size() + second.waiting().size() == 1u);
}

BOOST_AUTO_TEST_CASE(a_message_left_in_the_one_window_stays_in_it) {
  Box box;
  {
    Outbox outbox(box.path(), box.clock);
    outbox.start_sending(outbox.hold(draft("sent or not"), held()));
  }
  Outbox outbox(box.path(), box.clock);
  BOOST_REQUIRE_EQUAL(outbox.waiting().size(), 1u);
  BOOST_TEST((outbox.waiting()[0].state == State::sending));
  BOOST_TEST(outbox.waiting()[0].inherited);
}

BOOST_AUTO_TEST_CASE(what_nobody_asked_for_expires_after_thirty_days_and_is_named) {
  Box box;
  Outbox outbox(box.path(), box.clock);
  const HoldId old = outbox.hold(draft("old"), held());
  box.clock.advance(std::chrono::days(20));
  outbox.hold(draft("young"), held());
  box.clock.advance(std::chrono::days(11));
  const auto expired = outbox.expire();
  BOOST_REQUIRE_EQUAL(expired.size(), 1u);
  BOOST_TEST(expired[0].id == old);
  BOOST_TEST(expired[0].draft.raw == "old");
  BOOST_TEST((outbox.find(old)->state == State::expired));
}

BOOST_AUTO_TEST_CASE(what_was_held_under_an_older_spelling_waits_in_the_room_of_today) {
  Box box;
  const RoomKey once{"prpl-irc", "IRC.School.Example.", "#class3"}, today{"prpl-irc", "school.example", "#class3"};
  // Keys are not checked on their way in: this is what an earlier version wrote.
  const auto earlier_version = [&](const char* text) {
    return elsewhere([&] {
      Outbox outbox(box.path(), box.clock);
      outbox.hold(draft(text, once), held());
      return 0;
    });
  };
  BOOST_TEST(earlier_version("first") == 0);
  Outbox outbox(box.path(), box.clock);
  BOOST_REQUIRE_EQUAL(outbox.waiting(today, ann).size(), 1u);
  BOOST_TEST(outbox.waiting(once, ann).empty());
  BOOST_TEST(outbox.waits_in(today));
  BOOST_TEST(!outbox.waits_in(once));
  // An earlier version that ran beside us, and is gone.
  BOOST_TEST(earlier_version("second") == 0);
  outbox.adopt();
  const auto waiting = outbox.waiting(today, ann);
  BOOST_REQUIRE_EQUAL(waiting.size(), 2u);
  BOOST_TEST(waiting[0].draft.raw == "first");
  BOOST_TEST(waiting[1].draft.raw == "second");
  // It leaves from there, and only once.
  BOOST_TEST(outbox.start_sending(waiting[0].id));
  BOOST_TEST(outbox.sent(waiting[0].id));
  BOOST_TEST(!outbox.start_sending(waiting[0].id));
}

BOOST_AUTO_TEST_CASE(a_room_is_forgotten_only_once_nothing_of_it_waits) {
  Box box;
  Outbox outbox(box.path(), box.clock);
  const HoldId ours = outbox.hold(draft("a"), held()), dropped = outbox.hold(draft("b"), held()), elsewhere = outbox.hold(draft("c", street), held());
  outbox.close(dropped, State::discarded);
  BOOST_TEST(outbox.waits_in(lab));
  BOOST_TEST(!outbox.forget(lab));
  BOOST_TEST((outbox.find(dropped)->state == State::discarded));
  outbox.close(ours, State::discarded);
  BOOST_TEST(!outbox.waits_in(lab));
  BOOST_TEST(outbox.forget(lab));
  BOOST_TEST(!outbox.find(dropped));
  BOOST_TEST((outbox.find(elsewhere)->state == State::held));
}

BOOST_AUTO_TEST_SUITE_END()
