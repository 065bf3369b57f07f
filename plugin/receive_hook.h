// SPDX-License-Identifier: GPL-3.0-or-later
// What is said in the rooms: others' messages and one's own, into the room's memory; and what happens to rooms (entered, left).
#pragma once

#include <map>
#include <string>

#include <purple.h>

#include "plugin/occupants.h"
#include "plugin/rooms.h"

namespace tact::plugin {

class App;

class ReceiveHook {
 public:
  explicit ReceiveHook(App& app);

  /// One's own message left through this client; its echo comes at once, later or never, by protocol.
  void own(const Place& place, PurpleConversation* conversation, const char* markup);

  void forget(const RoomKey& room) { occupants_.forget(room); }

 private:
  static gboolean on_receiving(PurpleAccount* account, char** who, char** message, PurpleConversation* conversation, PurpleMessageFlags* flags,
                               gpointer data) noexcept;
  static void on_buddy_joined(PurpleConversation* conversation, const char* name, PurpleConvChatBuddyFlags flags, gboolean arrived,
                              gpointer data) noexcept;
  static void on_buddy_left(PurpleConversation* conversation, const char* name, const char* reason, gpointer data) noexcept;
  static gboolean on_writing(PurpleAccount* account, const char* who, char** message, PurpleConversation* conversation, PurpleMessageFlags flags,
                             gpointer data) noexcept;
  static gboolean on_leaving(PurpleConversation* conversation, const char* name, const char* reason, gpointer data) noexcept;
  static void on_joined(PurpleConversation* conversation, gpointer data) noexcept;
  bool receiving(PurpleAccount* account, const char* who, const char* message, PurpleConversation* conversation, PurpleMessageFlags flags);
  void entered(const Place& place);
  /// Once in a group where Tact is off: the words that turn it on.
  void say_how(const Place& place);
  void renamed(const RoomKey& room, const std::optional<Occupants::Rename>& rename);

  App& app_;
  Occupants occupants_;
};

}  // namespace tact::plugin
