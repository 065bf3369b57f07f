// SPDX-License-Identifier: GPL-3.0-or-later
// tact-host: libpurple without windows.  `tact-host practice` is a class group to try Tact in; `tact-host drive` is for tests.
#include <glib/gstdio.h>
#include <unistd.h>

#include <climits>
#include <clocale>
#include <cstdlib>
#include <cstring>
#include <iostream>
#include <string>

#include "config.h"
#include "core/i18n.h"
#include "plugin/host/drive.h"
#include "plugin/host/practice_room.h"
#include "plugin/host/rehearsal.h"
#include "plugin/host/serve.h"

namespace tact::host {

namespace {

int usage(std::ostream& out, int code) {
  out << _("usage: tact-host [OPTION...] practice|drive|rehearse\n"
           "       tact-host [OPTION...] serve|waiting CONFIG\n"
           "  practice           a class group to try Tact in; lines from a pipe give a transcript\n"
           "  drive              commands on stdin, events on stdout, for tests\n"
           "  serve CONFIG       the rep's filter round the clock, in many rooms (tact-host.conf says how)\n"
           "  waiting CONFIG     what waits for the rep\n"
           "  rehearse           a day of many rooms in minutes: --rooms N --messages N --hours N --serious N --most-growth MIB\n"
           "  --user-dir DIR     where settings and held messages live (default: the user's data folder)\n"
           "  --plugins DIR      where tact.so and tact-practice.so are (may be repeated)\n"
           "  --ui NAME          pretend to be pidgin, finch, bitlbee or spectrum\n"
           "  --without-tact     do not load tact.so\n"
           "  --debug            with drive: libpurple's debug lines as events\n");
  return code;
}

std::string own_folder() {
  char path[PATH_MAX];
  const ssize_t length = readlink("/proc/self/exe", path, sizeof path - 1);
  if (length <= 0) return ".";
  path[length] = '\0';
  char* folder = g_path_get_dirname(path);
  std::string out = folder;
  g_free(folder);
  return out;
}

/// In the build folder the plugins lie beside us; installed, libpurple finds them by itself or where we were told to install them.
std::vector<std::string> usual_plugin_dirs() {
  const std::string above = own_folder() + "/..";
  const std::string practice = above + "/practice";
  if (g_file_test((practice + "/tact-practice.so").c_str(), G_FILE_TEST_EXISTS)) return {above, practice};
  return {TACT_PLUGINDIR};
}

bool take_number(const std::string& word, const char* value, Rehearsal& rehearsal) {
  char* end = nullptr;
  const unsigned long long number = std::strtoull(value, &end, 10);
  if (*end != '\0' || number == 0 || number > 1'000'000'000) return false;
  if (word == "--messages") return rehearsal.messages = number, true;
  (word == "--rooms" ? rehearsal.rooms : word == "--hours" ? rehearsal.hours : word == "--serious" ? rehearsal.serious : rehearsal.most_growth) = static_cast<unsigned>(number);
  return true;
}

std::string usual_user_dir() { return std::string(g_get_user_data_dir()) + "/tact-host"; }

}  // namespace

int main(int argc, char** argv) {
  Options options;
  const char* ui = g_getenv("HOST_UI");
  std::string mode, config;
  Rehearsal rehearsal;
  for (int i = 1; i < argc; ++i) {
    const std::string word = argv[i];
    const char* value = i + 1 < argc ? argv[i + 1] : nullptr;
    const bool number = word == "--rooms" || word == "--messages" || word == "--hours" || word == "--serious" || word == "--most-growth";
    const bool takes_value = number || word == "--user-dir" || word == "--plugins" || word == "--ui";
    if (takes_value && value == nullptr) return usage(std::cerr, 2);
    if (takes_value) ++i;
    if (word == "--user-dir") options.user_dir = value;
    else if (word == "--plugins") options.plugin_dirs.push_back(value);  // NOLINT(clang-analyzer-cplusplus.StringChecker): there is one, see takes_value
    else if (word == "--ui") ui = value;
    else if (number) {
      if (!take_number(word, value, rehearsal)) return usage(std::cerr, 2);
    }
    else if (word == "--without-tact") options.load_tact = false;
    else if (word == "--debug") options.debug = true;
    else if (word == "--help") return usage(std::cout, 0);
    else if (!mode.empty() && config.empty() && !word.starts_with('-')) config = word;
    else if (mode.empty() && !word.starts_with('-')) mode = word;
    else return usage(std::cerr, 2);
  }
  options.persona = persona(ui != nullptr ? ui : "tact-host");
  if (options.persona == nullptr) return usage(std::cerr, 2);
  if (mode == "serve" || mode == "waiting") {
    if (config.empty()) return usage(std::cerr, 2);
    if (options.plugin_dirs.empty()) options.plugin_dirs = usual_plugin_dirs();
    return mode == "serve" ? serve(std::move(options), config) : waiting(config);
  }
  if (!config.empty()) return usage(std::cerr, 2);
  if (options.user_dir.empty()) options.user_dir = usual_user_dir();
  if (options.plugin_dirs.empty()) options.plugin_dirs = usual_plugin_dirs();
  if (mode == "practice") return PracticeRoom().run(std::move(options));
  if (mode == "rehearse") return rehearse(std::move(options), rehearsal);
  if (mode == "drive") return Drive().run(std::move(options));
  return usage(std::cerr, 2);
}

}  // namespace tact::host

int main(int argc, char** argv) {
  std::setlocale(LC_ALL, "");
  tact::bind_translations();
  return tact::host::main(argc, argv);
}
