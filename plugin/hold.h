// SPDX-License-Identifier: GPL-3.0-or-later
// Room 5: takes the message from the host, but only once it is on disk; and knows whether a later one answers for it.
#pragma once

#include <map>
#include <optional>
#include <utility>
#include <vector>

#include "core/outbox/hold.h"
#include "core/store/database.h"
#include "plugin/send_hook.h"

namespace tact::plugin {

class App;

class Holder {
 public:
  /// Sending again unchanged posts within this time.
  static constexpr std::chrono::minutes again{10};

  enum class Override {
    yes,
    needs_word,  ///< a slur or a threat: "/tact post" is asked for
    never,       ///< a signed rule of the group
    judge_anew,  ///< too long ago
  };

  explicit Holder(App& app) : app_(app) {}

  /// The disk says no: the message passes with one notice, except under a rule at require, where it does not leave and that is said.
  void cannot_keep(const Outgoing& out, char** message, const store::Error& error);

  /// Holds `out` and empties the host's text.  Where it cannot be written: it passes with one notice, except under a rule at require.
  void take(Outgoing& out, char** message);

  std::optional<outbox::Hold> same_text(const Outgoing& out);
  Override may_override(const outbox::Hold& hold, const Outgoing& out);
  /// The held one that `out` puts another way (or repeats); 0: none.
  std::pair<outbox::HoldId, bool> reworded(const Outgoing& out);

  void end_of_turn() { this_turn_.clear(); }
  /// Keeps the pictures of a message alive while it waits; the client drops them with its entry.
  void keep_pictures(outbox::HoldId id, const std::string& raw);
  /// It waits no more: lets go of what was kept for it.
  void closed(outbox::HoldId id);

 private:
  /// The words go back into the entry, or into the line where there is none.
  void give_back(const Outgoing& out, std::string line);

  App& app_;
  std::vector<outbox::HoldId> this_turn_;
  std::multimap<outbox::HoldId, int> pictures_;  ///< ids in libpurple's image store, each held once more
};

}  // namespace tact::plugin
