// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/message.h"

#include <boost/test/unit_test.hpp>

BOOST_AUTO_TEST_SUITE(message)

BOOST_AUTO_TEST_CASE(a_room_key_survives_its_text_form) {
  const tact::RoomKey key{"prpl-jabber", "conference.localhost", "a|b%c\n"};
  BOOST_TEST(key.text() == "prpl-jabber|conference.localhost|a%7Cb%25c%0A");
  BOOST_TEST((tact::RoomKey::parse(key.text()) == key));
}

BOOST_AUTO_TEST_CASE(a_room_key_has_one_spelling) {
  for (const char* bad : {"", "a", "a|b", "|b|c", "a|b|", "a|b|c|d", "a|b|%4", "a|b|%41", "a|b|%7c", "a|b|%zz"})
    BOOST_TEST(!tact::RoomKey::parse(bad), bad);
}

BOOST_AUTO_TEST_SUITE_END()
