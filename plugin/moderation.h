// SPDX-License-Identifier: GPL-3.0-or-later
// The rep's side and the reports of members, in the plugin: what is heard in rooms with a signed policy goes into the hash chain and, where
// this person is rep or deputy, into the queue.  Judged in short slices of the main loop, so that a raid never stalls the client.
#pragma once

#include <chrono>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include <purple.h>

#include "core/moderation/office.h"
#include "core/report/carrier.h"
#include "core/report/recent.h"
#include "core/text/text.h"
#include "plugin/home.h"
#include "plugin/own_key.h"
#include "plugin/rooms.h"

namespace tact::plugin {

class App;

class Moderation final : public moderation::Hands {
 public:
  explicit Moderation(App& app);
  ~Moderation() override;

  /// One line of a room, as the receiving hook has it; costs one look where the room has no signed policy.
  void heard(const Place& place, PurpleConversation* conversation, const char* who, const char* markup, PurpleMessageFlags flags);
  /// One's own line that left through this client.
  void said(const Place& place, PurpleConversation* conversation, const char* markup);

  // Words of the commands
  std::vector<std::string> office(const Place& place, std::string_view word, std::string_view rest);
  std::vector<std::string> report(const Place& place, PurpleConversation* conversation, std::string_view rest);
  std::vector<std::string> reports(const Place& place, std::string_view rest);
  /// G47: nothing of that room is left.
  void forget(const RoomKey& room);
  /// Items of that room that a rep keeps past their time, for a reason.
  std::vector<std::int64_t> on_hold(const RoomKey& room);

  /// The signed policy of a room where this key is rep, deputy or alternate; null elsewhere.
  const Policy* officer_policy(const RoomKey& room);
  /// What waits, for a window.
  std::vector<moderation::Item> open_items();
  bool is_officer(const RoomKey& room) { return officer_policy(room) != nullptr; }
  /// The bundle to publish in the policy; made or rotated as needed.  Throws.
  keys::Bundle bundle(bool* rotated = nullptr);
  const keys::IdentityKey& key() { return own_key_.get(); }

  /// A conversation that shows this room and can send, whatever account; null: none.
  static PurpleConversation* open_room(const RoomKey& room);

  // Hands
  std::string write_privately(const RoomKey& room, const std::string& address, const std::string& name, const std::string& text) override;
  std::string send_sealed(const RoomKey& room, const std::string& address, keys::ByteView envelope) override;
  void remove(const moderation::Removal& removal, RemovalDone done) override;
  void tell(const RoomKey& room, const std::string& text) override;
  std::vector<std::string> my_addresses(const RoomKey& room) override;

 private:
  struct Rep;
  Rep& rep();  ///< opens moderation.db; throws store::Error, keys::Error
  std::string address_heard(const std::string& room, const std::string& name, const std::string& text) const;
  bool judged(const RoomKey& room);
  void arm();
  void slice();
  void hourly();
  static void on_joined(PurpleConversation* conversation, gpointer data) noexcept;
  void entered(const Place& place);
  static gboolean on_private(PurpleAccount* account, char** who, char** message, PurpleConversation* conversation, PurpleMessageFlags* flags, gpointer data) noexcept;
  bool private_line(PurpleAccount* account, const std::string& who, const std::string& markup);
  void whole_envelope(PurpleAccount* account, const std::string& who, const report::Bytes& envelope);
  void complain(const RoomKey& room, const std::string& matter, const std::string& line);

  App& app_;
  OwnKey own_key_;
  Lazy<Rep> rep_;
  report::Recent recent_;
  report::Carrier carrier_;
  Text text_;  ///< reused
  std::map<Place, Instant> joined_;
  std::map<std::string, Instant> complained_;
  std::vector<std::int64_t> fresh_;
  Instant announced_{};
  bool armed_ = false;
};

}  // namespace tact::plugin
