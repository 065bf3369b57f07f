// SPDX-License-Identifier: GPL-3.0-or-later
// What each sentence of the page says in one group, as a list in a window (Pidgin, Finch) that scrolls by itself; Change asks how much one of them says.
// The word for the same: /tact level.
#pragma once

#include <map>
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

  /// False: the host has no such list, or the room is not open.
  bool open(const Place& place);

 private:
  struct Asked {
    Place place;
    std::string guideline;
  };
  static void on_change(PurpleConnection* connection, GList* row, gpointer data) noexcept;
  static void on_closed(gpointer data) noexcept;
  static void on_ok(void* number, PurpleRequestFields* fields) noexcept;
  static void on_cancel(void* number, PurpleRequestFields* fields) noexcept;
  void ask(const Place& place, const std::string& guideline);
  void save(const Asked& asked, int value);

  App& app_;
  Place place_;
  void* list_ = nullptr;
  std::map<int, Asked> open_;  ///< forms may close without a word: they hold a number, not a pointer
  int next_ = 1;
};

}  // namespace tact::plugin
