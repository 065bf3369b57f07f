// SPDX-License-Identifier: GPL-3.0-or-later
// What a member's report carries: the reason, the message with the lines around it, times, who they are on that network, and the stretch of
// the reporter's hash chain that shows the lines stood so on their computer.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/message.h"
#include "core/policy/policy.h"
#include "core/report/chain.h"
#include "core/report/envelope.h"

namespace tact::report {

struct ReportLine {
  Instant at{};
  std::string address, name, text;
  std::int64_t link = 0;  ///< number in the reporter's chain; 0: not in it
  bool reported = false;  ///< the message itself, as opposed to the lines around it
};

struct Report {
  ReportId id{};
  std::string room;                          ///< RoomKey::text()
  std::string reason;                        ///< the member's words; may be empty
  std::string reporter;                      ///< name in the room
  std::string about_address, about_name;     ///< whose message it is; empty: about no message
  std::string network;                       ///< protocol id
  std::string zone;                          ///< of the reporter's computer, for local times
  Instant made{};
  std::vector<ReportLine> lines;             ///< in order
  ChainProof proof;

  static constexpr std::size_t around = 5;   ///< lines each side
  static constexpr std::size_t most_lines = 2 * around + 1;

  const ReportLine* reported() const;
  Bytes bytes() const;
  /// nullopt unless well formed and within bounds.
  static std::optional<Report> parse(ByteView bytes);
};

/// What the chain in a report shows, checked against the receiver's own chain where it has one.
struct Standing {
  bool follows = false;         ///< every link follows from the one before, and every line is the leaf it names
  std::string fault;            ///< the first thing that does not hold
  std::size_t lines = 0;        ///< lines in the report
  std::size_t linked = 0;       ///< of them bound by the reporter's chain
  std::size_t also_here = 0;    ///< of them seen by this computer itself
  std::string text() const;     ///< translated, for the rep
};
Standing standing_of(const Report& report, Chain& own);

/// Who is told.  About the rep, or somebody who may be the rep: the alternate, never the rep's client.  Null with `why_not`: nobody can be.
const Officer* recipient_of(const Policy& policy, const std::string& about_address, const std::string& about_name, std::string& why_not);

/// May this be about that officer?  By address, or by a name that looks the same: doubt keeps it away from them.
bool may_be(const Officer& officer, const std::string& address, const std::string& name);

/// What became of a report, as the reporter is told; never what was done to whom.
/// `seconded` answers a question of another officer (core/report/question.h), never a report.
enum class Progress { sent, received, looked_at, acted_on, passed_on, closed, seconded };
std::string_view name(Progress progress);
std::optional<Progress> progress_named(std::string_view name);
std::string shown(Progress progress);  ///< translated

Bytes answer_bytes(Progress progress, std::string_view words);
struct Answer {
  Progress progress = Progress::received;
  std::string words;
};
std::optional<Answer> parse_answer(ByteView bytes);

}  // namespace tact::report
