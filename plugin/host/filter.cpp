// SPDX-License-Identifier: GPL-3.0-or-later
#include "plugin/host/filter.h"

#include <algorithm>
#include <cstdio>
#include <cstring>

#include "core/i18n.h"
#include "core/text/text.h"
#include "plugin/host/host.h"
#include "plugin/rooms.h"

namespace tact::host {

namespace {

int handle;
using Steady = std::chrono::steady_clock;

bool is(PurpleAccount* account, const char* protocol) { return std::strcmp(purple_account_get_protocol_id(account), protocol) == 0; }

/// Where a private word to this person goes, and the steadiest name we have for them: the occupant's full address on XMPP.
std::string address(PurpleAccount* account, PurpleConversation* conversation, const char* who) {
  if (!is(account, "prpl-jabber")) return who;
  return std::string(purple_conversation_get_name(conversation)) + "/" + who;
}

/// IRC bouncers and WhatsApp do not mark what they replay.
bool replays_unmarked(PurpleAccount* account) { return is(account, "prpl-irc") || is(account, "prpl-hehoe-whatsmeow"); }

PurpleConnection* connection_for(const moderation::Item& item) {
  for (GList* chat = purple_get_chats(); chat != nullptr; chat = chat->next) {
    auto* conversation = static_cast<PurpleConversation*>(chat->data);
    const auto place = plugin::Rooms::place_of(conversation);
    if (place && place->room.text() == item.room && plugin::Rooms::can_send(conversation)) return purple_conversation_get_gc(conversation);
  }
  return nullptr;
}

}  // namespace

Filter::Filter(const WatchConfig& config, const Clock& clock, Metrics& metrics, const Keeper* keeper, moderation::Actor actor)
    : config_(config),
      clock_(clock),
      metrics_(metrics),
      keeper_(keeper),
      actor_(std::move(actor)),
      language_(language::load_language("", language_errors_)),
      engine_(language_.get()),
      records_(config.user_dir),
      queue_(records_),
      ledger_(records_.database()),
      chain_(records_.database()),
      ladder_(queue_, ledger_),
      retention_(queue_, ledger_, chain_),
      inbox_(records_, queue_, chain_, [this](const Message& message, const RoomView& room, const Policy& policy) { return engine_.review(message, room, policy); },
             [this](const RoomKey& room) { return policy_of(room); }) {
  for (const std::string& error : language_errors_) std::fprintf(stderr, "%s\n", error.c_str());
  inbox_.set_dry_run(config.dry_run);
  metrics_.queue_open = queue_.open_count();
  // Last of all: decryptors and rewriters have run.
  purple_signal_connect_priority(purple_conversations_get_handle(), "received-chat-msg", &handle, PURPLE_CALLBACK(&Filter::on_received), this, PURPLE_SIGNAL_PRIORITY_HIGHEST);
}

Filter::~Filter() { purple_signals_disconnect_by_handle(&handle); }

void Filter::set_policy(Policy policy) {
  const RoomKey room = policy.room;
  policies_[room] = std::move(policy);
}

const Policy* Filter::policy_of(const RoomKey& room) const {
  const auto found = policies_.find(room);
  if (found != policies_.end()) return &found->second;
  for (const WatchedAccount& account : config_.accounts)
    if (account.protocol == room.protocol && account.kind == GroupKind::community) return &of_community_;
  return &of_class_;
}

void Filter::on_received(PurpleAccount* account, char* who, char* message, PurpleConversation* conversation, PurpleMessageFlags flags, void* filter) noexcept {
  try {
    if (account != nullptr && who != nullptr && message != nullptr && conversation != nullptr) static_cast<Filter*>(filter)->hear(account, who, message, conversation, flags);
  } catch (const std::exception& error) {
    std::fprintf(stderr, "tact-host: %s\n", error.what());
  }
}

void Filter::hear(PurpleAccount* account, const char* who, const char* message, PurpleConversation* conversation, PurpleMessageFlags flags) {
  ++metrics_.heard;
  // libpurple keeps every line of a conversation for as long as it is open; around the clock, in rooms that never close, that is without end.
  purple_conversation_clear_message_history(conversation);
  if ((flags & PURPLE_MESSAGE_SYSTEM) != 0) return;
  const auto place = plugin::Rooms::place_of(conversation);
  if (!place) return;
  static Text text;
  read_text(message, Format::markup, text);
  moderation::Arrival arrival;
  arrival.message.room = place->room;
  arrival.message.sender.id = address(account, conversation, who);
  arrival.message.sender.name = who;
  arrival.message.sender.self = (flags & PURPLE_MESSAGE_SEND) != 0;
  arrival.message.raw = message;
  arrival.message.at = clock_.now();
  arrival.plain = text.plain;
  arrival.via = place->account.user;
  arrival.delayed = (flags & PURPLE_MESSAGE_DELAYED) != 0;
  arrival.may_replay_unmarked = replays_unmarked(account);
  if (keeper_ != nullptr) arrival.joined_at = keeper_->joined_at(conversation);
  inbox_.take(std::move(arrival));
}

bool Filter::work(Milliseconds most) {
  const auto start = Steady::now();
  const auto go_on = [&] { return Steady::now() - start < most; };
  while (inbox_.waiting() && go_on())
    for (const std::int64_t id : inbox_.work(go_on)) consider(id);
  send_reminders();
  metrics_.outcomes = inbox_.outcomes();
  metrics_.waiting = inbox_.waiting();
  metrics_.reminders_waiting = reminders_.size();
  metrics_.seconds_judging += std::chrono::duration<double>(Steady::now() - start).count();
  return inbox_.waiting();
}

void Filter::consider(std::int64_t id) {
  ++metrics_.queued;
  ++metrics_.queue_open;
  const auto item = queue_.find(id);
  if (!item) return;
  // Which room and how grave, never who or what: this line may end in a system's log.
  std::printf("%s\n", fill(_("#{id}: {severity} post waits in {room}"), {{"id", std::to_string(id)}, {"severity", name(item->severity)}, {"room", item->room}}).c_str());
  const auto room = RoomKey::parse(item->room);
  if (room && ladder_.remind_by_itself(*item, *policy_of(*room), clock_.now())) reminders_.push_back(id);
}

bool Filter::may_send(const PurpleAccount* account) {
  Bucket& bucket = buckets_[account];
  const Instant now = clock_.now();
  const double minutes = std::chrono::duration<double, std::ratio<60>>(now - std::max(bucket.at, now - std::chrono::hours(1))).count();
  const auto most = static_cast<double>(config_.reminders_a_minute);
  if (bucket.at != Instant{}) bucket.tokens = std::min(most, bucket.tokens + std::max(0.0, minutes) * most);
  else bucket.tokens = most;
  bucket.at = now;
  if (bucket.tokens < 1) return false;
  bucket.tokens -= 1;
  return true;
}

void Filter::send_reminders() {
  for (std::size_t left = reminders_.size(); left > 0; --left) {
    const std::int64_t id = reminders_.front();
    reminders_.pop_front();
    if (!remind(id)) reminders_.push_back(id);
  }
}

/// True: sent or never to be; false: its turn has not come.
bool Filter::remind(std::int64_t id) {
  const auto item = queue_.find(id);
  const auto room = item ? RoomKey::parse(item->room) : std::nullopt;
  if (!room) return ++metrics_.reminders_dropped, true;
  const Policy& policy = *policy_of(*room);
  // Asked again: since then the policy may have changed, the rep may have decided, another reminder may have gone.
  if (!ladder_.remind_by_itself(*item, policy, clock_.now())) return ++metrics_.reminders_dropped, true;
  const moderation::Plan plan = ladder_.plan(moderation::Act::remind, *item, policy, actor_, {}, clock_.now());
  if (!plan.allowed || plan.to_author.empty() || !plan.confirmation.empty()) return ++metrics_.reminders_dropped, true;
  PurpleConnection* connection = connection_for(*item);
  if (connection == nullptr || !may_send(purple_connection_get_account(connection))) return false;
  const bool sent = serv_send_im(connection, item->author.c_str(), markup_of(plan.to_author).c_str(), PurpleMessageFlags(0)) >= 0;
  ladder_.record(moderation::Act::remind, *item, actor_, {}, sent ? "done" : "failed: not delivered", clock_.now());
  if (sent) ++metrics_.reminders_sent, --metrics_.queue_open;
  else ++metrics_.reminders_dropped;
  return true;
}

void Filter::sweep() {
  retention_.sweep(clock_.now(), [this](const std::string& text) {
    const auto room = RoomKey::parse(text);
    return room ? policy_of(*room)->retention_days : 0U;
  });
  metrics_.queue_open = queue_.open_count();
}

}  // namespace tact::host
