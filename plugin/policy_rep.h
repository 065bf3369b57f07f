// SPDX-License-Identifier: GPL-3.0-or-later
// The rep's side of the policy: five questions, a draft in a file that may be edited by hand, a look at what exactly would be posted, and the
// posting once the rep says so.  Handing over and naming deputies change the draft; publishing signs it.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include <purple.h>

#include "core/policy/signature.h"
#include "plugin/rooms.h"

namespace tact::plugin {

class App;

class PolicyRep {
 public:
  explicit PolicyRep(App& app) : app_(app) {}

  std::vector<std::string> setup_words(const Place& place, const std::string& rest);
  std::vector<std::string> publish_words(const Place& place, PurpleConversation* conversation, const std::string& rest);
  std::vector<std::string> handover_words(const Place& place, const std::string& rest);

  /// G47: no draft, no question that waits for its answer.  Throws store::Error.
  void forget(const RoomKey& room);

 private:
  /// What would be signed: the draft where there is one, else what is in force.  Throws keys::Error with what is wrong in the draft.
  struct Next {
    Policy policy;
    policy::Bytes signed_bytes;
    std::vector<std::string> messages;
    bool anew = false;  ///< a new version; else the one in force once more
  };
  std::optional<Policy> draft(const RoomKey& room, std::vector<std::string>& problems);
  void save(const Policy& policy);
  static std::string draft_path(const RoomKey& room);
  Next next(const Place& place, PurpleConversation* conversation, bool whole);
  std::vector<std::string> post(const Place& place, const Next& next);
  std::vector<std::string> send_privately(const Place& place, PurpleConversation* conversation, const std::string& whom);
  std::string answer(Policy& policy, std::size_t question, const std::string& text) const;
  std::vector<std::string> ready(const Place& place) const;
  bool window(const Place& place, const Policy& policy);
  void answered_all(const Place& place, PurpleRequestFields* fields);

  App& app_;
  std::map<RoomKey, std::size_t> question_;  ///< the one that was asked last, from 1
  std::map<RoomKey, Next> shown_;            ///< what "/tact publish" has shown: only that is posted
};

}  // namespace tact::plugin
