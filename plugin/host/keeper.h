// SPDX-License-Identifier: GPL-3.0-or-later
// Keeps accounts connected and rooms joined.  A lost connection is tried again after a wait that doubles; one that stood for a minute begins
// anew.  A wrong password or a name in use elsewhere is not tried again: that needs a person, and is said.
#pragma once

#include <purple.h>

#include <deque>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "plugin/host/host.h"
#include "plugin/host/metrics.h"
#include "plugin/host/watch_config.h"

namespace tact::host {

class Keeper {
 public:
  Keeper(Host& host, const WatchConfig& config, Metrics& metrics);
  ~Keeper();
  Keeper(const Keeper&) = delete;
  Keeper& operator=(const Keeper&) = delete;

  /// Adds the accounts; they connect when the host runs.
  void begin();
  /// Every account is on and in every room.
  bool settled() const { return metrics_.accounts_connected == metrics_.accounts && metrics_.rooms_joined == metrics_.rooms; }
  /// When this client entered the room; epoch: not in it.
  Instant joined_at(PurpleConversation* conversation) const;

 private:
  struct Watched {
    Keeper* keeper = nullptr;
    const WatchedAccount* config = nullptr;
    PurpleAccount* account = nullptr;
    unsigned tries = 0;
    bool on = false, given_up = false, lost_before = false;
    Instant since{};
    guint retry = 0, joining = 0;
    std::deque<std::string> to_join;
    std::map<std::string, unsigned> thrown_out;  ///< how often, by room
  };
  static void on_signed_on(PurpleConnection* connection, void* keeper) noexcept;
  static void on_signed_off(PurpleConnection* connection, void* keeper) noexcept;
  static void on_error(PurpleConnection* connection, PurpleConnectionError reason, const char* text, void* keeper) noexcept;
  static void on_joined(PurpleConversation* conversation, void* keeper) noexcept;
  static void on_left(PurpleConversation* conversation, void* keeper) noexcept;
  static gboolean try_again(gpointer watched) noexcept;
  static gboolean join_some(gpointer watched) noexcept;
  static gboolean look_round(gpointer keeper) noexcept;
  Watched* find(const PurpleAccount* account);
  void lost(Watched& watched);
  void count_rooms();
  void join_later(Watched& watched);

  Host& host_;
  const WatchConfig& config_;
  Metrics& metrics_;
  SystemClock clock_;
  std::vector<std::unique_ptr<Watched>> watched_;
  std::map<std::pair<const PurpleAccount*, std::string>, Instant> joined_;
  guint round_ = 0;
};

}  // namespace tact::host
