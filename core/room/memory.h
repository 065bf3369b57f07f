// SPDX-License-Identifier: GPL-3.0-or-later
// The recent past of one room, as much of it as the guidelines need and no more: at most 500 messages, 30 days and 36 KB of text (about 95 KB
// in all, so that 200 rooms stay under 20 MB), in a ring: what a message costs does not depend on how long the past is.
//
// It lives in the memory of the client and nowhere else: other people's words are never written down, encrypted or not, so a restart begins
// anew (a question of last week is recognised only if the client has been running since).  No I/O here, no clock: time is what messages say.
//
// Feed it every message once it is in the room, our own and others', whatever the manners of the host: `note` drops what it knows already
// (our own echo, history on joining, a bridge that says it twice).  Not thread-safe.
#pragma once

#include <array>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/message.h"
#include "core/room/people.h"
#include "core/room/speech.h"
#include "core/room/talk.h"
#include "core/room/view.h"

namespace tact::language {
struct Reading;
}

namespace tact::room {

/// How a message came to us.
enum class Origin : std::uint8_t {
  sent,      ///< ours, as we posted it
  echoed,    ///< ours, as the network showed it to us
  received,  ///< somebody else's
  replayed,  ///< history shown on joining
};

/// One remembered message.  The strings belong to the memory and live until the next note().
struct Said {
  std::string_view name, text;
  Instant at{};
  std::uint32_t seq = 0;
};

/// The same question, asked before.
struct Before {
  Said question;
  std::optional<Said> answer;
};

class Past;

/// What a person would feel as directed against somebody.
bool unkind(const language::Reading& reading);

/// Messages in a row by one person, each less than a minute after the one before.
struct Run {
  PersonId who = nobody;
  unsigned messages = 0;
  bool several = false;  ///< they speak to several people: answers in a row, not one thought in pieces
  bool calls = false;    ///< one of them begins with somebody's name ("Sam: …")
  PersonId to = nobody;            ///< whom they spoke to last, …
  std::uint32_t to_unknown = 0;    ///< … or the name of somebody who has not spoken yet
  std::uint32_t begun_seq = 0, last_seq = 0;
  Instant begun{}, at{};
};

class Memory {
 public:
  static constexpr std::size_t most_messages = 500, most_bytes = 36 * 1024, most_text = 2 * 1024, most_questions = 64;
  static constexpr std::chrono::days kept{30};
  /// An emergency spoken of keeps the room awake this long.
  static constexpr std::chrono::hours emergency_lasts{6};

  Memory();
  ~Memory();
  Memory(Memory&&) noexcept;
  Memory& operator=(Memory&&) noexcept;

  /// False: known already, nothing changed.
  bool note(const Message& message, const Text& text, const language::Reading& reading, Origin origin);
  /// A line of the network itself in an exported chat ("Shirl left"); live clients call left() and joined().
  void notice(std::string_view text, Instant at);
  void left(std::string_view id, std::string_view name, Instant at);
  /// Somebody came: a connection that flapped is no leaving.
  void joined(std::string_view id, Instant at);
  void renamed(std::string_view old_id, std::string_view new_id, std::string_view new_name);

  /// The last lines for RoomView::context, oldest first; valid until the next note().
  std::span<const Line> context() const;
  std::uint32_t messages() const;  ///< seen in all, also those long forgotten
  std::size_t bytes() const;                            ///< of memory, roughly
  const People& people() const { return people_; }

  // What the guidelines ask before a message is posted.  `id` is Sender::id.
  std::optional<Pair> talk(std::string_view id, const Text& text, Instant at) const;
  Run run(std::string_view id, const Text& text, Instant at) const;
  /// The run that the last message belongs to.
  const Run& last_run() const { return run_; }
  /// A question by somebody else within `minutes`, which its asker has not yet thanked for.
  bool question_open(std::string_view id, Instant at, unsigned minutes) const;
  std::optional<Before> asked_before(const Text& text, Instant at, unsigned days) const;
  /// Acknowledgements in a row that have stood long enough to be seen by whoever writes now.
  unsigned acknowledged(Instant at) const;
  /// How many others were unkind to the person that `text` is about within `minutes`; `id` answering for themselves counts nobody.
  unsigned piled_on(std::string_view id, const Text& text, Instant at, unsigned minutes) const;
  /// Two others or more were unkind to `id` within `minutes`.
  bool under_fire(std::string_view id, Instant at, unsigned minutes) const;
  /// Temperature of the room: unkind messages, each worth half after ten minutes.
  float heat(Instant at) const;
  /// The last message by somebody else is younger than this.
  bool answers_within(std::string_view id, Instant at, Milliseconds within) const;
  /// Somebody left within a day.
  bool somebody_left(Instant at) const;
  bool emergency(Instant at) const { return emergency_ != Instant{} && at - emergency_ <= emergency_lasts; }

 private:
  bool known(std::uint64_t who, std::uint32_t words, const Message& message, const Text& text, Origin origin) const;
  void weigh_answers(std::uint64_t who, const Text& text, const Address& address, Instant at, bool question, bool nod);
  Run run_with(PersonId who, const Text& text, const Address& address, Instant at) const;
  std::uint64_t target(PersonId speaker, const Text& text, const Address& address, Instant at) const;

  People people_;
  std::unique_ptr<Talks> talks_;
  std::unique_ptr<Past> past_;
  Run run_;
  Instant emergency_{}, heat_at_{}, left_at_{};
  float heat_ = 0;
  std::array<Instant, 8> nods_{};  ///< when, of the acknowledgements in a row
  unsigned nod_count_ = 0;
  mutable std::array<Line, 4> lines_{};
};

}  // namespace tact::room
