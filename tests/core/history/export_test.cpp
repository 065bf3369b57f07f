// SPDX-License-Identifier: GPL-3.0-or-later
// Every format and locale that is read has a sample in tests/data/exports; each WhatsApp sample is the same conversation as that locale writes it.
#include <boost/test/unit_test.hpp>
#include <cstdlib>
#include <filesystem>
#include <fstream>

#include "core/history/calendar.h"
#include "core/history/entry.h"

using namespace tact::history;
namespace fs = std::filesystem;

namespace {

fs::path samples() { return fs::path(std::getenv("TACT_DATA")).parent_path() / "tests" / "data" / "exports"; }

struct Read {
  std::vector<Entry> entries;
  std::uint64_t unreadable = 0, first_unreadable = 0;
  bool assumed = false;
  std::string error;
};

Read read(const fs::path& path, Options options = {}) {
  Read out;
  const auto reader = open_export(path.string(), options, out.error);
  if (!reader) return out;
  for (Entry entry; reader->next(entry);) out.entries.push_back(entry);
  out.unreadable = reader->unreadable();
  out.first_unreadable = reader->first_unreadable();
  out.assumed = reader->order_assumed();
  return out;
}

fs::path written(const std::string& name, const std::string& text) {
  const fs::path folder = fs::temp_directory_path() / ("tact-export-" + std::to_string(::getpid()));
  fs::create_directories(folder);
  std::ofstream(folder / name, std::ios::binary) << text;
  return folder / name;
}

std::string minute(const Entry& entry) { return wall_text(entry.at).substr(0, 16); }

}  // namespace

BOOST_AUTO_TEST_SUITE(exports)

BOOST_AUTO_TEST_CASE(every_locale_of_whatsapp_tells_the_same_conversation) {
  unsigned files = 0;
  for (const auto& file : fs::directory_iterator(samples() / "whatsapp")) {
    BOOST_TEST_CONTEXT(file.path().filename().string()) {
      const Read got = read(file.path());
      BOOST_TEST(got.error == "");
      BOOST_TEST(got.unreadable == 0u);
      BOOST_TEST(!got.assumed);
      BOOST_TEST_REQUIRE(got.entries.size() == 5u);
      const auto& e = got.entries;
      BOOST_TEST((e[0].kind == Kind::system));
      BOOST_TEST((e[1].kind == Kind::text));
      BOOST_TEST(e[1].sender == "Anna");
      BOOST_TEST(e[1].text == "School closed today: boiler\nTwo lines, the second one here");
      BOOST_TEST(minute(e[1]) == "2026-11-05T08:05");
      BOOST_TEST(e[1].line == 2u);
      BOOST_TEST((e[2].kind == Kind::media));
      BOOST_TEST(e[2].text.front() == '[');
      BOOST_TEST(e[2].sender == "Ben");
      BOOST_TEST(minute(e[2]) == "2026-11-05T17:09");
      BOOST_TEST((e[3].kind == Kind::deleted));
      BOOST_TEST(minute(e[3]) == "2026-11-24T00:30");
      BOOST_TEST((e[4].kind == Kind::text));
      BOOST_TEST(e[4].sender == "Ben");
      BOOST_TEST(e[4].text == "PE kit tomorrow");
      BOOST_TEST(e[4].edited);
      BOOST_TEST(minute(e[4]) == "2026-11-24T12:15");
    }
    ++files;
  }
  BOOST_TEST(files >= 130u);
}

BOOST_AUTO_TEST_CASE(month_first_is_found_where_time_runs_forward) {
  // No day above 12: read day first, the second message would be months later and the third before it.
  const Read got = read(written("order.txt", "10/12/26, 9:00 AM - A: x\n11/1/26, 9:00 AM - A: x\n11/2/26, 9:00 AM - A: x\n12/1/26, 9:00 AM - A: x\n"));
  BOOST_TEST(got.entries.at(1).sender == "A");
  BOOST_TEST(minute(got.entries.at(1)) == "2026-11-01T09:00");
  BOOST_TEST(!got.assumed);
}

