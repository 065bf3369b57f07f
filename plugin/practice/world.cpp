// SPDX-License-Identifier: GPL-3.0-or-later
#include "plugin/practice/world.h"

#include <algorithm>
#include <cerrno>
#include <ctime>

#include "plugin/practice/script.h"

namespace tact::practice {

namespace {

constexpr unsigned echo_milliseconds = 5;
constexpr std::size_t replayed_most = 20;  ///< as servers of group chats do

void into_history(Room& room, Line line) {
  room.history.push_back(std::move(line));
  if (room.history.size() > replayed_most) room.history.erase(room.history.begin());
}

std::vector<std::string> lines_of(const std::string& text) {
  std::vector<std::string> lines;
  std::size_t from = 0;
  while (from <= text.size()) {
    const std::size_t to = std::min(text.find('\n', from), text.size());
    if (to > from) lines.push_back(text.substr(from, to - from));
    from = to + 1;
  }
  return lines;
}

bool may_remove(PurpleConvChatBuddyFlags flags) { return (flags & (PURPLE_CBFLAGS_OP | PURPLE_CBFLAGS_FOUNDER)) != 0; }

}  // namespace

struct World::Timer {
  World* world;
  std::function<void()> work;
  guint source = 0;
};

std::string nick(PurpleConnection* connection) {
  return purple_account_get_username(purple_connection_get_account(connection));
}

std::string wire_text(const char* markup) {
  char* plain = nullptr;
  purple_markup_html_to_xhtml(markup, nullptr, &plain);
  std::string text = plain != nullptr ? plain : "";
  g_free(plain);
  return text;
}

std::string escaped(const std::string& text) {
  char* markup = g_markup_escape_text(text.c_str(), -1);
  std::string out = markup;
  g_free(markup);
  for (std::size_t at = out.find('\n'); at != std::string::npos; at = out.find('\n', at)) out.replace(at, 1, "<br>");
  return out;
}

World::~World() {
  for (Timer* timer : timers_) {
    purple_timeout_remove(timer->source);
    delete timer;
  }
}

void World::later(unsigned milliseconds, std::function<void()> work) {
  auto* timer = new Timer{this, std::move(work)};
  timers_.push_back(timer);
  timer->source = purple_timeout_add(milliseconds, &World::due, timer);
}

gboolean World::due(gpointer data) noexcept {
  auto* timer = static_cast<Timer*>(data);
  auto& timers = timer->world->timers_;
  timers.erase(std::find(timers.begin(), timers.end(), timer));
  const std::function<void()> work = std::move(timer->work);
  delete timer;
  work();
  return FALSE;
}

Room& World::room(const std::string& name) {
  const auto [at, fresh] = rooms_.try_emplace(name);
  if (fresh) {
    at->second.name = name;
    cast_for(at->second);
  }
  return at->second;
}

Room* World::room_of(PurpleConnection* connection, int id) {
  for (auto& [name, room] : rooms_)
    for (const auto& [who, known] : room.present)
      if (who == connection && known == id) return &room;
  return nullptr;
}

void World::everyone(Room& room, const std::function<void(PurpleConnection*, int, PurpleConversation*)>& work) {
  const auto present = room.present;  // a copy: what we call may leave or join
  for (const auto& [connection, id] : present)
    if (PurpleConversation* conversation = purple_find_chat(connection, id)) work(connection, id, conversation);
}

void World::occupants(Room& room, PurpleConvChat* chat) {
  for (const Member& member : room.cast)
    purple_conv_chat_add_user(chat, member.name.c_str(), nullptr, member.flags, FALSE);
  for (const auto& [connection, id] : room.present) {
    const Member& member = room.accounts[nick(connection)];
    purple_conv_chat_add_user(chat, member.name.c_str(), nullptr, member.flags, FALSE);
  }
}

void World::join(PurpleConnection* connection, const std::string& name) {
  Room& room = this->room(name);
  const std::string own = nick(connection);
  for (const auto& [who, id] : room.present)
    if (who == connection) return;
  const Member& self = room.accounts.try_emplace(own, Member{own}).first->second;
  // The others see somebody come in.
  everyone(room, [&](PurpleConnection*, int, PurpleConversation* conversation) {
    purple_conv_chat_add_user(PURPLE_CONV_CHAT(conversation), own.c_str(), nullptr, self.flags, TRUE);
  });
  const int id = manners.hashed_ids ? static_cast<int>(g_str_hash(name.c_str())) : next_id_++;
  room.present.emplace_back(connection, id);
  if (std::find(connections_.begin(), connections_.end(), connection) == connections_.end())
    connections_.push_back(connection);
  PurpleConversation* conversation = serv_got_joined_chat(connection, id, name.c_str());
  PurpleConvChat* chat = PURPLE_CONV_CHAT(conversation);
  purple_conv_chat_set_nick(chat, own.c_str());
  occupants(room, chat);
  if (!room.topic.empty()) purple_conv_chat_set_topic(chat, nullptr, room.topic.c_str());
  replay(room, connection, id);
  welcome(*this, room, own);
}

void World::replay(Room& room, PurpleConnection* connection, int id) const {
  const std::string own = nick(connection);
  for (const Line& line : room.history) {
    int flags = line.who == own ? PURPLE_MESSAGE_SEND : PURPLE_MESSAGE_RECV;
    if (manners.delayed_mark) flags |= PURPLE_MESSAGE_DELAYED;
    serv_got_chat_in(connection, id, line.who.c_str(), PurpleMessageFlags(flags), escaped(line.text).c_str(),
                     time(nullptr) - 3600);
  }
}

void World::leave(PurpleConnection* connection, int id) {
  Room* room = room_of(connection, id);
  if (room == nullptr) return;
  std::erase(room->present, std::pair(connection, id));
  const std::string own = nick(connection);
  everyone(*room, [&](PurpleConnection*, int, PurpleConversation* conversation) {
    purple_conv_chat_remove_user(PURPLE_CONV_CHAT(conversation), own.c_str(), nullptr);
  });
}

void World::gone(PurpleConnection* connection) {
  for (auto& [name, room] : rooms_) {
    std::erase_if(room.present, [&](const auto& entry) { return entry.first == connection; });
    everyone(room, [&](PurpleConnection*, int, PurpleConversation* conversation) {
      purple_conv_chat_remove_user(PURPLE_CONV_CHAT(conversation), nick(connection).c_str(), "signed off");
    });
  }
  std::erase(connections_, connection);
}

void World::echo(Room& room, PurpleConnection* connection, int id, const std::string& markup) {
  const std::string own = nick(connection), name = room.name;
  const auto back = [this, connection, id, own, markup] {
    if (std::find(connections_.begin(), connections_.end(), connection) == connections_.end()) return;
    if (purple_find_chat(connection, id) == nullptr) return;
    serv_got_chat_in(connection, id, own.c_str(), PURPLE_MESSAGE_SEND, markup.c_str(), time(nullptr));
  };
  switch (manners.echo) {
    case Echo::sync:
      back();
      return;
    case Echo::async:
      later(echo_milliseconds, back);
      return;
    case Echo::write:
      if (PurpleConversation* conversation = purple_find_chat(connection, id))
        purple_conv_chat_write(PURPLE_CONV_CHAT(conversation), own.c_str(), markup.c_str(), PURPLE_MESSAGE_SEND,
                               time(nullptr));
      return;
    case Echo::none:
      return;
  }
}

int World::send(PurpleConnection* connection, int id, const char* markup) {
  Room* room = room_of(connection, id);
  if (room == nullptr) return -ENOTCONN;
  if (manners.fail_sends > 0) return --manners.fail_sends, -ENOTCONN;
  if (manners.lose_sends > 0) return --manners.lose_sends, 0;
  const std::string own = nick(connection), text = wire_text(markup);
  const bool breaks = (connection->flags & PURPLE_CONNECTION_NO_NEWLINES) == 0;
  for (const std::string& line : breaks ? std::vector{text} : lines_of(text)) {
    wire_(room->name, own, line);
    into_history(*room, {own, line});
    everyone(*room, [&](PurpleConnection* other, int known, PurpleConversation*) {
      if (other == connection) return;
      serv_got_chat_in(other, known, own.c_str(), PURPLE_MESSAGE_RECV, escaped(line).c_str(), time(nullptr));
    });
    echo(*room, connection, id, breaks ? std::string(markup) : escaped(line));
  }
  answer(*this, *room, own, text);
  return 0;
}

void World::send_file(PurpleConnection* connection, int id, const std::string& path) {
  if (const Room* room = room_of(connection, id)) wire_(room->name, nick(connection), "[file] " + path.substr(path.rfind('/') + 1));
}

int World::send_im(PurpleConnection* connection, const char* who, const char* markup) {
  const std::string own = nick(connection), text = wire_text(markup), to = who;
  wire_("im:" + to, own, text);
  for (PurpleConnection* other : connections_)
    if (other != connection && nick(other) == to)
      serv_got_im(other, own.c_str(), markup, PURPLE_MESSAGE_RECV, time(nullptr));
  answer_im(*this, to);
  return 1;
}

void World::say(Room& room, const std::string& who, const std::string& text, PurpleMessageFlags more) {
  into_history(room, {who, text});
  everyone(room, [&](PurpleConnection* connection, int id, PurpleConversation*) {
    const int own = who == nick(connection) ? PURPLE_MESSAGE_SEND : PURPLE_MESSAGE_RECV;
    serv_got_chat_in(connection, id, who.c_str(), PurpleMessageFlags(own | more), escaped(text).c_str(),
                     time(nullptr));
  });
}

void World::im(const std::string& who, const std::string& text) {
  const auto connections = connections_;
  for (PurpleConnection* connection : connections)
    serv_got_im(connection, who.c_str(), escaped(text).c_str(), PURPLE_MESSAGE_RECV, time(nullptr));
}

void World::enter(Room& room, const Member& member) {
  room.cast.push_back(member);
  everyone(room, [&](PurpleConnection*, int, PurpleConversation* conversation) {
    purple_conv_chat_add_user(PURPLE_CONV_CHAT(conversation), member.name.c_str(), nullptr, member.flags, TRUE);
  });
}

void World::part(Room& room, const std::string& who, const std::string& why) {
  std::erase_if(room.cast, [&](const Member& member) { return member.name == who; });
  everyone(room, [&](PurpleConnection*, int, PurpleConversation* conversation) {
    purple_conv_chat_remove_user(PURPLE_CONV_CHAT(conversation), who.c_str(), why.empty() ? nullptr : why.c_str());
  });
}

void World::role(Room& room, const std::string& who, PurpleConvChatBuddyFlags flags) {
  const auto scripted = std::find_if(room.cast.begin(), room.cast.end(), [&](const Member& m) { return m.name == who; });
  if (scripted != room.cast.end())
    scripted->flags = flags;
  else
    room.accounts[who] = Member{who, flags};
  everyone(room, [&](PurpleConnection*, int, PurpleConversation* conversation) {
    purple_conv_chat_user_set_flags(PURPLE_CONV_CHAT(conversation), who.c_str(), flags);
  });
}

void World::rename(Room& room, const std::string& from, const std::string& to) {
  for (Member& member : room.cast)
    if (member.name == from) member.name = to;
  everyone(room, [&](PurpleConnection*, int, PurpleConversation* conversation) {
    purple_conv_chat_rename_user(PURPLE_CONV_CHAT(conversation), from.c_str(), to.c_str());
  });
}

void World::remove(Room& room, const std::string& who, const std::string& why) {
  const std::string reason = why.empty() ? "removed" : "removed: " + why;
  const auto present = room.present;
  for (const auto& [connection, id] : present) {
    if (nick(connection) != who) continue;
    std::erase(room.present, std::pair(connection, id));
    if (PurpleConversation* conversation = purple_find_chat(connection, id))
      purple_conv_chat_write(PURPLE_CONV_CHAT(conversation), room.name.c_str(), ("You were " + reason).c_str(),
                             PURPLE_MESSAGE_SYSTEM, time(nullptr));
    serv_got_chat_left(connection, id);
  }
  part(room, who, reason);
}

const char* World::kick(PurpleConversation* by, const std::string& who, const std::string& why) {
  Room& room = this->room(purple_conversation_get_name(by));
  const Member& self = room.accounts[nick(purple_conversation_get_gc(by))];
  const auto is_in = [&](const std::string& name) {
    return std::any_of(room.cast.begin(), room.cast.end(), [&](const Member& m) { return m.name == name; }) ||
           std::any_of(room.present.begin(), room.present.end(), [&](const auto& p) { return nick(p.first) == name; });
  };
  if (manners.kick_lies) return nullptr;
  if (!may_remove(self.flags)) return "Your privileges are too low";
  if (!is_in(who)) return "Nobody of that name is here";
  later(echo_milliseconds, [this, name = room.name, who, why] { remove(this->room(name), who, why); });
  return nullptr;
}

void World::topic(Room& room, const std::string& who, const std::string& text) {
  room.topic = text;
  everyone(room, [&](PurpleConnection*, int, PurpleConversation* conversation) {
    purple_conv_chat_set_topic(PURPLE_CONV_CHAT(conversation), who.c_str(), text.c_str());
  });
}

void World::audience(Room& room, std::size_t people) {
  while (room.cast.size() + room.present.size() < people) enter(room, Member{made_up_name(room.cast.size())});
  while (!room.cast.empty() && room.cast.size() + room.present.size() > people)
    part(room, std::string(room.cast.back().name), "");
}

void World::phone_names(Room& room) {
  std::size_t number = 0;
  for (Member& member : room.cast) member.name = made_up_phone(number++);
  refresh(room);
}

void World::refresh(Room& room) {
  everyone(room, [&](PurpleConnection*, int, PurpleConversation* conversation) {
    PurpleConvChat* chat = PURPLE_CONV_CHAT(conversation);
    purple_conv_chat_clear_users(chat);
    occupants(room, chat);
  });
}

void World::disconnect(const std::string& why) {
  const auto connections = connections_;
  for (PurpleConnection* connection : connections)
    purple_connection_error_reason(connection, PURPLE_CONNECTION_ERROR_NETWORK_ERROR, why.c_str());
}

}  // namespace tact::practice
