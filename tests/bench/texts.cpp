// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/bench/texts.h"

#include <rapidjson/document.h>

#include <atomic>
#include <cstdio>
#include <cstdlib>
#include <fstream>

extern "C" void* __libc_malloc(std::size_t);

namespace {
std::atomic<std::size_t> malloc_calls{0};
}

// glibc lets a program stand in front of malloc; operator new, ICU and GLib all come by here.
extern "C" void* malloc(std::size_t size) {
  malloc_calls.fetch_add(1, std::memory_order_relaxed);
  return __libc_malloc(size);
}

namespace tact::bench {

namespace {

struct Examples {
  std::vector<std::string> clean, flagged, all;

  Examples() {
    const char* folder = std::getenv("TACT_DATA");
    const std::string path = std::string(folder != nullptr ? folder : "data") + "/examples/messages.jsonl";
    std::ifstream in(path);
    for (std::string line; std::getline(in, line);) {
      rapidjson::Document json;
      json.Parse(line.c_str());
      if (!json.IsObject() || !json.HasMember("text") || !json["text"].IsString()) continue;
      std::string text = json["text"].GetString();
      const bool labelled = json.HasMember("labels") && json["labels"].IsArray() && !json["labels"].Empty();
      (labelled ? flagged : clean).push_back(text);
      all.push_back(std::move(text));
    }
    if (!clean.empty() && !flagged.empty()) return;
    std::fprintf(stderr, "%s: no labelled messages there; set TACT_DATA to the data folder of the source tree\n", path.c_str());
    std::exit(2);
  }
};

const Examples& read_once() {
  static const Examples examples;
  return examples;
}

std::string times(std::string_view piece, std::size_t bytes) {
  std::string out;
  while (out.size() < bytes) out += piece;
  return out;
}

}  // namespace

const std::vector<std::string>& clean() { return read_once().clean; }
const std::vector<std::string>& flagged() { return read_once().flagged; }
const std::vector<std::string>& examples() { return read_once().all; }

const std::vector<std::string>& hostile() {
  static const std::vector<std::string> texts = {
      times("<b><i><u>", 8192),          times("&#x1F600;", 8192),   times("1d10t y0u ", 8192),      times("i d i o t ", 8192),      times("f**k s.t.u.p.i.d ", 8192),
      times("a\u0301\u0302\u0303\u0304", 8192), times("\u0456\u0501\u0456\u043E\u0442 ", 8192), times("stuuuuuuuuuuupid", 8192), times("you you you are are a a ", 8192), times("\xff\xfe<", 8192),
  };
  return texts;
}

const std::vector<std::string>& scripts() {
  static const std::vector<std::string> texts = {
      "Could somebody bring the spare football boots on Friday morning please?",
      "Кто-нибудь может принести запасные бутсы в пятницу утром, пожалуйста?",
      "Μπορεί κάποιος να φέρει τα παπούτσια του ποδοσφαίρου την Παρασκευή το πρωί;",
      "هل يمكن لأحد أن يحضر حذاء كرة القدم صباح يوم الجمعة من فضلكم؟",
      "מישהו יכול להביא את נעלי הכדורגל ביום שישי בבוקר בבקשה?",
      "क्या कोई शुक्रवार की सुबह फुटबॉल के जूते ला सकता है?",
      "শুক্রবার সকালে কেউ কি ফুটবল বুট আনতে পারবেন দয়া করে?",
      "有人星期五早上可以带备用的足球鞋来吗？谢谢大家",
      "金曜日の朝、予備のサッカーシューズを持ってきてくれる方はいますか？",
      "금요일 아침에 여분의 축구화를 가져다 주실 분 계신가요?",
  };
  return texts;
}

std::span<const Line> before() {
  static const Line lines[] = {{"Ben", "Is there swimming on Friday?"}, {"Carol", "Yes, bring goggles."}};
  return lines;
}

double mean_size(const std::vector<std::string>& texts) {
  std::size_t bytes = 0;
  for (const std::string& text : texts) bytes += text.size();
  return static_cast<double>(bytes) / static_cast<double>(texts.size());
}

Message noon(std::string_view text) {
  Message message;
  message.raw = text;
  message.format = Format::plain;
  message.sender.id = message.sender.name = "Anna";
  message.at = std::chrono::sys_days(std::chrono::year(2026) / 1 / 14) + std::chrono::hours(12);
  return message;
}

std::size_t allocations() { return malloc_calls.load(std::memory_order_relaxed); }

}  // namespace tact::bench
