// SPDX-License-Identifier: GPL-3.0-or-later
// The English rules once and ten times over (other names, other words): the cost of a message must follow the message.
#include <benchmark/benchmark.h>

#include <filesystem>
#include <fstream>
#include <iterator>

#include "core/language/language.h"
#include "core/language/pack.h"
#include "tests/bench/texts.h"

namespace fs = std::filesystem;

namespace tact::bench {

namespace {

using Files = std::vector<std::pair<std::string, std::string>>;

Files rule_files() {
  Files files;
  std::error_code none;
  for (const auto& file : fs::recursive_directory_iterator(fs::path(language::data_folder()) / "packs" / "en", none)) {
    if (file.path().extension() != ".rule") continue;
    std::ifstream in(file.path());
    files.emplace_back(file.path().string(), std::string(std::istreambuf_iterator<char>(in), {}));
  }
  return files;
}

/// The same rules for another language of the same shape: ids and lower-case words of the phrases get a letter more.
std::string renamed(const std::string& content, int copy) {
  const std::string mark(1, static_cast<char>('a' + copy));
  std::string out;
  std::size_t start = 0;
  while (start < content.size()) {
    const std::size_t end = std::min(content.find('\n', start), content.size());
    std::string line = content.substr(start, end - start);
    const bool rule = line.starts_with('[') && !line.starts_with("[Defaults") && !line.starts_with("[words");
    if (rule) line.insert(line.size() - 1, "-" + mark);
    if (line.starts_with("Match=") || line.starts_with("Words=") || line.starts_with("Except=")) {
      std::string changed;
      for (std::size_t i = 0; i < line.size(); ++i) {
        const bool letter = line[i] >= 'a' && line[i] <= 'z', next = i + 1 < line.size() && line[i + 1] >= 'a' && line[i + 1] <= 'z';
        changed += line[i];
        if (i > 6 && letter && !next && (i + 1 == line.size() || line[i + 1] == ' ' || line[i + 1] == ';') && line[i - 1] != '\\') changed += mark;
      }
      line = changed;
    }
    out += line + "\n";
    start = end + 1;
  }
  return out;
}

void packs(benchmark::State& state) {
  Files files = rule_files();
  const std::size_t once = files.size();
  for (int copy = 1; copy < state.range(0); ++copy)
    for (std::size_t i = 0; i < once; ++i) files.emplace_back(files[i].first + std::to_string(copy), renamed(files[i].second, copy));
  std::vector<std::string> errors;
  const auto pack = language::Pack::make("en", files, errors);
  if (pack == nullptr) return state.SkipWithError("no rules below data/packs/en");
  Text text;
  language::Reading reading;
  std::vector<Text> texts(examples().size());
  for (std::size_t i = 0; i < texts.size(); ++i) read_text(examples()[i], Format::plain, texts[i]);
  for (auto _ : state)
    for (const Text& one : texts) {
      reading.hits.clear();
      pack->read(one, nullptr, {}, reading);
      benchmark::DoNotOptimize(reading.hits.data());
    }
  state.SetItemsProcessed(state.iterations() * static_cast<std::int64_t>(texts.size()));
  state.counters["rules"] = static_cast<double>(pack->rules().size());
}

BENCHMARK(packs)->Arg(1)->Arg(10);

}  // namespace

}  // namespace tact::bench
