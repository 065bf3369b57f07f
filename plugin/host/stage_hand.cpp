// SPDX-License-Identifier: GPL-3.0-or-later
#include "plugin/host/stage_hand.h"

#include "core/i18n.h"

namespace tact::host {

namespace {

constexpr const char* practice_id = "prpl-tact-practice";

void on_wire(const char* room, const char* who, const char* text, void* viewer) noexcept {
  static_cast<Viewer*>(viewer)->wire(room, who, text);
}

}  // namespace

bool watch_practice(Viewer& viewer) {
  static int handle;
  PurplePlugin* practice = purple_plugins_find_with_id(practice_id);
  if (practice == nullptr) return false;
  return purple_signal_connect(practice, "practice-wire", &handle, PURPLE_CALLBACK(on_wire), &viewer) != 0;
}

std::string direct(const std::string& line) {
  PurplePlugin* practice = purple_plugins_find_with_id(practice_id);
  gboolean ok = FALSE;
  auto* wrong = practice == nullptr ? nullptr : static_cast<char*>(purple_plugin_ipc_call(practice, "stage", &ok, line.c_str()));
  if (!ok) return _("The practice protocol is not loaded.");
  std::string out = wrong != nullptr ? wrong : "";
  g_free(wrong);
  return out;
}

}  // namespace tact::host
