// SPDX-License-Identifier: GPL-3.0-or-later
// What waits for the rep: one item per serious post, report or raid, with the lines around it.  Never shown in the room.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/message.h"
#include "core/moderation/records.h"
#include "core/report/digest.h"
#include "core/verdict.h"

namespace tact::moderation {

enum class State { fresh, ignored, thanked, reminded, asked, warned, referred, removed, mistaken };
enum class Source { filter, report, raid };

std::string_view name(State state);   ///< "new", "asked-to-remove", ...: for files; never translated
std::string shown(State state);       ///< translated

struct ContextLine {
  Instant at{};
  std::string author, name, text;
};

/// Another person folded into the same item (a raid).
struct AlsoBy {
  std::string author, name;
  std::int64_t times = 0;
};

struct Item {
  std::int64_t id = 0;       ///< 0: not written yet
  std::string room;          ///< RoomKey::text()
  std::string author, name;  ///< Sender::id (address, the person) and the name then shown
  Instant at{}, last_at{};
  std::string text;          ///< plain
  std::string guideline, label, reason;  ///< of the finding that spoke
  Severity severity = Severity::mild;
  double sureness = 0;
  Source source = Source::filter;
  std::int64_t times = 1;    ///< how often it came
  State state = State::fresh;
  Instant state_at{}, due_at{};  ///< due_at: come back to it then; epoch: never
  bool dry = false;              ///< made in dry run: nothing may be done with it
  std::int64_t edit_of = 0;      ///< an earlier item of which this is a changed version
  report::Hash fold{};
  report::Bytes report;          ///< id of the member's report; empty: none
  std::string warning;           ///< what to look at twice: a name that looks like somebody else's
  std::string hold;              ///< reason of a legal hold; empty: none
  bool erased = false;
  std::vector<ContextLine> before, after;
  std::vector<AlsoBy> also;
};

class Queue {
 public:
  explicit Queue(Records& records) : records_(records) {}

  /// Writes a new item or folds it into an open one of the same fold hash.  Answers its id; `folded` says which.  Use inside a transaction
  /// for many.
  std::int64_t add(const Item& item, bool* folded = nullptr);
  void add_after(std::int64_t item, const ContextLine& line);

  /// Open items first by weight: threats, reports, serious, the rest; then the oldest.  Dry ones only when asked for.
  std::vector<Item> open(std::string_view room = {}, bool dry = false, std::size_t most = 200);
  std::vector<Item> since(Instant from, bool dry);
  std::optional<Item> find(std::int64_t id);
  std::vector<std::int64_t> due(Instant now);
  std::size_t open_count(bool dry = false);

  void set_state(std::int64_t id, State state, Instant at, Instant due = {});
  void set_hold(std::int64_t id, std::string_view reason);
  Records& records() { return records_; }

 private:
  Item read(store::Statement& row);
  void read_lines(Item& item);
  Records& records_;
};

}  // namespace tact::moderation
