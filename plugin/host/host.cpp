// SPDX-License-Identifier: GPL-3.0-or-later
#include "plugin/host/host.h"

#include <glib-unix.h>

#include <charconv>
#include <cstring>

#include "config.h"
#include "core/i18n.h"
#include "plugin/host/event_loop.h"
#include "plugin/host/requests.h"

namespace tact::host {

namespace {

Viewer* viewer = nullptr;
const Persona* played = nullptr;

std::string words(const char* text) { return text != nullptr ? text : ""; }

void show(PurpleConversation* conversation, const char* who, const char* markup, PurpleMessageFlags flags) {
  viewer->shown({purple_conversation_get_account(conversation), words(purple_conversation_get_name(conversation)), words(who),
                 text_of(markup), words(markup), static_cast<unsigned>(flags),
                 purple_conversation_get_type(conversation) == PURPLE_CONV_TYPE_CHAT});
}

void write_conversation(PurpleConversation* conversation, const char* name, const char* alias, const char* markup,
                        PurpleMessageFlags flags, time_t) noexcept {
  if (!played->system_lines && (flags & PURPLE_MESSAGE_SEND) == 0) return;
  show(conversation, alias != nullptr ? alias : name, markup, flags);
}

void write_chat(PurpleConversation* conversation, const char* who, const char* markup, PurpleMessageFlags flags, time_t) noexcept {
  show(conversation, who, markup, flags);
}

void write_im(PurpleConversation* conversation, const char* who, const char* markup, PurpleMessageFlags flags, time_t) noexcept {
  show(conversation, who, markup, flags);
}

void send_confirm(PurpleConversation* conversation, const char* markup) noexcept { viewer->put_back(conversation, words(markup)); }

void* notify_message(PurpleNotifyMsgType, const char* title, const char* primary, const char* secondary) noexcept {
  viewer->notified(words(title), words(primary) + (secondary != nullptr ? std::string("\n") + secondary : ""));
  return nullptr;
}

void* notify_formatted(const char* title, const char* primary, const char* secondary, const char* text) noexcept {
  viewer->notified(words(title), words(primary) + "\n" + words(secondary) + "\n" + text_of(text));
  return nullptr;
}

/// As Pidgin, which has handed it to the desktop and answers nothing.
void* notify_uri(const char* uri) noexcept {
  viewer->notified("uri", words(uri));
  return nullptr;
}

void debug_print(PurpleDebugLevel, const char* category, const char* text) noexcept { viewer->debug(words(category), words(text)); }
gboolean debug_enabled(PurpleDebugLevel, const char*) noexcept { return TRUE; }

PurpleConversationUiOps conversation_ops;
PurpleNotifyUiOps notify_ops;
PurpleDebugUiOps debug_ops;
PurpleCoreUiOps core_ops;

void set_ops() noexcept {
  conversation_ops.write_conv = write_conversation;
  if (played->writes_chat_itself) {
    conversation_ops.write_chat = write_chat;
    conversation_ops.write_im = write_im;
  }
  if (played->put_back) conversation_ops.send_confirm = send_confirm;
  notify_ops.notify_message = notify_message;
  notify_ops.notify_formatted = notify_formatted;
  notify_ops.notify_uri = notify_uri;
  purple_conversations_set_ui_ops(&conversation_ops);
  if (std::strcmp(played->name, "spectrum") != 0) purple_notify_set_ui_ops(&notify_ops);
  use_requests(*played, *viewer);
}

void on_signed_on(PurpleConnection* connection, void*) noexcept { viewer->signed_on(purple_connection_get_account(connection)); }
void on_signed_off(PurpleConnection* connection, void*) noexcept { viewer->signed_off(purple_connection_get_account(connection)); }
void on_error(PurpleConnection* connection, PurpleConnectionError, const char* why, void*) noexcept {
  viewer->failed(purple_connection_get_account(connection), words(why));
}
void on_joined(PurpleConversation* conversation, void*) noexcept { viewer->joined(conversation); }
void on_left(PurpleConversation* conversation, void*) noexcept { viewer->left(conversation); }

void on_log(const char* domain, GLogLevelFlags level, const char* text, void*) noexcept {
  if ((level & (G_LOG_LEVEL_ERROR | G_LOG_LEVEL_CRITICAL | G_LOG_LEVEL_WARNING)) != 0 && viewer != nullptr)
    viewer->complained(words(domain), words(text));
}

gboolean on_terminate(void* host) noexcept {
  static_cast<Host*>(host)->quit();
  return G_SOURCE_CONTINUE;
}

void apply(PurpleAccount* account, const std::string& setting) {
  const std::size_t equals = setting.find('=');
  if (equals == std::string::npos) return;
  const std::string key = setting.substr(0, equals), value = setting.substr(equals + 1);
  int number = 0;
  const auto [end, error] = std::from_chars(value.data(), value.data() + value.size(), number);
  const bool is_number = error == std::errc() && end == value.data() + value.size() && number >= 0;
  if (value == "true" || value == "false")
    purple_account_set_bool(account, key.c_str(), value == "true");
  else if (is_number)
    purple_account_set_int(account, key.c_str(), number);
  else
    purple_account_set_string(account, key.c_str(), value.c_str());
}

}  // namespace

std::string markup_of(const std::string& text) {
  char* markup = g_markup_escape_text(text.c_str(), -1);
  std::string out = markup;
  g_free(markup);
  for (std::size_t at = out.find('\n'); at != std::string::npos; at = out.find('\n', at)) out.replace(at, 1, "<br>");
  return out;
}

std::string text_of(const char* markup) {
  char* text = purple_markup_strip_html(markup);
  std::string out = words(text);
  g_free(text);
  return out;
}

Host::Host(Options options, Viewer& to) : options_(std::move(options)), viewer_(to), loop_(g_main_loop_new(nullptr, FALSE)) {
  viewer = &to;
  played = options_.persona;
}

Host::~Host() {
  if (up_ && played->quits) purple_core_quit();
  g_main_loop_unref(loop_);
}

void Host::add_search_paths() {
  for (const std::string& dir : options_.plugin_dirs) purple_plugins_add_search_path(dir.c_str());
}

void Host::connect_signals() {
  static int handle;
  void* connections = purple_connections_get_handle();
  void* conversations = purple_conversations_get_handle();
  purple_signal_connect(connections, "signed-on", &handle, PURPLE_CALLBACK(on_signed_on), nullptr);
  purple_signal_connect(connections, "signed-off", &handle, PURPLE_CALLBACK(on_signed_off), nullptr);
  purple_signal_connect(connections, "connection-error", &handle, PURPLE_CALLBACK(on_error), nullptr);
  purple_signal_connect(conversations, "chat-joined", &handle, PURPLE_CALLBACK(on_joined), nullptr);
  purple_signal_connect(conversations, "chat-left", &handle, PURPLE_CALLBACK(on_left), nullptr);
}

bool Host::start(std::string& why) {
  // libpurple starts GStreamer for calls, which looks through all its plugins and may keep tens of MiB of them (a graphics driver, LLVM).  Nobody
  // calls here.
  g_setenv("GST_PLUGIN_SYSTEM_PATH_1_0", "", FALSE);
  g_log_set_default_handler(on_log, nullptr);
  purple_util_set_user_dir(options_.user_dir.c_str());
  purple_debug_set_enabled(FALSE);
  if (options_.debug) {
    debug_ops.print = debug_print;
    debug_ops.is_enabled = debug_enabled;
    purple_debug_set_ui_ops(&debug_ops);
  }
  core_ops.ui_init = set_ops;
  purple_core_set_ui_ops(&core_ops);
  purple_eventloop_set_ui_ops(event_loop_ops());
  add_search_paths();
  if (!purple_core_init(played->ui)) return why = _("libpurple did not start."), false;
  up_ = true;
  purple_set_blist(purple_blist_new());
  purple_blist_load();
  connect_signals();
  g_unix_signal_add(SIGTERM, on_terminate, this);
  g_unix_signal_add(SIGINT, on_terminate, this);
  if (!options_.load_tact || !played->loads_plugins) return true;
  PurplePlugin* plugin = tact();
  if (plugin == nullptr) return why = _("tact.so was not found."), false;
  if (purple_plugin_load(plugin)) return true;
  why = fill(_("{path} did not load: {why}"), {{"path", words(plugin->path)}, {"why", words(plugin->error)}});
  return false;
}

void Host::run() {
  PurpleSavedStatus* online = purple_savedstatus_new(nullptr, PURPLE_STATUS_AVAILABLE);
  purple_savedstatus_activate(online);
  g_main_loop_run(loop_);
}

void Host::quit() { g_main_loop_quit(loop_); }

PurpleAccount* Host::add_account(const char* protocol, const char* user, const char* password,
                                 const std::vector<std::string>& settings) {
  if (played->late_user_dir && first_account_)
    purple_util_set_user_dir((options_.user_dir + "/" + user).c_str());
  first_account_ = false;
  PurpleAccount* account = played->late_user_dir ? nullptr : purple_accounts_find(user, protocol);
  const bool known = account != nullptr;
  if (!known) account = purple_account_new(user, protocol);
  if (password != nullptr && *password != '\0') {
    purple_account_set_remember_password(account, TRUE);  // or nobody could sign on a second time
    purple_account_set_password(account, password);
  }
  for (const std::string& setting : settings) apply(account, setting);
  if (!known && !played->late_user_dir) purple_accounts_add(account);
  purple_account_set_enabled(account, played->ui, TRUE);
  return account;
}

void Host::join(PurpleAccount* account, const std::string& room) {
  PurpleConnection* connection = purple_account_get_connection(account);
  if (connection == nullptr) return;
  PurplePluginProtocolInfo* protocol = PURPLE_PLUGIN_PROTOCOL_INFO(purple_connection_get_prpl(connection));
  GHashTable* components = protocol->chat_info_defaults(connection, room.c_str());
  serv_join_chat(connection, components);
  g_hash_table_destroy(components);
}

PurpleConversation* Host::chat(PurpleAccount* account, const std::string& room) const {
  return purple_find_conversation_with_account(PURPLE_CONV_TYPE_CHAT, room.c_str(), account);
}

std::string Host::type(PurpleConversation* conversation, const std::string& text) {
  if (played->commands && text.starts_with('/')) {
    char* error = nullptr;
    const std::string line = text.substr(1);
    const PurpleCmdStatus status = purple_cmd_do_command(conversation, line.c_str(), markup_of(line).c_str(), &error);
    std::string answer = words(error);
    g_free(error);
    if (status == PURPLE_CMD_STATUS_OK) return "";
    // Where the network has no command of its own for it, clients send the words and show them as an action.
    if (status == PURPLE_CMD_STATUS_NOT_FOUND && text.starts_with("/me ")) return send(conversation, markup_of(text)), "";
    if (status == PURPLE_CMD_STATUS_NOT_FOUND) return _("Unknown command.");
    return answer.empty() ? _("The command failed.") : answer;
  }
  send(conversation, markup_of(text));
  return "";
}

void Host::send(PurpleConversation* conversation, const std::string& markup) {
  if (purple_conversation_get_type(conversation) == PURPLE_CONV_TYPE_IM)
    return purple_conv_im_send(PURPLE_CONV_IM(conversation), markup.c_str());
  const bool one_line = (purple_conversation_get_features(conversation) & PURPLE_CONNECTION_NO_NEWLINES) != 0;
  if (!one_line) return purple_conv_chat_send(PURPLE_CONV_CHAT(conversation), markup.c_str());
  // As Pidgin does: one call a line, in one turn of the main loop.
  char** lines = g_strsplit(markup.c_str(), "<br>", -1);
  for (char** line = lines; *line != nullptr; ++line)
    if (**line != '\0') purple_conv_chat_send(PURPLE_CONV_CHAT(conversation), *line);
  g_strfreev(lines);
}

PurplePlugin* Host::tact() const { return purple_plugins_find_with_basename("tact"); }

bool Host::load_plugin(const std::string& path, std::string& why) {
  PurplePlugin* plugin = purple_plugin_probe(path.c_str());
  if (plugin == nullptr) return why = _("It is not a plugin."), false;
  if (purple_plugin_load(plugin)) return true;
  why = words(plugin->error);
  return false;
}

}  // namespace tact::host
