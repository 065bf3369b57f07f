// SPDX-License-Identifier: GPL-3.0-or-later
// Who decided what and when: append-only, each line bound to the one before by hash.  A line's content is bound by a salted commitment,
// so erasing content leaves the line, its time and the chain, and nobody can guess back what stood there.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/report/digest.h"
#include "core/seams.h"
#include "core/store/database.h"

namespace tact::report {

/// What a line says of people; erasable.
struct LedgerContent {
  std::string room;   ///< RoomKey::text()
  std::int64_t item = 0;
  std::string actor;   ///< who decided
  std::string subject;  ///< about whom (address)
  std::string detail;   ///< why, in the actor's words
};

struct LedgerLine {
  std::int64_t seq = 0;
  Instant at{};
  std::string action;
  Hash commitment{}, previous{}, hash{};
  Bytes salt;
  std::optional<LedgerContent> content;  ///< nullopt: erased
};

/// The two hashes a line is made of; shared with whoever checks a packet.
Hash ledger_commitment(std::span<const std::uint8_t> salt, const LedgerContent& content);
Hash ledger_hash(std::int64_t seq, Instant at, std::string_view action, const Hash& commitment, const Hash& previous);

class Ledger {
 public:
  explicit Ledger(store::Database& database) : database_(database) {}  ///< tables made by moderation::Records

  /// Inside the caller's transaction or its own.  Throws store::Error.
  LedgerLine append(Instant at, std::string_view action, const LedgerContent& content);

  std::vector<LedgerLine> all();
  std::vector<LedgerLine> of_item(std::int64_t item);

  /// Erase content, keep the lines.  Answers how many lost it.
  int erase_item(std::int64_t item);
  int erase_room(std::string_view room);

  /// The first thing that does not hold ("line 7: ..."); nullopt when every line does.
  std::optional<std::string> first_fault();

 private:
  LedgerLine read(store::Statement& row);
  store::Database& database_;
};

}  // namespace tact::report