BOOST_AUTO_TEST_CASE(a_single_day_is_read_by_custom_and_says_so) {
  const Read british = read(written("one.txt", "05/11/2026, 09:00 - A: x\n"));
  BOOST_TEST(british.assumed);
  BOOST_TEST(minute(british.entries.at(0)) == "2026-11-05T09:00");
  const Read american = read(written("one_us.txt", "5/11/26, 9:00 AM - A: x\n"));
  BOOST_TEST(american.assumed);
  BOOST_TEST(minute(american.entries.at(0)) == "2026-05-11T09:00");
  const Read told = read(written("one.txt", "05/11/2026, 09:00 - A: x\n"), {DateOrder::mdy});
  BOOST_TEST(!told.assumed);
  BOOST_TEST(minute(told.entries.at(0)) == "2026-05-11T09:00");
}

BOOST_AUTO_TEST_CASE(a_message_may_quote_a_head) {
  const Read got = read(written("quote.txt", "24/11/2026, 09:00 - A: he wrote\n17:00-18:00 24/11 at ten\n25/12: party\n24/11/2026, 09:01 - B: ok\n"));
  BOOST_TEST_REQUIRE(got.entries.size() == 2u);
  BOOST_TEST(got.entries[0].text == "he wrote\n17:00-18:00 24/11 at ten\n25/12: party");
}

BOOST_AUTO_TEST_CASE(what_was_copied_on_the_desktop_and_pasted_is_no_head) {
  const char* pasted = "look what she wrote\n[11:16 AM, 1/2/2026] Carol: you idiot\n[11:17 AM, 1/2/2026] Carol: yes you";
  const Read got = read(written("pasted.txt", std::string("24/11/2026, 09:00 - A: ") + pasted + "\n24/11/2026, 09:01 - B: ok\n"));
  BOOST_TEST_REQUIRE(got.entries.size() == 2u);
  BOOST_TEST(got.entries[0].text == pasted);
  // In an export that is itself clock first, the same lines are heads; then a date first is what was pasted.
  const Read vietnamese = read(written("vi.txt", "[11:16:00 AM, 1/2/2026] A: x\n24/11/2026, 09:00 - B: y\n[11:17:00 AM, 25/2/2026] C: z\n"));
  BOOST_TEST_REQUIRE(vietnamese.entries.size() == 2u);
  BOOST_TEST(vietnamese.entries[0].text == "x\n24/11/2026, 09:00 - B: y");
  BOOST_TEST(minute(vietnamese.entries[1]) == "2026-02-25T11:17");
}

BOOST_AUTO_TEST_CASE(the_night_is_on_both_sides_of_midnight) {
  const std::pair<const char*, const char*> hours[] = {{"11:15 at night", "23:15"}, {"12:15 at night", "00:15"}, {"3:15 at night", "03:15"}, {"12:15 in the afternoon", "12:15"},
                                                       {"11:15 ÖÖ", "11:15"},       {"11:15 ÖS", "23:15"},       {"11:15 пп", "23:15"},     {"11:15 ip.", "23:15"}};
  for (const auto& [said, is] : hours) {
    const Read got = read(written("night.txt", std::string("24/11/2026, ") + said + " - A: x\n"));
    BOOST_TEST_REQUIRE(got.entries.size() == 1u, said);
    BOOST_TEST(minute(got.entries[0]) == std::string("2026-11-24T") + is, said);
  }
}

BOOST_AUTO_TEST_CASE(what_stands_under_a_picture_is_kept) {
  const Read got = read(written("caption.txt", "[24/11/2026, 09:00:00] A: The new hall \u200Eimage omitted\n[24/11/2026, 09:01:00] B: kit list.pdf • \u200E2 pages \u200Edocument omitted\n"
                                               "24/11/2026, 09:02 - C: IMG-20261124-WA0001.jpg (file attached)\nLook at that\n24/11/2026, 09:03 - D: \u200Ewords after a mark\n"));
  BOOST_TEST_REQUIRE(got.entries.size() == 4u);
  BOOST_TEST((got.entries[0].kind == Kind::media));
  BOOST_TEST(got.entries[0].text == "[photo] The new hall");
  BOOST_TEST((got.entries[1].kind == Kind::media));
  BOOST_TEST(got.entries[1].text.starts_with("[document] kit list.pdf"));
  BOOST_TEST(got.entries[2].text == "[photo]\nLook at that");
  BOOST_TEST((got.entries[3].kind == Kind::system));
}

