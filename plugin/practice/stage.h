// SPDX-License-Identifier: GPL-3.0-or-later
// Stage directions: one line makes something happen in the practice world.  Reached by "/stage ..." typed in a practice room and by the
// protocol plugin's IPC function "stage", which the tests use.
//
//   [@ROOM] say NAME: TEXT        NAME says it; "\n" in TEXT is a line break
//   [@ROOM] old NAME: TEXT        put into the history that is replayed on joining
//   [@ROOM] enter NAME            [@ROOM] part NAME [WHY]        [@ROOM] kick NAME [WHY]
//   [@ROOM] role NAME: founder|op|halfop|voice|none              [@ROOM] rename OLD: NEW
//   [@ROOM] topic NAME: TEXT      [@ROOM] audience COUNT         [@ROOM] phones      [@ROOM] refresh
//   im NAME: TEXT                 disconnect [WHY]
//   echo sync|async|write|none    html on|off    newlines on|off    delayed on|off    ids new|hash    kicks work|lie|none
//   fail COUNT                    lose COUNT     (the next sends fail, or vanish without an error)
//
// Without @ROOM the room used last is meant, at first the one people start in.
#pragma once

#include <string>

#include "plugin/practice/world.h"

namespace tact::practice {

class Stage {
 public:
  explicit Stage(World& world) : world_(world) {}
  /// Empty, or what was wrong with the line.
  std::string direct(const std::string& line);

 private:
  bool in_room(const std::string& verb, const std::string& rest);
  bool in_world(const std::string& verb, const std::string& rest);

  World& world_;
  std::string room_ = first_room;
};

}  // namespace tact::practice
