// SPDX-License-Identifier: GPL-3.0-or-later
#include "plugin/receive_hook.h"

#include <stdexcept>

#include "core/i18n.h"
#include "core/text/text.h"
#include "plugin/app.h"
#include "plugin/face.h"
#include "plugin/guard.h"
#include "plugin/preferences.h"

namespace tact::plugin {

namespace {

// After decryptors and rewriters.
constexpr int after_rewriters = 5000;
// "chat-joined" comes before nick and occupants are known.
constexpr unsigned settled_after = 1200;

}  // namespace

ReceiveHook::ReceiveHook(App& app) : app_(app) {
  void* conversations = purple_conversations_get_handle();
  const gulong ids[] = {
      purple_signal_connect_priority(conversations, "receiving-chat-msg", app.handle(), PURPLE_CALLBACK(&ReceiveHook::on_receiving), this,
                                     after_rewriters),
      purple_signal_connect(conversations, "chat-joined", app.handle(), PURPLE_CALLBACK(&ReceiveHook::on_joined), this),
  };
  for (const gulong id : ids)
    if (id == 0) throw std::runtime_error("libpurple knows no receiving-chat-msg");
}

gboolean ReceiveHook::on_receiving(PurpleAccount* account, char** who, char** message, PurpleConversation* conversation, PurpleMessageFlags* flags,
                                   gpointer data) noexcept {
  bool swallow = false;
  guarded("receiving-chat-msg", [&] {
    if (who == nullptr || *who == nullptr || message == nullptr || *message == nullptr || flags == nullptr) return;
    swallow = static_cast<ReceiveHook*>(data)->receiving(account, *who, *message, conversation, *flags);
  });
  return swallow ? TRUE : FALSE;
}

bool ReceiveHook::receiving(PurpleAccount*, const char* who, const char* message, PurpleConversation* conversation, PurpleMessageFlags flags) {
  const auto place = Rooms::place_of(conversation);
  if (!place) return false;
  // Hooks of other families stand here, one call each, in this order: the policy carrier (may swallow), moderation, room memory.
  // Before the look at the flag: another person's nick may be folded into ours.
  app_.moderation.heard(*place, conversation, who, message, flags);
  if ((flags & PURPLE_MESSAGE_SEND) != 0) return false;  // one's own echo: own() has seen it
  if (!app_.settings.on(place->room)) return false;
  Text text;
  read_text(message, Format::markup, text);
  app_.rooms.remember(place->room, who, text.plain, (flags & PURPLE_MESSAGE_SYSTEM) != 0);
  return false;
}

void ReceiveHook::own(const Place& place, PurpleConversation* conversation, const char* markup) {
  if (markup == nullptr) return;
  app_.moderation.said(place, conversation, markup);
  if (!app_.settings.on(place.room)) return;
  Text text;
  read_text(markup, Format::markup, text);
  app_.rooms.remember(place.room, conversation != nullptr ? Rooms::own_name(conversation) : place.account.user, text.plain, false);
}

void ReceiveHook::on_joined(PurpleConversation* conversation, gpointer data) noexcept {
  guarded("chat-joined", [&] {
    auto* self = static_cast<ReceiveHook*>(data);
    const auto place = Rooms::place_of(conversation);
    if (place) self->app_.timers.after(settled_after, [self, place = *place] { self->entered(place); });
  });
}

void ReceiveHook::entered(const Place& place) {
  PurpleConversation* conversation = Rooms::find(place);
  if (!Rooms::can_send(conversation)) return;
  const auto untold = app_.untold_.find(place);
  if (untold != app_.untold_.end()) {
    Faces::tell(conversation, untold->second);
    app_.untold_.erase(untold);
  }
  app_.releaser.list_inherited(place);
  if (app_.has_outbox() && app_.outbox().set_aside())
    app_.complain(place, fill(_("The file of kept messages was damaged; it is put aside as {path} and a new one begun."),
                              {{"path", *app_.outbox().set_aside()}}));
  app_.releaser.expire();
  if (app_.settings.on(place.room)) return app_.warm_up(place);
  if (!app_.settings.error().empty()) app_.complain(place, fill(_("Tact cannot read its settings ({error})."), {{"error", app_.settings.error()}}));
  else if (preferences::say_how() && app_.settings.first_time(place.room, "how"))
    app_.tell(place, {_("Tact is off in this group. /tact on class or /tact on community turns it on; /tact help tells more.")});
}

}  // namespace tact::plugin
