// SPDX-License-Identifier: GPL-3.0-or-later
#include "plugin/file_send.h"

#include <algorithm>

#include "core/i18n.h"
#include "plugin/app.h"
#include "plugin/face.h"
#include "plugin/guard.h"

namespace tact::plugin {

namespace {

using Function = void (*)(PurpleConnection*, int, const char*);

// Read from a C function that knows no object of ours, also after an unload that could not put everything back.
std::map<PurplePluginProtocolInfo*, Function> originals;
FileSend* in_charge = nullptr;

constexpr std::string_view beginning = "<a href=\"file:", middle = "\">";

std::string markup_of(const std::string& path) {
  gchar* name = g_path_get_basename(path.c_str());
  const std::string shown = name;
  g_free(name);
  return std::string(beginning) + escaped(path) + std::string(middle) + escaped(shown) + "</a>";
}

Function original_of(PurpleConnection* connection) {
  PurplePlugin* protocol = connection != nullptr ? purple_connection_get_prpl(connection) : nullptr;
  const auto found = protocol != nullptr ? originals.find(PURPLE_PLUGIN_PROTOCOL_INFO(protocol)) : originals.end();
  return found != originals.end() ? found->second : nullptr;
}

}  // namespace

bool shows_people(std::string_view path) {
  static constexpr std::string_view ends[] = {"3gp", "avi", "avif", "bmp", "gif", "heic", "heif", "jpeg", "jpg", "m4v", "mkv", "mov", "mp4", "png", "tif", "tiff", "webm", "webp"};
  const std::size_t dot = path.rfind('.');
  if (dot == std::string_view::npos) return false;
  std::string end(path.substr(dot + 1));
  std::ranges::transform(end, end.begin(), [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
  return std::ranges::find(ends, end) != std::end(ends);
}

std::optional<std::string> file_of(const outbox::Draft& draft) {
  if (!draft.pictures || !draft.raw.starts_with(beginning)) return std::nullopt;
  const std::size_t end = draft.raw.find(middle);
  if (end == std::string::npos) return std::nullopt;
  gchar* path = purple_unescape_html(draft.raw.substr(beginning.size(), end - beginning.size()).c_str());
  std::string out = path != nullptr ? path : "";
  g_free(path);
  // Words with a picture behind such a link begin alike and are no file.
  return draft.raw == markup_of(out) ? std::optional(out) : std::nullopt;
}

FileSend::FileSend(App& app) : app_(app) {
  in_charge = this;
  for (GList* item = purple_plugins_get_protocols(); item != nullptr; item = item->next) stand_in_front(static_cast<PurplePlugin*>(item->data));
  // Other plugins give protocols this function later.
  purple_signal_connect(purple_connections_get_handle(), "signed-on", app.handle(), PURPLE_CALLBACK(&FileSend::on_signed_on), this);
}

FileSend::~FileSend() {
  purple_request_close_with_handle(this);
  in_charge = nullptr;
  // Only what is still loaded is looked at.
  for (GList* item = purple_plugins_get_protocols(); item != nullptr; item = item->next) {
    PurplePluginProtocolInfo* info = PURPLE_PLUGIN_PROTOCOL_INFO(static_cast<PurplePlugin*>(item->data));
    const auto found = originals.find(info);
    if (found == originals.end() || info->chat_send_file != &FileSend::send) continue;
    info->chat_send_file = found->second;
    originals.erase(found);
  }
  // Where somebody stands in front of us by now, they will call on: tact.so is linked to stay mapped, and send() then only hands on.
}

void FileSend::stand_in_front(PurplePlugin* protocol) {
  PurplePluginProtocolInfo* info = PURPLE_PLUGIN_PROTOCOL_INFO(protocol);
  if (info == nullptr || !PURPLE_PROTOCOL_PLUGIN_HAS_FUNC(info, chat_send_file) || info->chat_send_file == &FileSend::send) return;
  // Whoever took our place calls us in the end.
  if (originals.contains(info)) return;
  originals[info] = info->chat_send_file;
  info->chat_send_file = &FileSend::send;
}

void FileSend::on_signed_on(PurpleConnection* connection, gpointer) noexcept {
  guarded("signed-on", [&] {
    if (PurplePlugin* protocol = purple_connection_get_prpl(connection)) stand_in_front(protocol);
  });
}

void FileSend::send(PurpleConnection* connection, int id, const char* path) noexcept {
  bool waits = false;
  // Whatever fails in here, the file goes on its way.
  guarded("chat_send_file", [&] { waits = in_charge != nullptr && in_charge->take(connection, id, path); });
  if (waits) return;
  if (const Function original = original_of(connection)) original(connection, id, path);
}

bool FileSend::take(PurpleConnection* connection, int id, const char* path) {
  PurpleConversation* conversation = purple_find_chat(connection, id);
  const auto place = Rooms::place_of(conversation);
  if (!place || !app_.settings.on(place->room)) return false;
  if (path == nullptr || *path == '\0') return choose(*place);
  return shows_people(path) && hold(*place, conversation, id, path);
}

bool FileSend::choose(const Place& place) {
  // The protocol would open this window itself, and then nobody could ask.
  PurpleConversation* conversation = Rooms::find(place);
  PurpleRequestUiOps* ops = purple_request_get_ui_ops();
  if (ops == nullptr || ops->request_file == nullptr) return false;
  const int number = next_++;
  void* window = purple_request_file(this, nullptr, nullptr, FALSE, PURPLE_CALLBACK(&FileSend::chosen), PURPLE_CALLBACK(&FileSend::none_chosen),
                                     purple_conversation_get_account(conversation), nullptr, conversation, GINT_TO_POINTER(number));
  if (window == nullptr) return false;
  choosing_.emplace(number, place);
  return true;
}

void FileSend::chosen(gpointer number, const char* path) noexcept {
  guarded("file chosen", [&] {
    if (in_charge == nullptr || path == nullptr) return;
    const auto found = in_charge->choosing_.find(GPOINTER_TO_INT(number));
    if (found == in_charge->choosing_.end()) return;
    const Place place = found->second;
    in_charge->choosing_.erase(found);
    PurpleConversation* conversation = Rooms::find(place);
    if (!Rooms::can_send(conversation)) return;
    send(purple_conversation_get_gc(conversation), purple_conv_chat_get_id(PURPLE_CONV_CHAT(conversation)), path);
  });
}

void FileSend::none_chosen(gpointer number, const char*) noexcept {
  guarded("no file chosen", [&] {
    if (in_charge != nullptr) in_charge->choosing_.erase(GPOINTER_TO_INT(number));
  });
}

bool FileSend::hold(const Place& place, PurpleConversation* conversation, int id, const std::string& path) {
  Outgoing out;
  out.place = place;
  out.conversation = conversation;
  out.chat_id = id;
  out.draft = {place.room, place.account, markup_of(path), Format::markup, false, true};
  // Chosen once more is the sender's answer, as with words.
  if (app_.has_outbox())
    for (const outbox::Hold& waiting : app_.outbox().waiting(place.room, place.account))
      if (waiting.draft.raw == out.draft.raw && waiting.state == outbox::State::held && waiting.decision != Decision::refuse)
        return app_.tell(place, app_.releaser.post(waiting.id, Releaser::By::sender)), true;
  Message message;
  message.room = place.room;
  message.sender = {place.account.user, Rooms::own_name(conversation), true, app_.policies.role(place.room)};
  // What it shows nobody knows; its name is no words of anybody's.
  message.raw = "[photo]";
  message.format = Format::plain;
  message.at = app_.now();
  const Policy& policy = app_.settings.policy_for(place.room);
  out.verdict = app_.engine().review(message, app_.view(place, conversation, policy), policy);
  for (Finding& finding : out.verdict.findings) finding.span = {};
  app_.policies.before_post(out);
  if (out.verdict.decision == Decision::note) app_.nudges.note(place, out.verdict);
  if (out.verdict.decision < Decision::hold) return false;
  try {
    const outbox::HoldId held = app_.outbox().hold(out.draft, out.verdict);
    app_.events.emit({out.verdict.decision == Decision::refuse ? Outcome::refused : Outcome::held, held, place});
    app_.nudges.show(held);
  } catch (const store::Error& error) {
    if (out.verdict.decision == Decision::hold) {
      app_.complain(place, fill(_("Tact cannot keep messages at the moment ({error}); they are posted as they are."), {{"error", error.what()}}));
      return false;
    }
    app_.tell(place, {fill(_("Not posted, and not kept: a rule of this group asks for it to wait, and Tact cannot write ({error})."), {{"error", error.what()}})});
  }
  return true;
}

bool FileSend::post(PurpleConversation* conversation, const std::string& path) {
  PurpleConnection* connection = purple_conversation_get_gc(conversation);
  const Function original = original_of(connection);
  if (original == nullptr) return false;
  original(connection, purple_conv_chat_get_id(PURPLE_CONV_CHAT(conversation)), path.c_str());
  return true;
}

}  // namespace tact::plugin
