// SPDX-License-Identifier: GPL-3.0-or-later
// The practice world: class groups that exist only inside this process.  Accounts of the practice protocol meet in its rooms together
// with scripted members, and a test can make it behave like any network we know: how one's own words come back, whether lines may break,
// what is replayed on joining, who may remove whom, and what goes wrong.  Nothing leaves the computer.
#pragma once

#include <purple.h>

#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace tact::practice {

inline constexpr const char* protocol_id = "prpl-tact-practice";
inline constexpr const char* first_room = "rowan-class";

/// How a sender's own words come back, as the networks differ.
enum class Echo {
  sync,   ///< inside the send itself (IRC)
  async,  ///< from the server, a moment later (XMPP)
  write,  ///< written straight into the conversation, no receiving signal (WhatsApp)
  none,   ///< not at all
};

/// What a room's manners are; a test changes them by stage lines.
struct Manners {
  Echo echo = Echo::async;
  bool html = true;            ///< the connection takes HTML; read when an account signs on
  bool newlines = true;        ///< false: one line a message, like IRC; read when an account signs on
  bool delayed_mark = true;    ///< replayed history carries the DELAYED flag; false: it looks live
  bool hashed_ids = false;     ///< the chat id is a hash of the name, often negative; false: a new one on every join
  bool kick_lies = false;      ///< "/kick" answers OK and nothing happens
  bool no_kick = false;        ///< the network has no such command, like WhatsApp
  unsigned fail_sends = 0;     ///< so many sends answer "not connected"
  unsigned lose_sends = 0;     ///< so many sends answer "fine" and never arrive
};

struct Member {
  std::string name;
  PurpleConvChatBuddyFlags flags = PURPLE_CBFLAGS_VOICE;
};

struct Line {
  std::string who, text;
};

struct Room {
  std::string name, topic;
  std::vector<Member> cast;                       ///< scripted members
  std::map<std::string, Member> accounts;         ///< flags of the accounts that are or were in, by name
  std::vector<std::pair<PurpleConnection*, int>> present;  ///< connections in the room and the chat id each knows
  std::vector<Line> history;
};

class World {
 public:
  /// Tells that `text` has reached `room` (a room's name, or "im:NAME") from an account called `who`.
  using Wire = std::function<void(const std::string& room, const std::string& who, const std::string& text)>;

  explicit World(Wire wire) : wire_(std::move(wire)) {}
  ~World();
  World(const World&) = delete;
  World& operator=(const World&) = delete;

  Manners manners;

  // What the protocol asks.
  void join(PurpleConnection* connection, const std::string& room);
  void leave(PurpleConnection* connection, int id);
  void gone(PurpleConnection* connection);  ///< signed off: out of every room
  int send(PurpleConnection* connection, int id, const char* markup);  ///< 0 or a negative errno, as chat_send
  void send_file(PurpleConnection* connection, int id, const std::string& path);  ///< "[file] NAME" reaches the room
  int send_im(PurpleConnection* connection, const char* who, const char* markup);
  /// nullptr, or why it was refused; asked by "/kick" and "/ban" in the room.
  const char* kick(PurpleConversation* by, const std::string& who, const std::string& why);

  // What the stage does.
  Room& room(const std::string& name);          ///< made on first use, with its cast
  void say(Room& room, const std::string& who, const std::string& text, PurpleMessageFlags more = PurpleMessageFlags(0));
  void im(const std::string& who, const std::string& text);
  void enter(Room& room, const Member& member);
  void part(Room& room, const std::string& who, const std::string& why);
  void role(Room& room, const std::string& who, PurpleConvChatBuddyFlags flags);
  void rename(Room& room, const std::string& from, const std::string& to);
  void remove(Room& room, const std::string& who, const std::string& why);  ///< kicked, account or cast
  void topic(Room& room, const std::string& who, const std::string& text);
  void audience(Room& room, std::size_t people);  ///< fills or empties the cast until so many people are in, accounts included
  void phone_names(Room& room);                   ///< the cast turns into telephone JIDs, as on WhatsApp
  void refresh(Room& room);                       ///< everybody is cleared and added again, as WhatsApp does on every update
  void disconnect(const std::string& why);        ///< every account loses its connection
  /// Runs `work` after `milliseconds`; never after this world is gone.
  void later(unsigned milliseconds, std::function<void()> work);

 private:
  struct Timer;
  void everyone(Room& room, const std::function<void(PurpleConnection*, int, PurpleConversation*)>& work);
  void occupants(Room& room, PurpleConvChat* chat);
  void replay(Room& room, PurpleConnection* connection, int id) const;
  void echo(Room& room, PurpleConnection* connection, int id, const std::string& markup);
  Room* room_of(PurpleConnection* connection, int id);
  static gboolean due(gpointer timer) noexcept;

  Wire wire_;
  std::map<std::string, Room> rooms_;
  std::vector<PurpleConnection*> connections_;
  std::vector<Timer*> timers_;
  int next_id_ = 1;
};

/// The name people see for an account.
std::string nick(PurpleConnection* connection);
/// What a network would carry: markup without its tags and entities.
std::string wire_text(const char* markup);
std::string escaped(const std::string& text);

}  // namespace tact::practice
