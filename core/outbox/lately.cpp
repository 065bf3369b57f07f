// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/outbox/lately.h"

#include <algorithm>

namespace tact::outbox {

void Lately::put(const Hold& hold, Instant now) {
  forget_old(now);
  if (released_.size() >= most)
    released_.erase(std::ranges::min_element(released_, {}, [](const auto& one) { return one.second.at; }));
  released_.insert_or_assign({hold.draft.room, hold.draft.account}, Released{hold, now});
}

std::optional<Hold> Lately::take(const RoomKey& room, const AccountKey& account, Instant now) {
  forget_old(now);
  auto node = released_.extract({room, account});
  if (node.empty()) return std::nullopt;
  return std::move(node.mapped().hold);
}

void Lately::forget_old(Instant now) {
  std::erase_if(released_, [&](const auto& one) { return now - one.second.at > comes_back_within; });
}

}  // namespace tact::outbox
