/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Another plugin asks Tact: "/judge TEXT" says what Tact would say, "/waiting" what waits; outcomes are told as they come. */
#include <purple.h>

/* NOLINTBEGIN(misc-unused-parameters): what these functions are handed is libpurple's to say. */
static void tell(PurpleConversation *c, const char *text) { purple_conversation_write(c, NULL, text, PURPLE_MESSAGE_SYSTEM, time(NULL)); }
static PurplePlugin *tact(void) { return purple_plugins_find_with_id("core-tact"); }

static PurpleCmdRet judge(PurpleConversation *c, const gchar *cmd, gchar **args, gchar **error, void *data) {
  char *said = purple_plugin_ipc_call(tact(), "tact-judge", NULL, c, args[0]);
  tell(c, said ? said : "nothing to judge");
  g_free(said);
  return PURPLE_CMD_RET_OK;
}

static PurpleCmdRet waiting(PurpleConversation *c, const gchar *cmd, gchar **args, gchar **error, void *data) {
  int here = GPOINTER_TO_INT(purple_plugin_ipc_call(tact(), "tact-waiting", NULL, c));
  int on = GPOINTER_TO_INT(purple_plugin_ipc_call(tact(), "tact-enforced", NULL, c));
  char *text = g_strdup_printf("%d waiting here, Tact is %s", here, on ? "on" : "off");
  tell(c, text);
  g_free(text);
  return PURPLE_CMD_RET_OK;
}

static void outcome(const char *name, const char *room, unsigned hold, void *data) { purple_notify_info(data, name, room, NULL); }

static gboolean load(PurplePlugin *plugin) {
  purple_cmd_register("judge", "s", PURPLE_CMD_P_PLUGIN, PURPLE_CMD_FLAG_CHAT, "example", judge, "judge TEXT", NULL);
  purple_cmd_register("waiting", "", PURPLE_CMD_P_PLUGIN, PURPLE_CMD_FLAG_CHAT, "example", waiting, "waiting", NULL);
  return tact() && purple_signal_connect(tact(), "tact-outcome", plugin, PURPLE_CALLBACK(outcome), plugin);
}

static PurplePluginInfo info = {.magic = PURPLE_PLUGIN_MAGIC, .major_version = 2, .type = PURPLE_PLUGIN_STANDARD, .id = "tact-example", .name = "Asks Tact", .load = load};
static void init(PurplePlugin *plugin) {}
PURPLE_INIT_PLUGIN(example, init, info)
/* NOLINTEND(misc-unused-parameters) */
