// SPDX-License-Identifier: GPL-3.0-or-later
// The whole street of a message: strip, normalise, read with packs and model, every guideline, decide.
#include <benchmark/benchmark.h>

#include <algorithm>
#include <chrono>

#include "core/engine.h"
#include "core/guidelines/guideline.h"
#include "core/language/language.h"
#include "tests/bench/texts.h"
#include "tests/bench/usual.h"

namespace tact::bench {

namespace {

void check(benchmark::State& state, const std::vector<std::string>& texts, const language::Language* language, bool alone = false) {
  const Engine engine(language);
  const Policy policy = default_policy(GroupKind::class_group);
  std::vector<Message> messages;
  for (const std::string& text : texts) messages.push_back(noon(text));
  RoomView room;
  if (!alone) room.context = before();
  std::size_t nudged = 0;
  for (const Message& message : messages) nudged += engine.review(message, room, policy).decision != Decision::pass;
  const std::size_t before_it = allocations();
  for (auto _ : state)
    for (const Message& message : messages) {
      const Verdict verdict = engine.review(message, room, policy);
      benchmark::DoNotOptimize(verdict.decision);
    }
  const auto items = static_cast<double>(state.iterations()) * static_cast<double>(texts.size());
  state.SetItemsProcessed(static_cast<std::int64_t>(items));
  state.counters["allocations"] = static_cast<double>(allocations() - before_it) / items;
  state.counters["nudged"] = static_cast<double>(nudged) / static_cast<double>(texts.size());
}

/// With no line before.
void check_alone(benchmark::State& state, const std::vector<std::string>& texts) { check(state, texts, everything(), true); }

/// Only those that nobody says anything about: the promise is no allocation at all.
void check_passed(benchmark::State& state) {
  const Engine engine(everything());
  const Policy policy = default_policy(GroupKind::class_group);
  static std::vector<std::string> passed;
  if (passed.empty())
    for (const std::string& text : clean())
      if (engine.review(noon(text), {}, policy).findings.empty()) passed.push_back(text);
  check(state, passed, everything());
}

/// Least nanoseconds of one call: what else the machine does can only add to it.
template <class Call>
double least(const Call& call) {
  using Watch = std::chrono::steady_clock;
  constexpr int rounds = 15, calls = 40;
  double best = 1e12;
  for (int round = 0; round < rounds; ++round) {
    const auto start = Watch::now();
    for (int i = 0; i < calls; ++i) call();
    best = std::min(best, std::chrono::duration<double, std::nano>(Watch::now() - start).count() / calls);
  }
  return best;
}

/// The whole check in casefold passes over the same text, one message after the other: the median of them all, and of those that need no
/// second stage.  Each is measured warm, as if the same were said again; check/usual below has every message meet the caches of all others.
void check_in_casefolds(benchmark::State& state, const std::vector<std::string>& texts) {
  const Engine engine(everything());
  const Policy policy = default_policy(GroupKind::class_group);
  const RoomView room;
  std::vector<double> ratios;
  for (auto _ : state) {
    ratios.clear();
    for (const std::string& text : texts) {
      const Message message = noon(text);
      ratios.push_back(least([&] { benchmark::DoNotOptimize(engine.review(message, room, policy).decision); }) / least([&] { casefold(text); }));
    }
  }
  std::ranges::sort(ratios);
  state.counters["casefolds"] = ratios[ratios.size() / 2];
  state.counters["worst_of_ten"] = ratios[ratios.size() * 9 / 10];
}

/// The same in turn: every message once, then all of them again, each with its pass, as a group's messages come and not one forty times over.
/// The least of some rounds each, less what looking at the clock takes.
void check_in_turn(benchmark::State& state, const std::vector<std::string>& texts) {
  using Watch = std::chrono::steady_clock;
  const auto nanoseconds = [](Watch::time_point from, Watch::time_point until) { return std::chrono::duration<double, std::nano>(until - from).count(); };
  const Engine engine(everything());
  const Policy policy = default_policy(GroupKind::class_group);
  std::vector<Message> messages;
  for (const std::string& text : texts) messages.push_back(noon(text));
  const RoomView room;
  constexpr int rounds = 25;
  std::vector<double> passes(texts.size(), 1e12), checks(texts.size(), 1e12), ratios;
  double clock = 1e12;
  for (auto _ : state)
    for (int round = 0; round < rounds; ++round)
      for (std::size_t i = 0; i < texts.size(); ++i) {
        const auto start = Watch::now();
        const auto begin = Watch::now();
        casefold(texts[i]);
        const auto middle = Watch::now();
        benchmark::DoNotOptimize(engine.review(messages[i], room, policy).decision);
        const auto end = Watch::now();
        clock = std::min(clock, nanoseconds(start, begin));
        passes[i] = std::min(passes[i], nanoseconds(begin, middle));
        checks[i] = std::min(checks[i], nanoseconds(middle, end));
      }
  for (std::size_t i = 0; i < texts.size(); ++i) ratios.push_back((checks[i] - clock) / (passes[i] - clock));
  std::ranges::sort(ratios);
  std::ranges::sort(passes);
  std::ranges::sort(checks);
  state.counters["casefolds"] = ratios[ratios.size() / 2];
  state.counters["worst_of_ten"] = ratios[ratios.size() * 9 / 10];
  state.counters["pass_ns"] = passes[passes.size() / 2] - clock;
  state.counters["check_ns"] = checks[checks.size() / 2] - clock;
}

void verdict(benchmark::State& state) {
  const Policy policy = default_policy(GroupKind::class_group);
  const Engine engine(everything());
  std::vector<Finding> findings(2);
  for (Finding& finding : findings) finding.reason = "reason", finding.hint = "hint", finding.rule = "model", finding.sureness = 0.9F;
  findings[0].guideline = findings[0].label = "anger";
  findings[1].guideline = findings[1].label = "abuse";
  findings[1].severity = Severity::serious;
  for (auto _ : state) {
    const Verdict decided = decide(findings, policy, {}, Role::member);
    benchmark::DoNotOptimize(decided.decision);
  }
  state.SetItemsProcessed(state.iterations());
}

void load(benchmark::State& state) {
  for (auto _ : state) {
    std::vector<std::string> errors;
    const auto language = language::load_language("", errors);
    benchmark::DoNotOptimize(language.get());
  }
  state.SetItemsProcessed(state.iterations());
}

BENCHMARK_CAPTURE(check, examples, examples(), everything());
BENCHMARK_CAPTURE(check, clean, clean(), everything());
BENCHMARK_CAPTURE(check, usual, usual(), everything());
BENCHMARK_CAPTURE(check_alone, usual, usual());
BENCHMARK_CAPTURE(check_in_casefolds, clean, clean())->Iterations(1);
BENCHMARK_CAPTURE(check_in_casefolds, usual, usual())->Iterations(1);
BENCHMARK_CAPTURE(check_in_turn, usual, usual())->Iterations(1);
BENCHMARK_CAPTURE(check, flagged, flagged(), everything());
BENCHMARK_CAPTURE(check, scripts, scripts(), everything());
BENCHMARK_CAPTURE(check, hostile, hostile(), everything());
BENCHMARK_CAPTURE(check, without_packs, examples(), nullptr);
BENCHMARK(check_passed);
BENCHMARK(verdict);
BENCHMARK(load)->Unit(benchmark::kMillisecond);

}  // namespace

}  // namespace tact::bench
