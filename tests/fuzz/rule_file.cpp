// SPDX-License-Identifier: GPL-3.0-or-later
// A rule file that anybody may have written: bad rules are left out with a line, good ones work.
#include <algorithm>

#include "core/language/language.h"
#include "core/language/pack.h"
#include "tests/fuzz/target.h"

using namespace tact;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string content(fuzz::text_of(data, std::min<std::size_t>(size, 16 * 1024)));
  std::vector<std::string> errors;
  language::parse_rule_file("f.rule", content, errors);
  for (const std::string& error : errors) fuzz::must(error.starts_with("f.rule:") && error.size() > 9, "an error has an address");
  errors.clear();
  const auto pack = language::Pack::make("en", {{"f.rule", content}}, errors);
  if (pack == nullptr) return 0;
  static Text text;
  static language::Reading reading;
  for (const std::string_view message : {"You are a lazy idiot and I know where you live", "IS IT PE TODAY? ring 07700 900123", "", "a b c ~ ^ $ < > \xF0\x9F\x98\x80"}) {
    read_text(message, Format::plain, text);
    language::read(nullptr, text, {}, reading);
    pack->read(text, nullptr, {}, reading);
    for (const language::Hit& hit : reading.hits) fuzz::must(hit.start <= hit.end && hit.end <= text.folded.size(), "a hit is inside the text");
  }
  // Examples are messages too; run on few rules, for the time it takes.
  if (pack->rules().size() < 8) pack->run_examples();
  return 0;
}
