// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/room/network.h"
#include "core/room/speech.h"

#include <boost/test/unit_test.hpp>
#include <string>
#include <vector>

using namespace tact;

namespace {

Text read(std::string_view words, Format format = Format::plain) {
  Text text;
  read_text(words, format, text);
  return text;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(speech)

BOOST_AUTO_TEST_CASE(what_asks_and_what_tells) {
  for (const char* question : {"When is PE?", "does anyone know when PE is", "what time is it", "Hi all, is it swimming tomorrow", "anyone got leads", "Quick one. Who is collecting"}) BOOST_TEST(room::asks(read(question)), question);
  for (const char* statement : {"PE is on Tuesday", "Can do Friday", "Have fun all", "Will do", "I know when it is", "Is fine by me", ""}) BOOST_TEST(!room::asks(read(statement)), statement);
}

BOOST_AUTO_TEST_CASE(what_only_acknowledges) {
  for (const char* nod : {"Thanks", "thank you Lena", "👍", "🙏🙏", "ok great", "Cheers all", "Perfect!"}) BOOST_TEST(room::acknowledges(read(nod)), nod);
  for (const char* more : {"Thanks, is it at nine?", "Thanks, see you Tuesday at the gate", "ok so bring a coat and boots", "yes 9.30", "Yes I am coming", ""}) BOOST_TEST(!room::acknowledges(read(more)), more);
}

BOOST_AUTO_TEST_CASE(a_name_is_bare_of_what_stands_around_it_and_whole) {
  const auto words = [](std::string_view folded) {
    std::vector<std::string> out;
    room::for_each_bare_word(folded, [&](std::string_view word, std::size_t start) {
      BOOST_TEST(folded.substr(start, word.size()) == word);
      out.emplace_back(word);
      return true;
    });
    return out;
  };
  const auto are = [&](std::string_view folded, const std::vector<std::string>& expected) { BOOST_TEST(words(folded) == expected, boost::test_tools::per_element()); };
  are("@sam: (thanks) ann's [x]", {"sam", "thanks", "ann", "x"});
  are(" rob-2,\tlinnæ\nпётр ", {"rob-2", "linnæ", "пётр"});  // their last bytes are also those of an ellipsis
  are(" .,; ' ", {});
  are("", {});
}

BOOST_AUTO_TEST_CASE(what_shows_a_picture) {
  BOOST_TEST(!room::picture(read("look <img id=\"1\">", Format::markup), "look <img id=\"1\">", Format::markup).empty());
  for (const char* shown : {"[photo: two men at a table]", "here [Photo]", "https://example.org/a/IMG_1.JPG", "https://photos.app.goo.gl/abc"}) BOOST_TEST(!room::picture(read(shown), shown, Format::plain).empty(), shown);
  for (const char* other : {"no photo allowed", "https://example.org/letter.pdf", "[document]"}) BOOST_TEST(room::picture(read(other), other, Format::plain).empty(), other);
}

BOOST_AUTO_TEST_CASE(likeness_counts_the_words_that_matter) {
  const auto like = [](const char* a, const char* b) { return room::likeness(room::gist(read(a)), room::gist(read(b))); };
  BOOST_TEST(like("Does anyone know when PE kit is needed?", "when is PE kit needed?") > 0.9F);
  BOOST_TEST(like("When is the bake sale?", "When is the book sale?") < 0.6F);
  BOOST_TEST(like("When?", "When?") == 0.0F);
}

BOOST_AUTO_TEST_CASE(an_irc_network_is_one_however_its_server_was_typed) {
  struct Row {
    const char *typed, *network;
  };
  for (const Row& row : {Row{"irc.libera.chat", "libera.chat"}, Row{"IRC.Libera.Chat.", "libera.chat"}, Row{"libera.chat", "libera.chat"}, Row{"irc6.libera.chat", "libera.chat"},
                         Row{"ssl.irc.example.org", "example.org"}, Row{"irc.school.example.co.uk", "school.example.co.uk"}, Row{"irc.example", "irc.example"},
                         Row{"zinc.example.net", "zinc.example.net"}, Row{"127.0.0.1", "127.0.0.1"}, Row{"localhost", "127.0.0.1"}, Row{"::1", "127.0.0.1"}, Row{"", ""}, Row{".", ""},
                         Row{"irc", "irc"}, Row{"irc..x", ".x"}})
    BOOST_TEST(room::irc_network(row.typed) == row.network, row.typed);
}

BOOST_AUTO_TEST_SUITE_END()
