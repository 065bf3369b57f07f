// SPDX-License-Identifier: GPL-3.0-or-later
// The configuration of the round-the-clock host: one key file.  Strict: an unknown key, a wrong value or a password that others can read is
// refused with its place, and nothing starts.
//
//   [tact-host]
//   user-dir=/var/lib/tact-host          where libpurple's files, the queue and the rep's key live
//   name=Rosa                            who acts, for the ledger
//   policies=/etc/tact-host/policies     signed policies (NAME.policy); only these let a reminder go
//   metrics=/var/lib/tact-host/metrics.prom    metrics-seconds=15
//   dry-run=true                         from the start: everything is queued as "would have"
//   reminders-a-minute=6                 per account
//   joins-a-second=20                    per account
//   reconnect-first=5                    seconds, doubled at each failure up to reconnect-most=300
//   [account NAME]
//   protocol=prpl-jabber   user=rep@school.example/tact-host   password-file=/etc/tact-host/NAME.password
//   settings=connect_server=127.0.0.1;port=5222
//   rooms=year3@conference.school.example;...   rooms-file=/etc/tact-host/NAME.rooms (one a line)   group=class
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/policy/policy.h"
#include "core/seams.h"

namespace tact::host {

struct WatchedAccount {
  std::string name, protocol, user, password;
  std::vector<std::string> settings, rooms;
  GroupKind kind = GroupKind::class_group;
};

struct WatchConfig {
  std::string user_dir, name = "rep", policies, metrics;
  unsigned metrics_seconds = 15, reminders_a_minute = 6, joins_a_second = 20;
  Milliseconds reconnect_first{5000}, reconnect_most{300'000};
  bool dry_run = true;
  std::vector<WatchedAccount> accounts;
};

/// False, and what is wrong as "path: [group] key: what, expected what" in `problems`.
bool read_config(const std::string& path, WatchConfig& config, std::vector<std::string>& problems);

/// The wait before try number `tries` (1, 2, ...): doubled each time, never above `most`.
Milliseconds back_off(unsigned tries, Milliseconds first, Milliseconds most);

}  // namespace tact::host
