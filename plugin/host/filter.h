// SPDX-License-Identifier: GPL-3.0-or-later
// The rep's filter without a rep in front of it: what others post is judged and queued; of all the ladder's steps only the first reminder may
// go by itself, in private, where a signed policy says so, and no faster than allowed.  Nothing is ever said in a room.
#pragma once

#include <purple.h>

#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <string>

#include "core/engine.h"
#include "core/language/language.h"
#include "core/moderation/inbox.h"
#include "core/moderation/ladder.h"
#include "core/moderation/retention.h"
#include "plugin/host/keeper.h"
#include "plugin/host/metrics.h"

namespace tact::host {

class Filter {
 public:
  /// Throws store::Error where the queue cannot be opened.  `keeper` may be null: then no room is known to replay its history.
  Filter(const WatchConfig& config, const Clock& clock, Metrics& metrics, const Keeper* keeper, moderation::Actor actor);
  ~Filter();
  Filter(const Filter&) = delete;
  Filter& operator=(const Filter&) = delete;

  /// The policy of one room; others have their kind's defaults, which let nothing be sent.
  void set_policy(Policy policy);
  std::size_t policies() const { return policies_.size(); }

  /// Judges and writes what waits, and sends what may be sent; true while something still waits.
  bool work(Milliseconds most);
  void sweep();  ///< once a day: erases what is older than its group keeps

  moderation::Queue& queue() { return queue_; }
  moderation::Inbox& inbox() { return inbox_; }

 private:
  struct Bucket {
    double tokens = 1;
    Instant at{};
  };
  static void on_received(PurpleAccount* account, char* who, char* message, PurpleConversation* conversation, PurpleMessageFlags flags, void* filter) noexcept;
  void hear(PurpleAccount* account, const char* who, const char* message, PurpleConversation* conversation, PurpleMessageFlags flags);
  const Policy* policy_of(const RoomKey& room) const;
  void consider(std::int64_t id);
  void send_reminders();
  bool may_send(const PurpleAccount* account);
  bool remind(std::int64_t id);

  const WatchConfig& config_;
  const Clock& clock_;
  Metrics& metrics_;
  const Keeper* keeper_;
  moderation::Actor actor_;
  std::vector<std::string> language_errors_;
  std::unique_ptr<language::Language> language_;
  Engine engine_;
  moderation::Records records_;
  moderation::Queue queue_;
  report::Ledger ledger_;
  report::Chain chain_;
  moderation::Ladder ladder_;
  moderation::Retention retention_;
  moderation::Inbox inbox_;
  Policy of_class_ = default_policy(GroupKind::class_group), of_community_ = default_policy(GroupKind::community);
  std::map<RoomKey, Policy> policies_;
  std::deque<std::int64_t> reminders_;
  std::map<const PurpleAccount*, Bucket> buckets_;
};

}  // namespace tact::host
