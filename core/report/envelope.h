// SPDX-License-Identifier: GPL-3.0-or-later
// A sealed letter: what a member tells the rep about a room, or the rep's answer.  Inside the libsignal message the payload names its purpose,
// room, recipient key, report id and the addresses it may come from, and is padded; so it cannot be sent on, replayed or used elsewhere.
//
// Bytes: version 1, kind, 8 bytes of tag (from the report id), then the libsignal message.
#pragma once

#include <array>
#include <functional>
#include <string>
#include <vector>

#include "core/message.h"
#include "core/policy/policy.h"
#include "core/report/session.h"

namespace tact::report {

using keys::Bytes;
using keys::ByteView;

using ReportId = std::array<std::uint8_t, 16>;
ReportId make_report_id();
/// Five characters people can read to each other, the same on both sides: "K7Q2M".
std::string reference_of(const ReportId& id);

enum class Kind : std::uint8_t { report = 1, answer = 2, question = 3 };

struct Letter {
  Kind kind = Kind::report;
  ReportId id{};
  std::string room;               ///< RoomKey::text()
  std::vector<std::string> from;  ///< every address the sender may be seen under: bare JID, occupant address, nick
  Instant at{};
  Bytes body;
};

struct Sealed {
  Bytes envelope;
  Bytes session;  ///< to keep: opens the answers
};

/// Why an envelope was not taken.  Nothing of it is ever shown as if it were true.
enum class Refusal { none, malformed, not_for_us, replayed, changed_key, not_the_sender, wrong_room, too_old, too_many };
std::string_view name(Refusal refusal);
std::string shown(Refusal refusal);  ///< translated

struct Opened {
  Refusal refusal = Refusal::malformed;
  Letter letter;
  keys::PublicKey sender;
  Bytes base_key;  ///< empty for an answer
  Bytes session;   ///< to keep
  explicit operator bool() const { return refusal == Refusal::none; }
};

/// Whose envelopes: one's own key and registration id.
struct Self {
  const keys::IdentityKey* key = nullptr;
  std::uint32_t registration = 0;
};

inline constexpr std::size_t longest_envelope = 48 * 1024;

/// Seals a report for an officer.  Throws keys::Error where the officer has no sound bundle.
Sealed seal(const Letter& letter, const Self& self, const Officer& to);

/// Seals an answer in the session of its report.  `session` is replaced by what is to be kept.
Bytes seal_answer(const Letter& letter, const Self& self, const keys::PublicKey& to, Bytes& session);

struct Arrived {
  std::vector<std::string> from;  ///< every address the network shows for the sender of the private message
  Instant at{};
  std::string note;  ///< translated: what could not be checked about the sender; may be filled while the room is looked up
};

/// What the receiver knows; all are asked only with well-formed input.
struct Checks {
  Session::FindPrekey prekey;
  std::function<bool(ByteView base_key)> seen;                                           ///< base key seen before?
  std::function<std::optional<keys::PublicKey>(const std::string& address)> pinned;      ///< key known for an address
  std::function<bool(const std::string& room)> ours;                                     ///< do reports about this room come to us?
};

/// Opens a report, or a question of one officer to another, which travels like one.  Changes nothing: whoever accepts it keeps base key, pin and session in one transaction.
Opened open_report(ByteView envelope, const Self& self, const Arrived& arrived, const Checks& checks);

/// Opens an answer to the report `id`, in its session, from the officer's key and addresses.
Opened open_answer(ByteView envelope, const Self& self, const Arrived& arrived, const ReportId& id, const std::string& room,
                   const keys::PublicKey& officer, ByteView session);

/// Kind and tag as written, before anything is believed; nullopt: not an envelope.
struct Outside {
  Kind kind;
  std::array<std::uint8_t, 8> tag;
};
std::optional<Outside> look_at(ByteView envelope);
std::array<std::uint8_t, 8> tag_of(const ReportId& id, Kind kind);

/// Do two lists share an address?  Compared without case.
bool share_an_address(const std::vector<std::string>& a, const std::vector<std::string>& b);

}  // namespace tact::report
