// SPDX-License-Identifier: GPL-3.0-or-later
// Disguised words are read, and what only looks like one is left alone.  The tables are tests/data/words/*.txt: one message a line,
// "Sam: earlier line => message" where the same person wrote just before, "# " begins a heading.
#include <unistd.h>

#include <boost/test/unit_test.hpp>
#include <cstdlib>
#include <fstream>
#include <filesystem>
#include <string>
#include <vector>

#include "core/engine.h"
#include "core/language/language.h"

using namespace tact;

namespace {

/// The rules by themselves: the classifier is measured elsewhere and changes with every training.
const language::Language& packs() {
  static std::vector<std::string> errors;
  static const auto all = [] {
    const auto folder = std::filesystem::temp_directory_path() / ("tact-packs-" + std::to_string(getpid()));
    std::filesystem::create_directories(folder);
    std::filesystem::create_directory_symlink(std::filesystem::path(language::data_folder()) / "packs", folder / "packs");
    auto loaded = language::load_language(folder.string(), errors);
    std::filesystem::remove_all(folder);
    return loaded;
  }();
  BOOST_REQUIRE(all);
  return *all;
}

std::vector<std::string> table(const char* name) {
  const char* folder = std::getenv("TACT_DATA");
  BOOST_REQUIRE(folder != nullptr);
  std::ifstream file(std::string(folder) + "/../tests/data/words/" + name);
  std::vector<std::string> lines;
  for (std::string line; std::getline(file, line);)
    if (!line.empty() && !line.starts_with("# ")) lines.push_back(line);
  return lines;
}

bool held(const std::string& line, Format format = Format::plain) {
  Message message;
  message.format = format;
  message.raw = line;
  message.sender.name = "Sam";
  message.at = std::chrono::sys_days(std::chrono::year(2026) / 1 / 14) + std::chrono::hours(12);
  std::vector<Line> context;
  std::string earlier;
  if (const auto arrow = line.find(" => "); arrow != std::string::npos) {
    earlier = line.substr(line.find(": ") + 2, arrow - line.find(": ") - 2);
    context.push_back({"Sam", earlier, false});
    message.raw = line.substr(arrow + 4);
  }
  RoomView room;
  room.context = context;
  Policy policy = default_policy(GroupKind::class_group);
  policy.zone = "Europe/London";
  return Engine(&packs()).review(message, room, policy).decision >= Decision::hold;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(disguises)

BOOST_AUTO_TEST_CASE(of_the_disguises_people_use_nineteen_in_twenty_are_read) {
  const auto lines = table("evasions.txt");
  BOOST_REQUIRE_GE(lines.size(), 200);
  std::size_t missed = 0;
  for (const std::string& line : lines)
    if (!held(line)) {
      ++missed;
      BOOST_TEST_MESSAGE("missed: " << line);
    }
  BOOST_TEST(missed * 20 <= lines.size(), missed << " of " << lines.size() << " missed");
}

BOOST_AUTO_TEST_CASE(nothing_that_only_looks_like_one_is_held) {
  const auto lines = table("innocents.txt");
  BOOST_REQUIRE_GE(lines.size(), 150);
  for (const std::string& line : lines) BOOST_CHECK_MESSAGE(!held(line), "held: " << line);
}

BOOST_AUTO_TEST_CASE(markup_inside_a_word_hides_nothing) {
  for (const char* line : {"you i<b>d</b>iot", "you <font color=\"#fff\">id</font>iot", "you&nbsp;id&#105;ot", "<html><body>you absolute m<i></i>oron</body></html>"})
    BOOST_CHECK_MESSAGE(held(line, Format::markup), line);
  BOOST_TEST(!held("<b>Bake sale</b> on <i>Friday</i>", Format::markup));
}

BOOST_AUTO_TEST_CASE(a_letter_a_line_is_read_as_a_word) {
  for (const char* line : {"he is a\nw\ni\nm\np", "Steve is a\nt\nw\na\nt", "what an\ni\nd\ni\no\nt"}) BOOST_CHECK_MESSAGE(held(line), line);
  for (const char* line : {"Shape poem:\nS\nH\nE\nL\nL", "Groups:\nA\nB\nC\nD"}) BOOST_CHECK_MESSAGE(!held(line), line);
}

BOOST_AUTO_TEST_CASE(a_line_break_in_the_middle_hides_nothing) {
  for (const char* line : {"kill\nyourself", "Kill\nYourself", "f**k\noff", "you are a\nwaste of space"}) BOOST_CHECK_MESSAGE(held(line), line);
  BOOST_CHECK(held("go kill<br>yourself", Format::markup));
  for (const char* line : {"Please shut\nthe gate", "Shopping:\nmilk\neggs\nrat poison", "Old school\nbooks for sale", "Is the kiln on?\nOff\nfor the weekend"}) BOOST_CHECK_MESSAGE(!held(line), line);
}

BOOST_AUTO_TEST_CASE(a_word_split_over_two_messages_counts_only_from_one_person) {
  Message message;
  message.format = Format::plain;
  message.raw = "iot";
  message.sender.name = "Sam";
  message.at = std::chrono::sys_days(std::chrono::year(2026) / 1 / 14) + std::chrono::hours(12);
  const Policy policy = default_policy(GroupKind::class_group);
  const Line from_other{"Ann", "you are an id", false}, from_self{"Sam", "you are an id", false};
  RoomView room;
  room.context = {&from_other, 1};
  BOOST_CHECK(Engine(&packs()).review(message, room, policy).findings.empty());
  room.context = {&from_self, 1};
  const Verdict verdict = Engine(&packs()).review(message, room, policy);
  BOOST_REQUIRE(!verdict.findings.empty());
  BOOST_CHECK(verdict.findings.front().guideline == "abuse");
  BOOST_CHECK(verdict.findings.front().span == (Span{0, 3}));
}

BOOST_AUTO_TEST_SUITE_END()
