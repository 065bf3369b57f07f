// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/room/settle.h"

#include <boost/test/unit_test.hpp>
#include <filesystem>

#include "core/store/database.h"
#include "tests/core/moderation/desk.h"

using namespace tact;

namespace {

constexpr const char* schema[] = {"CREATE TABLE said(room TEXT NOT NULL, matter TEXT NOT NULL, how TEXT NOT NULL, PRIMARY KEY(room, matter));"};

struct File {
  desk::Folder folder;
  store::Database database{folder.path + "/said.db", 7, schema};

  void say(const char* room, const char* matter, const char* how) { database.prepare("INSERT INTO said VALUES(?1,?2,?3)").bind(1, room).bind(2, matter).bind(3, how).run(); }
  std::string how(const char* room, const char* matter) {
    auto row = database.prepare("SELECT how FROM said WHERE room=?1 AND matter=?2");
    row.bind(1, room).bind(2, matter);
    return row.step() ? row.text(0) : "";
  }
};

}  // namespace

BOOST_AUTO_TEST_SUITE(settle)

BOOST_AUTO_TEST_CASE(a_key_is_settled_only_where_its_network_has_another_name) {
  struct Row {
    const char *was, *is;
  };
  for (const Row& row : {Row{"prpl-irc|irc.libera.chat|#lab", "prpl-irc|libera.chat|#lab"}, Row{"prpl-irc|libera.chat|#lab", "prpl-irc|libera.chat|#lab"},
                         Row{"prpl-irc|LOCALHOST|#a%7Cb", "prpl-irc|127.0.0.1|#a%7Cb"}, Row{"prpl-jabber|irc.libera.chat|lab", "prpl-jabber|irc.libera.chat|lab"},
                         Row{"prpl-irc||#lab", "prpl-irc||#lab"}, Row{"no key", "no key"}, Row{"", ""}})
    BOOST_TEST(room::settled(row.was) == row.is, row.was);
}

BOOST_AUTO_TEST_CASE(rows_move_to_the_name_of_today_and_what_stands_there_already_stands) {
  File file;
  file.say("prpl-irc|irc.libera.chat|#lab", "level", "old");
  file.say("prpl-irc|irc.libera.chat|#lab", "hours", "old");
  file.say("prpl-irc|libera.chat|#lab", "hours", "new");
  file.say("prpl-jabber|irc.libera.chat|lab", "level", "jabber");
  file.say("prpl-ircx|irc.libera.chat|#lab", "level", "another protocol");
  for (int again = 0; again < 2; ++again) {
    room::settle(file.database, {"said"});
    BOOST_TEST(file.how("prpl-irc|libera.chat|#lab", "level") == "old");
    BOOST_TEST(file.how("prpl-irc|libera.chat|#lab", "hours") == "new");
    BOOST_TEST(file.how("prpl-irc|irc.libera.chat|#lab", "level") == "");
    BOOST_TEST(file.how("prpl-irc|irc.libera.chat|#lab", "hours") == "old");
    BOOST_TEST(file.how("prpl-jabber|irc.libera.chat|lab", "level") == "jabber");
    BOOST_TEST(file.how("prpl-ircx|irc.libera.chat|#lab", "level") == "another protocol");
  }
}

BOOST_AUTO_TEST_SUITE_END()
