// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/outbox/outbox.h"

#include <signal.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <boost/test/unit_test.hpp>
#include <fstream>
#include <random>
#include <thread>

#include "tests/core/outbox/box.h"

using namespace tact;
using namespace tact::outbox;
using namespace std::chrono_literals;

BOOST_AUTO_TEST_SUITE(outbox_room)

BOOST_AUTO_TEST_CASE(what_is_held_comes_back_whole_after_a_restart) {
  Box box;
  HoldId id = 0;
  {
    Outbox outbox(box.path(), box.clock);
    Draft written = draft("<b>it\xff is</b>\n late");
    written.format = Format::plain;
    written.action = written.pictures = true;
    id = outbox.hold(written, held());
  }
  Outbox outbox(box.path(), box.clock);
  const auto hold = outbox.find(id);
  BOOST_REQUIRE(hold);
  BOOST_TEST(hold->draft.raw == "<b>it\xff is</b>\n late");
  BOOST_TEST((hold->draft.room == lab));
  BOOST_TEST((hold->draft.account == ann));
  BOOST_TEST((hold->draft.format == Format::plain));
  BOOST_TEST(hold->draft.action);
  BOOST_TEST(hold->draft.pictures);
  BOOST_TEST(hold->word_needed);
  BOOST_TEST(hold->urgent);
  BOOST_TEST((hold->held_at == box.clock.now()));
  BOOST_TEST(hold->inherited);
  BOOST_REQUIRE_EQUAL(hold->reasons.size(), 1u);
  BOOST_TEST(hold->reasons[0].guideline == "good_time");
  BOOST_TEST(hold->reasons[0].reason == "It is 23:14.");
  BOOST_TEST(hold->reasons[0].span.end == 5u);
}

BOOST_AUTO_TEST_CASE(only_the_owner_reads_the_file) {
  Box box;
  Outbox outbox(box.path(), box.clock);
  outbox.hold(draft("private"), held());
  for (const auto& entry : std::filesystem::directory_iterator(box.folder)) {
    struct stat data {};
    BOOST_REQUIRE_EQUAL(::stat(entry.path().c_str(), &data), 0);
    BOOST_TEST((data.st_mode & 077) == 0u, entry.path().string());
  }
}

BOOST_AUTO_TEST_CASE(every_step_starts_from_its_states_and_from_no_other) {
  struct Step {
    const char* name;
    bool (*take)(Outbox&, HoldId);
    std::vector<State> from;
    State to;
  };
  const Instant due{Milliseconds{1795900000000}};
  static Instant at;
  at = due;
  const std::vector<Step> steps = {
      {"schedule", [](Outbox& o, HoldId id) { return o.schedule(id, at); }, {State::gathering, State::held, State::scheduled, State::pausing}, State::scheduled},
      {"pause", [](Outbox& o, HoldId id) { return o.pause(id, at); }, {State::held, State::scheduled}, State::pausing},
      {"take back", [](Outbox& o, HoldId id) { return o.take_back(id); }, {State::pausing}, State::held},
      {"unschedule", [](Outbox& o, HoldId id) { return o.unschedule(id); }, {State::scheduled}, State::held},
      {"start", [](Outbox& o, HoldId id) { return o.start_sending(id); }, {State::gathering, State::held, State::scheduled, State::pausing, State::sending}, State::sending},
      {"sent", [](Outbox& o, HoldId id) { return o.sent(id); }, {State::sending}, State::released},
      {"not sent", [](Outbox& o, HoldId id) { return o.not_sent(id); }, {State::sending}, State::held},
      {"keep", [](Outbox& o, HoldId id) { return o.keep(id, held()); }, {State::gathering}, State::held},
      {"drop", [](Outbox& o, HoldId id) { return o.close(id, State::discarded); }, {State::gathering, State::held, State::scheduled, State::pausing, State::sending}, State::discarded},
      {"move", [](Outbox& o, HoldId id) { return o.close(id, State::moved); }, {State::gathering, State::held, State::scheduled, State::pausing, State::sending}, State::moved},
  };
  const State all[] = {State::gathering, State::held, State::scheduled, State::pausing, State::sending, State::released, State::revised, State::moved, State::discarded, State::expired};
  Box box;
  Outbox outbox(box.path(), box.clock);
  for (const Step& step : steps)
    for (const State from : all) {
      const HoldId id = from == State::gathering ? outbox.gather(draft("text")) : outbox.hold(draft("text"), held());
      if (from == State::scheduled) BOOST_REQUIRE(outbox.schedule(id, due));
      if (from == State::pausing) BOOST_REQUIRE(outbox.pause(id, due));
      if (from == State::sending || from == State::released) BOOST_REQUIRE(outbox.start_sending(id));
      if (from == State::released) BOOST_REQUIRE(outbox.sent(id));
      if (from == State::revised || from == State::moved || from == State::discarded || from == State::expired) BOOST_REQUIRE(outbox.close(id, from));
      const bool allowed = std::find(step.from.begin(), step.from.end(), from) != step.from.end();
      const std::string what = std::string(step.name) + " from " + std::string(name(from));
      BOOST_TEST(step.take(outbox, id) == allowed, what);
      const auto after = outbox.find(id);
      BOOST_REQUIRE_MESSAGE(after, what);
      BOOST_TEST((after->state == (allowed ? step.to : from)), what + " is now " + std::string(name(after->state)));
    }
}

