// SPDX-License-Identifier: GPL-3.0-or-later
// A libpurple client without windows: GLib main loop, the ops that a persona has, the plugins that lie beside it.  One per process.
#pragma once

#include <purple.h>

#include <string>
#include <vector>

#include "plugin/host/persona.h"
#include "plugin/host/viewer.h"

namespace tact::host {

struct Options {
  const Persona* persona = nullptr;
  std::string user_dir;
  std::vector<std::string> plugin_dirs;  ///< searched before libpurple's own
  bool debug = false;                    ///< hand libpurple's debug lines to the viewer
  bool load_tact = true;
};

class Host {
 public:
  Host(Options options, Viewer& viewer);
  ~Host();
  Host(const Host&) = delete;
  Host& operator=(const Host&) = delete;

  /// False with a reason when libpurple or the plugin does not come up.
  bool start(std::string& why);
  /// Runs until quit().
  void run();
  void quit();

  const Persona& persona() const { return *options_.persona; }
  /// Adds an account and signs it on.  Settings are "key=value": digits become a number, true and false a switch.
  PurpleAccount* add_account(const char* protocol, const char* user, const char* password,
                             const std::vector<std::string>& settings);
  void join(PurpleAccount* account, const std::string& room);
  PurpleConversation* chat(PurpleAccount* account, const std::string& room) const;
  /// As a person: the text is typed and Enter pressed; "/word" is a command where the persona has commands.  Empty, or an error to show.
  std::string type(PurpleConversation* conversation, const std::string& text);
  /// Enter on markup that already stands in the entry.
  void send(PurpleConversation* conversation, const std::string& markup);

  PurplePlugin* tact() const;
  bool load_plugin(const std::string& path, std::string& why);

 private:
  void add_search_paths();
  void connect_signals();

  Options options_;
  Viewer& viewer_;
  GMainLoop* loop_;
  bool first_account_ = true;
  bool up_ = false;
};

/// Markup of plain text, as a client's entry makes it.
std::string markup_of(const std::string& text);
std::string text_of(const char* markup);

}  // namespace tact::host
