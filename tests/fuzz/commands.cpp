// SPDX-License-Identifier: GPL-3.0-or-later
// What somebody types behind "/tact", and everything that reads a part of it: numbers, times, clock faces.
#include <algorithm>

#include "core/moderation/typed.h"
#include "core/outbox/words.h"
#include "core/policy/human.h"
#include "plugin/command_line.h"
#include "tests/fuzz/target.h"

using namespace tact;
using namespace tact::plugin;

namespace {

constexpr std::string_view white = " \t\r\n";
constexpr Instant noon{std::chrono::milliseconds(1795867200000)};

void must_be_read(std::string_view rest) {
  const CommandLine line = read_command(rest);
  fuzz::must(line.word.size() + line.rest.size() <= rest.size(), "nothing is added to what was typed");
  fuzz::must(line.word.find_first_of(white) == std::string::npos, "the word is one word");
  fuzz::must(std::ranges::none_of(line.word, [](char c) { return c >= 'A' && c <= 'Z'; }), "the word is in lower case");
  fuzz::must(!line.number || *line.number > 0, "a number names a message");
  std::string joined;
  for (const std::string& word : line.words) {
    fuzz::must(!word.empty() && word.find_first_of(white) == std::string::npos, "what follows is words");
    joined += (joined.empty() ? "" : " ") + word;
  }
  fuzz::must(joined == line.rest, "the words and the text say the same");
  const CommandLine again = read_command(line.word + " " + line.rest);
  // Only one "#3" is taken out: a second one stays among the words and is the number of the second reading.
  fuzz::must(line.word.empty() || (again.word == line.word && (again.rest == line.rest || again.number)), "read twice, the same");

  // Nothing is scheduled for the past, nor for a day beyond any outbox.
  for (const char* zone : {"Europe/London", "Asia/Kolkata", "nowhere"})
    if (const auto when = outbox::read_when(line.rest, noon, zone, 450)) fuzz::must(*when > noon && *when < noon + std::chrono::days(366), "a time is soon and not past");
  if (const auto minute = policy::clock_minute(line.rest)) fuzz::must(*minute >= 0 && *minute < 24 * 60, "a clock face has a day's minutes");
  policy::moment(line.rest);
  std::string_view left = line.rest;
  while (!left.empty()) {
    const std::size_t before = left.size();
    const std::string_view word = moderation::first_word(left);
    fuzz::must(left.size() < before, "a word is taken off");
    if (const auto number = moderation::number(word)) fuzz::must(*number > 0, "an item's number");
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view raw = fuzz::text_of(data, size);
  for (const Format format : {Format::plain, Format::markup})
    for (const bool by_name : {false, true}) {
      const bool ours = addressed_to_tact(raw, format, by_name);
      const std::string plain = plain_text(raw, format);
      const std::string_view text = without_blanks(plain);
      const bool begins = begins_with(text, "/tact") || (by_name && (begins_with(text, "tact:") || begins_with(text, "tact,")));
      // What the quick look misses would be posted: "/t<b>ac</b>t later" is a word of Tact too.
      fuzz::must(ours == begins, "a word of Tact is taken however it is marked up, and nothing else");
    }
  must_be_read(behind_name(raw));
  must_be_read(raw);
  return 0;
}