BOOST_AUTO_TEST_CASE(a_notice_with_a_colon_inside_quotation_marks_has_no_sender) {
  const Read got = read(written("subject.txt", "24/11/2026, 09:00 - Anna changed the subject from “PE: kit” to “PE: no kit”\n24/11/2026, 09:01 - B: “quote”: yes\n"));
  BOOST_TEST((got.entries.at(0).kind == Kind::system));
  BOOST_TEST(got.entries.at(1).sender == "B");
}

BOOST_AUTO_TEST_CASE(what_cannot_be_read_is_counted_with_its_line) {
  const Read got = read(written("broken.txt", "24/11/2026, 09:00 - A: x\n31/02/2026, 09:00 - A: no such day\n24/11/2026, 5:00 qq - A: no such hour\n24/11/2026, 09:01 - B: y\n"));
  BOOST_TEST(got.entries.size() == 2u);
  BOOST_TEST(got.unreadable == 2u);
  BOOST_TEST(got.first_unreadable == 2u);
  BOOST_TEST(got.entries.at(0).text == "x");
}

BOOST_AUTO_TEST_CASE(a_flood_does_not_grow_without_end) {
  std::string flood = "24/11/2026, 09:00 - A: x\n";
  for (int i = 0; i < 3000; ++i) flood += std::string(100, 'y') + "\n";
  flood += std::string(3 << 20, 'z') + "\n24/11/2026, 09:01 - B: after\n";
  const Read got = read(written("flood.txt", flood));
  BOOST_TEST_REQUIRE(got.entries.size() == 2u);
  BOOST_TEST(got.entries[0].text.size() <= 64u * 1024);
  BOOST_TEST(got.unreadable > 2000u);
  BOOST_TEST(got.entries[1].text == "after");
}

BOOST_AUTO_TEST_CASE(pidgin_logs_in_text_and_html) {
  for (const char* name : {"2026-11-05.080500+0000GMT.txt", "renamed.txt"}) {
    const Read got = read(samples() / "purple" / name);
    BOOST_TEST(got.error == "");
    BOOST_TEST_REQUIRE(got.entries.size() == 6u);
    BOOST_TEST((got.entries[0].kind == Kind::system));
    BOOST_TEST(got.entries[1].text == "School closed today: boiler\nTwo lines, the second one here");
    BOOST_TEST(wall_text(got.entries[2].at) == "2026-11-05T17:09:41");
    BOOST_TEST(got.entries[3].text == "/me waves");
    BOOST_TEST(got.entries[3].sender == "Ben");
    BOOST_TEST((got.entries[4].kind == Kind::system));
    BOOST_TEST(wall_text(got.entries[5].at) == "2026-11-06T00:30:02");
  }
  const Read html = read(samples() / "purple" / "2026-11-05.080500+0000GMT.html");
  BOOST_TEST(html.error == "");
  BOOST_TEST_REQUIRE(html.entries.size() == 5u);
  BOOST_TEST((html.entries[0].kind == Kind::system));
  BOOST_TEST(html.entries[1].sender == "Anna");
  BOOST_TEST(html.entries[1].text == "School closed today: boiler & heating\nTwo lines, the second one here");
  BOOST_TEST(html.entries[2].text == "<PE kit> tomorrow 🧦");
  BOOST_TEST(wall_text(html.entries[2].at) == "2026-11-05T17:09:41");
  BOOST_TEST(html.entries[3].text == "/me waves");
  BOOST_TEST(wall_text(html.entries[4].at) == "2026-11-06T00:30:02");
}

BOOST_AUTO_TEST_CASE(json_lines_of_messages_and_of_conversations) {
  const Read got = read(samples() / "jsonl" / "messages.jsonl");
  BOOST_TEST(got.error == "");
  BOOST_TEST_REQUIRE(got.entries.size() == 4u);
  BOOST_TEST(got.entries[1].sender == "Ben");
  BOOST_TEST((got.entries[2].kind == Kind::system));
  BOOST_TEST(wall_text(got.entries[3].at) == "2026-11-24T00:30:02");
  BOOST_TEST(got.unreadable == 2u);
  BOOST_TEST(got.first_unreadable == 5u);
  const Read rooms = read(samples() / "jsonl" / "conversations.jsonl");
  BOOST_TEST_REQUIRE(rooms.entries.size() == 3u);
  BOOST_TEST(rooms.entries[0].starts_room);
  BOOST_TEST(!rooms.entries[1].starts_room);
  BOOST_TEST(rooms.entries[2].starts_room);
}

