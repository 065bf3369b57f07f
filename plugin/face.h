// SPDX-License-Identifier: GPL-3.0-or-later
// How the sender sees us, one way per host.  Text lines work everywhere; windows are extra.  Decided by the host's name: BitlBee and Spectrum2
// have dialogs that look as if they worked and never answer.
#pragma once

#include <string>
#include <vector>

#include <purple.h>

namespace tact::plugin {

enum class Host {
  pidgin,   ///< windows; commands; text can be put back in the entry
  finch,    ///< windows; commands; the Up key recalls
  channel,  ///< BitlBee, Spectrum2: no commands, no system lines; words come as text, we speak as "tact"
  other,    ///< headless and unknown: system lines
};

class Faces {
 public:
  static Host host();
  static bool has_commands() { return host() != Host::channel; }

  /// Shows plain text to the sender alone; never logged.
  static void tell(PurpleConversation* conversation, const std::string& text);
  static void tell(PurpleConversation* conversation, const std::vector<std::string>& lines);
  /// Puts markup back where it was typed.  False: this host cannot.  Call outside the sending signal: Pidgin empties the entry after it.
  static bool put_back(PurpleConversation* conversation, const std::string& markup);
  /// Something that belongs to no conversation.
  static void announce(PurplePlugin* plugin, const std::string& text);
};

/// Plain text as libpurple's markup.
std::string escaped(const std::string& plain);

}  // namespace tact::plugin
