// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/language/pack.h"

#include <glib.h>

#include <boost/test/unit_test.hpp>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <set>

#include "core/guidelines/guideline.h"
#include "core/language/language.h"

using namespace tact;
using namespace tact::language;

namespace {

namespace fs = std::filesystem;

constexpr std::string_view head = "[d]\nGuideline=abuse\nLabel=abuse\nSureness=0.9\nReason=r\nHint=h\nSpares=fine\n";

std::vector<std::unique_ptr<Pack>> installed(std::vector<std::string>& errors) {
  std::vector<std::unique_ptr<Pack>> packs;
  for (const auto& entry : fs::directory_iterator(fs::path(data_folder()) / "packs"))
    if (entry.is_directory()) packs.push_back(Pack::load(entry.path().filename().string(), entry.path().string(), errors));
  return packs;
}

/// The first error of a pack made of `content`, or "".
std::string wrong(const std::string& content) {
  std::vector<std::string> errors;
  const auto pack = Pack::make("en", {{"a.rule", content}}, errors);
  return errors.empty() ? std::string() : errors.front();
}

/// Whether a rule with this Match= (and more lines) fires on `message`.
bool fires(const std::string& match, const std::string& message, const std::string& more = "") {
  std::vector<std::string> errors;
  const auto pack = Pack::make("en", {{"a.rule", std::string(head) + "Match=" + match + "\nCatches=" + message + "\n" + more}}, errors);
  BOOST_REQUIRE_MESSAGE(errors.empty() && pack, (errors.empty() ? "no pack" : errors.front()));
  return pack->run_examples().empty();
}

}  // namespace

BOOST_AUTO_TEST_SUITE(rule_packs)

BOOST_AUTO_TEST_CASE(every_installed_rule_catches_and_spares_what_it_says) {
  std::vector<std::string> errors;
  for (const auto& pack : installed(errors)) {
    BOOST_REQUIRE(pack);
    for (const std::string& failure : pack->run_examples()) BOOST_ERROR(failure);
  }
  for (const std::string& error : errors) BOOST_ERROR(error);
}

/// Each of 8,000 clowns goes on with what every clown before it began: it took time by the cube, and the chat client stood still.
BOOST_AUTO_TEST_CASE(thousands_of_signs_are_read_at_a_glance) {
  std::vector<std::string> errors;
  const auto language = load_language("", errors);
  BOOST_REQUIRE(language != nullptr);
  for (const std::string sign : {"🤡", "🤡 you idiot ", "🐍🤡", "not a 🤡 "}) {
    std::string many;
    for (int i = 0; i < 8000; ++i) many += sign;
    Text text;
    read_text(many, Format::plain, text);
    Reading reading;
    read(language.get(), text, {}, reading);
    BOOST_TEST(reading.hits.size() <= 64U, sign);
    BOOST_TEST((reading.hits.empty() == (sign[0] == 'n')), sign);
  }
}

BOOST_AUTO_TEST_CASE(every_installed_rule_names_a_guideline_that_exists) {
  std::set<std::string_view> known{"lanes"};
  for (const Guideline* guideline : guidelines()) known.insert(guideline->id());
  std::vector<std::string> errors;
  for (const auto& pack : installed(errors))
    for (const Rule& rule : pack->rules()) BOOST_CHECK_MESSAGE(known.contains(rule.guideline), rule.path << ": " << rule.id << " names " << rule.guideline);
}

BOOST_AUTO_TEST_CASE(reasons_accuse_nobody_and_threaten_nobody) {
  std::vector<std::string> errors;
  for (const auto& pack : installed(errors))
    for (const Rule& rule : pack->rules()) {
      BOOST_CHECK_MESSAGE(rule.reason.size() < 200, rule.id << ": the reason is longer than 200 bytes");
      for (const std::string_view word : {"law", "police", "illegal", "solicitor", "court"})
        BOOST_CHECK_MESSAGE((" " + std::string(rule.reason) + " " + std::string(rule.hint)).find(" " + std::string(word)) == std::string::npos, rule.id << " speaks of " << word);
    }
}

BOOST_AUTO_TEST_CASE(a_bad_rule_is_said_with_its_line_and_the_others_stay) {
  std::vector<std::string> errors;
  const auto pack = Pack::make("en", {{"a.rule", std::string(head) + "Match=rude\nCatches=rude\n\n[e]\nGuideline=abuse\nLabel=abuse\nSureness=2\nReason=r\nHint=h\nMatch=x\nCatches=x\nSpares=y\n"}}, errors);
  BOOST_REQUIRE_EQUAL(errors.size(), 1);
  BOOST_TEST(errors.front().starts_with("a.rule:14: bad sureness “2”, expected"));
  BOOST_REQUIRE(pack);
  BOOST_TEST(pack->rules().size() == 1);
}

