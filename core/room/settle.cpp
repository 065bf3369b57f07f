// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/room/settle.h"

#include <utility>
#include <vector>

#include "core/message.h"
#include "core/room/network.h"
#include "core/store/database.h"

namespace tact::room {

namespace {

std::vector<std::pair<std::string, std::string>> to_move(store::Database& database, const std::string& table) {
  std::vector<std::pair<std::string, std::string>> moves;
  auto rows = database.prepare("SELECT DISTINCT room FROM " + table + " WHERE room>='prpl-irc|' AND room<'prpl-irc}'");
  while (rows.step()) {
    const std::string was = rows.text(0);
    if (std::string is = settled(was); is != was) moves.emplace_back(was, std::move(is));
  }
  return moves;
}

}  // namespace

std::string settled(std::string_view key) {
  auto room = RoomKey::parse(key);
  if (!room || room->protocol != "prpl-irc") return std::string(key);
  room->service = irc_network(room->service);
  return room->text();
}

void settle(store::Database& database, std::initializer_list<std::string_view> tables) {
  for (const std::string_view name : tables) {
    const std::string table(name);
    const auto moves = to_move(database, table);
    if (moves.empty()) continue;
    database.transaction([&] {
      for (const auto& [was, is] : moves) database.prepare("UPDATE OR IGNORE " + table + " SET room=?1 WHERE room=?2").bind(1, is).bind(2, was).run();
    });
  }
}

}  // namespace tact::room
