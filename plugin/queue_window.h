// SPDX-License-Identifier: GPL-3.0-or-later
// The queue as a list in a window (Pidgin, Finch): Look shows one item and its steps.  Only a view: every step is the same word of the office,
// a closed window does nothing, and a removal asks again in words of its own.
#pragma once

#include <string>
#include <string_view>

#include <purple.h>

#include "core/moderation/ladder.h"
#include "plugin/rooms.h"

namespace tact::plugin {

class App;

class QueueWindow {
 public:
  explicit QueueWindow(App& app) : app_(app) {}
  ~QueueWindow();

  /// False: nothing waits, or the host opened nothing.
  bool open(const Place& place);

 private:
  static void on_look(PurpleConnection* connection, GList* row, gpointer data) noexcept;
  static void on_closed(gpointer data) noexcept;
  void look(const Place& place, std::int64_t item);
  void chosen(const Place& place, std::int64_t item, int choice);
  void reasoned(const Place& place, std::int64_t item, moderation::Act act, const std::string& reason);
  void act(const Place& place, std::string_view word, const std::string& rest);

  App& app_;
  Place place_;
  void* list_ = nullptr;
  std::size_t first_ = 0;  ///< number of the first row
};

}  // namespace tact::plugin
