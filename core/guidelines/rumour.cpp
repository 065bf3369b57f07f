// SPDX-License-Identifier: GPL-3.0-or-later
// G42: is it true?  Hearsay without a source.  The school's own link, or the rep, is a source.
#include <algorithm>

#include "core/guidelines/registry.h"
#include "core/guidelines/spoken.h"
#include "core/i18n.h"
#include "core/policy/policy.h"
#include "core/text/text.h"

namespace tact {

namespace {

constexpr std::string_view rumour_rows[] = {"G22", "G42"};

constexpr Wording wording = {
    {N_("Where is this from? Somebody may plan their day by it."),
     N_("Is it true? It reads as something heard, without a source."),
     N_("Has the school or another source confirmed this?")},
    {N_("Add the link or say who confirmed it; or ask: “has anybody heard from the office about …?”"), nullptr},
};

/// A link to one of the group's known hosts, or to any page where the group has named none.
bool has_source(const Subject& subject) {
  const Text& text = subject.text;
  return std::ranges::any_of(text.tokens, [&](const Token& token) {
    if (token.kind != TokenKind::link) return false;
    const std::string_view link = text.word(token);
    if (link.find(".sch.uk") != std::string_view::npos || link.find(".gov.uk") != std::string_view::npos) return true;
    return std::ranges::any_of(subject.policy.school_links, [&](const std::string& host) { return !host.empty() && link.find(host) != std::string_view::npos; });
  });
}

class Rumour final : public Guideline {
 public:
  std::string_view id() const override { return "rumour"; }
  std::span<const std::string_view> rows() const override { return rumour_rows; }
  bool needs_reading() const override { return true; }
  void find(const Subject& subject, std::vector<Finding>& findings) const override {
    const auto& hits = subject.reading.hits;
    const auto hit = std::ranges::find(hits, id(), &language::Hit::guideline);
    // The rep posts what was confirmed to them.
    if (hit == hits.end() || subject.message.sender.role != Role::member || has_source(subject) || allowed_here(subject, id(), hit->start, hit->end)) return;
    const std::uint32_t turn = word_hash(subject.message.raw);
    Finding one;
    one.guideline = id();
    one.label = "off_topic";
    one.sureness = hit->sureness;
    one.reason = _(wording.reasons[turn % wording.reasons.size()]);
    one.hint = _(wording.hints[0]);
    one.rule = hit->rule;
    one.span = subject.text.raw_span(hit->start, hit->end);
    findings.push_back(std::move(one));
  }
};

}  // namespace

const Guideline* rumour_guideline() {
  static const Rumour room;
  return &room;
}

}  // namespace tact
