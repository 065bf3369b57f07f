// SPDX-License-Identifier: GPL-3.0-or-later
// What is kept beside the text: the room's memory, the outbox on disk, the signed policy, the sealed report.
#include <benchmark/benchmark.h>
#include <glib.h>
#include <malloc.h>

#include <filesystem>

#include "core/keys/bundle.h"
#include "core/language/reading.h"
#include "core/outbox/outbox.h"
#include "core/policy/page.h"
#include "core/policy/signature.h"
#include "core/report/envelope.h"
#include "core/room/memory.h"
#include "tests/bench/texts.h"

namespace tact::bench {

namespace {

/// One message more in a room that remembers `range` lines already (500 is all it keeps): a long past must cost nothing.
void memory(benchmark::State& state) {
  std::vector<Text> texts(examples().size());
  for (std::size_t i = 0; i < texts.size(); ++i) read_text(examples()[i], Format::plain, texts[i]);
  const language::Reading reading;
  room::Memory memory;
  Message message = noon("");
  std::size_t said = 0;
  const auto say = [&] {
    const std::size_t i = said++ % texts.size();
    message.raw = examples()[i];
    message.sender.id = message.sender.name = std::string("Parent ") + static_cast<char>('A' + said % 20);
    message.at += std::chrono::seconds(40);
    memory.note(message, texts[i], reading, room::Origin::received);
  };
  while (said < static_cast<std::size_t>(state.range(0))) say();
  for (auto _ : state) say();
  state.SetItemsProcessed(state.iterations());
}

/// What 200 rooms take of the heap once each is as full as it gets: 600 lines by 120 people, one in seven a question.
void memory_of_200_rooms(benchmark::State& state) {
  const language::Reading reading;
  const auto in_use = [] {
    const struct mallinfo2 info = mallinfo2();
    return static_cast<double>(info.uordblks + info.hblkhd);
  };
  double taken = 0, told = 0;
  for (auto _ : state) {
    const double before = in_use();
    std::vector<room::Memory> rooms(200);
    Text text;
    Message message = noon("");
    for (room::Memory& room : rooms)
      for (int line = 0; line < 600; ++line) {
        message.raw = (line % 7 == 0 ? "Does anyone know about number " : "I think that this is about number ") + std::to_string(line) + ", which is on Friday at the gate by the hall?";
        message.sender.id = "conference.localhost/Parent number " + std::to_string(line % 120);
        message.sender.name = "Parent number " + std::to_string(line % 120);
        message.at += std::chrono::seconds(40);
        read_text(message.raw, Format::plain, text);
        room.note(message, text, reading, room::Origin::received);
      }
    taken = in_use() - before;
    told = 0;
    for (const room::Memory& room : rooms) told += static_cast<double>(room.bytes());
  }
  state.counters["MB"] = taken / 1e6;
  state.counters["MB_told"] = told / 1e6;  // by Memory::bytes()
}

struct Folder {
  Folder() {
    // Not below /tmp: that is often memory, and costs no disk.
    gchar* made = g_strdup("tact-bench-XXXXXX");
    if (g_mkdtemp(made) == nullptr) std::abort();
    path = made;
    g_free(made);
  }
  ~Folder() { std::filesystem::remove_all(path); }
  std::string path;
};

/// On disk when it returns, and gone again: two transactions, each synced, in the folder that the program was started in.
void outbox_put_take(benchmark::State& state) {
  const Folder folder;
  const SystemClock clock;
  outbox::Outbox box(folder.path + "/outbox.db", clock);
  outbox::Draft draft;
  draft.room = {"prpl-jabber", "conference.localhost", "lab"};
  draft.account = {"prpl-jabber", "ann@localhost"};
  draft.raw = examples().front();
  Verdict verdict;
  verdict.decision = Decision::hold;
  for (auto _ : state) {
    const outbox::HoldId id = box.hold(draft, verdict);
    if (!box.close(id, outbox::State::discarded)) return state.SkipWithError("it would not go");
  }
  state.SetItemsProcessed(state.iterations());
}

void policy_verify(benchmark::State& state) {
  const keys::IdentityKey key = keys::IdentityKey::make();
  Policy policy = policy_template(GroupKind::class_group);
  policy.room = {"prpl-irc", "irc.example.org", "#class3"};
  policy.group_name = "Class 3";
  policy.version = 1;
  policy.rep = {"Ann Lee", "ann@example.org", key.public_key().vector(), {}};
  const auto bytes = policy::sign(policy, key);
  for (auto _ : state) {
    const policy::Opened opened = policy::open(bytes, &policy.room);
    if (opened.refusal != policy::Refusal::none) return state.SkipWithError("a sound policy was refused");
  }
  state.SetItemsProcessed(state.iterations());
}

struct Desk {
  keys::IdentityKey rep = keys::IdentityKey::make(), member = keys::IdentityKey::make();
  keys::OwnBundle bundle = keys::make_bundle(rep, 7, 1, 1);
  report::Self rep_self{&rep, 7}, member_self{&member, 9};
  Instant at = noon("").at;
  report::Letter letter{report::Kind::report, report::make_report_id(), "prpl-jabber|conference.localhost|year3", {"ann@localhost"}, at, report::Bytes(600, 'x')};
  Officer officer{"rosa", "rosa@localhost", rep.public_key().vector(), bundle.bundle.bytes()};
};

void report_seal(benchmark::State& state) {
  const Desk desk;
  for (auto _ : state) {
    const report::Sealed sealed = report::seal(desk.letter, desk.member_self, desk.officer);
    benchmark::DoNotOptimize(sealed.envelope.data());
  }
  state.SetItemsProcessed(state.iterations());
}

void report_open(benchmark::State& state) {
  const Desk desk;
  const report::Sealed sealed = report::seal(desk.letter, desk.member_self, desk.officer);
  const report::Checks checks{[&](std::uint32_t id) { return id == 1 ? desk.bundle.record : keys::Bytes(); }, [](keys::ByteView) { return false; },
                              [](const std::string&) { return std::optional<keys::PublicKey>(); }, [](const std::string&) { return true; }};
  for (auto _ : state)
    if (!report::open_report(sealed.envelope, desk.rep_self, {{"ann@localhost"}, desk.at, {}}, checks)) return state.SkipWithError("an honest letter was refused");
  state.SetItemsProcessed(state.iterations());
}

BENCHMARK(memory_of_200_rooms)->Iterations(1)->Unit(benchmark::kMillisecond);
BENCHMARK(memory)->Arg(50)->Arg(500)->Arg(5000);
BENCHMARK(outbox_put_take);
BENCHMARK(policy_verify);
BENCHMARK(report_seal);
BENCHMARK(report_open);

}  // namespace

}  // namespace tact::bench
