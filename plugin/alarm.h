// SPDX-License-Identifier: GPL-3.0-or-later
// Polls the wall clock while something waits for a time: timers alone do not survive suspend, and clocks are set.
#pragma once

#include <purple.h>

namespace tact::plugin {

class App;

class Alarm {
 public:
  explicit Alarm(App& app) : app_(app) {}
  /// Call after anything that begins or ends a wait.
  void rearm();

 private:
  void tick();
  App& app_;
  guint timer_ = 0;
  unsigned interval_ = 0;
};

}  // namespace tact::plugin
