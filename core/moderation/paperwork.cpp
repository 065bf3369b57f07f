// SPDX-License-Identifier: GPL-3.0-or-later
// The office's paper: what it writes for others to read (a referral), keeps past its time (a hold), counts (the card) and can show (the ledger).
#include <algorithm>

#include "core/i18n.h"
#include "core/moderation/card.h"
#include "core/moderation/office.h"
#include "core/moderation/typed.h"
#include "core/moderation/words.h"
#include "core/report/packet.h"

namespace tact::moderation {

namespace {

/// "reveal ann,cat note": names up to the next blank; "reveal all" reveals everybody.
std::set<std::string> take_revealed(std::string_view& rest) {
  std::set<std::string> names;
  std::string_view copy = rest;
  if (first_word(copy) != "reveal") return names;
  std::string_view list = first_word(copy);
  rest = copy;
  while (!list.empty()) {
    const auto end = std::min(list.find(','), list.size());
    if (end > 0) names.insert(list.substr(0, end) == "all" ? "*" : std::string(list.substr(0, end)));
    list.remove_prefix(std::min(end + 1, list.size()));
  }
  return names;
}

}  // namespace

Office::Lines Office::refer(const Item& item, const Policy& policy, std::string_view rest) {
  const Actor who = actor(policy);
  const Instant now = parts_.clock.now();
  std::string note;
  std::set<std::string> revealed;
  if (policy.two_person_rule && rest != "confirm") {
    const Plan plan = parts_.ladder.ask(Act::refer, item, policy, who, rest, now);
    return asked(item, policy, Act::refer, rest, plan, now);
  }
  if (policy.two_person_rule) {
    const Plan plan = parts_.ladder.confirm(Act::refer, item, policy, who, note, now);
    if (!plan.allowed) return {plan.why_not};
    std::string_view words = note;
    revealed = take_revealed(words);
    note = std::string(words);
  } else {
    const Plan plan = parts_.ladder.plan(Act::refer, item, policy, who, rest, now);
    if (!plan.allowed) return {plan.why_not};
    revealed = take_revealed(rest);
    note = std::string(rest);
  }
  // The file first says that it was referred, so the decision is in its own record.
  parts_.ladder.record(Act::refer, item, who, note, "done", now);
  std::string path;
  try {
    path = write_packet(item, policy, note, revealed);
  } catch (const std::exception& error) {
    parts_.ladder.record(Act::refer, item, who, note, std::string("failed: ") + error.what(), now);
    parts_.queue.set_state(item.id, State::fresh, now);
    return {fill(_("The referral could not be written: {why}. The item stays open."), {{"why", error.what()}})};
  }
  tell_reporter(item, report::Progress::passed_on, policy);
  Lines lines = {fill(_("{n}: the referral is in {path}. Nothing was sent: give it to {contact} yourself. “tact verify” checks it."),
                      {{"n", numbered(item.id)}, {"path", path}, {"contact", policy.senior_contact.empty() ? std::string_view(_("a senior member of staff")) : std::string_view(policy.senior_contact)}})};
  if (revealed.empty()) lines.push_back(_("Other people are “Person 1, 2 …” in it; “/tact refer N reveal NAME,NAME” names them, “reveal all” everybody."));
  lines.push_back(words::child_at_risk(&policy));
  return lines;
}

std::string Office::write_packet(const Item& item, const Policy& policy, std::string_view note, const std::set<std::string>& revealed) {
  report::PacketInput input;
  input.item = &item;
  input.policy = &policy;
  input.report = parts_.mailbox.of_item(item.id, &input.proof);
  input.decisions = parts_.ledger.of_item(item.id);
  const auto link = parts_.chain.find(item.room, report::chain_leaf(item.room, item.name, item.text));
  if (link.seq != 0) {
    const auto before = parts_.chain.range(item.room, link.seq - 1, link.seq - 1);
    // Without the hash before it the link proves nothing: leave it out.
    if (link.seq == 1 || !before.empty()) input.own = report::ChainProof{before.empty() ? report::Hash{} : before.front().link, {link}};
  }
  input.by_name = actor(policy).name;
  input.note = note;
  input.revealed = revealed;
  input.now = parts_.clock.now();
  const std::string folder = parts_.folder + "/referrals";
  store::make_private_folder(folder);
  std::string path = folder + "/" + report::packet_name(item.id, input.now, policy.zone);
  store::write_private_file(path, report::make_packet(input, parts_.key));
  return path;
}

Office::Lines Office::hold(std::string_view rest) {
  const auto id = number(first_word(rest));
  const auto item = id ? parts_.queue.find(*id) : std::nullopt;
  if (!item) return {id ? no_such_item(*id) : std::string(_("/tact hold 12 REASON keeps an item past its time; /tact hold 12 end lets it go."))};
  if (item->erased) return {words::erased()};
  const Policy* policy = policy_of(*item);
  if (policy == nullptr) return {words::not_an_officer()};
  if (rest.empty()) return {_("Say why it must be kept: “/tact hold 12 REASON”.")};
  const bool end = rest == "end";
  parts_.retention.hold(item->id, end ? std::string_view() : rest, actor(*policy).name, parts_.clock.now());
  return {end ? fill(_("{n} is erased when its time comes."), {{"n", numbered(item->id)}}) : fill(_("{n} is kept until “/tact hold {id} end”."), {{"n", numbered(item->id)}, {"id", std::to_string(item->id)}})};
}

Office::Lines Office::card(const RoomKey& here, std::string_view rest) {
  const Policy* policy = parts_.policy(here);
  if (policy == nullptr) return {words::not_an_officer()};
  const LocalTime local = wall_clock(parts_.clock.now(), policy->zone);
  int month = local.year * 100 + local.month;
  const std::string_view word = first_word(rest);
  if (word.size() == 7 && word[4] == '-') {
    const auto year = number(word.substr(0, 4)), of_year = number(word.substr(5)[0] == '0' ? word.substr(6) : word.substr(5));
    if (!year || !of_year || *of_year > 12) return {_("/tact card or /tact card 2026-11")};
    month = static_cast<int>(*year * 100 + *of_year);
  } else if (!word.empty()) {
    return {_("/tact card or /tact card 2026-11")};
  }
  return {card_text(moderation::card(parts_.records, here.text(), month), month)};
}

Office::Lines Office::ledger() {
  const auto fault = parts_.ledger.first_fault();
  const auto lines = parts_.ledger.all();
  Lines out = {fault ? fill(_("The ledger does not hold: {fault}"), {{"fault", *fault}})
                     : fill(translate_plural("The ledger has one line, and it holds.", "The ledger has {n} lines, and every one holds.", lines.size()), {{"n", std::to_string(lines.size())}})};
  for (std::size_t i = lines.size() > 10 ? lines.size() - 10 : 0; i < lines.size(); ++i) {
    const report::LedgerLine& line = lines[i];
    std::string text = std::to_string(line.seq) + " " + rfc3339(line.at) + " " + line.action;
    if (line.content && line.content->item != 0) text += " " + numbered(line.content->item) + " " + words::shortened(line.content->detail, 80);
    if (!line.content) text += std::string(" ") + _("(erased)");
    out.push_back(std::move(text));
  }
  return out;
}

}  // namespace tact::moderation
