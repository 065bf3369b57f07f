// SPDX-License-Identifier: GPL-3.0-or-later
// G2, G5, G11, G13, G40: is this relevant?  Adverts, schemes, chains, jokes and chatter; notices, thanks and news of the area are always fine.
#include "core/guidelines/registry.h"
#include "core/guidelines/spoken.h"
#include "core/i18n.h"
#include "core/text/text.h"

namespace tact {

namespace {

constexpr std::string_view relevance_rows[] = {"G2", "G5", "G11", "G12", "G13", "G40"};

constexpr Wording wording = {
    {N_("Is this of use to everybody here, or better in a smaller group of friends?"),
     N_("This does not seem to be about the school or the area. Is it relevant for the whole group?"),
     N_("Everybody’s phone will buzz for this. Is it something they all need?")},
    {N_("Send it to the friends who would enjoy it: “/tact private NAME”."), N_("If it does concern the group, say how in the first few words.")},
};

class Relevance final : public Spoken {
 public:
  Relevance() : Spoken("relevance", relevance_rows, {language::Label::off_topic}, wording) {}
  bool needs_reading() const override { return false; }

 private:
  // Event, date and place: a notice, whatever else it says.
  bool applies(const Subject& subject, language::Label) const override { return !subject.reading.notice && !subject.reading.praise; }

  /// What was not read is not judged, and the sender is told.
  void find_more(const Subject& subject, std::vector<Finding>& findings) const override {
    if (!subject.text.cut) return;
    constexpr float certain = 0.9F;
    Finding one = finding(subject, "off_topic", certain);
    one.reason = _("This is far longer than a chat message, and only its beginning was looked at. Is it meant for everybody?");
    one.rule = "length";
    findings.push_back(std::move(one));
  }
};

}  // namespace

const Guideline* relevance_guideline() {
  static const Relevance room;
  return &room;
}

}  // namespace tact
