// SPDX-License-Identifier: GPL-3.0-or-later
// G45: is this a good time to post?  The group's quiet hours, in the group's own zone.
#include "core/guidelines/guideline.h"
#include "core/guidelines/registry.h"
#include "core/i18n.h"
#include "core/policy/policy.h"
#include "core/room/memory.h"
#include "core/room/view.h"

namespace tact {

namespace {

std::string clock_face(int minute) {
  char text[6] = {static_cast<char>('0' + minute / 600), static_cast<char>('0' + minute / 60 % 10), ':',
                  static_cast<char>('0' + minute % 60 / 10), static_cast<char>('0' + minute % 10), '\0'};
  return text;
}

bool within(int minute, int from, int until) {
  if (from == until) return false;
  return from < until ? minute >= from && minute < until : minute >= from || minute < until;
}

class GoodTime final : public Guideline {
 public:
  std::string_view id() const override { return "good_time"; }
  std::span<const std::string_view> rows() const override {
    static constexpr std::string_view here[] = {"G45"};
    return here;
  }
  void find(const Subject& subject, std::vector<Finding>& findings) const override {
    const Policy& policy = subject.policy;
    const int minute = minute_of_day(subject.message.at, policy.zone);
    // An emergency is being spoken of: nobody sleeps, and every minute counts.
    if (subject.room.memory != nullptr && subject.room.memory->emergency(subject.message.at)) return;
    // Day: nothing to say.
    if (!within(minute, policy.quiet_from, policy.quiet_until)) return;
    Finding finding;
    finding.guideline = id();
    finding.label = "late_night";
    finding.sureness = 1;
    finding.reason = fill(_("It is {time} and this group rests {from}–{until}."),
                          {{"time", clock_face(minute)}, {"from", clock_face(policy.quiet_from)}, {"until", clock_face(policy.quiet_until)}});
    finding.hint = fill(_("“/tact later” posts it at {time}."), {{"time", clock_face(policy.later_at)}});
    findings.push_back(std::move(finding));
  }
};

}  // namespace

const Guideline* good_time_guideline() {
  static const GoodTime room;
  return &room;
}

}  // namespace tact
