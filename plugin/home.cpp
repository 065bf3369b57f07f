// SPDX-License-Identifier: GPL-3.0-or-later
#include "plugin/home.h"

#include <string_view>

#include <purple.h>

namespace tact::plugin {

const std::string& Home::folder() {
  // Asked many times a message: put together again only where the user dir is another.
  static std::string user_dir, folder;
  const std::string_view now = purple_user_dir();
  if (folder.empty() || now != user_dir) {
    std::string made = std::string(now) + G_DIR_SEPARATOR_S "tact";
    user_dir = now;
    folder.swap(made);
  }
  return folder;
}
std::string Home::path(const char* file) { return folder() + G_DIR_SEPARATOR_S + file; }
bool Home::exists(const char* file) { return g_file_test(path(file).c_str(), G_FILE_TEST_EXISTS) != FALSE; }

}  // namespace tact::plugin
