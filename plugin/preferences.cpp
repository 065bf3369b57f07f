// SPDX-License-Identifier: GPL-3.0-or-later
#include "plugin/preferences.h"

#include "core/i18n.h"
#include "plugin/form.h"
#include "plugin/guard.h"

namespace tact::plugin::preferences {

namespace {

constexpr const char* folder = "/plugins/core/tact";
constexpr const char* put_back_path = "/plugins/core/tact/put_back";
constexpr const char* say_how_path = "/plugins/core/tact/say_how";

}  // namespace

void add() {
  purple_prefs_add_none(folder);
  purple_prefs_add_bool(put_back_path, TRUE);
  purple_prefs_add_bool(say_how_path, TRUE);
}

PurplePluginPrefFrame* frame(PurplePlugin*) noexcept {
  PurplePluginPrefFrame* frame = nullptr;
  guarded("preferences", [&] {
    frame = purple_plugin_pref_frame_new();
    purple_plugin_pref_frame_add(frame, purple_plugin_pref_new_with_label(form::text(_("Tact is set for each group: /tact help in a group, or its menu.")).c_str()));
    purple_plugin_pref_frame_add(frame, purple_plugin_pref_new_with_name_and_label(put_back_path, _("Put a message that waits back where I type")));
    purple_plugin_pref_frame_add(frame, purple_plugin_pref_new_with_name_and_label(say_how_path, _("Say once in a new group how to turn Tact on")));
  });
  return frame;
}

bool put_back() { return purple_prefs_get_bool(put_back_path) != FALSE; }
bool say_how() { return purple_prefs_get_bool(say_how_path) != FALSE; }

}  // namespace tact::plugin::preferences
