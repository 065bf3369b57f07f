// SPDX-License-Identifier: GPL-3.0-or-later
// Reports sent and received on this computer.  Sending keeps what opens the answers; receiving checks everything, then keeps the report, its
// queue item, its base key and the sender's key in one transaction, and only then there is something to show or to answer.
#pragma once

#include "core/moderation/queue.h"
#include "core/report/carrier.h"
#include "core/report/ledger.h"
#include "core/report/prekeys.h"
#include "core/report/question.h"
#include "core/report/report.h"

namespace tact::report {

struct Posted {
  std::string reference, to_name, to_address;
  Bytes envelope;
};

/// One report this person sent.
struct SentReport {
  std::string reference, room, to_name, about;
  Instant at{}, progress_at{};
  Progress progress = Progress::sent;
};

struct Accepted {
  Refusal refusal = Refusal::malformed;
  std::int64_t item = 0;      ///< of the queue
  std::string room;           ///< RoomKey::text()
  std::string reference;
  std::string text;           ///< a translated line for whoever received it; empty: nothing to say
  Bytes receipt;              ///< envelope to send back; empty for an answer
  /// Another officer's yes to what this person asked; only the office knows whether it still counts.
  struct Agreed {
    std::int64_t item = 0;
    std::string act;
    Bytes key;  ///< of who agreed
    Instant asked_at{};
  };
  std::optional<Agreed> agreed;
  explicit operator bool() const { return refusal == Refusal::none; }
};

class Mailbox {
 public:
  static constexpr std::int64_t most_a_day = 20;  ///< from one person

  /// The address under which this computer itself heard that line; empty: it did not.
  using WhoIs = std::function<std::string(const std::string& room, const std::string& name, const std::string& text)>;
  using FindPolicy = std::function<const Policy*(const std::string& room)>;

  /// `identity` must outlive this.  Tables made by moderation::Records.
  Mailbox(moderation::Queue& queue, Ledger& ledger, Chain& chain, const keys::IdentityKey& identity);

  /// Members who are no moderators may see only nicks; the officer's own client may have seen more when the line came.
  void know_people_by(WhoIs who_is) { who_is_ = std::move(who_is); }

  /// Completes (id, time) and seals a report for an officer.  Kept before it is answered.  Throws keys::Error, store::Error.
  Posted post(Report& report, const Officer& to, const std::vector<std::string>& my_addresses, Instant now);

  /// Asks another officer for their yes to `question.act` with an item of the queue.  Kept before it is sent.  Throws keys::Error, store::Error.
  Posted ask(Question& question, std::int64_t item, const Officer& to, const std::vector<std::string>& my_addresses, Instant now);
  /// What another officer asks about with this item; empty: nothing.
  std::string asked_about(std::int64_t item);

  /// A whole envelope that came in a private message.  `policy`: of a room where this key is rep, deputy or alternate; null otherwise.
  Accepted receive(ByteView envelope, const Arrived& arrived, const FindPolicy& policy, bool dry);

  /// What the reporter of an item is told next.  nullopt: the item is no report, or its session is gone.
  struct Reply {
    std::string to_address;
    Bytes envelope;
  };
  std::optional<Reply> tell(std::int64_t item, Progress progress, std::string_view words, const std::vector<std::string>& my_addresses, Instant now);

  std::vector<SentReport> sent();
  std::optional<Report> of_item(std::int64_t item, std::string* proof = nullptr);

  /// The rep compared keys with somebody whose key changed (a new computer): the old pin goes.
  bool unpin(const std::string& address);

  Prekeys& prekeys() { return prekeys_; }

 private:
  Posted keep_sent(const Letter& letter, const std::string& about, const Officer& to);
  Accepted receive_report(ByteView envelope, const Arrived& arrived, const FindPolicy& policy, bool dry);
  Accepted receive_answer(ByteView envelope, const Arrived& arrived);
  std::optional<keys::PublicKey> pinned(const std::string& address);
  Self self();
  store::Database& database() { return queue_.records().database(); }

  moderation::Queue& queue_;
  Ledger& ledger_;
  Chain& chain_;
  const keys::IdentityKey& identity_;
  Prekeys prekeys_;
  WhoIs who_is_;
};

}  // namespace tact::report
