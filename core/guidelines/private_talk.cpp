// SPDX-License-Identifier: GPL-3.0-or-later
// G12, G14, G27: two people who talk between themselves in front of everybody, and words meant for one person.  The offer is to move the
// draft; never where private messages are blocked, never in a handful of people, once per pair and day.
#include <algorithm>
#include <cmath>

#include "core/guidelines/registry.h"
#include "core/guidelines/spoken.h"
#include "core/i18n.h"
#include "core/policy/policy.h"
#include "core/room/memory.h"

namespace tact {

namespace {

constexpr std::string_view private_talk_rows[] = {"G12", "G14", "G27"};

constexpr Wording wording = {
    {N_("This seems meant for one person. Would they rather have it to themselves?"),
     N_("Is this for everybody here, or for one of them?"),
     N_("One person needs this, and every phone in the group will buzz. Send it to them alone?")},
    {N_("“/tact private NAME” moves this draft into a private message; the group gets nothing."), nullptr},
};

bool small_room(const Subject& subject) { return subject.room.occupants && *subject.room.occupants + 1 < subject.policy.private_least_people; }

/// Log odds from which two people's talk is called theirs.
constexpr float likely_enough = 0.85F;

bool between_themselves(const room::Pair& pair, const Policy& policy, Instant now) {
  const room::Thread& thread = pair.thread;
  const unsigned each = std::min(thread.turns_each[0], thread.turns_each[1]);
  if (each < policy.private_turns) return false;
  if (thread.alone && now - thread.begun <= std::chrono::minutes(policy.private_minutes)) return true;
  return pair.likeliness >= likely_enough;
}

float sureness_of(const room::Pair& pair) {
  // Odds to probability, near enough: the weights are log odds.
  const float odds = std::exp(std::clamp(pair.likeliness, -4.0F, 4.0F));
  return std::max(0.5F, odds / (1 + odds));
}

class PrivateTalk final : public Spoken {
 public:
  PrivateTalk() : Spoken("private_talk", private_talk_rows, {language::Label::one_to_one}, wording) {}
  bool needs_reading() const override { return false; }

 private:
  bool applies(const Subject& subject, language::Label) const override {
    if (!subject.room.can_write_privately || small_room(subject) || subject.reading.notice) return false;
    // What speaks to two people is for more than one.
    const room::Memory* memory = subject.room.memory;
    return memory == nullptr || !memory->people().named_several(subject.text, memory->people().find(subject.message.sender.id), subject.message.at);
  }

  void find_more(const Subject& subject, std::vector<Finding>& findings) const override {
    const RoomView& view = subject.room;
    if (view.memory == nullptr || !view.can_write_privately || small_room(subject)) return;
    const auto pair = view.memory->talk(subject.message.sender.id, subject.text, subject.message.at);
    if (!pair || !between_themselves(*pair, subject.policy, subject.message.at)) return;
    const room::Thread& thread = pair->thread;
    const room::Person& other = view.memory->people()[thread.first == thread.last ? thread.second : thread.first];
    // Once per pair and day.
    if (std::ranges::find(view.nudges.pairs_today, other.id) != view.nudges.pairs_today.end()) return;
    Finding one = finding(subject, "one_to_one", sureness_of(*pair));
    one.reason = fill(_("{name} and you have been talking for a while. Go on in private messages?"), {{"name", other.name}});
    one.hint = fill(_("“/tact private {name}” moves this draft into a private message; the group gets nothing."), {{"name", other.name}});
    one.rule = "pair";
    const auto told = std::ranges::find(findings, id(), &Finding::guideline);
    if (told == findings.end()) {
      findings.push_back(std::move(one));
    } else {
      one.sureness = std::max(one.sureness, told->sureness);
      *told = std::move(one);
    }
  }
};

}  // namespace

const Guideline* private_talk_guideline() {
  static const PrivateTalk room;
  return &room;
}

}  // namespace tact
