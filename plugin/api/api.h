// SPDX-License-Identifier: GPL-3.0-or-later
// What other plugins and bridges may ask of a loaded Tact ("core-tact"), by purple_plugin_ipc_call, and hear from it by signal.  example.c uses
// all of it.
//
//   char *tact-judge(PurpleConversation *conversation, const char *markup)    g_free() it
//       What Tact would say to this text from this person in this conversation; nothing is held, told or remembered.  First line: "pass",
//       "note", "hold" or "refuse"; then a line for each finding: guideline, severity, sureness, reason, tab-separated.  NULL conversation:
//       as in a class group.  NULL where there is no text.
//   gboolean tact-enforced(PurpleConversation *conversation)
//       Tact judges what this person posts here (turned on, or a signed policy says so).
//   int tact-waiting(PurpleConversation *conversation)
//       How many messages wait in the outbox for this conversation; NULL: for all of this person's.
//   signal "tact-outcome" (const char *outcome, const char *room, unsigned hold)
//       After each outcome: its name (plugin/events.h), the room's key, the held message's number or 0.  Never a text, never a person.
#pragma once

#include <purple.h>

#include <string>

namespace tact::plugin {

class App;

class Api {
 public:
  explicit Api(App& app);
  ~Api();
  Api(const Api&) = delete;
  Api& operator=(const Api&) = delete;

  std::string judge(PurpleConversation* conversation, const char* markup);
  bool enforced(PurpleConversation* conversation);
  unsigned waiting(PurpleConversation* conversation);

 private:
  App& app_;
};

}  // namespace tact::plugin
