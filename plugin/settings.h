// SPDX-License-Identifier: GPL-3.0-or-later
// This person's own settings per group: on or off, kind, levels, hours.  The truth is "settings.db" below Home: many rooms are not in the
// contact list.  The only room that knows how settings are kept.
#pragma once

#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "core/policy/policy.h"
#include "core/store/database.h"
#include "plugin/home.h"

namespace tact::plugin {

class Settings {
 public:
  /// The rep's policy for a room, or null.  The reference lives until refresh().
  using SignedPolicy = std::function<const Policy*(const RoomKey&)>;

  explicit Settings(const Clock& clock);

  /// Installed by the policy family; without it there are only the person's own settings.
  void use_signed(SignedPolicy signed_policy);

  /// The rep's policy as it was signed, without this person's own changes; null where there is none.
  const Policy* signed_policy(const RoomKey& room) const { return signed_policy_ ? signed_policy_(room) : nullptr; }

  /// Tact judges here.  Off for a group that nobody turned on and that has no signed policy.  Never throws: an unreadable file means off
  /// (and error() says why).
  bool on(const RoomKey& room);
  /// What is in force: the signed policy with this person's changes where it allows them, else the template of the kind with them.  The
  /// reference lives until the next change or call of refresh().
  const Policy& policy_for(const RoomKey& room);
  GroupKind kind(const RoomKey& room);

  void turn_on(const RoomKey& room, GroupKind kind);
  void turn_off(const RoomKey& room);
  /// nullopt: back to the group's own level.
  void set_level(const RoomKey& room, std::string_view guideline, std::optional<Level> level);
  /// Own parameters by name: "quiet" ("21:00-07:00"), "later" ("07:30"), "gather" (seconds),
  /// "undo" (seconds, and "all" for every message), "allow" (words that are names to this person, with commas; empty: none).  False: not understood.
  bool set_parameter(const RoomKey& room, std::string_view name, std::string_view value);
  /// The rep set this one for all: one's own is kept, and counts only where no signed policy is followed.
  bool is_the_groups(const RoomKey& room, std::string_view name) const;
  /// As set, empty where it was not: "left" is "fold" where the room's "left" lines are hidden.
  std::string parameter(const RoomKey& room, std::string_view name);
  std::map<std::string, Level, std::less<>> own_levels(const RoomKey& room);

  /// True the first time it is asked about this room and matter, for good ("how": how to turn on; "first": first nudge).
  bool first_time(const RoomKey& room, std::string_view matter);
  /// Nothing of this room is left.
  void forget(const RoomKey& room);

  /// Reads anew: another client or the rep's policy changed something.
  void refresh() { groups_.clear(); }
  const std::string& error() const { return error_; }

 private:
  struct Group {
    bool known = false, on = false;
    GroupKind kind = GroupKind::class_group;
    std::map<std::string, Level, std::less<>> levels;
    std::map<std::string, std::string, std::less<>> parameters;
    Policy policy;
  };
  Group& group(const RoomKey& room);
  Group read(const RoomKey& room);
  void notice_other_clients();

  const Clock& clock_;
  Lazy<store::Database> file_;
  SignedPolicy signed_policy_;
  std::map<RoomKey, Group> groups_;
  std::string folder_, error_;
  Instant looked_{};
  std::int64_t version_ = 0;
};

/// undo_seconds as set_parameter("undo") takes it.
std::string undo_setting(const Policy& policy);
/// "Savage, Killer Lane" as a list: no blanks around, none twice, none empty.  And back.
std::vector<std::string> words_of(std::string_view list);
std::string with_commas(const std::vector<std::string>& words);

}  // namespace tact::plugin
