// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/policy/vouch.h"

#include <algorithm>

#include "core/i18n.h"

namespace tact::policy {

namespace {

Bytes bytes_of(Trust& trust, const RoomKey& room, const Offer& offer) {
  auto query = trust.database().prepare("SELECT signed FROM offer WHERE room=?1 AND hash=?2");
  query.bind(1, room.text()).bind(2, std::span<const std::uint8_t>(offer.hash));
  return query.step() ? query.blob(0) : Bytes();
}

std::string name_in(const Policy& policy, ByteView key) {
  if (std::ranges::equal(policy.rep.key, key)) return policy.rep.name;
  const auto deputy = std::ranges::find_if(policy.deputies, [&](const Officer& one) { return std::ranges::equal(one.key, key); });
  return deputy == policy.deputies.end() ? std::string() : deputy->name;
}

std::string group_of(const Policy& policy) { return policy.group_name.empty() ? policy.room.room : policy.group_name; }

}  // namespace

std::vector<std::string> vouched_for(Trust& trust, const RoomKey& room, const Offer& offer, Instant now) {
  std::vector<std::string> lines;
  const Opened opened = open(bytes_of(trust, room, offer), &room);
  std::vector<ByteView> keys;
  for (const keys::PublicKey& signer : opened.signers) {
    keys.emplace_back(signer.bytes());
    const std::string name = name_in(*offer.policy, signer.bytes());
    if (name.empty() || std::ranges::equal(offer.policy->rep.key, signer.bytes())) continue;
    lines.push_back(fill(_("{deputy}, whom it names as a deputy, has signed it too."), {{"deputy", name}}));
  }
  bool known = false;
  for (const RoomKey& other : trust.rooms()) {
    if (other == room) continue;
    const auto followed = trust.in_force(other, now);
    if (followed == nullptr) continue;
    for (const ByteView key : keys) {
      const std::string name = name_in(*followed, key);
      if (name.empty()) continue;
      known = true;
      lines.push_back(std::ranges::equal(followed->rep.key, key) ? fill(_("The same key is the rep’s in {group}, which you follow: {name}."), {{"group", group_of(*followed)}, {"name", name}})
                                                                 : fill(_("The same key is a deputy’s in {group}, which you follow: {name}."), {{"group", group_of(*followed)}, {"name", name}}));
    }
  }
  if (!known) lines.push_back(_("You follow none of its keys in another group: the digits, compared in person, are the only proof of whose it is."));
  return lines;
}

}  // namespace tact::policy
