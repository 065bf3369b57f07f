// SPDX-License-Identifier: GPL-3.0-or-later
// What libpurple sees of us: name, load, unload.  Nothing else.
#include <purple.h>

#include <cstdlib>
#include <cstring>

#include "core/i18n.h"
#include "plugin/app.h"
#include "plugin/guard.h"
#include "plugin/preferences.h"

namespace tact::plugin {

namespace {

constexpr const char* plugin_id = "core-tact";
App* app = nullptr;

gboolean load(PurplePlugin* plugin) noexcept {
  // NOLINTNEXTLINE(bugprone-unhandled-exception-at-new): guarded() catches it.
  guarded("load", [&] { app = new App(plugin); });
  return app != nullptr ? TRUE : FALSE;
}

gboolean unload(PurplePlugin*) noexcept {
  guarded("unload", [] {
    delete app;
    app = nullptr;
  });
  return TRUE;
}

/// BitlBee loads no ordinary plugins by itself.  The administrator asks for it: with a file "tact/enable" in the user dir, or TACT_BITLBEE=1.
bool wanted_without_a_list() {
  const char* ui = purple_core_get_ui();
  if (ui == nullptr || std::strcmp(ui, "BitlBee") != 0) return false;
  const char* wish = std::getenv("TACT_BITLBEE");
  return (wish != nullptr && std::strcmp(wish, "1") == 0) || Home::exists("enable");
}

gboolean load_ourselves(gpointer) noexcept {
  guarded("self-load", [] {
    // Looked up again: another file of the same name may have taken our place since.
    PurplePlugin* plugin = purple_plugins_find_with_id(plugin_id);
    if (plugin != nullptr && wanted_without_a_list() && purple_plugin_is_loaded(plugin) == FALSE) purple_plugin_load(plugin);
  });
  return FALSE;
}

char* words(const char* text) noexcept { return const_cast<char*>(text); }

PurplePluginUiInfo make_ui_info() noexcept {
  PurplePluginUiInfo info{};
  info.get_plugin_pref_frame = preferences::frame;
  return info;
}

PurplePluginUiInfo ui_info = make_ui_info();

PurplePluginInfo make_info() noexcept {
  PurplePluginInfo info{};
  info.magic = PURPLE_PLUGIN_MAGIC;
  info.major_version = PURPLE_MAJOR_VERSION;
  info.minor_version = PURPLE_MINOR_VERSION;
  info.type = PURPLE_PLUGIN_STANDARD;
  info.priority = PURPLE_PRIORITY_DEFAULT;
  info.id = words(plugin_id);
  info.version = words(TACT_VERSION);
  info.author = words("The Tact authors");
  info.load = load;
  info.unload = unload;
  info.prefs_info = &ui_info;
  return info;
}

PurplePluginInfo info = make_info();

void initialize(PurplePlugin*) noexcept {
  guarded("initialize", [] {
    bind_translations();
    preferences::add();
    info.name = words(_("Tact"));
    info.summary = words(_("Helps you think before you post in groups."));
    info.description = words(_("Tact keeps a message back when it is late, hurried, heated or private, and asks you first. Everything happens on "
                               "this computer; nobody sees it. It is off in every group until you turn it on with /tact on class or /tact on community."));
    // At this moment neither accounts nor signals exist; the user interface's name already does.
    if (purple_eventloop_get_ui_ops() != nullptr && wanted_without_a_list()) purple_timeout_add(0, load_ourselves, nullptr);
  });
}

}  // namespace

}  // namespace tact::plugin

extern "C" {
#pragma GCC visibility push(default)
using tact::plugin::info;
// NOLINTNEXTLINE(misc-use-anonymous-namespace): libpurple's macro wants it here.
static void tact_initialize(PurplePlugin* plugin) { tact::plugin::initialize(plugin); }
PURPLE_INIT_PLUGIN(tact, tact_initialize, info)
#pragma GCC visibility pop
}
