// SPDX-License-Identifier: GPL-3.0-or-later
// The physical yardstick: one ICU NFKC_Casefold pass over the same bytes, and our own reading of the text beside it.
#include <benchmark/benchmark.h>

#include "core/text/text.h"
#include "tests/bench/texts.h"
#include "tests/bench/usual.h"

namespace tact::bench {

namespace {

void casefold(benchmark::State& state, const std::vector<std::string>& texts) {
  for (auto _ : state)
    for (const std::string& text : texts) bench::casefold(text);
  state.SetItemsProcessed(state.iterations() * static_cast<std::int64_t>(texts.size()));
  state.counters["bytes"] = mean_size(texts);
}

void normalise(benchmark::State& state, const std::vector<std::string>& texts) {
  Text text;
  for (auto _ : state)
    for (const std::string& raw : texts) {
      read_text(raw, Format::plain, text);
      benchmark::DoNotOptimize(text.tokens.data());
    }
  state.SetItemsProcessed(state.iterations() * static_cast<std::int64_t>(texts.size()));
}

BENCHMARK_CAPTURE(casefold, examples, examples());
BENCHMARK_CAPTURE(casefold, clean, clean());
BENCHMARK_CAPTURE(casefold, usual, usual());
BENCHMARK_CAPTURE(casefold, flagged, flagged());
BENCHMARK_CAPTURE(casefold, scripts, scripts());
BENCHMARK_CAPTURE(casefold, hostile, hostile());
BENCHMARK_CAPTURE(normalise, examples, examples());
BENCHMARK_CAPTURE(normalise, scripts, scripts());
BENCHMARK_CAPTURE(normalise, hostile, hostile());

}  // namespace

}  // namespace tact::bench
