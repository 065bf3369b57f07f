// SPDX-License-Identifier: GPL-3.0-or-later
// Room 1 of the street: every message on its way to a group passes here once, between the plugins that rewrite text and those that encrypt it.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include <purple.h>

#include "core/language/reading.h"
#include "core/outbox/hold.h"
#include "core/text/text.h"
#include "core/verdict.h"
#include "plugin/rooms.h"

namespace tact::plugin {

class App;

/// One message as the hook took it from the host.
struct Outgoing {
  Place place;
  PurpleConversation* conversation;  ///< for this callback only
  int chat_id;
  outbox::Draft draft;
  Text text;
  language::Reading reading;
  Verdict verdict;
};

class SendHook {
 public:
  /// Connects.  Throws std::runtime_error if libpurple does not know the signals.
  explicit SendHook(App& app);
  ~SendHook();

  /// Posts this text now; its pass lets it through once and dies in this call.  True: the host said it sent it.  Looks `conversation` up anew
  /// nowhere: call with one just found.
  bool post(PurpleConversation* conversation, const Place& place, const outbox::Draft& draft);

 private:
  struct Pass {
    Place place;
    std::string raw;
  };
  /// A held message that was sent again by its sender and is just passing: released once the host says "sent".
  struct Passing {
    Place place;
    outbox::HoldId hold;
    bool overridden;
  };
  static void on_sending(PurpleAccount* account, char** message, int id, gpointer data) noexcept;
  static void on_sent(PurpleAccount* account, const char* message, int id, gpointer data) noexcept;
  static void on_sending_im(PurpleAccount* account, const char* who, char** message, gpointer data) noexcept;

  void sending(PurpleAccount* account, char** message, int id);
  void sent(PurpleAccount* account, const char* message, int id);
  bool take_pass(const Place& place, const char* raw);
  bool again(Outgoing& out, char** message);
  void judge(Outgoing& out);
  void act(Outgoing& out, char** message);
  void passes(Outgoing& out, char** message);
  void end_of_turn();
  void count_turn(const Place& place);

  App& app_;
  std::optional<Pass> pass_;
  std::vector<Passing> passing_;
  bool post_seen_ = false;  ///< sent-chat-msg came during post()
  std::map<Place, unsigned> turn_;  ///< sends of this turn of the main loop
  Outgoing out_;            ///< kept for its buffers: a clean message allocates nothing
  bool busy_ = false;
};

/// Empties what the host is about to send, as every handler after us can bear it.
void take_text(char** message);

}  // namespace tact::plugin
