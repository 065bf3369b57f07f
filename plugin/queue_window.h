// SPDX-License-Identifier: GPL-3.0-or-later
// The queue as a list in a window (Pidgin, Finch): Look shows one item and its steps.  Only a view: every step is the same word of the office,
// a closed window does nothing, and a removal asks again in words of its own.
#pragma once

#include <string>
#include <vector>

#include <purple.h>

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
  /// What a window holds on to: names and numbers, no pointers of the host.
  struct Step {
    QueueWindow* window;
    Place place;
    std::int64_t item = 0;
    int choice = 0;
  };
  static void on_look(PurpleConnection* connection, GList* row, gpointer data) noexcept;
  static void on_closed(gpointer data) noexcept;
  static void on_choice(Step* step, int choice) noexcept;
  static void on_reason(Step* step, const char* reason) noexcept;
  static void on_confirm(Step* step, int button) noexcept;
  static void on_nothing(Step* step) noexcept;
  void look(const Place& place, std::int64_t item);
  void act(const Place& place, std::string_view word, const std::string& rest);
  Step* keep(const Place& place, std::int64_t item, int choice = 0);
  Step take(Step* step);

  App& app_;
  Place place_;
  void* list_ = nullptr;
  std::vector<Step*> steps_;
};

}  // namespace tact::plugin
