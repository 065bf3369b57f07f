// SPDX-License-Identifier: GPL-3.0-or-later
// The other side of bar_api.h: answers views of nudges by number, and tells them that something changed.
#pragma once

#include <string>

#include <purple.h>

#include "core/outbox/hold.h"

namespace tact::plugin {

class App;

class Bar {
 public:
  /// Registers the IPC commands and the signal.
  explicit Bar(App& app);
  ~Bar();
  Bar(const Bar&) = delete;
  Bar& operator=(const Bar&) = delete;

  std::string list(PurpleConversation* conversation);
  std::string describe(outbox::HoldId id);
  PurpleConversation* window(outbox::HoldId id);
  bool choose(outbox::HoldId id, const std::string& word);

 private:
  App& app_;
};

}  // namespace tact::plugin
