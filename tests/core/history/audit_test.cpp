// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/history/audit.h"

#include <unistd.h>

#include <atomic>
#include <boost/test/unit_test.hpp>
#include <filesystem>
#include <fstream>
#include <thread>

#include "core/language/language.h"

using namespace tact;
using namespace tact::history;
namespace fs = std::filesystem;

namespace {

/// Only the clock speaks here: without a language the result is known in advance.
struct Auditing {
  fs::path folder = fs::temp_directory_path() / ("tact-audit-" + std::to_string(::getpid()));
  Policy policy = default_policy(GroupKind::class_group);
  Engine engine{nullptr};
  Auditing() {
    fs::create_directories(folder);
    policy.zone = "UTC";
    for (const auto* id : {"one_chunk", "private_talk", "repetition"}) policy.levels[id] = Level::off;
  }
  ~Auditing() { fs::remove_all(folder); }

  std::string write(const std::string& name, const std::string& text) {
    std::ofstream(folder / name) << text;
    return (folder / name).string();
  }
  Summary run(const std::vector<std::string>& files, unsigned threads = 1, bool names = false) { return run_with(engine, files, threads, names); }
  Summary run_with(const Engine& judge, const std::vector<std::string>& files, unsigned threads, bool names = false) {
    Feed feed;
    std::string error;
    BOOST_TEST_REQUIRE(feed.open(files, {}, error), error);
    AuditOptions options;
    options.threads = threads;
    options.names = names;
    return audit(feed, judge, policy, options);
  }
};

/// Stands still at the word "wait" until others have judged `wanted` messages.
struct Standing final : language::Language {
  unsigned wanted = 0;
  mutable std::atomic<unsigned> judged = 0, reached = 0;

  void read_first(const Text& text, std::span<const Line>, language::Reading&) const override {
    ++judged;
    if (text.plain.find("wait") == std::string::npos) return;
    for (int patience = 0; patience < 30'000 && judged < wanted; ++patience) std::this_thread::sleep_for(std::chrono::milliseconds(1));
    reached = judged.load();
  }
  void read_second(std::span<const language::Asked>) const override {}
  void read_purpose(const Text&, std::span<const Line>, language::Reading&) const override {}
  void read_rules(const Text&, language::Reading&) const override {}
};

std::string long_chat() {
  std::string text;
  for (int day = 1; day <= 28; ++day)
    for (int hour = 0; hour < 24; ++hour)
      for (int who = 0; who < 5; ++who) {
        char line[160];
        std::snprintf(line, sizeof line, "%02d/11/2026, %02d:%02d - Parent %d: words of hour %d on day %d by %d\n", day, hour, who, who, hour, day, who);
        text += line;
      }
  return text;
}

}  // namespace

BOOST_FIXTURE_TEST_SUITE(auditing, Auditing)

BOOST_AUTO_TEST_CASE(every_line_is_accounted_for) {
  const std::string file = write("chat.txt",
      "24/11/2026, 12:00 - Messages and calls are end-to-end encrypted.\n24/11/2026, 12:00 - Anna: is there swimming on Friday?\n24/11/2026, 23:10 - Ben: yes\nbring goggles\n"
      "24/11/2026, 23:11 - Carol: This message was deleted\n31/02/2026, 12:00 - Anna: x\n25/11/2026, 09:00 - Anna: thank you\n");
  const Summary got = run({file});
  BOOST_TEST(got.messages == 3u);
  BOOST_TEST(got.senders == 2u);
  BOOST_TEST(got.system == 1u);
  BOOST_TEST(got.deleted == 1u);
  BOOST_TEST(got.unreadable == 1u);
  BOOST_TEST(got.skipped() == 3u);
  BOOST_TEST(got.by_guideline.at("good_time").found == 1u);
  BOOST_TEST(rfc3339(*got.from) == "2026-11-24T12:00:00Z");
  BOOST_TEST(rfc3339(*got.to) == "2026-11-25T09:00:00Z");
  BOOST_TEST(got.by_name.empty());
}

BOOST_AUTO_TEST_CASE(the_quiet_hours_are_those_of_the_wall_clock_on_the_export) {
  const std::string file = write("clock.txt", "24/07/2026, 20:59 - A: one thing\n24/07/2026, 21:00 - B: another thing\n25/07/2026, 06:59 - C: early bird\n25/07/2026, 07:00 - D: good morning\n");
  BOOST_TEST(run({file}).by_guideline.at("good_time").found == 2u);
}

BOOST_AUTO_TEST_CASE(a_person_is_nudged_once_in_a_day_and_found_each_time) {
  const std::string file = write("night.txt", "24/11/2026, 22:00 - A: alpha beta\n24/11/2026, 22:10 - A: gamma delta\n24/11/2026, 22:20 - B: epsilon zeta\n26/11/2026, 22:00 - A: eta theta\n");
  const Count count = run({file}).by_guideline.at("good_time");
  BOOST_TEST(count.found == 4u);
  BOOST_TEST(count.nudged == 3u);
}

BOOST_AUTO_TEST_CASE(the_number_of_threads_changes_nothing) {
  const std::vector<std::string> files = {write("a.txt", long_chat()), write("b.txt", long_chat()), write("c.txt", long_chat())};
  const Summary one = run(files, 1, true), four = run(files, 4, true);
  BOOST_TEST(one.messages == 3u * 28 * 24 * 5);
  BOOST_TEST(one.messages == four.messages);
  BOOST_TEST(one.senders == 5u);
  BOOST_TEST(four.senders == 5u);
  const auto same = [](const std::map<std::string_view, Count>& a, const std::map<std::string_view, Count>& b) {
    BOOST_TEST_REQUIRE(a.size() == b.size());
    for (const auto& [guideline, count] : a) {
      BOOST_TEST(count.found == b.at(guideline).found);
      BOOST_TEST(count.nudged == b.at(guideline).nudged);
    }
  };
  same(one.by_guideline, four.by_guideline);
  BOOST_TEST_REQUIRE(one.by_week.size() == four.by_week.size());
  for (const auto& [week, guidelines] : one.by_week) same(guidelines, four.by_week.at(week));
  BOOST_TEST_REQUIRE(one.by_name.size() == 5u);
  for (const auto& [name, guidelines] : one.by_name) same(guidelines, four.by_name.at(name));
}

BOOST_AUTO_TEST_CASE(a_worker_that_stands_still_holds_up_nobody) {
  std::string text = "01/11/2026, 00:00 - Slow: wait\n" + long_chat();
  Standing standing;
  standing.wanted = 28 * 24 * 5 - Batch::most_entries;
  const Summary got = run_with(Engine(&standing), {write("slow.txt", text)}, 2, true);
  BOOST_TEST(standing.reached >= standing.wanted);
  BOOST_TEST(got.messages == 28u * 24 * 5 + 1);
  // What was judged before its turn is counted after it.
  const Summary one = run_with(engine, {(folder / "slow.txt").string()}, 1);
  BOOST_TEST(got.by_guideline.at("good_time").nudged == one.by_guideline.at("good_time").nudged);
}

BOOST_AUTO_TEST_CASE(one_unknown_file_refuses_the_whole_run_before_it_begins) {
  Feed feed;
  std::string error;
  BOOST_TEST(!feed.open({write("good.txt", long_chat()), write("bad.txt", "dear diary\n")}, {}, error));
  BOOST_TEST(error.find("bad.txt:1:") != std::string::npos);
}

BOOST_AUTO_TEST_SUITE_END()
