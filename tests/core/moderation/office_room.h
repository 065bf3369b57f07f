// SPDX-License-Identifier: GPL-3.0-or-later
// The office of a rep named Rosa, with hands that only write down what they were asked to do.
#pragma once

#include <fstream>
#include <iterator>
#include <string>
#include <vector>

#include "core/moderation/office.h"
#include "tests/core/report/people.h"

namespace office_room {

using namespace tact;
using namespace tact::moderation;

/// Hands that only write down what they were asked to do.
struct Paper final : Hands {
  std::vector<std::string> written, told;
  std::vector<keys::Bytes> sealed;
  std::vector<Removal> removals;
  std::string no_writing, mine = "rosa@localhost";
  Removed outcome = Removed::done;
  std::string write_privately(const RoomKey&, const std::string& address, const std::string&, const std::string& text) override {
    if (no_writing.empty()) written.push_back(address + ": " + text);
    return no_writing;
  }
  std::string send_sealed(const RoomKey&, const std::string&, keys::ByteView envelope) override {
    sealed.emplace_back(envelope.begin(), envelope.end());
    return {};
  }
  void remove(const Removal& removal, RemovalDone done) override {
    removals.push_back(removal);
    done(outcome, outcome == Removed::done ? "out" : "why");
  }
  void tell(const RoomKey&, const std::string& text) override { told.push_back(text); }
  std::vector<std::string> my_addresses(const RoomKey&) override { return {mine}; }
};

struct Room {
  people::Group g;
  ManualClock clock{g.now};
  Paper hands;
  people::Person& rosa = g.rosa;
  Ladder ladder{rosa.queue, rosa.ledger};
  Retention retention{rosa.queue, rosa.ledger, rosa.chain};
  Inbox inbox{rosa.records, rosa.queue, rosa.chain, desk::judge, [this](const RoomKey& key) { return key == desk::room ? &g.policy : nullptr; }};
  bool officer = true;
  Office office{{rosa.records, rosa.queue, rosa.ledger, rosa.chain, ladder, inbox, retention, rosa.mailbox, rosa.key, hands,
                 [this](const RoomKey& key) { return officer && key == desk::room ? &g.policy : nullptr; }, clock, rosa.folder.path}};

  Room() { inbox.set_dry_run(false); }
  std::int64_t post(const std::string& who, const std::string& text) {
    Arrival arrival;
    arrival.message.room = desk::room;
    arrival.message.sender = {who + "@localhost", who, false, Role::member};
    arrival.message.raw = arrival.plain = text;
    arrival.message.at = clock.now();
    arrival.via = "rosa";
    inbox.take(arrival);
    const auto ids = inbox.work([] { return true; });
    return ids.empty() ? 0 : ids.front();
  }
  std::string say(const std::string& word, const std::string& rest = {}) {
    std::string out;
    for (const std::string& line : office.answer(desk::room, word, rest)) out += line + "\n";
    return out;
  }
  std::string read(const std::string& path) {
    std::ifstream file(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
  }
};

inline bool has(const std::string& text, const char* words) { return text.find(words) != std::string::npos; }

}  // namespace office_room
