/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A second plugin beside Tact in the real clients: writes what the client shows in chats to $TACT_WATCH, and obeys the words that a test
 * appends to "$TACT_WATCH.do": connect, disconnect, join (the saved chats), load, unload (of tact.so). */
#include <fcntl.h>
#include <purple.h>
#include <string.h>
#include <unistd.h>

static guint timer;
static gsize obeyed;

static void note(const char *line) {
  const char *path = g_getenv("TACT_WATCH");
  int file = path != NULL ? open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600) : -1;
  if (file < 0) return;
  if (write(file, line, strlen(line)) < 0) purple_debug_error("tact-watch", "cannot write\n");
  close(file);
}

static void on_wrote(PurpleAccount *account, const char *who, char *message, PurpleConversation *conversation, PurpleMessageFlags flags, gpointer data) {
  char *text = purple_markup_strip_html(message), *escaped = g_strescape(text, NULL), *plain, *line;
  (void)account, (void)data;
  plain = g_strcompress(escaped);
  g_strdelimit(plain, "\n\t", ' ');
  line = g_strdup_printf("%s\t%s\t0x%x\t%s\n", purple_conversation_get_name(conversation), who != NULL ? who : "", (unsigned)flags, plain);
  note(line);
  g_free(line);
  g_free(plain);
  g_free(escaped);
  g_free(text);
}

static void join_saved_chats(void) {
  PurpleBlistNode *node;
  for (node = purple_blist_get_root(); node != NULL; node = purple_blist_node_next(node, FALSE)) {
    PurpleChat *chat = PURPLE_BLIST_NODE_IS_CHAT(node) ? PURPLE_CHAT(node) : NULL;
    PurpleConnection *connection = chat != NULL ? purple_account_get_connection(purple_chat_get_account(chat)) : NULL;
    if (connection != NULL) serv_join_chat(connection, purple_chat_get_components(chat));
  }
}

static void obey(const char *word) {
  PurplePlugin *tact = purple_plugins_find_with_basename("tact");
  GList *account;
  if (strcmp(word, "join") == 0) join_saved_chats();
  for (account = purple_accounts_get_all(); account != NULL; account = account->next) {
    if (strcmp(word, "connect") == 0) purple_account_connect(account->data);
    if (strcmp(word, "disconnect") == 0) purple_account_disconnect(account->data);
  }
  if (strcmp(word, "load") == 0 && tact != NULL) purple_plugin_load(tact);
  if (strcmp(word, "unload") == 0 && tact != NULL) purple_plugin_unload(tact);
}

static gboolean look(gpointer data) {
  const char *path = g_getenv("TACT_WATCH");
  char *asked, *text = NULL, **words, **word;
  gsize length = 0;
  (void)data;
  if (path == NULL) return TRUE;
  asked = g_strconcat(path, ".do", NULL);
  if (g_file_get_contents(asked, &text, &length, NULL) && length > obeyed) {
    words = g_strsplit(text + obeyed, "\n", -1);
    obeyed = length;
    for (word = words; *word != NULL; ++word) {
      if (**word == '\0') continue;
      obey(*word);
      note("\t\tdid\t");
      note(*word);
      note("\n");
    }
    g_strfreev(words);
  }
  g_free(text);
  g_free(asked);
  return TRUE;
}

static gboolean load(PurplePlugin *plugin) {
  purple_signal_connect(purple_conversations_get_handle(), "wrote-chat-msg", plugin, PURPLE_CALLBACK(on_wrote), NULL);
  timer = purple_timeout_add(100, look, NULL);
  note("\t\tloaded\t\n");
  return TRUE;
}

static gboolean unload(PurplePlugin *plugin) {
  (void)plugin;
  purple_timeout_remove(timer);
  return TRUE;
}

static PurplePluginInfo info = {
    PURPLE_PLUGIN_MAGIC, PURPLE_MAJOR_VERSION, PURPLE_MINOR_VERSION, PURPLE_PLUGIN_STANDARD, NULL, 0, NULL, PURPLE_PRIORITY_DEFAULT,
    (char *)"core-tact-watch", (char *)"Tact watch", (char *)"1", (char *)"For tests", (char *)"For tests", (char *)"", (char *)"",
    load, unload, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL};

static void describe(PurplePlugin *plugin) { (void)plugin; }

PURPLE_INIT_PLUGIN(tact_watch, describe, info)
