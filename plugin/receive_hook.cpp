// SPDX-License-Identifier: GPL-3.0-or-later
#include "plugin/receive_hook.h"

#include <stdexcept>

#include "core/i18n.h"
#include "core/room/memory.h"
#include "plugin/app.h"
#include "plugin/face.h"
#include "plugin/guard.h"
#include "plugin/people.h"
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
      purple_signal_connect(conversations, "chat-buddy-joined", app.handle(), PURPLE_CALLBACK(&ReceiveHook::on_buddy_joined), this),
      purple_signal_connect(conversations, "chat-buddy-left", app.handle(), PURPLE_CALLBACK(&ReceiveHook::on_buddy_left), this),
      purple_signal_connect(conversations, "writing-chat-msg", app.handle(), PURPLE_CALLBACK(&ReceiveHook::on_writing), this),
      purple_signal_connect(conversations, "chat-buddy-leaving", app.handle(), PURPLE_CALLBACK(&ReceiveHook::on_leaving), this),
      purple_signal_connect(conversations, "chat-joined", app.handle(), PURPLE_CALLBACK(&ReceiveHook::on_joined), this),
  };
  for (const gulong id : ids)
    if (id == 0) throw std::runtime_error("libpurple knows no receiving-chat-msg");
  // Ticked in the list of plugins while groups are open: nobody enters them any more, and the person waits for a word.
  for (GList* at = purple_get_conversations(); at != nullptr; at = at->next)
    if (const auto place = Rooms::place_of(static_cast<PurpleConversation*>(at->data)); place && Rooms::can_send(Rooms::find(*place)))
      app_.timers.soon([this, place = *place] { say_how(place); });
}

void ReceiveHook::say_how(const Place& place) {
  if (app_.settings.on(place.room) || !app_.settings.error().empty() || !preferences::say_how() || !app_.settings.first_time(place.room, "how")) return;
  app_.tell(place, {_("Tact is off in this group. /tact on class or /tact on community turns it on; /tact help tells more.")});
}

// NOLINTNEXTLINE(readability-non-const-parameter): libpurple's signature.
gboolean ReceiveHook::on_receiving(PurpleAccount* account, char** who, char** message, PurpleConversation* conversation, PurpleMessageFlags* flags,
                                   gpointer data) noexcept {
  bool swallow = false;
  guarded("receiving-chat-msg", [&] {
    if (who == nullptr || *who == nullptr || message == nullptr || *message == nullptr || flags == nullptr) return;
    auto* self = static_cast<ReceiveHook*>(data);
    // The policy carrier first: what is for computers is no message of anybody's.
    const auto place = Rooms::place_of(conversation);
    if (place && self->app_.policies.received(*place, *who, message, (*flags & PURPLE_MESSAGE_SEND) != 0)) return void(swallow = true);
    swallow = self->receiving(account, *who, *message, conversation, *flags);
  });
  return swallow ? TRUE : FALSE;
}

bool ReceiveHook::receiving(PurpleAccount*, const char* who, const char* message, PurpleConversation* conversation, PurpleMessageFlags flags) {
  const auto place = Rooms::place_of(conversation);
  if (!place) return false;
  // Hooks of other families stand here, one call each, in this order: moderation, room memory.
  // Before the look at the flag: another person's nick may be folded into ours.
  app_.moderation.heard(*place, conversation, who, message, flags);
  if (!app_.settings.on(place->room) || (flags & PURPLE_MESSAGE_SYSTEM) != 0) return false;
  const bool mine = (flags & PURPLE_MESSAGE_SEND) != 0;
  const room::Origin origin = (flags & PURPLE_MESSAGE_DELAYED) != 0 ? room::Origin::replayed : mine ? room::Origin::echoed : room::Origin::received;
  if (mine) {
    app_.heard(*place, {place->account.user, who, true, Role::member}, message, Format::markup, origin);
    return false;
  }
  const std::string address = address_of(conversation, who);
  // History names people who may be gone.
  if (origin == room::Origin::received) renamed(place->room, occupants_.spoke(*place, conversation, who, address));
  app_.heard(*place, {address, who, false, Role::member}, message, Format::markup, origin);
  return false;
}

