// SPDX-License-Identifier: GPL-3.0-or-later
// What "/tact report" and "/tact reports" do: any member, privately to the rep (or the alternate), and where the network itself takes reports.
#include <algorithm>

#include "core/i18n.h"
#include "core/moderation/words.h"
#include "core/report/where.h"
#include "plugin/app.h"
#include "plugin/moderation.h"
#include "plugin/moderation_rep.h"
#include "plugin/people.h"

namespace tact::plugin {

namespace {

constexpr std::size_t listed = 8;

std::vector<std::string> last_lines(const std::deque<report::RecentLine>& lines) {
  std::vector<std::string> out;
  for (std::size_t i = lines.size() > listed ? lines.size() - listed : 0; i < lines.size(); ++i)
    out.push_back(fill("#{n} {name}: “{text}”", {{"n", std::to_string(lines.size() - i)}, {"name", lines[i].name}, {"text", moderation::words::shortened(lines[i].text, 80)}}));
  return out;
}

}  // namespace

std::vector<std::string> Moderation::report(const Place& place, PurpleConversation* conversation, std::string_view rest) {
  const std::string room = place.room.text();
  const Policy* policy = app_.settings.signed_policy(place.room);
  std::vector<std::string> lines;
  if (policy == nullptr) {
    lines.push_back(_("This group has no signed policy, so Tact does not know who its rep is. Write to the rep or to a senior member of staff yourself."));
    lines.push_back(report::where_to_report(place.room.protocol));
    lines.push_back(moderation::words::child_at_risk(nullptr));
    return lines;
  }
  constexpr std::string_view alternate_word = "alternate ";
  const bool to_alternate = rest.starts_with(alternate_word);
  if (to_alternate) rest.remove_prefix(alternate_word.size());
  const report::Asked asked = report::asked(rest);
  if (asked.which.empty() && asked.reason.empty()) {
    lines.push_back(_("/tact report last REASON · /tact report #2 REASON · /tact report “WORDS OF IT” REASON. Only the rep sees it; “/tact report alternate last REASON” "
                      "goes to the other person instead. The last lines here:"));
    for (std::string& line : last_lines(recent_.of(room))) lines.push_back(std::move(line));
    return lines;
  }
  std::optional<std::size_t> at;
  if (!asked.which.empty()) {
    std::string why;
    at = recent_.find(room, asked.which, why);
    if (!at) return {why};
  }
  const std::string own = conversation != nullptr ? own_occupant(conversation) : place.account.user;
  report::Report made = report::gather_report(recent_, room, at, asked.reason, own, place.room.protocol, rep().chain);
  std::string why_not;
  const Officer* to = to_alternate ? &policy->alternate : report::recipient_of(*policy, made.about_address, made.about_name, why_not);
  if (to_alternate && to->bundle.empty()) why_not = _("The group’s policy names nobody else who can receive a sealed report."), to = nullptr;
  if (to == nullptr) return {why_not, report::where_to_report(place.room.protocol), moderation::words::child_at_risk(policy)};
  if (std::ranges::equal(to->key, key().public_key().bytes())) return {_("You are the one reports go to; “/tact queue” shows what waits.")};
  if (open_room(place.room) == nullptr) return {_("You are not connected to that room now; nothing was sent.")};
  const report::Posted posted = rep().mailbox.post(made, *to, conversation != nullptr ? own_addresses(conversation) : std::vector<std::string>{place.account.user}, app_.now());
  const std::string failure = send_sealed(place.room, posted.to_address, posted.envelope);
  if (!failure.empty()) return {fill(_("The report was not sent: {why}."), {{"why", failure}}), moderation::words::child_at_risk(policy)};
  lines.push_back(fill(_("Report {reference} went to {name}, sealed; the group and whoever it is about see nothing of it. “/tact reports” tells what became of it."),
                       {{"reference", posted.reference}, {"name", posted.to_name}}));
  if (at && made.lines.size() > 1) lines.push_back(fill(_("With it went the message and {n} lines around it."), {{"n", std::to_string(made.lines.size() - 1)}}));
  lines.push_back(report::where_to_report(place.room.protocol));
  lines.push_back(moderation::words::child_at_risk(policy));
  return lines;
}

std::vector<std::string> Moderation::reports(const Place& place, std::string_view rest) {
  constexpr std::string_view trust = "trust ";
  if (rest.starts_with(trust) && is_officer(place.room)) {
    const std::string who(rest.substr(trust.size()));
    return {rep().mailbox.unpin(who) ? fill(_("The next sealed report from {who} may come with a new key. Do this only after you have spoken to them."), {{"who", who}})
                                     : fill(_("No key is remembered for {who}."), {{"who", who}})};
  }
  std::vector<std::string> lines;
  if (rep_.there())
    for (const report::SentReport& sent : rep().mailbox.sent())
      if (sent.room == place.room.text())
        lines.push_back(fill(_("{reference}, {day}, to {name}: {progress}"),
                             {{"reference", sent.reference}, {"day", rfc3339(sent.at).substr(0, 10)}, {"name", sent.to_name}, {"progress", report::shown(sent.progress)}}));
  if (lines.empty()) lines.push_back(_("You have sent no report from this group, or its time is over."));
  return lines;
}

}  // namespace tact::plugin
