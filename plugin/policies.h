// SPDX-License-Identifier: GPL-3.0-or-later
// The group's policy in the client: what arrives in the room, whom this person trusts, what they accepted, and who they are by key.  Setting one
// up and publishing it is policy_rep's.
#pragma once

#include <map>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include <purple.h>

#include "core/policy/carrier.h"
#include "core/policy/consent.h"
#include "core/policy/trust.h"
#include "plugin/home.h"
#include "plugin/own_key.h"
#include "plugin/rooms.h"
#include "plugin/send_hook.h"

namespace tact::plugin {

class App;

class Policies {
 public:
  /// Installs itself as Settings' source of signed policies.
  explicit Policies(App& app);

  /// Looks at what comes into a room.  Lines for computers are taken out of `*message`; true: nothing is left of it to show.
  bool received(const Place& place, const std::string& who, char** message, bool own);

  /// Before a post: shows the guideline where it is due; where the rep requires acceptance, turns the verdict into a refusal.
  void before_post(Outgoing& out);

  /// By key, never by nick; member where this person has no key.
  Role role(const RoomKey& room);

  // Words
  std::vector<std::string> trust_words(const Place& place, PurpleConversation* conversation, const std::string& rest);
  std::vector<std::string> accept_words(const Place& place);
  std::vector<std::string> guideline_words(const Place& place, const std::string& rest);
  std::vector<std::string> policy_words(const Place& place, PurpleConversation* conversation);
  std::vector<std::string> ask_words(const Place& place, PurpleConversation* conversation, const std::string& whom);

  /// Throws store::Error while it cannot be opened.
  policy::Trust& trust() { return trust_.get(); }
  /// Nobody who never had to do with a policy gets a file.
  bool has_trust() const { return trust_.there(); }
  OwnKey& own_key() { return own_key_; }
  /// Null: none is followed here.  Never throws.
  std::shared_ptr<const Policy> in_force(const RoomKey& room);
  /// G47: follows nobody here, knows of nobody, has accepted nothing.
  void forget(const RoomKey& room);
  /// Settings read anew what is in force.
  void refresh();
  /// Is this occupant an operator here, as the network says?  Empty: not in the room now.
  static std::optional<bool> is_operator(PurpleConversation* conversation, const std::string& who);

 private:
  static gboolean on_private(PurpleAccount* account, char** who, char** message, PurpleConversation* conversation, PurpleMessageFlags* flags, gpointer data) noexcept;
  bool received_privately(PurpleAccount* account, const std::string& who, char** message);
  /// What is left of `plain` without the lines for computers; whole policies go into `found`.
  std::string without_carriers(const std::string& sender, const std::string& plain, std::vector<policy::Bytes>& found);
  void arrived(const Place& place, const policy::Bytes& bytes, const std::string& who);
  void look_again();
  std::vector<std::string> offer_lines(const Place& place, PurpleConversation* conversation, const policy::Offer& offer, std::size_t number);
  std::string digits(const RoomKey& room, const Policy& policy);
  const Policy* signed_policy(const RoomKey& room);

  App& app_;
  Lazy<policy::Trust> trust_;
  OwnKey own_key_;
  policy::Reassembly reassembly_;
  std::map<RoomKey, std::shared_ptr<const Policy>> given_;  ///< what Settings holds references to
  std::vector<std::shared_ptr<const Policy>> retired_;
  std::set<std::string> told_;                              ///< room, outcome and hash: one line each a run
  std::map<RoomKey, std::set<std::string>> askers_;         ///< people who use Tact here, as far as they showed it
};

}  // namespace tact::plugin
