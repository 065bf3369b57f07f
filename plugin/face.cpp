// SPDX-License-Identifier: GPL-3.0-or-later
#include "plugin/face.h"

#include <cstring>
#include <ctime>

#include "core/i18n.h"

namespace tact::plugin {

Host Faces::host() {
  const char* ui = purple_core_get_ui();
  if (ui == nullptr) return Host::other;
  if (std::strcmp(ui, "gtk-gaim") == 0) return Host::pidgin;
  if (std::strcmp(ui, "gnt-purple") == 0) return Host::finch;
  if (std::strcmp(ui, "BitlBee") == 0 || std::strcmp(ui, "spectrum") == 0) return Host::channel;
  return Host::other;
}

std::string escaped(const std::string& plain) {
  gchar* valid = purple_utf8_salvage(plain.c_str());
  gchar* markup = g_markup_escape_text(valid, -1);
  std::string result = markup;
  g_free(markup);
  g_free(valid);
  std::string broken;
  for (const char c : result) {
    if (c == '\n') broken += "<br>";
    else broken += c;
  }
  return broken;
}

void Faces::tell(PurpleConversation* conversation, const std::string& text) {
  const std::string markup = escaped(text);
  const auto flags = static_cast<PurpleMessageFlags>(PURPLE_MESSAGE_SYSTEM | PURPLE_MESSAGE_NO_LOG);
  if (host() == Host::channel) {
    purple_conv_chat_write(PURPLE_CONV_CHAT(conversation), "tact", markup.c_str(), flags, std::time(nullptr));
    return;
  }
  purple_conversation_write(conversation, "tact", markup.c_str(), flags, std::time(nullptr));
}

void Faces::tell(PurpleConversation* conversation, const std::vector<std::string>& lines) {
  if (host() == Host::channel) {
    for (const std::string& line : lines) tell(conversation, line);
    return;
  }
  // One notice is one block: lines of others cannot fall between.
  std::string all;
  for (const std::string& line : lines) all += (all.empty() ? "" : "\n") + line;
  if (!all.empty()) tell(conversation, all);
}

bool Faces::put_back(PurpleConversation* conversation, const std::string& markup) {
  // Where the op is missing libpurple would open a dialog with a pointer it does not own.
  const PurpleConversationUiOps* ops = purple_conversation_get_ui_ops(conversation);
  if (ops == nullptr || ops->send_confirm == nullptr) return false;
  purple_conv_send_confirm(conversation, markup.c_str());
  return true;
}

void Faces::announce(PurplePlugin* plugin, const std::string& text) {
  purple_notify_info(plugin, _("Tact"), text.c_str(), nullptr);
}

}  // namespace tact::plugin
