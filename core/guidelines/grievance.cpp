// SPDX-License-Identifier: GPL-3.0-or-later
// G16: no concerns or grievances about a teacher, child or parent aired in the group.
#include "core/guidelines/known.h"
#include "core/guidelines/registry.h"
#include "core/guidelines/spoken.h"
#include "core/i18n.h"

namespace tact {

namespace {

constexpr std::string_view grievance_rows[] = {"G16", "G19", "G20", "G22", "G31"};

constexpr Wording wording = {
    {N_("This is a concern about somebody in the school or the group. Who could put it right if they heard it from you?"),
     N_("How would the person this is about feel, reading it here?"),
     N_("A concern like this gets sorted fastest with the people involved. Has it been raised with them?")},
    {N_("“/tact route” makes a draft to the class teacher; if it stays unsolved the deputy or the head is next."), N_("Ask the group for facts only (“is anyone else’s homework missing?”) and take the concern to the school.")},
};

constexpr AboutKnown named = {
    N_("A child of this group is named in this. How would their family feel, reading it here?"),
    N_("A member of staff is named in this. Would it be put right sooner if they heard it from you?"),
};

class Grievance final : public Spoken {
 public:
  Grievance() : Spoken("grievance", grievance_rows, {language::Label::grievance_staff, language::Label::grievance_child, language::Label::grievance_parent}, wording) {}

 private:
  void find_more(const Subject& subject, std::vector<Finding>& findings) const override { identify(subject, id(), named, findings); }
};

}  // namespace

const Guideline* grievance_guideline() {
  static const Grievance room;
  return &room;
}

}  // namespace tact
