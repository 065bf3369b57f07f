// SPDX-License-Identifier: GPL-3.0-or-later
#include "plugin/partner.h"

#include "core/room/memory.h"
#include "plugin/app.h"

namespace tact::plugin {

bool can_write_privately(PurpleConversation* conversation) {
  PurpleConnection* connection = conversation != nullptr ? purple_conversation_get_gc(conversation) : nullptr;
  PurplePlugin* prpl = connection != nullptr ? purple_connection_get_prpl(connection) : nullptr;
  return prpl != nullptr && PURPLE_PLUGIN_PROTOCOL_INFO(prpl)->send_im != nullptr;
}

room::Person partner_of(App& app, const outbox::Hold& hold) {
  Text text;
  read_text(hold.draft.raw, hold.draft.format, text);
  const room::Memory& memory = app.rooms.memory(hold.draft.room);
  const auto pair = memory.talk(hold.draft.account.user, text, app.now());
  if (!pair) return {};
  const room::Thread& thread = pair->thread;
  return memory.people()[thread.first == thread.last ? thread.second : thread.first];
}

}  // namespace tact::plugin
