// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/language/lexicon.h"

#include <boost/test/unit_test.hpp>
#include <rapidjson/document.h>

#include <filesystem>
#include <fstream>

#include "core/language/pack.h"
#include "core/language/restore.h"

using namespace tact;
using namespace tact::language;

namespace {

/// The pack, the languages and the model as they are shipped.
struct Shipped {
  Shipped() {
    std::vector<std::string> errors;
    pack = Pack::load("en", data_folder() + "/packs/en", errors);
    std::string wrong;
    model = Model::load(data_folder() + "/model/en.model", wrong);
    BOOST_REQUIRE(pack != nullptr);
    BOOST_REQUIRE_MESSAGE(model != nullptr, wrong);
    tongues.add("en", {"the", "and", "you", "is"});
    tongues.add("de", {"und", "die", "ist", "das"});
    tongues.finish();
  }
  std::unique_ptr<Pack> pack;
  std::unique_ptr<Model> model;
  Tongues tongues;
};

std::vector<std::string> examples() {
  std::vector<std::string> texts;
  for (const auto& entry : std::filesystem::directory_iterator(data_folder() + "/examples")) {
    std::ifstream file(entry.path());
    for (std::string line; entry.path().extension() == ".jsonl" && std::getline(file, line);) {
      rapidjson::Document one;
      one.Parse(line.c_str());
      if (one.IsObject() && one.HasMember("text") && one["text"].IsString()) texts.emplace_back(one["text"].GetString());
    }
  }
  return texts;
}

std::vector<Mark> marks_of(const Matcher& matcher, const Text& text, const Matcher::Words& words) {
  std::vector<Mark> marks;
  matcher.scan(text, words, marks);
  return marks;
}

bool same(const std::vector<Mark>& a, const std::vector<Mark>& b) {
  return std::ranges::equal(a, b, [](const Mark& x, const Mark& y) { return x.phrase == y.phrase && x.first == y.first && x.last == y.last; });
}

/// What the lexicon says of a text, against those that it spares the work.
void agrees(const Shipped& shipped, const Lexicon& lexicon, const std::string& raw) {
  Text text;
  read_text(raw, Format::plain, text);
  Known known;
  lexicon.read(text, known);
  Matcher::Words words;
  shipped.pack->matcher().look(text, words);
  BOOST_CHECK_MESSAGE(same(marks_of(shipped.pack->matcher(), text, known.words), marks_of(shipped.pack->matcher(), text, words)), raw);
  Restored restored;
  Restored less;
  if (!known.words_disguised)
    BOOST_CHECK_MESSAGE(restore(text, shipped.pack->matcher(), words, restored) == restore(text, shipped.pack->matcher(), words, less, false) && restored.text.folded == less.text.folded, raw);
  if (!known.maybe_disguised) BOOST_CHECK_MESSAGE(!restore(text, shipped.pack->matcher(), words, restored), raw);
  if (!known.maybe_other) BOOST_CHECK_MESSAGE(shipped.tongues.of(text, "en") == "en", raw);
  Reading with, without;
  shipped.model->read_first(text, {}, &known.weights, with);
  shipped.model->read_first(text, {}, without);
  BOOST_CHECK_MESSAGE(with.first_stage == without.first_stage, raw);
}

/// As people hide words.
std::string hidden(const std::string& raw, std::size_t how) {
  std::string out;
  for (std::size_t i = 0; i < raw.size(); ++i) {
    out += raw[i];
    if (how % 4 == 0 && i % 5 == 2) out += ' ';
    if (how % 4 == 1 && i % 7 == 3) out += '.';
    if (how % 4 == 2 && i % 6 == 1) out += raw[i];
    if (how % 4 == 3 && out.back() == ' ') out.pop_back();
  }
  return out;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(lexicon)

BOOST_AUTO_TEST_CASE(says_what_those_say_whom_it_spares_the_work) {
  const Shipped shipped;
  const Lexicon lexicon(shipped.pack->matcher(), shipped.tongues, "en", shipped.model.get());
  const std::vector<std::string> texts = examples();
  BOOST_REQUIRE(texts.size() > 500);
  for (std::size_t i = 0; i < texts.size(); i += 3) {
    agrees(shipped, lexicon, texts[i]);
    agrees(shipped, lexicon, hidden(texts[i], i));
  }
  for (const char* text : {"", " ", "?", "id iot", "mor on", "you 1d10t", "die und ist das", "die the and you", "youareanidiot", "idiotway you", "a-b.c", "#105;diot",
                           "a wordthatislongerthansixteenletters again", "\xD0\xB0 \xE4\xBD\xA0\xE5\xA5\xBD", "fuk off"})
    agrees(shipped, lexicon, text);
}

BOOST_AUTO_TEST_CASE(says_the_same_when_its_table_has_been_full_of_other_words) {
  const Shipped shipped;
  const Lexicon lexicon(shipped.pack->matcher(), shipped.tongues, "en", shipped.model.get());
  const char* text = "the teacher is a complete idiot and you know it";
  agrees(shipped, lexicon, text);
  std::string many;
  for (int i = 0; i < 20000; ++i) many += "w" + std::to_string(i * 7919) + "x ";
  Text other;
  read_text(many, Format::plain, other);
  Known known;
  lexicon.read(other, known);
  agrees(shipped, lexicon, text);
  // More words in one text than a set has places: none is lost on the way.
  agrees(shipped, lexicon, many.substr(0, 4000));
}

BOOST_AUTO_TEST_CASE(two_of_one_thread_do_not_take_each_others_words) {
  const Shipped shipped;
  std::vector<std::string> errors;
  const auto small = Pack::make("en", {{"a.rule", "[one]\nKind=phrase\nGuideline=abuse\nLabel=abuse\nSureness=0.9\nReason=r\nHint=h\nMatch=green idea\nCatches=a green idea\nSpares=an idea\n"}}, errors);
  BOOST_REQUIRE(small != nullptr);
  const Lexicon large(shipped.pack->matcher(), shipped.tongues, "en", shipped.model.get()), little(small->matcher(), shipped.tongues, "en", nullptr);
  Text text;
  read_text("what a green idea", Format::plain, text);
  Known known;
  for (int i = 0; i < 3; ++i) {
    agrees(shipped, large, "what a green idea, you idiot");
    little.read(text, known);
    BOOST_TEST(marks_of(small->matcher(), text, known.words).size() == 1U);
  }
}

BOOST_AUTO_TEST_SUITE_END()