BOOST_AUTO_TEST_CASE(loader_errors_name_place_and_expectation) {
  const std::string good = std::string(head) + "Match=rude\nCatches=rude\n";
  BOOST_TEST(wrong(good) == "");
  const std::pair<std::string, std::string> table[] = {
      {"Match=x\n", "a.rule:1: a key before any section, expected [rule-id] first"},
      {"[d\n", "a.rule:1: unfinished section name, expected [name]"},
      {"[d]\nnonsense\n", "a.rule:2: no “=”, expected Key=value"},
      {"[d]\nKind=x\nKind=y\n", "a.rule:3: key given twice, expected one Kind= with a “;” list"},
      {"[D]\nMatch=x\n", "a.rule:1: bad rule id, expected small letters, digits and “-”"},
      {good + "Colour=red\n", "a.rule:10: unknown key “Colour”"},
      {good + "Kind=guess\n", "a.rule:10: unknown kind “guess”, expected phrase, pattern or shouting"},
      {good + "Severity=grave\n", "a.rule:10: unknown severity “grave”, expected suggestion, mild or serious"},
      {good + "Groups=family\n", "a.rule:10: unknown group “family”, expected class or community"},
      {std::string(head) + "Catches=x\n", "a.rule:1: no Match, expected Match="},
      {std::string(head) + "Match=x\n", "a.rule:1: no Catches, expected Catches="},
      {std::string(head) + "Match=<colours>\nCatches=x\n", "a.rule:1: rule “d”: unknown category “<colours>”"},
      {std::string(head) + "Match=~2 x\nCatches=x\n", "a.rule:1: rule “d”: a phrase needs a word at both ends"},
      {std::string(head) + "Match=x ~99 y\nCatches=x\n", "a.rule:1: rule “d”: gap “~99”, expected ~1 to ~12"},
      {std::string(head) + "Match=annoy{s\nCatches=x\n", "a.rule:1: rule “d”: unclosed brace"},
      {std::string(head) + "Match={a,b}{a,b}{a,b}{a,b}{a,b}{a,b}{a,b}{a,b}{a,b}{a,b}{a,b}{a,b}{a,b}{a,b}{a,b}{a,b}{a,b}{a,b}{a,b}{a,b}{a,b}{a,b}{a,b}{a,b}{a,b}{a,b}{a,b}{a,b}{a,b}{a,b}{a,b}{a,b}{a,b}{a,b}{a,b}{a,b}{a,b}{a,b}{a,b}\nCatches=x\n",
       "a.rule:1: rule “d”: unclosed brace, or too many words"},
      {std::string(head) + "Kind=pattern\nMatch=(x\nCatches=x\n", "a.rule:1: rule “d”: missing ): (x, expected RE2 syntax"},
      {std::string(head) + "Kind=pattern\nMatch=(x)\\1\nCatches=x\n", "a.rule:1: rule “d”: invalid escape sequence: \\1, expected RE2 syntax"},
      {std::string(head) + "Kind=pattern\nMatch=((x{100}){100}){100}\nCatches=x\n", "a.rule:1: rule “d”: "},
      {good + "[d]\nMatch=x\n", "a.rule:10: bad sureness “”, expected a number above 0, at most 1"},
      {good + "\n" + good, "a.rule:11: rule id “d” is taken by a.rule, expected a new one"},
      {"[words:x]\nFlags=shy\nWords=a\n" + good, "a.rule:2: unknown flag “shy”, expected disguised, common or glue"},
  };
  for (const auto& [content, said] : table) {
    const std::string error = wrong(content);
    BOOST_CHECK_MESSAGE(error.starts_with(said), "said “" + error + "”, expected “" + said + "”");
  }
}

BOOST_AUTO_TEST_CASE(phrases_read_as_the_manual_says) {
  BOOST_TEST(fires("so rude", "That was so rude."));
  BOOST_TEST(!fires("so rude", "so very rude"));
  BOOST_TEST(fires("so ~2 rude", "so very rude"));
  BOOST_TEST(!fires("so ~2 rude", "it is so. rude"));
  BOOST_TEST(fires("so very? rude", "so rude"));
  BOOST_TEST(fires("so very? very? rude", "so very rude"));
  BOOST_TEST(!fires("so very? rude", "rude"));
  BOOST_TEST(fires("annoy{s,ed}", "it annoyed me"));
  BOOST_TEST(fires("lazy|idle boy", "an idle boy"));
  BOOST_TEST(fires("is (fed up)|done", "she is fed up"));
  BOOST_TEST(fires("is (fed up)|done", "she is done"));
  BOOST_TEST(fires("(fed up|had enough) of", "had enough of it"));
  BOOST_TEST(fires("<name>|he is late", "Leo is late"));
  BOOST_TEST(fires("<name>|he is late", "he is late"));
  BOOST_TEST(!fires("<name>|he is late", "bus is late"));
  BOOST_TEST(fires("^ good", "Good."));
  BOOST_TEST(!fires("^ good", "all good"));
  BOOST_TEST(fires("good $", "all good 🙂"));
  BOOST_TEST(!fires("good $", "good one"));
  BOOST_TEST(fires("<pest>", "a sewer rat here", "[words:pest]\nWords=fox;sewer rat\n"));
  BOOST_TEST(!fires("<pest>", "a rat here", "[words:pest]\nWords=fox;sewer rat\n"));
  BOOST_TEST(fires("rude", "RUDE!"));
}

