// SPDX-License-Identifier: GPL-3.0-or-later
// Subcommands of `tact`.  Each gets its own word as argv[0] and answers the exit status: 0 done, 1 said no, 2 wrong usage.
#pragma once

namespace tact::cli {

struct Command {
  const char* word;
  const char* usage;  ///< untranslated
  const char* help;   ///< untranslated
  int (*run)(int argc, char** argv);
};

int audit(int argc, char** argv);
int check(int argc, char** argv);
int evaluate(int argc, char** argv);
int policy(int argc, char** argv);
int replay(int argc, char** argv);
int rules(int argc, char** argv);
int train(int argc, char** argv);
int verify(int argc, char** argv);
int version(int argc, char** argv);

}  // namespace tact::cli
