// SPDX-License-Identifier: GPL-3.0-or-later
// The two-person rule: the question goes sealed to the other officers' computers, and their yes comes back the same way.  Who agrees is known
// by key, and has the message before them.
#include <algorithm>

#include "core/i18n.h"
#include "core/moderation/office.h"
#include "core/moderation/typed.h"
#include "core/moderation/words.h"

namespace tact::moderation {

namespace {

report::Question question_of(const Item& item, Act act, std::string_view reason, const std::string& by) {
  report::Question question{std::string(name(act)), std::string(reason), {}};
  report::Report& about = question.report;
  about.room = item.room;
  about.reason = reason;
  about.reporter = by;
  about.about_address = item.author;
  about.about_name = item.name;
  if (const auto room = RoomKey::parse(item.room)) about.network = room->protocol;
  const auto add = [&](const ContextLine& line, bool reported) { about.lines.push_back({line.at, line.author, line.name, line.text, 0, reported}); };
  const auto before = std::min(item.before.size(), report::Report::around), after = std::min(item.after.size(), report::Report::around);
  for (std::size_t i = item.before.size() - before; i < item.before.size(); ++i) add(item.before[i], false);
  add({item.at, item.author, item.name, item.text}, true);
  for (std::size_t i = 0; i < after; ++i) add(item.after[i], false);
  return question;
}

}  // namespace

Office::Lines Office::asked(const Item& item, const Policy& policy, Act act, std::string_view reason, const Plan& plan, Instant now) {
  if (!plan.allowed) return {plan.why_not};
  Lines lines = {plan.confirmation};
  if (!policy.two_person_rule) return lines;
  for (std::string& line : ask_others(item, policy, act, reason, now)) lines.push_back(std::move(line));
  return lines;
}

Office::Lines Office::ask_others(const Item& item, const Policy& policy, Act act, std::string_view reason, Instant now) {
  Lines lines;
  std::vector<const Officer*> others = {&policy.rep};
  for (const Officer& deputy : policy.deputies) others.push_back(&deputy);
  for (const Officer* other : others) {
    const bool reachable = !other->bundle.empty() && !other->address.empty();
    // Nobody is asked whether they themselves should go.
    if (!reachable || std::ranges::equal(other->key, parts_.key.public_key().bytes()) || report::may_be(*other, item.author, item.name)) continue;
    report::Question question = question_of(item, act, reason, actor(policy).name);
    const report::Posted posted = parts_.mailbox.ask(question, item.id, *other, parts_.hands.my_addresses(policy.room), now);
    const std::string failure = parts_.hands.send_sealed(policy.room, posted.to_address, posted.envelope);
    lines.push_back(failure.empty() ? fill(_("{name} was asked, sealed; you are told when they agree."), {{"name", other->name}})
                                    : fill(_("{name} could not be asked: {why}."), {{"name", other->name}, {"why", failure}}));
  }
  if (lines.empty()) lines.push_back(fill(_("No other officer’s computer can be asked: the policy has no sealed address for one. They can say “/tact second {n}” on this one."), {{"n", std::to_string(item.id)}}));
  return lines;
}

Office::Lines Office::second(std::string_view rest) {
  const auto id = number(first_word(rest));
  const auto item = id ? parts_.queue.find(*id) : std::nullopt;
  if (!item) return {id ? no_such_item(*id) : std::string(_("Which item? “/tact second 12”."))};
  const Policy* policy = policy_of(*item);
  if (policy == nullptr) return {words::not_an_officer()};
  if (!parts_.mailbox.asked_about(item->id).empty()) return second_for_another(*item, *policy);
  const Plan plan = parts_.ladder.second(*item, *policy, actor(*policy), parts_.clock.now());
  return {plan.allowed ? fill(_("You agreed to what was asked for {n}. The one who asked may now confirm it."), {{"n", numbered(item->id)}}) : plan.why_not};
}

Office::Lines Office::second_for_another(const Item& item, const Policy& policy) {
  const Actor who = actor(policy);
  if (role_of_key(policy, who.key) == Role::member) return {words::not_an_officer()};
  const Instant now = parts_.clock.now();
  const auto reply = parts_.mailbox.tell(item.id, report::Progress::seconded, {}, parts_.hands.my_addresses(policy.room), now);
  if (!reply) return {words::nothing_asked()};
  const std::string failure = parts_.hands.send_sealed(policy.room, reply->to_address, reply->envelope);
  if (!failure.empty()) return {fill(_("Your yes was not sent: {why}. Say it again later."), {{"why", failure}})};
  parts_.ledger.append(now, "seconded", {item.room, item.id, who.name + " " + report::hex(who.key), item.author, parts_.mailbox.asked_about(item.id)});
  parts_.queue.set_state(item.id, State::ignored, now);
  return {fill(_("Your yes to “{act}” {name} is on its way, sealed. Whoever asked decides now."), {{"act", parts_.mailbox.asked_about(item.id)}, {"name", item.name}})};
}

std::string Office::agreed(const report::Accepted::Agreed& agreed) {
  const auto item = parts_.queue.find(agreed.item);
  const auto act = act_named(agreed.act);
  const Policy* policy = item ? policy_of(*item) : nullptr;
  if (policy == nullptr || !act || item->erased) return {};
  Actor who{_("somebody"), agreed.key};
  const auto theirs = [&](const Officer& officer) { return officer.key == agreed.key; };
  if (theirs(policy->rep)) who.name = policy->rep.name;
  for (const Officer& deputy : policy->deputies)
    if (theirs(deputy)) who.name = deputy.name;
  const Plan plan = parts_.ladder.second_from_afar(*item, *act, agreed.asked_at, *policy, who, parts_.clock.now());
  if (!plan.allowed) return fill(_("A yes from {name} about {n} came too late or for another question. Nothing was done."), {{"name", who.name}, {"n", numbered(item->id)}});
  return fill(_("{name} agrees about {n}. “/tact {act} {id} confirm” does it; anything else does nothing."),
              {{"name", who.name}, {"n", numbered(item->id)}, {"act", agreed.act}, {"id", std::to_string(item->id)}});
}

}  // namespace tact::moderation
