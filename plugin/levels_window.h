// SPDX-License-Identifier: GPL-3.0-or-later
// What each sentence of the page says in one group, as a list in a window (Pidgin, Finch) that scrolls by itself; Change asks how much one of them says.
// The word for the same: /tact level.
#pragma once

#include <string>

#include <purple.h>

#include "plugin/rooms.h"

namespace tact::plugin {

class App;

class LevelsWindow {
 public:
  explicit LevelsWindow(App& app);
  ~LevelsWindow();
  LevelsWindow(const LevelsWindow&) = delete;
  LevelsWindow& operator=(const LevelsWindow&) = delete;

  /// False: the host has no such list, or the account is offline.
  bool open(const Place& place);

 private:
  static void on_change(PurpleConnection* connection, GList* row, gpointer data) noexcept;
  static void on_closed(gpointer data) noexcept;
  void ask(const Place& place, const std::string& guideline);
  void save(const Place& place, const std::string& guideline, int value);

  App& app_;
  Place place_;
  void* list_ = nullptr;
  std::size_t first_ = 0;  ///< number of the first row
};

}  // namespace tact::plugin
