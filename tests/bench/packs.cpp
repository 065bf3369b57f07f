// SPDX-License-Identifier: GPL-3.0-or-later
// The English rules once and ten times over (other rules, other words): the cost of a message must follow the message.
#include <benchmark/benchmark.h>

#include "core/engine.h"
#include "tests/bench/rules.h"
#include "tests/bench/texts.h"

namespace tact::bench {

namespace {

void packs(benchmark::State& state) {
  const auto pack = rules(static_cast<int>(state.range(0)));
  if (pack == nullptr) return state.SkipWithError("no rules below data/packs/en");
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

/// The whole check beside it: what a person waits for.
void packs_checked(benchmark::State& state) {
  const auto language = language_of(static_cast<int>(state.range(0)));
  if (language == nullptr) return state.SkipWithError("no rules below data/packs/en");
  const Engine engine(language.get());
  const Policy policy = default_policy(GroupKind::class_group);
  Message message = noon("");
  for (auto _ : state)
    for (const std::string& text : clean()) {
      message.raw = text;
      benchmark::DoNotOptimize(engine.review(message, {}, policy));
    }
  state.SetItemsProcessed(state.iterations() * static_cast<std::int64_t>(clean().size()));
}

BENCHMARK(packs)->Arg(1)->Arg(10);
BENCHMARK(packs_checked)->Arg(1)->Arg(10);

}  // namespace

}  // namespace tact::bench
