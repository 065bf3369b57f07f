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
  /// A view draws nudges inside the conversation: lines need not say the same again.
  bool drawn() const { return views_ > 0; }
  void view(bool comes) { views_ += comes ? 1 : views_ > 0 ? -1 : 0; }

 private:
  App& app_;
  int views_ = 0;
};

}  // namespace tact::plugin
