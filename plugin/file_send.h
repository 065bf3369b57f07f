// SPDX-License-Identifier: GPL-3.0-or-later
// G33 where a network sends files into rooms (libpurple's chat_send_file): a picture or film waits for the consent question like a message does.
// libpurple asks nobody before such a send and emits no signal that could stop it, so the protocol's own function is stood in front of, and put
// back at unload.  Files to one person go to no group and are none of Tact's business.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>

#include <purple.h>

#include "core/outbox/hold.h"
#include "plugin/rooms.h"

namespace tact::plugin {

class App;

/// A picture or film by its name.
bool shows_people(std::string_view path);

/// The file that a held message stands for; nullopt: it is words.
std::optional<std::string> file_of(const outbox::Draft& draft);

class FileSend {
 public:
  explicit FileSend(App& app);
  ~FileSend();
  FileSend(const FileSend&) = delete;
  FileSend& operator=(const FileSend&) = delete;

  /// Sends it now.  False: the network has no way to.
  bool post(PurpleConversation* conversation, const std::string& path);

 private:
  static void on_signed_on(PurpleConnection* connection, gpointer data) noexcept;
  static void send(PurpleConnection* connection, int id, const char* path) noexcept;
  static void chosen(gpointer number, const char* path) noexcept;
  static void none_chosen(gpointer number, const char* path) noexcept;
  static void stand_in_front(PurplePlugin* protocol);

  /// True: it waits, or a window asks which file.
  bool take(PurpleConnection* connection, int id, const char* path);
  bool choose(const Place& place);
  bool hold(const Place& place, PurpleConversation* conversation, int id, const std::string& path);

  App& app_;
  std::map<int, Place> choosing_;  ///< open file windows
  int next_ = 1;
};

}  // namespace tact::plugin
