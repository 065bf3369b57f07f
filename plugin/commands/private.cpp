// SPDX-License-Identifier: GPL-3.0-or-later
// /tact private: what was meant for one person goes to that person.  The group gets nothing, they get the exact text.
#include "core/i18n.h"
#include "plugin/app.h"
#include "plugin/face.h"
#include "plugin/partner.h"
#include "plugin/people.h"

namespace tact::plugin {

namespace {

bool begins_alike(const std::string& name, const std::string& wanted) {
  gchar* a = g_utf8_casefold(name.c_str(), -1);
  gchar* b = g_utf8_casefold(wanted.c_str(), -1);
  const std::string folded = a, start = b;
  g_free(a);
  g_free(b);
  return folded == start || folded.starts_with(start + " ") || folded.starts_with(start + "_");
}

/// Occupants that answer to `wanted`: the exact name alone, else all whose name begins with it.
std::vector<std::string> called(PurpleConversation* conversation, std::string wanted) {
  if (wanted.starts_with('@')) wanted.erase(0, 1);
  std::vector<std::string> names;
  const std::string mine = own_occupant(conversation);
  for (GList* item = purple_conv_chat_get_users(PURPLE_CONV_CHAT(conversation)); item != nullptr; item = item->next) {
    const std::string name = static_cast<PurpleConvChatBuddy*>(item->data)->name;
    if (name == mine) continue;
    if (name == wanted) return {name};
    if (begins_alike(name, wanted)) names.push_back(name);
  }
  return names;
}

/// The address of a private message to an occupant: through the room on XMPP, so that nobody's real address is looked up for it.
std::string private_address(PurpleConversation* conversation, const std::string& name) {
  const std::string protocol = purple_account_get_protocol_id(purple_conversation_get_account(conversation));
  return protocol == "prpl-jabber" ? std::string(purple_conversation_get_name(conversation)) + "/" + name : name;
}

}  // namespace

Lines private_command(App& app, const Call& call) {
  Lines problem;
  Call numbered = call;
  // What follows is a name; a number of a message has its "#".
  numbered.words.clear();
  const auto hold = meant(app, numbered, problem);
  if (!hold) return problem;
  PurpleConversation* conversation = Rooms::find(call.place);
  if (!Rooms::can_send(conversation)) return {_("You are not connected to this group at the moment; nothing was sent.")};
  if (!can_write_privately(conversation)) return {_("This network has no private messages; nothing was sent.")};
  if (hold->draft.pictures) return {_("It has a picture in it, which Tact cannot move; nothing was sent.")};
  const std::string wanted = call.rest.empty() ? partner_of(app, *hold).name : call.rest;
  if (wanted.empty()) return {_("Say to whom: /tact private NAME.")};
  const auto names = called(conversation, wanted);
  if (names.empty()) return {fill(_("Nobody here is called {name}; nothing was sent."), {{"name", wanted}})};
  if (names.size() > 1) return {fill(_("{name} can be {one} or {other}; nothing was sent. Say the whole name."), {{"name", wanted}, {"one", names[0]}, {"other", names[1]}})};
  PurpleAccount* account = purple_conversation_get_account(conversation);
  const std::string address = private_address(conversation, names.front());
  PurpleConversation* im = purple_find_conversation_with_account(PURPLE_CONV_TYPE_IM, address.c_str(), account);
  if (im == nullptr) im = purple_conversation_new(PURPLE_CONV_TYPE_IM, account, address.c_str());
  if (im == nullptr) return {_("No private conversation could be opened; nothing was sent.")};
  // From here on a crash means asking, as in the group.
  if (!app.outbox().start_sending(hold->id)) return {fill(_("#{number} is not waiting any more."), {{"number", std::to_string(hold->id)}})};
  const std::string markup = hold->draft.format == Format::plain ? escaped(hold->draft.raw) : hold->draft.raw;
  purple_conv_im_send(PURPLE_CONV_IM(im), markup.c_str());
  app.releaser.close(hold->id, outbox::State::moved);
  return {fill(_("Sent to {name} alone; the group has seen nothing of it."), {{"name", names.front()}})};
}

}  // namespace tact::plugin
