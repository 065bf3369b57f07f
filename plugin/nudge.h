// SPDX-License-Identifier: GPL-3.0-or-later
// Room 6: what the sender sees of a held message.  Every view holds a HoldId and reads the rest anew.  Lines come at the end of the turn of the
// main loop, so that a paste of many lines gives one notice.
#pragma once

#include <string>
#include <vector>

#include "core/outbox/hold.h"
#include "core/verdict.h"
#include "plugin/rooms.h"

namespace tact::plugin {

class App;

/// One way to answer, as a word of the command table ("post", "later") and as a label for a button.
struct Choice {
  std::string word, label;
};

class Nudges {
 public:
  explicit Nudges(App& app) : app_(app) {}

  /// Shows the nudge for a held message at the end of this turn.
  void show(outbox::HoldId id);
  /// Gives the text back to the host's entry where it can take it.
  void put_back(outbox::HoldId id);
  /// The quiet line after a message that passed with a note.
  void note(const Place& place, const Verdict& verdict);
  /// The same for one that waited before it passed.
  void noted(const outbox::Hold& hold);

  /// The lines for one held message.
  std::vector<std::string> lines(const outbox::Hold& hold, PurpleConversation* conversation, bool numbered);
  enum class Page { quoted, unsaid };
  /// "Not posted yet: ..." alone, for a bar; with the page's own sentence or, where room is short, without.
  std::string headline(const outbox::Hold& hold, PurpleConversation* conversation, Page page = Page::quoted);
  /// What can be answered, the likeliest first; only words that the command table knows.
  std::vector<Choice> choices(const outbox::Hold& hold);

 private:
  void note(const Place& place, const outbox::Reason& reason);
  void told(const RoomKey& room, const outbox::Reason& reason, const std::string& pair = {});
  void end_of_turn();
  /// The line in the conversation where a bar says the rest.
  std::vector<std::string> beside_bar(const Place& place, std::size_t count);
  std::string ways(const outbox::Hold& hold);

  App& app_;
  std::vector<outbox::HoldId> to_show_, to_put_back_;
};

/// "07:30", or "07:30 on Friday 27 November" when that is not within a day.
std::string time_for_people(Instant at, Instant now, const std::string& zone);
/// The beginning of a message as plain text, for lists.
std::string excerpt(const outbox::Hold& hold);

}  // namespace tact::plugin
