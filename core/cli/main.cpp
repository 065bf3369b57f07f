// SPDX-License-Identifier: GPL-3.0-or-later
// The program `tact`: one table of subcommands; each lives in its own file.
#include <cerrno>
#include <clocale>
#include <cstdio>
#include <cstring>
#include <exception>

#include "core/cli/commands.h"
#include "core/i18n.h"

namespace {

using tact::cli::Command;

/// Sorted by word.  The help text is the registration.
constexpr Command commands[] = {
    {"audit", N_("audit [--json] [--html FILE] FILE..."), N_("what would have been nudged in exported chats"), tact::cli::audit},
    {"check", N_("check TEXT | --json [--template class|community]"), N_("say what Tact would ask about a message"), tact::cli::check},
    {"evaluate", N_("evaluate [--misses N] FILE..."), N_("measure the language guidelines on labelled messages"), tact::cli::evaluate},
    {"policy", N_("policy new | keygen | sign | verify | show | diff | lint"), N_("make, sign and check a group's policy"), tact::cli::policy},
    {"replay", N_("replay --json | --score [--quiet HH:MM-HH:MM] [FILE]"), N_("play labelled conversations to Tact and say what it would see"), tact::cli::replay},
    {"rules", N_("rules list | test [FILE...] | new GUIDELINE"), N_("list the rules, or run their examples"), tact::cli::rules},
    {"train", N_("train [features FILE...]"), N_("train the classifier from data/examples"), tact::cli::train},
    {"verify", N_("verify [--key KEYLINE|FILE.pub] PACKET"), N_("check that a referral is unaltered, and say whose it is"), tact::cli::verify},
    {"version", N_("version"), N_("print the version"), tact::cli::version},
};

int usage(FILE* to) {
  std::fprintf(to, "%s\n", _("usage: tact COMMAND [ARGUMENT...]"));
  for (const Command& command : commands) std::fprintf(to, "  tact %-44s %s\n", _(command.usage), _(command.help));
  return to == stdout ? 0 : 2;
}

/// What was printed must have arrived: `tact policy sign ... > FILE` on a full disk has made no signed policy.
int arrived(int status) {
  errno = 0;
  if (std::fflush(stdout) == 0 && std::ferror(stdout) == 0) return status;
  std::fprintf(stderr, "tact: %s\n", errno != 0 ? std::strerror(errno) : "stdout");
  return status != 0 ? status : 1;
}

}  // namespace

namespace tact::cli {
int version(int, char**) {
  std::printf("tact %s\n", TACT_VERSION);
  return 0;
}
}  // namespace tact::cli

int main(int argc, char** argv) {
  std::setlocale(LC_ALL, "");
  tact::bind_translations();
  if (argc < 2) return usage(stderr);
  if (std::strcmp(argv[1], "help") == 0 || std::strcmp(argv[1], "--help") == 0) return arrived(usage(stdout));
  try {
    for (const Command& command : commands)
      if (std::strcmp(command.word, argv[1]) == 0) return arrived(command.run(argc - 1, argv + 1));
  } catch (const std::exception& error) {
    std::fprintf(stderr, "tact %s: %s\n", argv[1], error.what());
    return 1;
  }
  std::fprintf(stderr, "%s\n", tact::fill(_("tact: there is no command “{word}”"), {{"word", argv[1]}}).c_str());
  return usage(stderr);
}
