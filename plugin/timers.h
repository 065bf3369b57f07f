// SPDX-License-Identifier: GPL-3.0-or-later
// libpurple's timeouts, owned: whatever still waits is taken back when this goes (libpurple itself would call into an unloaded plugin).
#pragma once

#include <functional>
#include <map>

#include <purple.h>

namespace tact::plugin {

class Timers {
 public:
  using Work = std::function<void()>;

  Timers() = default;
  ~Timers();
  Timers(const Timers&) = delete;
  Timers& operator=(const Timers&) = delete;

  /// Runs `work` once after about `milliseconds`.  Short times only: long ones poll the wall clock (see alarm.h).
  guint after(unsigned milliseconds, Work work);
  /// Runs `work` in the next turn of the main loop: outside the signal we are in.
  guint soon(Work work) { return after(0, std::move(work)); }
  void cancel(guint id);

 private:
  struct Entry {
    Timers* owner;
    guint id;
    Work work;
  };
  static gboolean fire(gpointer data) noexcept;
  std::map<guint, Entry*> entries_;
};

}  // namespace tact::plugin
