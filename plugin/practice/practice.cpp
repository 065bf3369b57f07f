// SPDX-License-Identifier: GPL-3.0-or-later
// tact-practice.so: a protocol that needs no server, so that Pidgin, Finch and our tests can add a "Tact practice room" account.
// Only the shells that libpurple calls; the world is in world.h.
#include <fcntl.h>
#include <purple.h>
#include <unistd.h>

#include <cerrno>
#include <memory>
#include <string>
#include <vector>

#include "config.h"
#include "core/i18n.h"
#include "plugin/practice/stage.h"
#include "plugin/practice/world.h"

namespace tact::practice {

namespace {

PurplePlugin* plugin = nullptr;
std::unique_ptr<World> world;
std::unique_ptr<Stage> stage;
std::vector<PurpleCmdId> commands;

/// One line a message, kept by the kernel whatever happens to this process: the witness of the kill -9 tests.
void append_to_witness_file(const std::string& room, const std::string& who, const std::string& text) {
  const char* path = g_getenv("TACT_PRACTICE_WIRE");
  if (path == nullptr) return;
  const int file = open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
  if (file < 0) return;
  char* escaped_text = g_strescape(text.c_str(), nullptr);
  const std::string line = room + "\t" + who + "\t" + escaped_text + "\n";
  g_free(escaped_text);
  if (write(file, line.data(), line.size()) < 0) purple_debug_error("tact-practice", "cannot write the witness file\n");
  close(file);
}

void on_wire(const std::string& room, const std::string& who, const std::string& text) {
  append_to_witness_file(room, who, text);
  purple_signal_emit(plugin, "practice-wire", room.c_str(), who.c_str(), text.c_str());
}

const char* list_icon(PurpleAccount*, PurpleBuddy*) noexcept { return "tact-practice"; }

GList* status_types(PurpleAccount*) noexcept {
  GList* types = g_list_append(nullptr, purple_status_type_new(PURPLE_STATUS_AVAILABLE, nullptr, nullptr, TRUE));
  return g_list_append(types, purple_status_type_new(PURPLE_STATUS_OFFLINE, nullptr, nullptr, TRUE));
}

GList* chat_info(PurpleConnection*) noexcept {
  auto* entry = g_new0(struct proto_chat_entry, 1);
  entry->label = _("_Room:");
  entry->identifier = "room";
  entry->required = TRUE;
  return g_list_append(nullptr, entry);
}

GHashTable* chat_info_defaults(PurpleConnection*, const char* name) noexcept {
  GHashTable* components = g_hash_table_new_full(g_str_hash, g_str_equal, nullptr, g_free);
  g_hash_table_insert(components, const_cast<char*>("room"), g_strdup(name != nullptr ? name : first_room));
  return components;
}

char* chat_name(GHashTable* components) noexcept {
  return g_strdup(static_cast<const char*>(g_hash_table_lookup(components, "room")));
}

void open_first_room(PurpleConnection* connection) {
  // libpurple joins the saved chats itself; this is for the account that somebody has just added.
  world->later(0, [connection] {
    if (g_list_find(purple_connections_get_all(), connection) != nullptr) world->join(connection, first_room);
  });
}

void login(PurpleAccount* account) noexcept {
  PurpleConnection* connection = purple_account_get_connection(account);
  int flags = connection->flags;
  if (world->manners.html) flags |= PURPLE_CONNECTION_HTML;
  if (!world->manners.newlines) flags |= PURPLE_CONNECTION_NO_NEWLINES;
  connection->flags = PurpleConnectionFlags(flags);
  purple_connection_set_state(connection, PURPLE_CONNECTED);
  if (purple_account_get_bool(account, "open_room", TRUE)) open_first_room(connection);
}

void close_connection(PurpleConnection* connection) noexcept { world->gone(connection); }

void join_chat(PurpleConnection* connection, GHashTable* components) noexcept {
  const auto* room = static_cast<const char*>(g_hash_table_lookup(components, "room"));
  if (room != nullptr && *room != '\0') world->join(connection, room);
}

void leave_chat(PurpleConnection* connection, int id) noexcept { world->leave(connection, id); }

int send_chat(PurpleConnection* connection, int id, const char* markup, PurpleMessageFlags) noexcept {
  return world->send(connection, id, markup);
}

/// As networks do that upload a file and post where it is.
void send_file(PurpleConnection* connection, int id, const char* path) noexcept { world->send_file(connection, id, path); }

int send_im(PurpleConnection* connection, const char* who, const char* markup, PurpleMessageFlags) noexcept {
  return world->send_im(connection, who, markup);
}

char* real_name(PurpleConnection*, int, const char* who) noexcept { return g_strdup(who); }

PurpleCmdRet kick_command(PurpleConversation* conversation, const char*, char** words, char** error, void*) noexcept {
  if (words[0] == nullptr) return PURPLE_CMD_RET_FAILED;
  const char* refused = world->kick(conversation, words[0], words[1] != nullptr ? words[1] : "");
  if (refused == nullptr) return PURPLE_CMD_RET_OK;
  *error = g_strdup(refused);
  return PURPLE_CMD_RET_FAILED;
}

void follow_manners();

PurpleCmdRet stage_command(PurpleConversation* conversation, const char*, char** words, char** error, void*) noexcept {
  if (words[0] == nullptr) return PURPLE_CMD_RET_FAILED;
  const std::string line = words[0];
  const std::string here = line.starts_with('@') ? line : std::string("@") + purple_conversation_get_name(conversation) + " " + line;
  const std::string wrong = stage->direct(here);
  follow_manners();
  if (wrong.empty()) return PURPLE_CMD_RET_OK;
  *error = g_strdup(wrong.c_str());
  return PURPLE_CMD_RET_FAILED;
}

/// IPC "stage": a direction in, a g_malloc'ed complaint or NULL out.
char* stage_ipc(const char* line) noexcept {
  const std::string wrong = stage->direct(line);
  follow_manners();
  return wrong.empty() ? nullptr : g_strdup(wrong.c_str());
}

bool kicks_registered = false;

void register_commands() {
  kicks_registered = !world->manners.no_kick;
  const auto flags = PurpleCmdFlag(PURPLE_CMD_FLAG_CHAT | PURPLE_CMD_FLAG_PRPL_ONLY | PURPLE_CMD_FLAG_ALLOW_WRONG_ARGS);
  commands = {purple_cmd_register("stage", "s", PURPLE_CMD_P_PRPL, flags, protocol_id, stage_command, _("stage DIRECTION: make something happen in the practice room"), nullptr)};
  if (!kicks_registered) return;
  commands.push_back(purple_cmd_register("ban", "ws", PURPLE_CMD_P_PRPL, flags, protocol_id, kick_command, _("ban NAME [WHY]: remove somebody for good"), nullptr));
  commands.push_back(purple_cmd_register("kick", "ws", PURPLE_CMD_P_PRPL, flags, protocol_id, kick_command, _("kick NAME [WHY]: remove somebody"), nullptr));
}

void unregister_commands() {
  for (const PurpleCmdId command : commands) purple_cmd_unregister(command);
  commands.clear();
}

/// A command must not be unregistered while it runs.
gboolean follow_manners_now(gpointer) noexcept {
  if (world == nullptr || kicks_registered != world->manners.no_kick) return FALSE;
  unregister_commands();
  register_commands();
  return FALSE;
}

void follow_manners() {
  if (kicks_registered == world->manners.no_kick) purple_timeout_add(0, follow_manners_now, nullptr);
}

gboolean load(PurplePlugin* self) noexcept {
  plugin = self;
  world = std::make_unique<World>(on_wire);
  stage = std::make_unique<Stage>(*world);
  purple_signal_register(self, "practice-wire", purple_marshal_VOID__POINTER_POINTER_POINTER, nullptr, 3,
                         purple_value_new(PURPLE_TYPE_STRING), purple_value_new(PURPLE_TYPE_STRING),
                         purple_value_new(PURPLE_TYPE_STRING));
  purple_plugin_ipc_register(self, "stage", PURPLE_CALLBACK(stage_ipc), purple_marshal_POINTER__POINTER,
                             purple_value_new(PURPLE_TYPE_STRING), 1, purple_value_new(PURPLE_TYPE_STRING));
  register_commands();
  return TRUE;
}

gboolean unload(PurplePlugin* self) noexcept {
  unregister_commands();
  purple_signals_unregister_by_instance(self);
  stage.reset();
  world.reset();
  return TRUE;
}

PurplePluginProtocolInfo protocol;
PurplePluginInfo info;

void describe(PurplePlugin*) noexcept {
  bind_translations();
  protocol.options = OPT_PROTO_NO_PASSWORD;
  protocol.list_icon = list_icon;
  protocol.status_types = status_types;
  protocol.chat_info = chat_info;
  protocol.chat_info_defaults = chat_info_defaults;
  protocol.login = login;
  protocol.close = close_connection;
  protocol.send_im = send_im;
  protocol.join_chat = join_chat;
  protocol.get_chat_name = chat_name;
  protocol.chat_leave = leave_chat;
  protocol.chat_send = send_chat;
  protocol.chat_send_file = send_file;
  protocol.get_cb_real_name = real_name;
  protocol.struct_size = sizeof protocol;
  protocol.protocol_options = g_list_append(
      nullptr, purple_account_option_bool_new(_("Open the practice room at sign-on"), "open_room", TRUE));

  info.magic = PURPLE_PLUGIN_MAGIC;
  info.major_version = PURPLE_MAJOR_VERSION;
  info.minor_version = PURPLE_MINOR_VERSION;
  info.type = PURPLE_PLUGIN_PROTOCOL;
  info.id = const_cast<char*>(protocol_id);
  info.name = const_cast<char*>(_("Tact practice room"));
  info.version = const_cast<char*>(TACT_VERSION);
  info.summary = const_cast<char*>(_("A class group where nobody but you is real"));
  info.description = const_cast<char*>(_("Try Tact without a server: scripted members, and nothing leaves this computer."));
  info.load = load;
  info.unload = unload;
  info.extra_info = &protocol;
}

}  // namespace

}  // namespace tact::practice

extern "C" {
PURPLE_INIT_PLUGIN(tact_practice, tact::practice::describe, tact::practice::info)
}
