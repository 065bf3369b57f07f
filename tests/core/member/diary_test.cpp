// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/member/diary.h"

#include <glib.h>
#include <sqlite3.h>
#include <sys/stat.h>

#include <boost/test/unit_test.hpp>
#include <filesystem>
#include <fstream>
#include <iterator>

using namespace tact;
using namespace std::chrono_literals;
using member::Diary;

namespace {

const RoomKey year3{"prpl-jabber", "conference.localhost", "year3"};
const RoomKey street{"prpl-irc", "irc.localhost", "#street"};
const std::string london = "Europe/London";
// 2026-11-26 14:00 in London.
const Instant afternoon{std::chrono::sys_days(std::chrono::year(2026) / 11 / 26) + 14h};

struct Book {
  Book() {
    gchar* made = g_dir_make_tmp("tact-diary-XXXXXX", nullptr);
    folder = made;
    g_free(made);
  }
  ~Book() { std::filesystem::remove_all(folder); }
  std::string path() const { return folder + "/diary.db"; }
  std::string folder;
};

Finding finding(std::string_view guideline, Severity severity = Severity::mild) {
  Finding made;
  made.guideline = guideline;
  made.severity = severity;
  made.rule = "a/rule";
  return made;
}

std::string bytes_of(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

/// Runs SQL on the file behind the diary's back; the first number it answers, or -1.
std::int64_t by_hand(const std::string& path, const std::string& sql) {
  sqlite3* db = nullptr;
  std::int64_t answer = -1;
  const auto take = [](void* to, int, char** values, char**) {
    *static_cast<std::int64_t*>(to) = std::atoll(values[0]);
    return 0;
  };
  BOOST_REQUIRE(sqlite3_open(path.c_str(), &db) == SQLITE_OK);
  BOOST_TEST(sqlite3_exec(db, sql.c_str(), take, &answer, nullptr) == SQLITE_OK, sqlite3_errmsg(db));
  sqlite3_close(db);
  return answer;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(diary)

BOOST_AUTO_TEST_CASE(mild_nudges_count_for_the_local_day_of_the_group) {
  Book book;
  Diary diary(book.path());
  diary.told(year3, finding("anger"), afternoon, london);
  diary.told(year3, finding("threat", Severity::serious), afternoon, london);
  BOOST_TEST(diary.history(year3, afternoon + 1h, london).mild_today == 1U);
  BOOST_TEST(diary.history(year3, afternoon + 10h, london).mild_today == 0U);   // 00:00 in London
  BOOST_TEST(diary.history(year3, afternoon + 10h, "America/New_York").mild_today == 1U);  // there it is still the same day
  BOOST_TEST(diary.history(street, afternoon + 1h, london).mild_today == 0U);
}

BOOST_AUTO_TEST_CASE(a_guideline_counts_as_told_for_24_hours_and_no_longer) {
  Book book;
  Diary diary(book.path());
  diary.told(year3, finding("anger"), afternoon, london);
  diary.told(year3, finding("anger"), afternoon + 1min, london);
  const std::vector<std::string> told{"anger"};
  BOOST_TEST(diary.history(year3, afternoon + 23h, london).told_last_24_hours == told);
  BOOST_TEST(diary.history(year3, afternoon + 24h + 1min, london).told_last_24_hours.empty());
}

BOOST_AUTO_TEST_CASE(the_third_override_in_a_row_silences_for_thirty_days_and_says_so_once) {
  Book book;
  Diary diary(book.path());
  BOOST_TEST(!diary.overridden(year3, "anger", afternoon, london));
  BOOST_TEST(!diary.overridden(year3, "anger", afternoon, london));
  BOOST_TEST(diary.history(year3, afternoon, london).overrides_in_a_row == 2U);
  BOOST_TEST(diary.overridden(year3, "relevance", afternoon, london));
  BOOST_TEST(!diary.overridden(year3, "relevance", afternoon, london));
  BOOST_TEST(diary.history(year3, afternoon + 29 * 24h, london).muted);
  BOOST_TEST(!diary.history(year3, afternoon + 31 * 24h, london).muted);
  BOOST_TEST(!diary.history(street, afternoon, london).muted);
  BOOST_TEST(diary.wake(year3, afternoon));
  BOOST_TEST(!diary.wake(year3, afternoon));
  BOOST_TEST(!diary.history(year3, afternoon, london).muted);
}

BOOST_AUTO_TEST_CASE(a_heeded_nudge_or_a_wrong_one_ends_the_row_of_overrides) {
  Book book;
  Diary diary(book.path());
  diary.overridden(year3, "anger", afternoon, london);
  diary.overridden(year3, "anger", afternoon, london);
  diary.heeded(year3, "anger", afternoon, london);
  BOOST_TEST(!diary.overridden(year3, "anger", afternoon, london));
  BOOST_TEST(!diary.overridden(year3, "anger", afternoon, london));
  diary.wrong(year3, finding("anger"), "so cross", afternoon, london);
  BOOST_TEST(!diary.overridden(year3, "anger", afternoon, london));
  const auto wrongs = diary.wrongs(year3);
  BOOST_REQUIRE(wrongs.size() == 1U);
  BOOST_TEST(wrongs[0].rule == "a/rule");
  BOOST_TEST(wrongs[0].words == "so cross");
}

BOOST_AUTO_TEST_CASE(posts_are_counted_by_day_and_the_budget_is_noted_once_a_day) {
  Book book;
  Diary diary(book.path());
  for (unsigned i = 1; i <= 6; ++i) BOOST_TEST(diary.posted(year3, afternoon, london) == i);
  BOOST_TEST(diary.history(year3, afternoon, london).posts_today == 6U);
  BOOST_TEST(!diary.history(year3, afternoon, london).budget_noted_today);
  diary.budget_noted(year3, afternoon, london);
  BOOST_TEST(diary.history(year3, afternoon + 1h, london).budget_noted_today);
  BOOST_TEST(diary.history(year3, afternoon + 11h, london).posts_today == 0U);
  BOOST_TEST(!diary.history(year3, afternoon + 11h, london).budget_noted_today);
}

BOOST_AUTO_TEST_CASE(a_day_of_many_posts_is_one_row_so_that_the_thousandth_costs_what_the_first_did) {
  Book book;
  Diary diary(book.path());
  for (unsigned i = 0; i < 1000; ++i) diary.posted(year3, afternoon, london);
  diary.posted(year3, afternoon + 24h, london);
  BOOST_TEST(diary.history(year3, afternoon, london).posts_today == 1000U);
  BOOST_TEST(by_hand(book.path(), "SELECT (SELECT count(*) FROM event) + (SELECT count(*) FROM post)") == 2);
  // They go with what was told, once they are older than anything that is kept.
  diary.told(year3, finding("anger"), afternoon + Diary::kept + 24h, london);
  BOOST_TEST(by_hand(book.path(), "SELECT count(*) FROM post") == 1);
}

BOOST_AUTO_TEST_CASE(a_diary_of_the_first_schema_keeps_its_count) {
  Book book;
  { Diary diary(book.path()); }
  const std::string row = "INSERT INTO event VALUES('" + year3.text() + "', 1795701600000, 20261126, 'posted', '', 1, '');";
  by_hand(book.path(), "DROP TABLE post; PRAGMA user_version=1; " + row + row);
  Diary diary(book.path());
  BOOST_TEST(diary.history(year3, afternoon, london).posts_today == 2U);
  BOOST_TEST(diary.posted(year3, afternoon, london) == 3U);
  BOOST_TEST(diary.month(year3, afternoon, london).posts == 3U);
}

BOOST_AUTO_TEST_CASE(a_pair_is_named_for_the_day_it_was_told) {
  Book book;
  Diary diary(book.path());
  diary.told(year3, finding("private_talk"), afternoon, london, "sam@localhost");
  const std::vector<std::string> pair{"sam@localhost"};
  BOOST_TEST(diary.history(year3, afternoon + 1h, london).pairs_today == pair);
  BOOST_TEST(diary.history(year3, afternoon + 11h, london).pairs_today.empty());
}

BOOST_AUTO_TEST_CASE(consent_notes_expire_and_can_be_withdrawn) {
  Book book;
  Diary diary(book.path());
  diary.album_settled(year3, afternoon, london);
  BOOST_TEST(diary.history(year3, afternoon + 9min, london).album_settled);
  BOOST_TEST(!diary.history(year3, afternoon + 11min, london).album_settled);
  diary.consent(year3, "Sports day, Leo", afternoon, afternoon + 24h);
  BOOST_REQUIRE(diary.consents(year3, afternoon + 23h).size() == 1U);
  BOOST_TEST(diary.consents(year3, afternoon + 25h).empty());
  BOOST_TEST(diary.withdraw(year3, diary.consents(year3, afternoon)[0].id));
  BOOST_TEST(diary.history(year3, afternoon, london).consents.empty());
}

BOOST_AUTO_TEST_CASE(a_matter_is_remembered_sixty_days) {
  Book book;
  Diary diary(book.path());
  BOOST_TEST(!diary.last_step(year3, "maths", afternoon));
  diary.routed(year3, "maths", 0, afternoon);
  BOOST_TEST(diary.last_step(year3, "maths", afternoon + 59 * 24h)->step == 0U);
  BOOST_TEST(!diary.last_step(year3, "lunch", afternoon));
  BOOST_TEST(!diary.last_step(year3, "maths", afternoon + 61 * 24h));
}

BOOST_AUTO_TEST_CASE(the_month_view_counts_this_month_only) {
  Book book;
  Diary diary(book.path());
  diary.posted(year3, afternoon - 27 * 24h, london);  // 30 October
  diary.posted(year3, afternoon, london);
  diary.told(year3, finding("anger"), afternoon, london);
  diary.told(year3, finding("good_time"), afternoon, london);
  diary.told(year3, finding("good_time"), afternoon, london);
  diary.heeded(year3, "good_time", afternoon, london);
  const auto view = diary.month(year3, afternoon, london);
  BOOST_TEST(view.posts == 1U);
  BOOST_REQUIRE(view.rows.size() == 2U);
  BOOST_TEST(view.rows[0].guideline == "good_time");
  BOOST_TEST(view.rows[0].told == 2U);
  BOOST_TEST(view.rows[0].heeded == 1U);
  BOOST_TEST(!view.muted_until);
}

BOOST_AUTO_TEST_CASE(what_was_written_is_there_after_a_restart_and_for_its_owner_alone) {
  Book book;
  { Diary(book.path()).told(year3, finding("anger"), afternoon, london); }
  BOOST_TEST(Diary(book.path()).history(year3, afternoon, london).mild_today == 1U);
  struct stat info {};
  BOOST_REQUIRE(stat(book.path().c_str(), &info) == 0);
  BOOST_TEST((info.st_mode & 0777) == 0600U);
}

BOOST_AUTO_TEST_CASE(after_forget_no_byte_of_the_group_is_in_the_folder) {
  Book book;
  Diary diary(book.path());
  diary.told(year3, finding("private_talk"), afternoon, london, "samantha@localhost");
  diary.overridden(year3, "anger", afternoon, london);
  diary.wrong(year3, finding("anger"), "livid words", afternoon, london);
  diary.consent(year3, "Sports day", afternoon, afternoon + 24h);
  diary.routed(year3, "maths", 0, afternoon);
  diary.told(street, finding("anger"), afternoon, london);
  diary.forget(year3);
  for (const auto& file : std::filesystem::directory_iterator(book.folder)) {
    const std::string bytes = bytes_of(file.path());
    for (const char* trace : {"year3", "samantha", "livid", "Sports", "maths"}) BOOST_TEST(bytes.find(trace) == std::string::npos, file.path() << " still holds " << trace);
  }
  BOOST_TEST(diary.history(street, afternoon, london).mild_today == 1U);
}

BOOST_AUTO_TEST_SUITE_END()