BOOST_AUTO_TEST_CASE(what_has_ended_leaves_no_words_in_the_file) {
  Box box;
  {
    Outbox outbox(box.path(), box.clock);
    const HoldId id = outbox.gather(draft("zebra crossing"));
    BOOST_TEST(outbox.add_fragment(id, "elephant", "zebra crossing<br>elephant", Format::markup));
    BOOST_TEST(outbox.close(id, State::discarded));
    BOOST_TEST((outbox.find(id)->state == State::discarded));
    BOOST_TEST(outbox.find(id)->draft.raw == "");
  }
  std::ifstream file(box.path(), std::ios::binary);
  const std::string bytes((std::istreambuf_iterator<char>(file)), std::istreambuf_iterator<char>());
  BOOST_TEST(bytes.find("zebra") == std::string::npos);
  BOOST_TEST(bytes.find("elephant") == std::string::npos);
}

BOOST_AUTO_TEST_CASE(a_revision_replaces_in_one_step) {
  Box box;
  Outbox outbox(box.path(), box.clock);
  const HoldId first = outbox.hold(draft("one"), held());
  const HoldId second = outbox.hold(draft("two"), held(), first);
  BOOST_TEST((outbox.find(first)->state == State::revised));
  BOOST_REQUIRE_EQUAL(outbox.waiting().size(), 1u);
  BOOST_TEST(outbox.waiting()[0].id == second);
}

BOOST_AUTO_TEST_CASE(rooms_and_accounts_are_kept_apart) {
  Box box;
  Outbox outbox(box.path(), box.clock);
  const HoldId id = outbox.hold(draft("lab", lab, ann), held());
  outbox.hold(draft("street", street, ann), held());
  outbox.hold(draft("ben", lab, ben), held());
  BOOST_TEST(outbox.newest(lab, ann)->id == id);
  BOOST_TEST(outbox.waiting(lab, ann).size() == 1u);
  BOOST_TEST(!outbox.newest(street, ben));
  BOOST_TEST(outbox.any(street));
  BOOST_TEST(!outbox.any(RoomKey{"prpl-jabber", "conference.localhost", "lab2"}));
}

BOOST_AUTO_TEST_CASE(a_scheduled_one_is_due_at_its_time_and_not_before) {
  Box box;
  Outbox outbox(box.path(), box.clock);
  const HoldId id = outbox.hold(draft("later"), held());
  const Instant due = box.clock.now() + 8h;
  BOOST_TEST(outbox.schedule(id, due));
  BOOST_TEST(outbox.due(due - 1ms).empty());
  BOOST_REQUIRE_EQUAL(outbox.due(due).size(), 1u);
  BOOST_TEST(outbox.due(due)[0].id == id);
  BOOST_TEST(outbox.any_scheduled());
}

BOOST_AUTO_TEST_CASE(a_damaged_file_is_put_aside_and_named) {
  Box box;
  { Outbox outbox(box.path(), box.clock); }
  std::ofstream(box.path(), std::ios::binary | std::ios::trunc) << std::string(4096, 'x');
  Outbox outbox(box.path(), box.clock);
  BOOST_REQUIRE(outbox.set_aside());
  BOOST_TEST(std::filesystem::exists(*outbox.set_aside()));
  BOOST_TEST(outbox.waiting().empty());
  outbox.hold(draft("goes on"), held());
}

BOOST_AUTO_TEST_CASE(a_folder_that_cannot_be_written_is_an_error_with_its_path) {
  Box box;
  std::filesystem::create_directory(box.path());
  BOOST_CHECK_EXCEPTION(Outbox(box.path(), box.clock), store::Error,
                        [&](const store::Error& error) { return std::string(error.what()).find(box.path()) != std::string::npos; });
}

BOOST_AUTO_TEST_CASE(killed_at_random_moments_nothing_acknowledged_is_lost_or_doubled) {
  // The child says over a pipe what the outbox has acknowledged; whatever it said must be there afterwards, in that state or the next.
  std::mt19937 random(20261126);
  for (int round = 0; round < 25; ++round) {
    Box box;
    int ends[2];
    BOOST_REQUIRE_EQUAL(::pipe(ends), 0);
    const pid_t child = ::fork();
    if (child == 0) {
      ::close(ends[0]);
      const auto say = [&](char what) { return ::write(ends[1], &what, 1) == 1; };
      try {
        Outbox outbox(box.path(), box.clock);
        for (;;) {
          const HoldId id = outbox.gather(draft("a"));
          say('g');
          outbox.add_fragment(id, "b", "a b", Format::markup);
          outbox.start_sending(id);
          say('w');
          outbox.sent(id);
          say('s');
        }
      } catch (...) {
      }
      ::_exit(1);
    }
    ::close(ends[1]);
    std::this_thread::sleep_for(std::chrono::microseconds(std::uniform_int_distribution<int>(4000, 40000)(random)));
    ::kill(child, SIGKILL);
    ::waitpid(child, nullptr, 0);
    std::string said;
    char buffer[4096];
    for (ssize_t n; (n = ::read(ends[0], buffer, sizeof buffer)) > 0;) said.append(buffer, static_cast<std::size_t>(n));
    ::close(ends[0]);
    const auto count = [&](char what) { return std::count(said.begin(), said.end(), what); };
    Outbox outbox(box.path(), box.clock);
    const auto waiting = outbox.waiting();
    // At most the one it was working on waits; every one that was said to be sent is closed.
    BOOST_TEST(waiting.size() <= 1u);
    if (count('g') > count('s') && waiting.empty()) BOOST_TEST((outbox.find(count('g'))->state == State::released));
    if (count('w') > count('s') && !waiting.empty()) BOOST_TEST((waiting[0].state == State::sending));
    for (std::ptrdiff_t id = 1; id <= count('s'); ++id) BOOST_TEST((outbox.find(id)->state == State::released));
  }
}

BOOST_AUTO_TEST_SUITE_END()
