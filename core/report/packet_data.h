// SPDX-License-Identifier: GPL-3.0-or-later
// What a packet says, as values: gathered from the queue, the report, the ledger and the chain, with bystanders' names taken out; and as JSON.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/report/packet.h"

namespace tact::report {

struct PacketLine {
  Instant at{};
  std::string name, address, text;
  bool reported = false;
};

/// One ledger line of the item.  Content that names a bystander is left out of the data (its commitment stays), never altered in place.
struct PacketDecision {
  std::int64_t seq = 0;
  Instant at{};
  std::string action, actor, detail;  ///< as shown
  Hash commitment{}, previous{}, hash{};
  bool whole = false;                 ///< salt and content are given, so the commitment can be checked
  Bytes salt;
  LedgerContent content;
};

struct PacketData {
  std::string group, room, network, zone, at_risk;
  std::int64_t item = 0, times = 1;
  Instant made{}, last_at{}, about_at{};
  std::string by_name, by_key;
  std::string about_name;
  std::vector<PacketLine> lines;
  std::string guideline, sentence, reason, sure;
  bool reported = false;
  std::string reporter, report_reason, reference, proof_text;
  Instant report_made{};
  std::string note;
  std::vector<PacketDecision> decisions;
  bool pseudonyms = false;
  bool has_link = false;
  ChainProof link;  ///< the message's own link and the hash before it
};

PacketData gather(const PacketInput& input, const keys::PublicKey& signer);

/// One object; no '<' in it, so that it can stand in a page.
std::string to_json(const PacketData& data);

/// The first thing in the data that does not hold: the ledger's lines, the message's link, the signer named.  Empty when all does.
std::string data_fault(std::string_view json, const keys::PublicKey& signer);

}  // namespace tact::report
