// SPDX-License-Identifier: GPL-3.0-or-later
#include "plugin/home.h"

#include <purple.h>

namespace tact::plugin {

std::string Home::folder() { return std::string(purple_user_dir()) + G_DIR_SEPARATOR_S "tact"; }
std::string Home::path(const char* file) { return folder() + G_DIR_SEPARATOR_S + file; }
bool Home::exists(const char* file) { return g_file_test(path(file).c_str(), G_FILE_TEST_EXISTS) != FALSE; }

}  // namespace tact::plugin
