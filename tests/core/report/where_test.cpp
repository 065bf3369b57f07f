// SPDX-License-Identifier: GPL-3.0-or-later
#include <boost/test/unit_test.hpp>

#include <set>
#include <string>

#include "core/report/where.h"

namespace tact::report {

BOOST_AUTO_TEST_SUITE(where_networks_take_reports)

BOOST_AUTO_TEST_CASE(each_network_is_told_by_its_own_way_and_an_unknown_one_by_a_general_word) {
  struct Case {
    const char *protocol, *word;
  };
  std::set<std::string> told;
  for (const Case& one : {Case{"prpl-jabber", "XEP-0377"}, Case{"prpl-irc", "operators"}, Case{"prpl-hehoe-whatsmeow", "WhatsApp"}, Case{"prpl-telegram", "Telegram"},
                          Case{"prpl-matrix", "Matrix"}, Case{"prpl-eionrobb-discord", "Discord"}, Case{"prpl-unheard-of", "its own program"}}) {
    const std::string text = where_to_report(one.protocol);
    BOOST_TEST(text.find(one.word) != std::string::npos, one.protocol << ": " << text);
    told.insert(text);
  }
  BOOST_TEST(told.size() == 7u);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace tact::report