void ReceiveHook::renamed(const RoomKey& room, const std::optional<Occupants::Rename>& rename) {
  if (!rename) return;
  // What they said under the old name first.
  app_.listen();
  app_.rooms.memory(room).renamed(rename->old_id, rename->new_id, rename->name);
}

gboolean ReceiveHook::on_writing(PurpleAccount*, const char*, char**, PurpleConversation* conversation, PurpleMessageFlags flags, gpointer data) noexcept {
  if ((flags & PURPLE_MESSAGE_SYSTEM) == 0) return FALSE;
  guarded("writing-chat-msg", [&] {
    auto* self = static_cast<ReceiveHook*>(data);
    const auto place = Rooms::place_of(conversation);
    if (!place || !Rooms::can_send(conversation) || !self->app_.settings.on(place->room)) return;
    self->renamed(place->room, self->occupants_.look(*place, conversation));
  });
  return FALSE;
}

void ReceiveHook::on_buddy_left(PurpleConversation* conversation, const char* name, const char*, gpointer data) noexcept {
  guarded("chat-buddy-left", [&] {
    const auto place = Rooms::place_of(conversation);
    if (place && name != nullptr) static_cast<ReceiveHook*>(data)->occupants_.left(*place, name);
  });
}

void ReceiveHook::own(const Place& place, PurpleConversation* conversation, const char* markup) {
  if (markup == nullptr) return;
  app_.moderation.said(place, conversation, markup);
  if (!app_.settings.on(place.room)) return;
  app_.heard(place, {place.account.user, conversation != nullptr ? Rooms::own_name(conversation) : place.account.user, true, Role::member}, markup,
             Format::markup, room::Origin::sent);
  // Counted outside Enter-to-wire: it writes to the disk.
  app_.timers.soon([this, room = place.room] { app_.posted(room); });
}

gboolean ReceiveHook::on_leaving(PurpleConversation* conversation, const char* name, const char*, gpointer data) noexcept {
  bool quiet = false;
  guarded("chat-buddy-leaving", [&] {
    auto* self = static_cast<ReceiveHook*>(data);
    const auto place = Rooms::place_of(conversation);
    // The list is emptied too when we leave ourselves: that is nobody's leaving.
    if (!place || name == nullptr || !Rooms::can_send(conversation) || !self->app_.settings.on(place->room)) return;
    // A list that is refreshed is emptied and filled again in one turn: only who is still missing in the next one has left.
    self->app_.timers.soon([self, place = *place, address = address_of(conversation, name), name = std::string(name)] {
      PurpleConversation* now = Rooms::find(place);
      if (Rooms::can_send(now) && !is_here(now, name)) self->app_.rooms.memory(place.room).left(address, name, self->app_.now());
    });
    // G39: no line invites a remark, where this person has asked for that.
    quiet = self->app_.settings.parameter(place->room, "left") == "fold";
  });
  return quiet ? TRUE : FALSE;
}

void ReceiveHook::on_buddy_joined(PurpleConversation* conversation, const char* name, PurpleConvChatBuddyFlags, gboolean, gpointer data) noexcept {
  guarded("chat-buddy-joined", [&] {
    auto* self = static_cast<ReceiveHook*>(data);
    const auto place = Rooms::place_of(conversation);
    if (!place || name == nullptr) return;
    self->occupants_.joined(*place, conversation, name);
    if (!self->app_.settings.on(place->room)) return;
    self->app_.rooms.memory(place->room).joined(address_of(conversation, name), self->app_.now());
  });
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
  if (app_.has_outbox())
    if (const auto& aside = app_.outbox().set_aside())
      app_.complain(place, fill(_("The file of kept messages was damaged; it is put aside as {path} and a new one begun."), {{"path", *aside}}));
  app_.releaser.expire();
  if (app_.settings.on(place.room)) return app_.warm_up(place);
  if (!app_.settings.error().empty()) app_.complain(place, fill(_("Tact cannot read its settings ({error})."), {{"error", app_.settings.error()}}));
  say_how(place);
}

}  // namespace tact::plugin
