// SPDX-License-Identifier: GPL-3.0-or-later
// Who talks with whom, when forty people share one room: each message is given an addressee by name, by what still waits for an answer, by
// what its speaker did just before; messages that two people exchange make a thread, however much of other people's talk stands between.
// Bounded, and the cost of a message does not depend on how long the past is.
#pragma once

#include <array>
#include <optional>
#include <vector>

#include "core/room/people.h"

namespace tact::room {

/// How the addressee was told.
enum class Cue : std::uint8_t {
  none,       ///< to nobody in particular
  neighbour,  ///< spoke just before, to nobody else
  going_on,   ///< an answer that was waited for, or the same person as a moment ago
  passing,    ///< named within the text
  leading,    ///< named first
};

struct Address {
  PersonId to = nobody;
  Cue cue = Cue::none;
};

/// One stretch of two people's talk.  `first` is who spoke first to the other; `second` usually asked something before.
struct Thread {
  PersonId first = nobody, second = nobody, last = nobody;
  Instant begun{}, at{};
  std::uint32_t begun_seq = 0, last_seq = 0;  ///< of the room's messages, counted from 0
  std::uint16_t turns = 0;                    ///< messages in a row by one person are one turn
  std::array<std::uint16_t, 2> messages{}, named{}, turns_each{};  ///< of first, of second
  float others_to_second = 0;                 ///< what third persons said to the second meanwhile
  bool alone = true;                          ///< nobody else spoke since it began
};

/// Whom a message speaks to by its first word, known or not ("Sam: …", "@sam …"): a hash of that name, 0 if nobody.
std::uint32_t spoken_to(const Text& text);

/// What one more message would make of its thread.
struct Pair {
  Thread thread;
  float likeliness = 0;  ///< log odds that these two are talking between themselves
};

class Talks {
 public:
  static constexpr std::size_t most = 64;
  /// A silence this long ends a thread.
  static constexpr std::chrono::minutes gap{15};

  Address addressee(const People& people, PersonId speaker, const Text& text, Instant at) const;

  /// The thread as it would be with this message in it; nullopt where it speaks to nobody.
  std::optional<Pair> with(PersonId speaker, const Address& address, Instant at, std::uint32_t seq) const;

  /// The message was posted.
  void spoke(PersonId speaker, const Address& address, Instant at, std::uint32_t seq);
  void forget(PersonId person);

 private:
  struct Waiting {
    PersonId from = nobody;
    Instant at{};
  };
  struct Side {
    std::array<Waiting, 4> waiting{};  ///< who spoke to this person and got no answer yet
    PersonId to = nobody;              ///< whom they spoke to last
    Instant at{};
  };
  struct Last {
    PersonId speaker = nobody, to = nobody;
    Instant at{};
  };

  const Thread* find(PersonId a, PersonId b, Instant at) const;
  static Thread extended(Thread thread, PersonId speaker, const Address& address, Instant at, std::uint32_t seq);

  std::array<Side, People::most> sides_{};
  std::vector<Thread> threads_;
  Last last_;
};

}  // namespace tact::room
