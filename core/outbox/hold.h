// SPDX-License-Identifier: GPL-3.0-or-later
// A message that waits: plain values, as the outbox keeps them.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/message.h"
#include "core/verdict.h"

namespace tact::outbox {

/// Names one waiting message for good; never used again.  People see it as "#3".
using HoldId = std::int64_t;

/// gathering -> held -> scheduled or pausing -> sending -> released, or closed as revised, moved, discarded or expired.
enum class State {
  gathering,  ///< fragments are still coming
  held,       ///< waits for the sender's answer
  scheduled,  ///< the sender chose a time
  pausing,    ///< G15: on its way, and leaves at `due` unless the sender takes it back
  sending,    ///< handed to the host, not yet known to be gone: after a crash only the sender can tell, so it is asked about
  released,   ///< in the room
  revised,    ///< a rewording took its place
  moved,      ///< went somewhere else (a private chat, a draft for the teacher)
  discarded,  ///< the sender dropped it
  expired,    ///< nobody asked for it for too long
};

std::string_view name(State state);
/// True for the five states in which the text is still the sender's to decide about.
bool waits(State state);

/// What is held, before it has a number.
struct Draft {
  RoomKey room;
  AccountKey account;
  std::string raw;  ///< as the host gave it
  Format format = Format::markup;
  bool action = false;    ///< "/me" that the network's own command must send again
  bool pictures = false;  ///< pictures live in the client's memory: after a restart the text alone would be sent
};

/// A Finding that outlives its guideline: what "/tact why" says after a restart.
struct Reason {
  std::string guideline, label;
  Severity severity = Severity::mild;
  double sureness = 0;
  Span span;
  std::string reason, hint, rule;
};

std::vector<Reason> reasons_of(const Verdict& verdict);

struct Hold {
  HoldId id = 0;
  Draft draft;
  State state = State::held;
  Decision decision = Decision::hold;
  bool word_needed = false, urgent = false;
  Instant held_at{}, changed_at{};
  std::optional<Instant> due;  ///< scheduled, pausing: when
  unsigned fragments = 0;      ///< how many sends were gathered into it; 0: never gathered
  std::vector<Reason> reasons; ///< the first one spoke
  bool inherited = false;      ///< from an earlier run of the client: never sent without asking
};

}  // namespace tact::outbox
