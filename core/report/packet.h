// SPDX-License-Identifier: GPL-3.0-or-later
// A referral: one file that any browser opens and `tact verify` checks.  Readable page, the same as JSON inside, and a seal at the end: the
// hash of every part, who signed, the signature.  Fact stands apart from opinion; bystanders have no names unless the rep reveals them; what
// is not proven is said.
#pragma once

#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "core/moderation/ladder.h"
#include "core/moderation/queue.h"
#include "core/report/chain.h"
#include "core/report/ledger.h"
#include "core/report/report.h"

namespace tact::report {

struct PacketInput {
  const moderation::Item* item = nullptr;
  const Policy* policy = nullptr;
  std::optional<Report> report;       ///< where a member reported it
  std::string proof;                  ///< Standing::text() as it was on arrival
  std::vector<LedgerLine> decisions;  ///< of this item
  std::optional<ChainProof> own;      ///< the message's link in the rep's own chain
  std::string by_name;                ///< who refers
  std::string note;                   ///< the rep's words: opinion
  std::set<std::string> revealed;     ///< names shown as they are; "*" reveals everybody
  Instant now{};
};

/// The whole file.  Throws keys::Error.
std::string make_packet(const PacketInput& input, const keys::IdentityKey& signer);

/// What `tact verify` says.
struct PacketCheck {
  std::string fault;  ///< the first thing that does not hold; empty: all holds
  std::string who, when, what;
  std::optional<keys::PublicKey> key;
};
PacketCheck check_packet(std::string_view file);

/// "tact-referral-12-20261126.html".
std::string packet_name(std::int64_t item, Instant now, const std::string& zone);

}  // namespace tact::report
