// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/outbox/lately.h"

#include <boost/test/unit_test.hpp>

using namespace tact;
using namespace tact::outbox;
using namespace std::chrono_literals;

namespace {

const AccountKey ann{"prpl-jabber", "ann@localhost"}, ben{"prpl-jabber", "ben@localhost"};
const Instant noon{Milliseconds{1795867200000}};

RoomKey room(const std::string& name) { return {"prpl-jabber", "conference.localhost", name}; }

Hold released(const std::string& raw, const std::string& where = "lab", const AccountKey& account = ann) {
  Hold hold;
  hold.draft.room = room(where);
  hold.draft.account = account;
  hold.draft.raw = raw;
  return hold;
}

std::string raw(const std::optional<Hold>& hold) { return hold ? hold->draft.raw : ""; }

}  // namespace

BOOST_AUTO_TEST_SUITE(lately)

BOOST_AUTO_TEST_CASE(what_comes_back_is_the_last_one_of_its_room_and_comes_once) {
  Lately lately;
  lately.put(released("first"), noon);
  lately.put(released("second"), noon + 1s);
  lately.put(released("elsewhere", "street"), noon + 1s);
  lately.put(released("another's", "lab", ben), noon + 1s);
  BOOST_TEST(raw(lately.take(room("lab"), ann, noon + 2s)) == "second");
  BOOST_TEST(raw(lately.take(room("lab"), ann, noon + 2s)) == "");
  BOOST_TEST(raw(lately.take(room("street"), ann, noon + 2s)) == "elsewhere");
  lately.forget(room("lab"), ben);
  BOOST_TEST(raw(lately.take(room("lab"), ben, noon + 2s)) == "");
}

BOOST_AUTO_TEST_CASE(after_ten_minutes_an_error_is_about_something_else) {
  Lately lately;
  lately.put(released("in time"), noon);
  lately.put(released("too late", "street"), noon);
  BOOST_TEST(raw(lately.take(room("lab"), ann, noon + 10min)) == "in time");
  BOOST_TEST(raw(lately.take(room("street"), ann, noon + 10min + 1ms)) == "");
}

BOOST_AUTO_TEST_CASE(the_words_do_not_stay_in_memory) {
  Lately lately;
  lately.put(released("old"), noon);
  lately.put(released("young", "street"), noon + 6min);
  lately.forget_old(noon + 11min);
  BOOST_TEST(!lately.empty());
  lately.forget_old(noon + 17min);
  BOOST_TEST(lately.empty());
}

BOOST_AUTO_TEST_CASE(many_rooms_push_out_the_oldest_alone) {
  Lately lately;
  for (std::size_t i = 0; i <= Lately::most; ++i) lately.put(released("words", "room" + std::to_string(i)), noon + std::chrono::milliseconds(i));
  const Instant now = noon + 1s;
  BOOST_TEST(raw(lately.take(room("room0"), ann, now)) == "");
  BOOST_TEST(raw(lately.take(room("room1"), ann, now)) == "words");
  BOOST_TEST(raw(lately.take(room("room" + std::to_string(Lately::most)), ann, now)) == "words");
}

BOOST_AUTO_TEST_SUITE_END()
