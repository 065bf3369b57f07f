// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/route/route.h"

#include <glib.h>
#include <sys/stat.h>

#include <boost/test/unit_test.hpp>
#include <filesystem>
#include <fstream>
#include <iterator>

using namespace tact;

namespace {

Text read(std::string_view words) {
  Text text;
  read_text(words, Format::plain, text);
  return text;
}

Policy year3() {
  Policy policy;
  policy.routes = {{"Ms Lowe", "class teacher", "lowe@school.example"}, {"", "deputy head", "deputy@school.example"}, {"", "head", "the office"}};
  return policy;
}

const Instant noon{std::chrono::sys_days(std::chrono::year(2026) / 11 / 26) + std::chrono::hours(12)};

}  // namespace

BOOST_AUTO_TEST_SUITE(letters)

BOOST_AUTO_TEST_CASE(the_same_person_is_the_same_matter_however_it_is_put) {
  BOOST_TEST(route::matter_of(read("Mrs Hall is useless at maths"), "grievance_staff") == "hall");
  BOOST_TEST(route::matter_of(read("again no homework marked by MRS. HALL!!"), "grievance_staff") == "hall");
  BOOST_TEST(route::matter_of(read("the new uniform rule is a disgrace"), "grievance_staff") == "grievance_staff");
}

BOOST_AUTO_TEST_CASE(a_second_letter_about_the_same_matter_goes_one_step_up_and_stays_at_the_top) {
  const Policy policy = year3();
  BOOST_TEST(route::next_step(policy, std::nullopt) == 0U);
  BOOST_TEST(route::next_step(policy, member::RouteStep{noon, 0, "hall"}) == 1U);
  BOOST_TEST(route::next_step(policy, member::RouteStep{noon, 2, "hall"}) == 2U);
  BOOST_TEST(route::next_step(Policy(), member::RouteStep{noon, 0, "hall"}) == 0U);
}

BOOST_AUTO_TEST_CASE(the_letter_holds_the_words_unchanged_for_its_owner_alone) {
  gchar* made = g_dir_make_tmp("tact-route-XXXXXX", nullptr);
  const std::string folder = made;
  g_free(made);
  const std::string words = "Mrs Hall hasn’t marked anything; €5 & <b> \"quoted\"";
  const auto letter = route::letter(year3(), 0, words);
  const std::string first = route::write(letter, folder + "/letters", noon, "UTC"), second = route::write(letter, folder + "/letters", noon, "UTC");
  BOOST_TEST(first != second);
  std::ifstream in(first, std::ios::binary);
  const std::string bytes{std::istreambuf_iterator<char>(in), {}};
  BOOST_TEST(bytes.find("To: lowe@school.example\r\n") != std::string::npos);
  BOOST_TEST(bytes.find("Dear Ms Lowe,") != std::string::npos);
  BOOST_TEST(bytes.find(words) != std::string::npos);
  struct stat info {};
  BOOST_REQUIRE(stat(first.c_str(), &info) == 0);
  BOOST_TEST((info.st_mode & 0777) == 0600U);
  std::filesystem::remove_all(folder);
}

BOOST_AUTO_TEST_CASE(only_an_address_makes_a_mail_and_none_can_add_a_header) {
  BOOST_TEST(route::mailto(route::letter(year3(), 0, "a & b")).starts_with("mailto:lowe%40school.example?subject="));
  BOOST_TEST(route::mailto(route::letter(year3(), 0, "a & b")).find("a%20%26%20b") != std::string::npos);
  BOOST_TEST(route::mailto(route::letter(year3(), 2, "a")).empty());
  Policy hostile;
  hostile.routes = {{"x", "y", "a@b.example\r\nBcc: all@example.org"}};
  BOOST_TEST(route::mailto(route::letter(hostile, 0, "a")).empty());
  BOOST_TEST(route::letter(Policy(), 0, "a").to.role == "class teacher");
}

BOOST_AUTO_TEST_SUITE_END()
