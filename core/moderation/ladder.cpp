// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/moderation/ladder.h"

#include <algorithm>
#include <array>

#include "core/guidelines/guideline.h"
#include "core/i18n.h"
#include "core/moderation/words.h"

namespace tact::moderation {

namespace {

using namespace std::chrono_literals;

constexpr auto a_week = 24h * 7;
constexpr auto a_day = 24h;
constexpr auto come_back = 24h;  ///< after a request or a warning the item asks for another look

constexpr std::array all_acts = {Act::ignore, Act::thank, Act::remind, Act::ask, Act::warn, Act::refer, Act::remove, Act::mistaken};

std::int64_t count(Instant at) { return at.time_since_epoch().count(); }

State state_after(Act act) {
  switch (act) {
    case Act::ignore: return State::ignored;
    case Act::thank: return State::thanked;
    case Act::remind: return State::reminded;
    case Act::ask: return State::asked;
    case Act::warn: return State::warned;
    case Act::refer: return State::referred;
    case Act::remove: return State::removed;
    case Act::mistaken: return State::mistaken;
  }
  return State::fresh;
}

bool grave(Act act) { return act == Act::remove || act == Act::refer; }

std::string by(const Actor& actor) { return actor.name + " " + report::hex(actor.key); }

Plan refused(std::string why) {
  Plan plan;
  plan.why_not = std::move(why);
  return plan;
}

}  // namespace

std::string_view name(Act act) {
  switch (act) {
    case Act::ignore: return "ignore";
    case Act::thank: return "thank";
    case Act::remind: return "remind";
    case Act::ask: return "ask";
    case Act::warn: return "warn";
    case Act::refer: return "refer";
    case Act::remove: return "remove";
    case Act::mistaken: return "false";
  }
  return "";
}

std::optional<Act> act_named(std::string_view word) {
  const auto found = std::ranges::find_if(all_acts, [&](Act act) { return name(act) == word; });
  if (found == all_acts.end()) return std::nullopt;
  return *found;
}

Role role_of_key(const Policy& policy, std::span<const std::uint8_t> key) {
  if (key.empty()) return Role::member;
  const auto has = [&](const Officer& officer) { return std::ranges::equal(officer.key, key); };
  if (has(policy.rep)) return Role::rep;
  return std::ranges::any_of(policy.deputies, has) ? Role::deputy : Role::member;
}

bool Ladder::reminded_lately(const Item& item, Instant now) {
  auto query = queue_.records().database().prepare("SELECT 1 FROM step WHERE room=?1 AND author=?2 AND guideline=?3 AND act=?4 AND at>?5");
  query.bind(1, item.room).bind(2, item.author).bind(3, item.guideline).bind(4, static_cast<std::int64_t>(Act::remind)).bind(5, count(now - a_week));
  return query.step();
}

std::size_t Ladder::steps(std::string_view room, std::string_view author, Act act) {
  auto query = queue_.records().database().prepare("SELECT count(*) FROM step WHERE room=?1 AND author=?2 AND act=?3");
  query.bind(1, room).bind(2, author).bind(3, static_cast<std::int64_t>(act));
  return query.step() ? static_cast<std::size_t>(query.integer(0)) : 0;
}

Plan Ladder::plan(Act act, const Item& item, const Policy& policy, const Actor& actor, std::string_view reason, Instant now) {
  if (role_of_key(policy, actor.key) == Role::member) return refused(words::not_an_officer());
  if (item.erased) return refused(words::erased());
  // In dry run nothing reaches anybody; only the rep's own marks are kept.
  const bool only_a_mark = act == Act::ignore || act == Act::mistaken;
  if (item.dry && !only_a_mark) return refused(words::dry_run(act));
  if (!policy.rep.address.empty() && item.author == policy.rep.address && !only_a_mark && act != Act::refer)
    return refused(words::about_the_rep(policy));
  if (item.source == Source::raid && act != Act::refer && !only_a_mark) return refused(words::raid_has_many());
  if (act == Act::remind && reminded_lately(item, now)) return refused(words::reminded_this_week());
  if (act == Act::remove && item.state == State::removed) return refused(words::removed_already());

  Plan plan;
  plan.allowed = true;
  plan.to_author = words::to_author(act, item, policy, reason, steps(item.room, item.author, Act::remind) > 0);
  if (act == Act::remove) plan.notice = words::neutral_notice();
  if (act == Act::remove) plan.confirmation = words::confirm_removal(item, policy, reason, steps(item.room, item.author, Act::warn));
  if (act == Act::refer && policy.two_person_rule) plan.confirmation = words::confirm_referral(item);
  return plan;
}

Plan Ladder::ask(Act act, const Item& item, const Policy& policy, const Actor& actor, std::string_view reason, Instant now) {
  Plan plan = this->plan(act, item, policy, actor, reason, now);
  if (!plan.allowed || !grave(act)) return plan;
  queue_.records()
      .database()
      .prepare("INSERT OR REPLACE INTO asked VALUES(?1,?2,?3,?4,?5,'')")
      .bind(1, item.id)
      .bind(2, static_cast<std::int64_t>(act))
      .bind(3, reason)
      .bind(4, count(now))
      .bind(5, by(actor))
      .run();
  return plan;
}

Plan Ladder::second(const Item& item, const Policy& policy, const Actor& actor, Instant now) {
  if (role_of_key(policy, actor.key) == Role::member) return refused(words::not_an_officer());
  store::Database& database = queue_.records().database();
  auto query = database.prepare("SELECT by, at FROM asked WHERE item=?1");
  query.bind(1, item.id);
  if (!query.step() || now - Instant(Milliseconds(query.integer(1))) > a_day) return refused(words::nothing_asked());
  // By key: one person with two names stays one person.
  if (query.text(0).ends_with(report::hex(actor.key))) return refused(words::same_person());
  query.reset();
  database.prepare("UPDATE asked SET second=?2 WHERE item=?1").bind(1, item.id).bind(2, by(actor)).run();
  ledger_.append(now, "seconded", {item.room, item.id, by(actor), item.author, {}});
  Plan plan;
  plan.allowed = true;
  return plan;
}

Plan Ladder::second_from_afar(const Item& item, Act act, Instant asked_at, const Policy& policy, const Actor& actor, Instant now) {
  auto query = queue_.records().database().prepare("SELECT act, at FROM asked WHERE item=?1");
  query.bind(1, item.id);
  const bool stands = query.step() && query.integer(0) == static_cast<std::int64_t>(act) && query.integer(1) == count(asked_at);
  query.reset();
  return stands ? second(item, policy, actor, now) : refused(words::nothing_asked());
}

Plan Ladder::confirm(Act act, const Item& item, const Policy& policy, const Actor& actor, std::string& reason, Instant now) {
  store::Database& database = queue_.records().database();
  auto query = database.prepare("SELECT act, reason, at, by, second FROM asked WHERE item=?1");
  query.bind(1, item.id);
  if (!query.step() || query.integer(0) != static_cast<std::int64_t>(act)) return refused(words::nothing_asked());
  const Instant at{Milliseconds(query.integer(2))};
  const std::string asked_by = query.text(3), seconded_by = query.text(4);
  const std::string asked_reason = query.text(1);
  query.reset();
  const auto lives = policy.two_person_rule ? std::chrono::duration_cast<Milliseconds>(a_day) : std::chrono::duration_cast<Milliseconds>(question_lives);
  if (now - at > lives || now < at) {
    withdraw(item.id);
    return refused(words::question_too_old());
  }
  if (!asked_by.ends_with(report::hex(actor.key))) return refused(words::asked_by_another());
  if (policy.two_person_rule && seconded_by.empty()) return refused(words::second_needed());
  Plan plan = this->plan(act, item, policy, actor, asked_reason, now);
  if (!plan.allowed) return plan;
  reason = asked_reason;
  withdraw(item.id);
  plan.confirmation.clear();
  return plan;
}

void Ladder::withdraw(std::int64_t item) { queue_.records().database().prepare("DELETE FROM asked WHERE item=?1").bind(1, item).run(); }

void Ladder::record(Act act, const Item& item, const Actor& actor, std::string_view reason, std::string_view outcome, Instant now) {
  queue_.records().database().transaction([&] {
    std::string detail(reason);
    if (!outcome.empty() && outcome != "done") detail += (detail.empty() ? "(" : " (") + std::string(outcome) + ")";
    ledger_.append(now, name(act), {item.room, item.id, by(actor), item.author, detail});
    // What did not happen changes no state: it stays open and visible.
    if (outcome != "done") return;
    const bool again = act == Act::ask || act == Act::warn;
    queue_.set_state(item.id, state_after(act), now, again ? now + come_back : Instant{});
    queue_.records()
        .database()
        .prepare("INSERT INTO step VALUES(?1,?2,?3,?4,?5,?6)")
        .bind(1, item.room)
        .bind(2, item.author)
        .bind(3, item.guideline)
        .bind(4, static_cast<std::int64_t>(act))
        .bind(5, count(now))
        .bind(6, item.id)
        .run();
  });
}

bool Ladder::remind_by_itself(const Item& item, const Policy& policy, Instant now) {
  constexpr double sure_enough = 0.8;
  if (!policy.remind_automatically || !policy.signed_by_rep || policy.expired) return false;
  if (item.dry || item.erased || item.state != State::fresh || item.source != Source::filter) return false;
  // A threat or a warning name needs a person's eyes first.
  if (item.guideline == "threat" || !item.warning.empty() || item.sureness < sure_enough) return false;
  return item.author != policy.rep.address && !reminded_lately(item, now);
}

}  // namespace tact::moderation
