// SPDX-License-Identifier: GPL-3.0-or-later
// An outbox in a folder of its own, and something to put into it.
#pragma once

#include <glib.h>
#include <sys/wait.h>
#include <unistd.h>

#include <filesystem>
#include <string>

#include "core/outbox/outbox.h"

namespace tact::outbox {

inline const RoomKey lab{"prpl-jabber", "conference.localhost", "lab"};
inline const RoomKey street{"prpl-irc", "irc.localhost", "#street"};
inline const AccountKey ann{"prpl-jabber", "ann@localhost"};
inline const AccountKey ben{"prpl-jabber", "ben@localhost"};

struct Box {
  Box() {
    gchar* made = g_dir_make_tmp("tact-outbox-XXXXXX", nullptr);
    folder = made;
    g_free(made);
  }
  ~Box() { std::filesystem::remove_all(folder); }
  std::string path() const { return folder + "/outbox.db"; }
  std::string folder;
  ManualClock clock{Instant{Milliseconds{1795867200000}}};
};

inline Draft draft(const std::string& raw, const RoomKey& room = lab, const AccountKey& account = ann) {
  Draft made;
  made.room = room;
  made.account = account;
  made.raw = raw;
  return made;
}

inline Verdict held(std::string_view guideline = "good_time") {
  Finding finding;
  finding.guideline = guideline;
  finding.label = "late_night";
  finding.sureness = 1;
  finding.span = {2, 5};
  finding.reason = "It is 23:14.";
  finding.hint = "Later?";
  finding.rule = "en/late";
  return Verdict{Decision::hold, {finding}, true, true};
}

/// Runs `work` in a process of its own and waits for it.
template <class Work>
int elsewhere(Work&& work) {
  const pid_t child = ::fork();
  if (child == 0) {
    int code = 1;
    try {
      code = work();
    } catch (...) {
      code = 99;
    }
    ::_exit(code);
  }
  int status = 0;
  ::waitpid(child, &status, 0);
  return WIFEXITED(status) ? WEXITSTATUS(status) : -WTERMSIG(status);
}

}  // namespace tact::outbox