// A disk that goes bad in the middle of a chat.
struct BadDisk {
  std::string text;
  std::size_t good_until, at = 0;

  static ssize_t read(void* disk, char* into, std::size_t wanted) {
    auto& self = *static_cast<BadDisk*>(disk);
    if (self.at >= self.good_until) return errno = EIO, -1;
    const std::size_t given = std::min({wanted, self.good_until - self.at, self.text.size() - self.at});
    self.text.copy(into, given, self.at);
    self.at += given;
    return static_cast<ssize_t>(given);
  }
  static int seek(void* disk, off64_t* to, int) { return static_cast<BadDisk*>(disk)->at = static_cast<std::size_t>(*to), 0; }
  std::FILE* open() { return fopencookie(this, "rb", {&BadDisk::read, nullptr, &BadDisk::seek, nullptr}); }
};

BOOST_AUTO_TEST_CASE(a_chat_that_cannot_be_read_to_its_end_is_no_shorter_chat) {
  const std::pair<const char*, std::string> chats[] = {
      {"chat.txt", "24/11/2026, 09:00 - A: x\n"}, {"2026-11-05.080500+0000GMT.txt", "(09:00:00) A: x\n"}, {"chat.jsonl", "{\"text\":\"x\",\"from\":\"A\",\"at\":\"2026-11-24T09:00:00\"}\n"}};
  for (const auto& [name, line] : chats) {
    BOOST_TEST_CONTEXT(name) {
      // The disk holds to the middle of line 20,001; the log has a heading of one line.
      const bool log = line[0] == '(';
      BadDisk disk{log ? "Conversation with lab at Thu 05 Nov 2026 08:05:00 GMT on rep (jabber)\n" : "", 0};
      const std::size_t whole = log ? 19'999 : 20'000;
      for (std::size_t i = 0; i < whole + 100; ++i) disk.text += line;
      disk.good_until = disk.text.size() - 100 * line.size() + line.size() / 2;
      std::string error;
      const auto reader = open_export(disk.open(), name, {}, error);
      // Where opening already looks so far, it is refused there.
      if (reader) {
        std::size_t entries = 0;
        for (Entry entry; reader->next(entry);) ++entries;
        BOOST_TEST(entries <= whole);
        error = std::string(name) + ":" + reader->broken();
      }
      BOOST_TEST(error == std::string(name) + ":20001: reading broke off: Input/output error");
    }
  }
}

BOOST_AUTO_TEST_CASE(a_disk_that_is_bad_from_the_first_byte_is_not_an_empty_chat) {
  BadDisk disk{"24/11/2026, 09:00 - A: x\n", 0};
  std::string error;
  BOOST_TEST((open_export(disk.open(), "chat.txt", {}, error) == nullptr));
  BOOST_TEST(error == "chat.txt:1: reading broke off: Input/output error");
}

BOOST_AUTO_TEST_CASE(what_is_not_known_is_refused_with_its_line) {
  const std::pair<const char*, const char*> refused[] = {
      {"semicolons.csv", "semicolons.csv:1: no known format"}, {"other.json", "other.json:1: not a message"}, {"archive.gz", "archive.gz:1: a gzip archive"}, {"archive.zip", "archive.zip:1: a zip archive"}, {"utf16.txt", "utf16.txt:1: UTF-16"},
      {"empty.txt", "empty.txt:2: empty"}, {"unknown_day_period.txt", "unknown_day_period.txt:1: the word beside the clock"}, {"page.html", "page.html:1: no date"}, {"diary.txt", "diary.txt:1: no known format"},
      {"month_names.txt", "month_names.txt:1: no known format (WhatsApp export, Pidgin log, JSON lines): “19:23, 28 Aug 2013 - Anna"},
      {"missing.txt", "missing.txt: No such file"}, {".", "exports/refused/.: Is a directory"}};
  for (const auto& [name, error] : refused) {
    const Read got = read(samples() / "refused" / name);
    BOOST_TEST(got.error.find(error) != std::string::npos, name << ": " << got.error);
    BOOST_TEST(got.entries.empty());
  }
}

BOOST_AUTO_TEST_SUITE_END()
