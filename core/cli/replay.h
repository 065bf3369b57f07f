// SPDX-License-Identifier: GPL-3.0-or-later
// One conversation played to the engine as its members would have met it: every speaker with Tact and a diary of their own.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "core/engine.h"

namespace tact::cli {

/// Something about turns and times, in the terms of the labelled conversations.  Indexes count from 0, both ends included.
struct Event {
  std::string rule;  ///< "burst", "one_to_one", "dont_know", "late_night", "leave_judgement"
  std::size_t start = 0, end = 0;
  std::string from, other;  ///< burst: from; one_to_one: both
  bool at_one() const { return rule != "burst" && rule != "one_to_one"; }
};

struct PlayedLine {
  Instant at{};
  std::string from, text;
  bool system = false;
};

struct Conversation {
  std::string id;
  GroupKind kind = GroupKind::class_group;
  std::vector<PlayedLine> messages;
  std::vector<Event> gold;
  bool labelled = false;
};

struct Replayed {
  std::vector<Event> events;
  std::vector<Verdict> verdicts;  ///< one a message
};

/// `policy` is read in the wall clock of the conversation: its zone must be "UTC".
Replayed replay(const Engine& engine, const Conversation& conversation, const Policy& policy);

/// nullptr, or what is wrong with the line.
const char* read_conversation(std::string& line, Conversation& out);
void write_conversation(const Conversation& conversation, const Replayed& replayed, std::string& out);

/// How many of the labelled events were found, by rule.
class Score {
 public:
  void add(const Conversation& conversation, const Replayed& replayed);
  void print() const;

 private:
  struct Row {
    std::string rule;
    unsigned gold = 0, found = 0, events = 0, right = 0;
  };
  std::vector<Row> rows_;
  unsigned empty_ = 0, quiet_ = 0, messages_ = 0, holds_ = 0;
};

}  // namespace tact::cli