BOOST_AUTO_TEST_CASE(what_this_reads_without_an_error_glib_reads_the_same) {
  for (const auto& entry : fs::recursive_directory_iterator(fs::path(data_folder()) / "packs")) {
    if (entry.path().extension() != ".rule") continue;
    std::ifstream file(entry.path(), std::ios::binary);
    const std::string content{std::istreambuf_iterator<char>(file), {}};
    std::vector<std::string> errors;
    GKeyFile* other = g_key_file_new();
    BOOST_CHECK_MESSAGE(g_key_file_load_from_data(other, content.data(), content.size(), G_KEY_FILE_NONE, nullptr), entry.path());
    for (const Section& section : parse_rule_file(entry.path().string(), content, errors))
      for (const Entry& one : section.entries) {
        char* value = g_key_file_get_value(other, std::string(section.name).c_str(), std::string(one.key).c_str(), nullptr);
        BOOST_CHECK_MESSAGE(value != nullptr && one.value == value, entry.path().string() + ": " + std::string(section.name) + " " + std::string(one.key));
        g_free(value);
      }
    g_key_file_free(other);
    for (const std::string& error : errors) BOOST_ERROR(error);
  }
}

BOOST_AUTO_TEST_CASE(what_a_message_is_for_is_told_to_who_asks_for_it) {
  std::vector<std::string> errors;
  const auto language = load_language("", errors);
  BOOST_REQUIRE(language);
  const auto read_it = [&](std::string_view raw, bool asked) {
    Text text;
    read_text(raw, Format::plain, text);
    Reading reading;
    language->read(text, {}, reading);
    BOOST_TEST(!reading.notice, raw);
    BOOST_TEST(!reading.praise, raw);
    if (asked) language->read_purpose(text, {}, reading);
    return reading;
  };
  for (const char* raw : {"Summer fair is on Saturday at 12", "Found a red coat by the gate", "SPORTS D\u0410Y moved to Tuesday, sp\u043Erts day"}) {
    BOOST_TEST(read_it(raw, true).notice, raw);
    BOOST_TEST(!read_it(raw, true).praise, raw);
  }
  BOOST_TEST(read_it("Well done Year 3!", true).praise);
  for (const char* raw : {"Thanks for nothing", "I lost my temper", "", "\xFF"}) {
    BOOST_TEST(!read_it(raw, true).praise, raw);
    BOOST_TEST(!read_it(raw, true).notice, raw);
  }
  // Nobody waits with these, so they are read at once.
  BOOST_TEST(read_it("Missing boy, last seen by the park", false).urgent);
}

/// A short phrase is looked for by its rarest word, and not where the rest of it is wanting.
BOOST_AUTO_TEST_CASE(a_short_phrase_is_found_by_any_of_its_words_together) {
  const std::string pests = "[words:pest]\nWords=sewer rat;old sewer rat;rat of the sewer;fox\n";
  for (const char* raw : {"a sewer rat here", "an old sewer rat here", "the rat of the sewer here", "fox here"}) BOOST_TEST(fires("<pest> here", raw, pests), raw);
  for (const char* raw : {"a rat here", "sewer here", "rat sewer here", "an old rat here", "rat of sewer here"}) BOOST_TEST(!fires("<pest> here", raw, pests), raw);
  BOOST_TEST(fires("mind the <pest>|(big bad wolf) now", "mind the big bad wolf now", pests));
  BOOST_TEST(!fires("mind the <pest>|(big bad wolf) now", "mind the big wolf now", pests));
}

/// More categories than can be told by a bit each: of those that are left, words and short phrases are found beside each other all the same.
BOOST_AUTO_TEST_CASE(a_category_beyond_the_first_thousand_is_found_beside_the_head_of_its_own_phrase) {
  constexpr unsigned categories = 1200, words = 17;
  // The rarest word of a phrase is its key: not this one.
  std::string lists = "[words:usual]\nFlags=common\nWords=the\n", match;
  for (unsigned i = 0; i < categories; ++i) {
    const std::string name = "c" + std::to_string(i);
    lists += "[words:" + name + "]\nWords=head" + name + " tail" + name;
    for (unsigned word = 0; word < words; ++word) lists += ";w" + std::to_string(word) + name;
    lists += "\n";
    match += (match.empty() ? "<" : ";<") + name + "> the";
  }
  for (const char* name : {"c0", "c1023", "c1024", "c1199"}) {
    const std::string c = name;
    for (const std::string& raw : {"w3" + c + " the", "head" + c + " tail" + c + " the", "head" + c + " apart and w3" + c + " the"}) BOOST_TEST(fires(match, raw, lists), raw);
  }
}

BOOST_AUTO_TEST_SUITE_END()
