// SPDX-License-Identifier: GPL-3.0-or-later
// G26: one thought, one message.  The outgoing street gathers fragments before they leave; this room sees what was not gathered (another
// client, gathering off, an exported chat) and says so quietly: by then the others have been buzzed, and holding the rest helps nobody.
#include "core/guidelines/guideline.h"
#include "core/guidelines/registry.h"
#include "core/i18n.h"
#include "core/room/memory.h"

namespace tact {

namespace {

constexpr std::string_view one_chunk_rows[] = {"G26"};

class OneChunk final : public Guideline {
 public:
  std::string_view id() const override { return "one_chunk"; }
  std::span<const std::string_view> rows() const override { return one_chunk_rows; }
  void find(const Subject& subject, std::vector<Finding>& findings) const override {
    if (subject.room.memory == nullptr) return;
    constexpr unsigned least = 3;
    const room::Run run = subject.room.memory->run(subject.message.sender.id, subject.text, subject.message.at);
    // Once per run, and not for answers to several people.
    if (run.messages != least || run.several) return;
    Finding one;
    one.guideline = id();
    one.label = "burst";
    constexpr float sure = 0.8F;
    one.sureness = sure;
    one.rule = "run";
    one.quiet = true;
    one.reason = _("That makes three messages within moments, and every one buzzes everybody’s phone.");
    one.hint = _("Shift+Enter begins a new line in the same message.");
    findings.push_back(std::move(one));
  }
};

}  // namespace

const Guideline* one_chunk_guideline() {
  static const OneChunk room;
  return &room;
}

}  // namespace tact
