// SPDX-License-Identifier: GPL-3.0-or-later
// Computers that send and receive reports: each with its own folder, key, queue and mailbox.
#pragma once

#include "core/report/mailbox.h"
#include "tests/core/moderation/desk.h"

namespace people {

using namespace tact;

struct Person {
  explicit Person(std::string called) : name(std::move(called)), address(name + "@localhost") {}
  std::string name, address;
  desk::Folder folder;
  keys::IdentityKey key = keys::IdentityKey::make();
  moderation::Records records{folder.path};
  moderation::Queue queue{records};
  report::Ledger ledger{records.database()};
  report::Chain chain{records.database()};
  report::Mailbox mailbox{queue, ledger, chain, key};

  Officer officer(Instant now) { return {name, address, key.public_key().vector(), mailbox.prekeys().current(now).bytes()}; }
};

struct Group {
  Person rosa{"rosa"}, dev{"dev"}, alt{"alt"}, ann{"ann"}, bob{"bob"};
  Instant now = desk::noon;
  Policy policy = [this] {
    Policy made;
    made.room = desk::room;
    made.group_name = "Year 3";
    made.version = 1;
    made.signed_by_rep = true;
    made.zone = "Europe/London";
    made.rep = rosa.officer(now);
    made.deputies = {dev.officer(now)};
    made.alternate = alt.officer(now);
    return made;
  }();
  report::Mailbox::FindPolicy find = [this](const std::string& room) { return room == policy.room.text() ? &policy : nullptr; };

  /// What a member's computer gathers about `who` saying `text`, with a line before and after.
  report::Report about(Person& reporter, const std::string& who, const std::string& text, const std::string& reason = "please look") {
    report::Report made;
    made.room = policy.room.text();
    made.reason = reason;
    made.reporter = reporter.name;
    made.about_name = who;
    made.about_address = who + "@localhost";
    made.network = "prpl-jabber";
    made.zone = "Europe/London";
    const report::ChainLink before = reporter.chain.add(made.room, "zoe", "earlier", now);
    reporter.chain.flush();
    reporter.chain.settle();
    made.proof.before = before.link;
    const auto say = [&](const std::string& name, const std::string& words, bool reported) {
      const report::ChainLink link = reporter.chain.add(made.room, name, words, now);
      made.proof.links.push_back(link);
      made.lines.push_back({now, name + "@localhost", name, words, link.seq, reported});
    };
    say("cat", "morning all", false);
    say(who, text, true);
    say("cat", "oh dear", false);
    return made;
  }

  report::Arrived from(const Person& person) const { return {{person.address}, now}; }
};

}  // namespace people
