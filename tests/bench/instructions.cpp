// SPDX-License-Identifier: GPL-3.0-or-later
// Instructions a message, for callgrind: unlike time, the same on a busy machine.  instructions WHAT [ROUNDS] under
// valgrind --tool=callgrind --collect-atstart=no; prints how many messages were counted.
#include <valgrind/callgrind.h>

#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <functional>

#include "core/engine.h"
#include "core/language/language.h"
#include "tests/bench/rules.h"
#include "tests/bench/texts.h"
#include "tests/bench/usual.h"

using namespace tact;

namespace {

void normalise(const std::string& raw) {
  static Text text;
  read_text(raw, Format::plain, text);
}

void check(const std::string& raw) {
  static const Engine engine(bench::everything());
  static const Policy policy = default_policy(GroupKind::class_group);
  static Message message = bench::noon("");
  message.raw = raw;
  const Verdict verdict = engine.review(message, {}, policy);
  if (verdict.decision == Decision::refuse)
    std::abort();  // without a signed policy nothing is refused; and the verdict is looked at
}

void check_after_lines(const std::string& raw) {
  static const Engine engine(bench::everything());
  static const Policy policy = default_policy(GroupKind::class_group);
  static Message message = bench::noon("");
  message.raw = raw;
  RoomView room;
  room.context = bench::before();
  if (engine.review(message, room, policy).decision == Decision::refuse) std::abort();
}

template <int copies>
void rules_alone(const std::string& raw) {
  static const auto pack = bench::rules(copies);
  static Text text;
  static language::Reading reading;
  read_text(raw, Format::plain, text);
  reading.hits.clear();
  pack->read(text, nullptr, {}, reading);
}

void check_of_ten_times_the_rules(const std::string& raw) {
  static const auto language = bench::language_of(10);
  static const Engine engine(language.get());
  static const Policy policy = default_policy(GroupKind::class_group);
  static Message message = bench::noon("");
  message.raw = raw;
  const Verdict verdict = engine.review(message, {}, policy);
  if (verdict.decision == Decision::refuse) std::abort();
}

struct Work {
  const char* name;
  void (*run)(const std::string&);
  const std::vector<std::string>& (*texts)();
};

constexpr Work works[] = {{"casefold", bench::casefold, bench::examples},
                          {"casefold_usual", bench::casefold, bench::usual},
                          {"normalise_usual", normalise, bench::usual},
                          {"check_usual", check, bench::usual},
                          {"check_usual_after_lines", check_after_lines, bench::usual},
                          {"normalise", normalise, bench::examples},
                          {"check", check, bench::examples},
                          {"check_clean", check, bench::clean},
                          {"check_flagged", check, bench::flagged},
                          {"check_scripts", check, bench::scripts},
                          {"rules", rules_alone<1>, bench::examples},
                          {"rules_ten_times", rules_alone<10>, bench::examples},
                          {"check_clean_ten_times", check_of_ten_times_the_rules, bench::clean}};

}  // namespace

int main(int argc, char** argv) {
  for (const Work& work : works) {
    if (argc < 2 || std::strcmp(argv[1], work.name) != 0) continue;
    const auto& texts = work.texts();
    for (const std::string& text : texts) work.run(text);  // warm: buffers have their size
    CALLGRIND_TOGGLE_COLLECT;
    for (const std::string& text : texts) work.run(text);
    CALLGRIND_TOGGLE_COLLECT;
    std::printf("%zu\n", texts.size());
    return 0;
  }
  for (const Work& work : works) std::fprintf(stderr, "instructions %s\n", work.name);
  return 2;
}
