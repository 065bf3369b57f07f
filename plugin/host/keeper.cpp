// SPDX-License-Identifier: GPL-3.0-or-later
#include "plugin/host/keeper.h"

#include <algorithm>
#include <cstdio>
#include <cstring>

#include "core/i18n.h"

namespace tact::host {

namespace {

int handle;
constexpr auto steady = std::chrono::seconds(60);
constexpr unsigned most_rejoins = 5;  ///< thrown out so often: somebody does not want us there

guint in(Milliseconds wait, GSourceFunc function, gpointer data) {
  // A fifth more or less: hundreds of accounts of one server must not come back in one moment.
  const double some = g_random_double_range(0.8, 1.2);
  return g_timeout_add(static_cast<guint>(static_cast<double>(wait.count()) * some), function, data);
}

bool in_room(PurpleConversation* conversation) {
  return conversation != nullptr && purple_conversation_get_gc(conversation) != nullptr && !purple_conv_chat_has_left(PURPLE_CONV_CHAT(conversation));
}

}  // namespace

Keeper::Keeper(Host& host, const WatchConfig& config, Metrics& metrics) : host_(host), config_(config), metrics_(metrics) {
  void* connections = purple_connections_get_handle();
  void* conversations = purple_conversations_get_handle();
  purple_signal_connect(connections, "signed-on", &handle, PURPLE_CALLBACK(&Keeper::on_signed_on), this);
  purple_signal_connect(connections, "signed-off", &handle, PURPLE_CALLBACK(&Keeper::on_signed_off), this);
  purple_signal_connect(connections, "connection-error", &handle, PURPLE_CALLBACK(&Keeper::on_error), this);
  purple_signal_connect(conversations, "chat-joined", &handle, PURPLE_CALLBACK(&Keeper::on_joined), this);
  purple_signal_connect(conversations, "chat-left", &handle, PURPLE_CALLBACK(&Keeper::on_left), this);
}

Keeper::~Keeper() {
  purple_signals_disconnect_by_handle(&handle);
  for (const auto& watched : watched_)
    for (const guint source : {watched->retry, watched->joining})
      if (source != 0) g_source_remove(source);
  if (round_ != 0) g_source_remove(round_);
}

void Keeper::begin() {
  // What an earlier configuration left in libpurple's own list stays off.
  for (GList* item = purple_accounts_get_all(); item != nullptr; item = item->next)
    purple_account_set_enabled(static_cast<PurpleAccount*>(item->data), host_.persona().ui, FALSE);
  for (const WatchedAccount& config : config_.accounts) {
    watched_.push_back(std::make_unique<Watched>());
    Watched& watched = *watched_.back();
    watched.keeper = this;
    watched.config = &config;
    metrics_.rooms += config.rooms.size();
    ++metrics_.accounts;
    // Signing on may happen inside the call: the account is known by then only through its name.
    watched.account = host_.add_account(config.protocol.c_str(), config.user.c_str(), config.password.c_str(), config.settings);
    if (PurpleConnection* connection = purple_account_get_connection(watched.account); connection != nullptr && PURPLE_CONNECTION_IS_CONNECTED(connection)) on_signed_on(connection, this);
  }
  round_ = g_timeout_add_seconds(30, &Keeper::look_round, this);
}

Keeper::Watched* Keeper::find(const PurpleAccount* account) {
  const auto found = std::ranges::find_if(watched_, [&](const auto& watched) { return watched->account == account; });
  return found == watched_.end() ? nullptr : found->get();
}

Instant Keeper::joined_at(PurpleConversation* conversation) const {
  const auto found = joined_.find({purple_conversation_get_account(conversation), purple_conversation_get_name(conversation)});
  return found == joined_.end() ? Instant{} : found->second;
}

void Keeper::on_signed_on(PurpleConnection* connection, void* data) noexcept {
  auto* self = static_cast<Keeper*>(data);
  Watched* watched = self->find(purple_connection_get_account(connection));
  if (watched == nullptr || watched->on) return;
  watched->on = true;
  watched->given_up = false;
  watched->since = self->clock_.now();
  ++self->metrics_.accounts_connected;
  if (watched->lost_before) ++self->metrics_.reconnects;
  watched->to_join.assign(watched->config->rooms.begin(), watched->config->rooms.end());
  self->join_later(*watched);
}

void Keeper::join_later(Watched& watched) {
  if (watched.joining == 0 && !watched.to_join.empty()) watched.joining = g_timeout_add(50, &Keeper::join_some, &watched);
}

/// A twentieth of a second's share at a time: servers count joins.
gboolean Keeper::join_some(gpointer data) noexcept {
  auto* watched = static_cast<Watched*>(data);
  for (unsigned left = std::max(1U, watched->keeper->config_.joins_a_second / 20); left > 0 && watched->on && !watched->to_join.empty(); --left) {
    const std::string room = watched->to_join.front();
    watched->to_join.pop_front();
    if (!in_room(watched->keeper->host_.chat(watched->account, room))) watched->keeper->host_.join(watched->account, room);
  }
  if (watched->on && !watched->to_join.empty()) return G_SOURCE_CONTINUE;
  watched->joining = 0;
  return G_SOURCE_REMOVE;
}

void Keeper::on_joined(PurpleConversation* conversation, void* data) noexcept {
  auto* self = static_cast<Keeper*>(data);
  self->joined_[{purple_conversation_get_account(conversation), purple_conversation_get_name(conversation)}] = self->clock_.now();
  self->count_rooms();
}

void Keeper::on_left(PurpleConversation* conversation, void* data) noexcept {
  auto* self = static_cast<Keeper*>(data);
  const std::string room = purple_conversation_get_name(conversation);
  self->joined_.erase({purple_conversation_get_account(conversation), room});
  self->count_rooms();
  Watched* watched = self->find(purple_conversation_get_account(conversation));
  if (watched == nullptr || !watched->on) return;
  // Thrown out: look_round() tries again, not at once, and not for ever.
  if (++watched->thrown_out[room] == most_rejoins) std::fprintf(stderr, "%s\n", fill(_("{account}: not going back to a room that we were removed from {n} times"), {{"account", watched->config->name}, {"n", std::to_string(most_rejoins)}}).c_str());
}

/// Rooms that should be joined and are not: asked for again, every half minute.
gboolean Keeper::look_round(gpointer data) noexcept {
  auto* self = static_cast<Keeper*>(data);
  for (const auto& watched : self->watched_) {
    if (!watched->on || watched->joining != 0) continue;
    if (self->clock_.now() - watched->since > steady) watched->tries = 0;
    for (const std::string& room : watched->config->rooms)
      if (watched->thrown_out[room] < most_rejoins && !in_room(self->host_.chat(watched->account, room))) watched->to_join.push_back(room);
    self->join_later(*watched);
  }
  self->count_rooms();
  return G_SOURCE_CONTINUE;
}

void Keeper::count_rooms() { metrics_.rooms_joined = joined_.size(); }

void Keeper::lost(Watched& watched) {
  if (!watched.on) return;
  watched.on = false;
  watched.lost_before = true;
  watched.to_join.clear();
  --metrics_.accounts_connected;
  ++metrics_.connections_lost;
  // libpurple marks chats as left without saying so.
  std::erase_if(joined_, [&](const auto& entry) { return entry.first.first == watched.account; });
  count_rooms();
}

void Keeper::on_error(PurpleConnection* connection, PurpleConnectionError reason, const char* text, void* data) noexcept {
  auto* self = static_cast<Keeper*>(data);
  Watched* watched = self->find(purple_connection_get_account(connection));
  if (watched == nullptr) return;
  self->lost(*watched);
  if (purple_connection_error_is_fatal(reason)) {
    watched->given_up = true;
    std::fprintf(stderr, "%s\n", fill(_("{account}: not connected, and not tried again: {why}"), {{"account", watched->config->name}, {"why", text != nullptr ? text : "?"}}).c_str());
    return;
  }
  if (watched->retry != 0) return;
  if (self->clock_.now() - watched->since > steady) watched->tries = 0;
  watched->retry = in(back_off(++watched->tries, self->config_.reconnect_first, self->config_.reconnect_most), &Keeper::try_again, watched);
}

void Keeper::on_signed_off(PurpleConnection* connection, void* data) noexcept {
  auto* self = static_cast<Keeper*>(data);
  Watched* watched = self->find(purple_connection_get_account(connection));
  if (watched == nullptr) return;
  self->lost(*watched);
  // Signed off without an error: somebody's doing elsewhere; it is tried again like a loss.
  if (watched->given_up || watched->retry != 0) return;
  watched->retry = in(back_off(++watched->tries, self->config_.reconnect_first, self->config_.reconnect_most), &Keeper::try_again, watched);
}

gboolean Keeper::try_again(gpointer data) noexcept {
  auto* watched = static_cast<Watched*>(data);
  watched->retry = 0;
  if (watched->on || watched->given_up) return G_SOURCE_REMOVE;
  // Still going down: libpurple takes a connection apart in an idle moment.
  if (purple_account_get_connection(watched->account) != nullptr) {
    if (purple_account_is_disconnected(watched->account)) return G_SOURCE_REMOVE;
    watched->retry = in(watched->keeper->config_.reconnect_first, &Keeper::try_again, watched);
    return G_SOURCE_REMOVE;
  }
  purple_account_connect(watched->account);
  return G_SOURCE_REMOVE;
}

}  // namespace tact::host
