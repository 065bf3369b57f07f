// SPDX-License-Identifier: GPL-3.0-or-later
// The reader of WhatsApp exports, alone: lines a second.
#include <benchmark/benchmark.h>

#include "core/history/whatsapp_export.h"
#include "tests/bench/texts.h"

namespace tact::bench {

namespace {

std::string chat() {
  std::string out;
  for (std::size_t i = 0; out.size() < (4U << 20); ++i) {
    char head[64];
    std::snprintf(head, sizeof head, "%02d/11/2026, %02d:%02d - Parent %d: ", static_cast<int>(1 + i / 400 % 28), static_cast<int>(i / 60 % 24), static_cast<int>(i % 60), static_cast<int>(i % 60));
    out += head + examples()[i % examples().size()] + "\n";
  }
  return out;
}

void export_reader(benchmark::State& state) {
  std::string text = chat();
  const auto lines = static_cast<std::int64_t>(std::count(text.begin(), text.end(), '\n'));
  history::Entry entry;
  for (auto _ : state) {
    std::string error;
    const auto reader = history::open_whatsapp(std::make_unique<history::Lines>(fmemopen(text.data(), text.size(), "rb")), {}, error);
    while (reader->next(entry)) benchmark::DoNotOptimize(entry.text.data());
  }
  state.SetItemsProcessed(state.iterations() * lines);
}

BENCHMARK(export_reader);

}  // namespace

}  // namespace tact::bench
