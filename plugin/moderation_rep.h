// SPDX-License-Identifier: GPL-3.0-or-later
// Everything of moderation.db, in construction order; opened at first use.
#pragma once

#include "core/moderation/office.h"
#include "plugin/app.h"
#include "plugin/moderation.h"

namespace tact::plugin {

struct Moderation::Rep {
  moderation::Records records;
  moderation::Queue queue{records};
  report::Ledger ledger{records.database()};
  report::Chain chain{records.database()};
  moderation::Ladder ladder{queue, ledger};
  moderation::Retention retention{queue, ledger, chain};
  moderation::Inbox inbox;
  report::Mailbox mailbox;
  moderation::Office office;

  Rep(const std::string& folder, App& app, Moderation& own)
      : records(folder),
        inbox(records, queue, chain,
              [&app](const Message& message, const RoomView& room, const Policy& policy) { return app.engine().review(message, room, policy); },
              [&own](const RoomKey& room) { return own.officer_policy(room); }),
        mailbox(queue, ledger, chain, own.own_key_.get()),
        office({records, queue, ledger, chain, ladder, inbox, retention, mailbox, own.own_key_.get(), own,
                [&own](const RoomKey& room) { return own.officer_policy(room); }, app.clock(), folder}) {
    mailbox.know_people_by([&own](const std::string& room, const std::string& name, const std::string& text) { return own.address_heard(room, name, text); });
  }
};

}  // namespace tact::plugin
