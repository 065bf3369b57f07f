// SPDX-License-Identifier: GPL-3.0-or-later
// Every outcome has a name.  Observers (the nudge bar, other plugins, tests) hear names and numbers, never a text.
#pragma once

#include <functional>
#include <string_view>
#include <vector>

#include "core/outbox/hold.h"
#include "plugin/rooms.h"

namespace tact::plugin {

enum class Outcome { passed, noted, held, gathered, paused, released, revised, scheduled, moved, discarded, refused, expired, unsure };

std::string_view name(Outcome outcome);

struct Event {
  Outcome outcome;
  outbox::HoldId hold = 0;  ///< 0: passed and noted messages were never held
  Place place;
};

class Events {
 public:
  using Observer = std::function<void(const Event&)>;
  /// Observers live as long as the App and may look at the outbox; they must not send.
  void observe(Observer observer) { observers_.push_back(std::move(observer)); }
  void emit(const Event& event) const;

 private:
  std::vector<Observer> observers_;
};

}  // namespace tact::plugin
