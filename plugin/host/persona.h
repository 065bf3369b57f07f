// SPDX-License-Identifier: GPL-3.0-or-later
// Which client this headless host pretends to be.  libpurple's hosts differ in what they show and what they hand on; a test that passes
// under every persona has met them all before the real ones are started.
#pragma once

#include <string_view>

namespace tact::host {

struct Persona {
  const char* name;
  const char* ui;            ///< what purple_core_get_ui() answers
  bool commands;             ///< typed "/word" becomes a purple command; otherwise it is sent as text
  bool put_back;             ///< the conversation has a send_confirm op that fills the entry
  bool system_lines;         ///< purple_conversation_write(SYSTEM) is seen by the person
  bool writes_chat_itself;   ///< write_chat op goes round purple_conversation_write: no writing-/wrote- signals
  bool dialogs;              ///< requests call back; otherwise they look accepted and nothing ever happens
  bool loads_plugins;        ///< loads plugins by itself; otherwise they are only probed
  bool late_user_dir;        ///< the user dir moves when the first account is set up, and accounts are on no list
  bool quits;                ///< calls purple_core_quit at the end, so plugins are unloaded
};

/// nullptr when there is no such persona.
const Persona* persona(std::string_view name);

}  // namespace tact::host
