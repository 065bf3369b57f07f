// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/moderation/office.h"

#include <algorithm>
#include <array>

#include "core/i18n.h"
#include "core/moderation/typed.h"
#include "core/moderation/words.h"

namespace tact::moderation {

namespace {

using namespace std::chrono_literals;

constexpr std::array other_words = {std::string_view("card"), std::string_view("hold"), std::string_view("ledger"), std::string_view("queue"), std::string_view("second")};
constexpr std::size_t most_listed = 20;
constexpr const char* left_to_hands = "left to be done by hand";

report::Progress progress_after(Act act) {
  switch (act) {
    case Act::ignore:
    case Act::mistaken: return report::Progress::looked_at;
    case Act::thank:
    case Act::remind:
    case Act::ask:
    case Act::warn:
    case Act::remove: return report::Progress::acted_on;
    case Act::refer: return report::Progress::passed_on;
  }
  return report::Progress::looked_at;
}

}  // namespace

bool Office::knows(std::string_view word) { return act_named(word).has_value() || std::ranges::find(other_words, word) != other_words.end(); }

Actor Office::actor(const Policy& policy) const {
  const auto mine = [&](const Officer& officer) { return std::ranges::equal(officer.key, parts_.key.public_key().bytes()); };
  Actor actor{_("somebody"), parts_.key.public_key().vector()};
  if (mine(policy.alternate)) actor.name = policy.alternate.name;
  for (const Officer& deputy : policy.deputies)
    if (mine(deputy)) actor.name = deputy.name;
  if (mine(policy.rep)) actor.name = policy.rep.name;
  return actor;
}

const Policy* Office::policy_of(const Item& item) const {
  const auto room = RoomKey::parse(item.room);
  return room ? parts_.policy(*room) : nullptr;
}

std::vector<std::string> Office::answer(const RoomKey& here, std::string_view word, std::string_view rest) {
  try {
    return answer_unsafely(here, word, rest);
  } catch (const std::exception& error) {
    return {fill(_("That could not be done: {why}. Nothing was sent to anybody."), {{"why", error.what()}})};
  }
}

Office::Lines Office::answer_unsafely(const RoomKey& here, std::string_view word, std::string_view rest) {
  if (word == "queue") return queue(here, rest);
  if (word == "second") return second(rest);
  if (word == "hold") return hold(rest);
  if (word == "card") return card(here, rest);
  if (word == "ledger") return ledger();
  const auto named = act_named(word);
  return named ? act(*named, rest) : Lines{};
}

Office::Lines Office::queue(const RoomKey&, std::string_view rest) {
  const std::string_view word = first_word(rest);
  if (word == "live") {
    parts_.inbox.set_dry_run(false);
    parts_.ledger.append(parts_.clock.now(), "live", {});
    return {_("The queue is live: what is found from now on can be answered. What the dry run found stays a “would have”.")};
  }
  if (word == "dry") {
    parts_.inbox.set_dry_run(true);
    parts_.ledger.append(parts_.clock.now(), "dry run", {});
    return {_("Dry run: what is found is only put aside; nobody can be reminded or removed for it.")};
  }
  if (word == "would") return list(true, 31);
  if (const auto id = number(word)) return show(*id, rest == "brief");
  if (!word.empty()) return {_("/tact queue · /tact queue 12 · /tact queue would · /tact queue live · /tact queue dry")};
  return list(false, 0);
}

Office::Lines Office::list(bool dry, std::int64_t since_days) {
  const Instant now = parts_.clock.now();
  const std::vector<Item> items = dry ? parts_.queue.since(now - 24h * since_days, true) : parts_.queue.open({}, false, 200);
  Lines lines;
  if (dry) {
    lines.push_back(items.empty() ? std::string(_("In the last month the dry run would have put nothing in the queue."))
                                  : fill(translate_plural("In the last month the dry run would have put one item in the queue:",
                                                          "In the last month the dry run would have put {n} items in the queue:", items.size()),
                                         {{"n", std::to_string(items.size())}}));
  } else if (items.empty()) {
    lines.push_back(_("The queue is empty."));
  } else {
    lines.push_back(fill(translate_plural("One item waits:", "{n} items wait:", items.size()), {{"n", std::to_string(items.size())}}));
  }
  for (std::size_t i = 0; i < std::min(items.size(), most_listed); ++i) lines.push_back(words::list_line(items[i], now));
  if (items.size() > most_listed) lines.push_back(fill(_("… and {n} more."), {{"n", std::to_string(items.size() - most_listed)}}));
  if (!dry && !items.empty()) lines.push_back(_("“/tact queue 12” shows one; then ignore, thank, remind, ask, warn, refer, remove or false, as in “/tact remind 12”."));
  if (!dry && parts_.inbox.dry_run()) lines.push_back(_("This is a dry run: “/tact queue would” shows what it found, “/tact queue live” begins."));
  lines.push_back(words::child_at_risk(nullptr));
  return lines;
}

Office::Lines Office::show(std::int64_t id, bool brief) {
  const auto item = parts_.queue.find(id);
  if (!item) return {no_such_item(id)};
  if (item->erased) return {words::erased()};
  const Policy* policy = policy_of(*item);
  if (policy == nullptr) return {words::not_an_officer()};
  // Who saw it, and when, is part of the record; once a person.
  const Actor who = actor(*policy);
  const std::string by = who.name + " " + report::hex(who.key);
  const auto seen = parts_.ledger.of_item(id);
  if (std::ranges::none_of(seen, [&](const report::LedgerLine& line) { return line.action == "seen" && line.content && line.content->actor == by; }))
    parts_.ledger.append(parts_.clock.now(), "seen", {item->room, id, by, item->author, {}});
  Lines out;
  const std::string text = brief ? words::brief(*item, policy, parts_.clock.now()) : words::full(*item, policy, parts_.clock.now());
  for (std::size_t from = 0; from <= text.size();) {
    const auto end = std::min(text.find('\n', from), text.size());
    if (end > from) out.push_back(text.substr(from, end - from));
    from = end + 1;
  }
  return out;
}

Office::Lines Office::act(Act act, std::string_view rest) {
  const auto id = number(first_word(rest));
  if (!id) return {fill(_("Which item? “/tact {word} 12”; “/tact queue” lists them."), {{"word", name(act)}})};
  const auto item = parts_.queue.find(*id);
  if (!item) return {no_such_item(*id)};
  if (item->erased) return {words::erased()};
  const Policy* policy = policy_of(*item);
  if (policy == nullptr) return {words::not_an_officer()};
  if (act == Act::remove) return remove(*item, *policy, rest);
  if (act == Act::refer) return refer(*item, *policy, rest);
  const Actor who = actor(*policy);
  const Plan plan = parts_.ladder.plan(act, *item, *policy, who, rest, parts_.clock.now());
  if (!plan.allowed) return {plan.why_not};
  return {carry_out(act, *item, *policy, plan, rest, who)};
}

std::string Office::carry_out(Act act, const Item& item, const Policy& policy, const Plan& plan, std::string_view reason, const Actor& who) {
  std::string failure;
  if (!plan.to_author.empty()) failure = parts_.hands.write_privately(policy.room, item.author, item.name, plan.to_author);
  parts_.ladder.record(act, item, who, reason, failure.empty() ? "done" : "failed: " + failure, parts_.clock.now());
  if (!failure.empty()) return fill(_("{n}: {name} was not told: {why}. The item stays open."), {{"n", numbered(item.id)}, {"name", item.name}, {"why", failure}});
  tell_reporter(item, progress_after(act), policy);
  if (plan.to_author.empty()) return fill(_("{n} is now marked “{act}”. Nobody was told."), {{"n", numbered(item.id)}, {"act", name(act)}});
  return fill(_("{n}: sent privately to {name}: “{text}”"), {{"n", numbered(item.id)}, {"name", item.name}, {"text", plan.to_author}});
}

void Office::tell_reporter(const Item& item, report::Progress progress, const Policy& policy) {
  if (item.report.empty()) return;
  const auto reply = parts_.mailbox.tell(item.id, progress, {}, parts_.hands.my_addresses(policy.room), parts_.clock.now());
  if (!reply) return;
  const std::string failure = parts_.hands.send_sealed(policy.room, reply->to_address, reply->envelope);
  if (!failure.empty()) parts_.hands.tell(policy.room, fill(_("The reporter of {n} could not be told: {why}."), {{"n", numbered(item.id)}, {"why", failure}}));
}

Office::Lines Office::remove(const Item& item, const Policy& policy, std::string_view rest) {
  const Actor who = actor(policy);
  const Instant now = parts_.clock.now();
  if (rest != "confirm") {
    if (rest == "cancel") {
      parts_.ladder.withdraw(item.id);
      return {_("Nothing was done.")};
    }
    if (rest == "done") return removed_by_hand(item, policy);
    if (rest.empty()) return {fill(_("Say why, in words for the person: “/tact remove {id} REASON”. Nothing was done."), {{"id", std::to_string(item.id)}})};
    const Plan plan = parts_.ladder.ask(Act::remove, item, policy, who, rest, now);
    return asked(item, policy, Act::remove, rest, plan, now);
  }
  std::string reason;
  const Plan plan = parts_.ladder.confirm(Act::remove, item, policy, who, reason, now);
  if (!plan.allowed) return {plan.why_not};
  const Removal removal{policy.room, item.author, item.name, item.at, reason, plan.notice, plan.to_author};
  parts_.hands.remove(removal, [this, item, policy, who, reason](Removed outcome, const std::string& text) {
    std::string word = "done";
    if (outcome == Removed::not_confirmed) word = "not confirmed";
    if (outcome == Removed::failed) word = "failed: " + text;
    if (outcome == Removed::by_hand) word = left_to_hands;
    try {
      parts_.ladder.record(Act::remove, item, who, reason, word, parts_.clock.now());
      if (outcome == Removed::done) tell_reporter(item, report::Progress::acted_on, policy);
    } catch (const std::exception& error) {
      parts_.hands.tell(policy.room, fill(_("The ledger could not be written: {why}"), {{"why", error.what()}}));
    }
    parts_.hands.tell(policy.room, text);
  });
  return {};
}

Office::Lines Office::removed_by_hand(const Item& item, const Policy& policy) {
  const auto lines = parts_.ledger.of_item(item.id);
  const auto asked = std::ranges::find_if(lines.rbegin(), lines.rend(), [](const report::LedgerLine& line) { return line.action == name(Act::remove); });
  if (item.state == State::removed) return {words::removed_already()};
  // Only what was confirmed and then left to hands can be called done.
  if (asked == lines.rend() || !asked->content || asked->content->detail.find(left_to_hands) == std::string::npos) return {words::nothing_asked()};
  parts_.ladder.record(Act::remove, item, actor(policy), _("by hand, as the rep says"), "done", parts_.clock.now());
  tell_reporter(item, report::Progress::acted_on, policy);
  return {fill(_("{n}: written down as removed by hand."), {{"n", numbered(item.id)}})};
}

std::string Office::arrived(const std::vector<std::int64_t>& ids) {
  std::size_t live = 0;
  std::string reminded;
  std::optional<Item> only;
  for (const std::int64_t id : ids) {
    const auto item = parts_.queue.find(id);
    if (!item || item->dry) continue;
    ++live;
    only = item;
    const Policy* policy = policy_of(*item);
    const Instant now = parts_.clock.now();
    if (policy == nullptr || !parts_.ladder.remind_by_itself(*item, *policy, now)) continue;
    Actor who = actor(*policy);
    const Plan plan = parts_.ladder.plan(Act::remind, *item, *policy, who, {}, now);
    if (!plan.allowed) continue;
    who.name += " (automatic)";
    reminded += " " + carry_out(Act::remind, *item, *policy, plan, "by the policy’s rule", who);
  }
  if (live == 0) return {};
  if (live == 1) return fill(_("New in the queue, for you alone: {line}"), {{"line", words::list_line(*only, parts_.clock.now())}}) + reminded;
  return fill(translate_plural("One new item in the queue: “/tact queue”.", "{n} new items in the queue: “/tact queue”.", live), {{"n", std::to_string(live)}}) + reminded;
}

std::vector<std::string> Office::due() {
  Lines lines;
  for (const std::int64_t id : parts_.queue.due(parts_.clock.now())) {
    const auto item = parts_.queue.find(id);
    if (!item) continue;
    lines.push_back(fill(_("{n} asks for another look ({state} on {when}): “/tact queue {id}”."),
                         {{"n", numbered(id)}, {"state", shown(item->state)}, {"when", rfc3339(item->state_at).substr(0, 10)}, {"id", std::to_string(id)}}));
    parts_.queue.set_state(id, item->state, item->state_at);
  }
  return lines;
}

void Office::sweep() {
  const Instant now = parts_.clock.now();
  parts_.retention.sweep(now, [this](const std::string& text) {
    const auto room = RoomKey::parse(text);
    const Policy* policy = room ? parts_.policy(*room) : nullptr;
    return policy == nullptr ? 0U : policy->retention_days;
  });
  parts_.mailbox.prekeys().sweep(now);
}

}  // namespace tact::moderation
