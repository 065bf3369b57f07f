// SPDX-License-Identifier: GPL-3.0-or-later
// G21, G51: one person under many unkind words, and a conversation that runs hot.  It asks whoever adds to the pile;
// never the person under it.
#include "core/guidelines/guideline.h"
#include "core/guidelines/registry.h"
#include "core/i18n.h"
#include "core/policy/policy.h"
#include "core/room/memory.h"

namespace tact {

namespace {

constexpr std::string_view pile_on_rows[] = {"G21", "G51"};

/// Three unkind messages in the last few minutes.
constexpr float hot = 2.4F;
constexpr std::chrono::seconds without_a_breath{20};

class PileOn final : public Guideline {
 public:
  std::string_view id() const override { return "pile_on"; }
  std::span<const std::string_view> rows() const override { return pile_on_rows; }
  bool needs_reading() const override { return true; }
  void find(const Subject& subject, std::vector<Finding>& findings) const override {
    const room::Memory* memory = subject.room.memory;
    // A kind word in a heated conversation is what it needs.
    if (memory == nullptr || !room::unkind(subject.reading)) return;
    const Message& message = subject.message;
    const unsigned others =
        memory->piled_on(message.sender.id, subject.text, message.at, subject.policy.pile_on_minutes);
    const bool pile = others >= subject.policy.pile_on_people;
    // Whoever is under the pile answers as they like, however hot it is.
    const bool heat = !memory->under_fire(message.sender.id, message.at, subject.policy.pile_on_minutes) &&
                      memory->heat(message.at) >= hot &&
                      memory->answers_within(message.sender.id, message.at, without_a_breath);
    if (!pile && !heat) return;
    Finding one;
    one.guideline = id();
    one.label = "pile_on";
    constexpr float sure_of_pile = 0.8F, sure_of_heat = 0.6F;
    one.sureness = pile ? sure_of_pile : sure_of_heat;
    one.rule = pile ? "pile" : "heat";
    if (pile) {
      one.reason = fill(
          translate_plural(
              "{count} person has been hard on the same one just now. How is it to be on the receiving end?",
              "{count} people have been hard on the same one just now. How is it to be on the receiving end?", others),
          {{"count", std::to_string(others)}});
      one.hint = _("Whoever is meant has heard it by now. “/tact drop” leaves it at that.");
    } else {
      one.reason = _("This conversation is running hot. Would it read the same in twenty minutes?");
      one.hint = _("“/tact later 20 min” posts it then, if you still want to.");
    }
    findings.push_back(std::move(one));
  }
};

}  // namespace

const Guideline* pile_on_guideline() {
  static const PileOn room;
  return &room;
}

}  // namespace tact
