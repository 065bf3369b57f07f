// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/language/matcher.h"

#include <array>
#include <boost/test/unit_test.hpp>

using namespace tact;
using namespace tact::language;

namespace {

/// Phrases by number, found in `message` with what else is asked for.
struct Phrases {
  Phrases() {
    matcher.add_words("insult", {"fool", "waste of space", "half wit{,s}"}, 0);
    matcher.add_words("everyday", {"you", "are", "a", "is", "the"}, word_common);
  }
  void add(std::string_view phrase, std::uint32_t group = Matcher::always) {
    BOOST_TEST(matcher.add_phrase(phrase, count++, group) == "");
  }
  std::string found(std::string_view message, std::span<const std::uint32_t> groups = {}) const {
    Text text;
    read_text(message, Format::plain, text);
    Matcher::Words words;
    matcher.look(text, words);
    std::vector<Mark> marks;
    groups.empty() ? matcher.scan(text, words, marks) : matcher.scan_for(groups, text, words, marks);
    std::string out;
    for (const Mark& mark : marks)
      out += std::to_string(mark.phrase) + ":" + std::to_string(mark.first) + "-" + std::to_string(mark.last) + " ";
    return out;
  }
  Matcher matcher;
  std::uint32_t count = 0;
};

}  // namespace

BOOST_AUTO_TEST_SUITE(matcher)

BOOST_AUTO_TEST_CASE(a_phrase_is_found_where_its_words_stand_in_its_order) {
  Phrases phrases;
  phrases.add("you ~2 rude");
  phrases.matcher.finish();
  BOOST_TEST(phrases.found("you are so rude") == "0:0-3 ");
  BOOST_TEST(phrases.found("rude are you") == "");
  BOOST_TEST(phrases.found("you. rude") == "0:0-2 ");
  BOOST_TEST(phrases.found("you and all of them are rude") == "");
}

BOOST_AUTO_TEST_CASE(a_short_phrase_stands_for_its_category_in_every_place) {
  Phrases phrases;
  phrases.add("<insult> you");
  phrases.add("you <insult> now");
  phrases.add("a <insult>");
  phrases.add("<name>|he|(my friend) <insult>");
  phrases.matcher.finish();
  BOOST_TEST(phrases.found("waste of space you") == "0:0-3 ");
  BOOST_TEST(phrases.found("you half wits now") == "1:0-3 ");
  BOOST_TEST(phrases.found("a waste of space") == "2:0-3 ");
  BOOST_TEST(phrases.found("my friend fool") == "3:0-2 ");
  BOOST_TEST(phrases.found("Ian waste of space") == "3:0-3 ");
  // Its rarest word alone is not the phrase.
  BOOST_TEST(phrases.found("a space") == "");
  BOOST_TEST(phrases.found("a of waste space") == "");
}

BOOST_AUTO_TEST_CASE(phrases_of_a_group_are_found_only_where_it_is_asked_for) {
  Phrases phrases;
  phrases.add("you fool");
  phrases.add("you fool", 3);
  phrases.add("sorry", 5);
  phrases.matcher.finish();
  constexpr std::array<std::uint32_t, 1> third{3}, fifth{5}, none{7};
  constexpr std::array<std::uint32_t, 2> both{5, 3};
  BOOST_TEST(phrases.found("you fool, sorry") == "0:0-1 ");
  BOOST_TEST(phrases.found("you fool, sorry", third) == "1:0-1 ");
  BOOST_TEST(phrases.found("you fool, sorry", fifth) == "2:3-3 ");
  BOOST_TEST(phrases.found("you fool, sorry", both) == "1:0-1 2:3-3 ");
  BOOST_TEST(phrases.found("you fool, sorry", none) == "");
}

BOOST_AUTO_TEST_CASE(beginning_and_end_of_a_sentence) {
  Phrases phrases;
  phrases.add("^ fool");
  phrases.add("fool $");
  phrases.matcher.finish();
  BOOST_TEST(phrases.found("fool you are") == "0:0-0 ");
  BOOST_TEST(phrases.found("you fool") == "1:1-1 ");
  BOOST_TEST(phrases.found("Well now. Fool") == "1:3-3 0:3-3 ");
}

BOOST_AUTO_TEST_CASE(two_matchers_take_turns_in_one_thread) {
  Phrases one, other;
  one.add("you fool");
  other.add("the is");
  other.add("you fool sorry");
  one.matcher.finish();
  other.matcher.finish();
  for (int turn = 0; turn < 3; ++turn) {
    BOOST_TEST(one.found("you fool sorry") == "0:0-1 ");
    BOOST_TEST(other.found("you fool sorry") == "1:0-2 ");
  }
}

BOOST_AUTO_TEST_SUITE_END()
