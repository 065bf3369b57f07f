// SPDX-License-Identifier: GPL-3.0-or-later
// A rep's desk in a fresh folder, with a judge that knows four words.
#pragma once

#include <glib.h>
#include <glib/gstdio.h>

#include <filesystem>
#include <string>

#include "core/moderation/inbox.h"
#include "core/moderation/ladder.h"
#include "core/moderation/retention.h"

namespace desk {

using namespace tact;

inline const RoomKey room{"prpl-jabber", "conference.localhost", "year3"};
inline const Instant noon{std::chrono::milliseconds(1795867200000)};

class Folder {
 public:
  Folder() {
    gchar* made = g_dir_make_tmp("tact-rep-XXXXXX", nullptr);
    path = made;
    g_free(made);
  }
  ~Folder() { std::filesystem::remove_all(path); }
  std::string path;
};

inline Finding finding(std::string_view guideline, Severity severity, float sureness) {
  Finding made;
  made.guideline = guideline;
  made.label = guideline;
  made.severity = severity;
  made.sureness = sureness;
  made.reason = "why";
  return made;
}

inline Verdict judge(const Message& message, const RoomView&, const Policy&) {
  Verdict verdict;
  if (message.raw.find("THREAT") != std::string::npos) verdict.findings.push_back(finding("threat", Severity::serious, 0.9F));
  if (message.raw.find("SLUR") != std::string::npos) verdict.findings.push_back(finding("respect", Severity::serious, 0.95F));
  if (message.raw.find("hot") != std::string::npos) verdict.findings.push_back(finding("anger", Severity::mild, 0.7F));
  if (message.raw.find("late") != std::string::npos) verdict.findings.push_back(finding("good_time", Severity::mild, 1));
  return verdict;
}

struct Desk {
  Folder folder;
  Policy policy = [] {
    Policy made;
    made.room = room;
    made.group_name = "Year 3";
    made.version = 1;
    made.signed_by_rep = true;
    made.zone = "Europe/London";
    made.rep = {"Rosa", "rosa@localhost", report::Bytes(33, 1), {}};
    made.deputies = {{"Dev", "dev@localhost", report::Bytes(33, 2), {}}};
    made.alternate = {"Mrs Alt", "alt@localhost", report::Bytes(33, 3), {}};
    return made;
  }();
  moderation::Records records{folder.path};
  moderation::Queue queue{records};
  report::Ledger ledger{records.database()};
  report::Chain chain{records.database()};
  moderation::Ladder ladder{queue, ledger};
  moderation::Retention retention{queue, ledger, chain};
  moderation::Inbox inbox{records, queue, chain, judge, [this](const RoomKey& key) { return key == room ? &policy : nullptr; }};
  moderation::Actor rep{"Rosa", report::Bytes(33, 1)};
  moderation::Actor deputy{"Dev", report::Bytes(33, 2)};
  moderation::Actor stranger{"Rosa", report::Bytes(33, 9)};

  moderation::Arrival arrival(std::string who, std::string text, int second = 0) const {
    moderation::Arrival made;
    made.message.room = room;
    made.message.sender = {who + "@localhost", who, false, Role::member};
    made.message.raw = made.plain = std::move(text);
    made.message.at = noon + std::chrono::seconds(second);
    made.via = "rosa@localhost";
    return made;
  }
  std::vector<std::int64_t> drain() {
    std::vector<std::int64_t> all;
    while (inbox.waiting())
      for (const auto id : inbox.work([] { return true; })) all.push_back(id);
    return all;
  }
  std::vector<std::int64_t> say(const std::string& who, const std::string& text, int second = 0) {
    inbox.take(arrival(who, text, second));
    return drain();
  }
};

}  // namespace desk
