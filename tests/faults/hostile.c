/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Another plugin that behaves badly beside Tact.  $TACT_HOSTILE says how: "null" and "empty" cancel what is sent, "rewrite" and "garbage"
 * replace it, before Tact sees it; "late-null" and "late-rewrite" do so after Tact. */
#include <purple.h>
#include <string.h>

static void on_sending(PurpleAccount *account, char **message, int id, gpointer data) {
  const char *how = g_getenv("TACT_HOSTILE");
  (void)account, (void)id, (void)data;
  if (how == NULL || message == NULL) return;
  how += g_str_has_prefix(how, "late-") ? 5 : 0;
  g_free(*message);
  *message = NULL;
  if (strcmp(how, "empty") == 0) *message = g_strdup("");
  if (strcmp(how, "rewrite") == 0) *message = g_strdup("somebody else's words, quite harmless.");
  if (strcmp(how, "garbage") == 0) *message = g_strdup("<b><i>\xff\xfe &unknown; <img id='x'");
}

static gboolean on_receiving(PurpleAccount *account, char **who, char **message, PurpleConversation *conversation, PurpleMessageFlags *flags, gpointer data) {
  (void)account, (void)conversation, (void)flags, (void)data;
  if (g_getenv("TACT_HOSTILE") == NULL || strcmp(g_getenv("TACT_HOSTILE"), "deaf") != 0) return FALSE;
  g_free(*who);
  g_free(*message);
  *who = g_strdup("");
  *message = g_strdup("");
  return FALSE;
}

static gboolean load(PurplePlugin *plugin) {
  const char *how = g_getenv("TACT_HOSTILE");
  int priority = how != NULL && g_str_has_prefix(how, "late-") ? PURPLE_SIGNAL_PRIORITY_HIGHEST : PURPLE_SIGNAL_PRIORITY_LOWEST;
  void *conversations = purple_conversations_get_handle();
  if (how != NULL && strcmp(how, "deaf") != 0)
    purple_signal_connect_priority(conversations, "sending-chat-msg", plugin, PURPLE_CALLBACK(on_sending), NULL, priority);
  purple_signal_connect_priority(conversations, "receiving-chat-msg", plugin, PURPLE_CALLBACK(on_receiving), NULL, PURPLE_SIGNAL_PRIORITY_LOWEST);
  return TRUE;
}

static PurplePluginInfo info = {
    PURPLE_PLUGIN_MAGIC, PURPLE_MAJOR_VERSION, PURPLE_MINOR_VERSION, PURPLE_PLUGIN_STANDARD, NULL, 0, NULL, PURPLE_PRIORITY_DEFAULT,
    (char *)"core-tact-hostile", (char *)"Hostile", (char *)"1", (char *)"For tests", (char *)"For tests", (char *)"", (char *)"",
    load, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL};

static void describe(PurplePlugin *plugin) { (void)plugin; }

PURPLE_INIT_PLUGIN(tact_hostile, describe, info)
