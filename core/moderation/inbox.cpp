// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/moderation/inbox.h"

#include <algorithm>
#include <set>

#include "core/i18n.h"
#include "core/moderation/quotes.h"

namespace tact::moderation {

namespace {

using namespace std::chrono_literals;

constexpr std::size_t recent_lines = 24;
constexpr auto settle = 10s;            ///< after joining, a network that does not mark history may still be playing it
constexpr auto twice_within = 60s;      ///< the same line through a second account or a bridge
constexpr auto heat_window = 15min;
constexpr std::size_t heat_enough = 3;  ///< mild findings of one person
constexpr auto raid_window = 10s;
constexpr std::size_t raid_enough = 20;  ///< mild findings of anybody
constexpr std::size_t mild_kept = 400;
constexpr std::size_t batch = 128;
constexpr unsigned context_most = 20;  ///< whatever a policy asks for

/// Mild findings that say nothing of how people treat each other are the sender's business, never the rep's.
bool concerns_the_rep(const Finding& finding) {
  static constexpr std::string_view guidelines[] = {"abuse", "allegation", "anger", "grievance", "identity", "leaving", "pictures", "pile_on", "respect", "threat"};
  return finding.severity == Severity::serious || std::ranges::find(guidelines, finding.guideline) != std::end(guidelines);
}

/// Never for counting alone: serious, or a person's life or name is at stake.
bool wants_the_rep(const Finding& finding) {
  if (finding.severity == Severity::serious) return true;
  return (finding.guideline == "threat" || finding.guideline == "abuse" || finding.guideline == "allegation") && finding.sureness >= 0.5F;
}

/// "<ann> text", "[ann] text", "ann: text" from a relay: the words behind the name.
std::string_view behind_a_name(std::string_view text) {
  if (text.empty()) return {};
  const char close = text.front() == '<' ? '>' : text.front() == '[' ? ']' : ':';
  const auto at = text.find(close);
  if (at == std::string_view::npos || at == 0 || at > 40) return {};
  text.remove_prefix(at + 1);
  while (!text.empty() && text.front() == ' ') text.remove_prefix(1);
  return text;
}

std::set<std::string> words_of(std::string_view text) {
  std::set<std::string> words;
  std::string word;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte > 0x7f || std::isalnum(byte) != 0) {
      word += byte < 0x80 ? static_cast<char>(std::tolower(byte)) : c;
      continue;
    }
    if (!word.empty()) words.insert(std::move(word));
    word.clear();
  }
  if (!word.empty()) words.insert(std::move(word));
  return words;
}

/// The network hands an edited message over as a new one: most words the same, but not all.
bool edited_version(std::string_view before, std::string_view after) {
  if (before == after) return false;
  const auto a = words_of(before), b = words_of(after);
  if (a.size() < 4 || b.size() < 4) return false;
  std::size_t shared = 0;
  for (const std::string& word : a) shared += b.count(word);
  return shared * 10 >= (a.size() + b.size() - shared) * 7;
}

std::string folded_text(std::string_view text) {
  std::string out;
  for (const std::string& word : words_of(text)) {
    out += word;
    out += ' ';
  }
  return out.empty() ? std::string(text) : out;
}

std::int64_t month_of(Instant at, const std::string& zone) {
  const LocalTime local = wall_clock(at, zone);
  return local.year * 100 + local.month;
}

}  // namespace

Inbox::Inbox(Records& records, Queue& queue, report::Chain& chain, Judge judge, FindPolicy policy)
    : records_(records), queue_(queue), chain_(chain), judge_(std::move(judge)), policy_(std::move(policy)) {
  dry_ = records_.setting("dry_run") != "off";
}

void Inbox::set_dry_run(bool on) {
  records_.set_setting("dry_run", on ? "on" : "off");
  dry_ = on;
}

void Inbox::take(Arrival arrival) { arrivals_.push_back(std::move(arrival)); }

void Inbox::forget(const std::string& room) {
  rooms_.erase(room);
  std::erase_if(arrivals_, [&](const Arrival& arrival) { return arrival.message.room.text() == room; });
  std::erase_if(found_, [&](const Found& found) { return found.item.room == room; });
  std::erase_if(tally_, [&](const auto& entry) { return std::get<1>(entry.first) == room; });
}

bool Inbox::seen_twice(const RoomState& state, const Arrival& arrival) const {
  return std::ranges::any_of(state.recent, [&](const Recent& recent) {
    return recent.via != arrival.via && recent.line.author == arrival.message.sender.id && recent.line.text == arrival.plain &&
           arrival.message.at - recent.line.at < twice_within;
  });
}

void Inbox::give_after(RoomState& state, const ContextLine& line) {
  for (AfterWait& wait : state.after) {
    --wait.left;
    if (wait.item != 0) {
      afterwards_.emplace_back(wait.item, line);
      continue;
    }
    const auto found = std::ranges::find(found_, wait.mark, &Found::mark);
    if (found != found_.end()) found->item.after.push_back(line);
  }
  std::erase_if(state.after, [](const AfterWait& wait) { return wait.left == 0; });
}

void Inbox::count_month(const Item& item, const Policy& policy) { ++tally_[{month_of(item.at, policy.zone), item.room, item.guideline}]; }

Outcome Inbox::judge_one(const Arrival& arrival) {
  const Message& message = arrival.message;
  // One's own words were judged before they went out.
  if (message.sender.self) return Outcome::own;
  if (arrival.delayed) return Outcome::replay;
  const std::string room = message.room.text();
  const Policy* policy = policy_(message.room);
  // The rep's key left the policy between arrival and now.
  if (policy == nullptr) return Outcome::clean;
  if (arrival.may_replay_unmarked && arrival.joined_at != Instant{} && message.at - arrival.joined_at < settle) return Outcome::replay;
  RoomState& state = rooms_[room];
  if (seen_twice(state, arrival)) return Outcome::twice;
  const std::string_view relayed = behind_a_name(arrival.plain);
  const auto echo = [&](const Recent& recent) {
    return recent.line.text == relayed && recent.line.author != message.sender.id && message.at - recent.line.at < twice_within;
  };
  if (!relayed.empty() && std::ranges::any_of(state.recent, echo)) return Outcome::bridge_echo;

  std::vector<Line> context;
  for (std::size_t i = state.recent.size() > 4 ? state.recent.size() - 4 : 0; i < state.recent.size(); ++i)
    context.push_back({state.recent[i].line.name, state.recent[i].line.text, false});
  RoomView view;
  view.context = context;
  // Somebody else's words in front of an answer are not this person's.
  const std::string own = own_words(arrival.plain, [&](std::string_view words) {
    return std::ranges::any_of(state.recent, [&](const Recent& recent) { return recent.line.author != message.sender.id && recent.line.text.find(words) != std::string::npos; });
  });
  Message answer;
  const bool quotes = own.size() != arrival.plain.size();
  if (quotes) {
    answer = message;
    answer.raw = own;
    answer.format = Format::plain;
  }
  const Verdict verdict = judge_(quotes ? answer : message, view, *policy);

  const ContextLine line{message.at, message.sender.id, message.sender.name, arrival.plain};
  give_after(state, line);
  const std::vector<std::string> others = state.people.saw(message.sender.id, message.sender.name);

  const auto speaks = std::ranges::find_if(verdict.findings, concerns_the_rep);
  Outcome outcome = Outcome::clean;
  if (speaks != verdict.findings.end()) {
    Item item;
    item.room = room;
    item.author = message.sender.id;
    item.name = message.sender.name;
    item.at = item.last_at = message.at;
    item.text = arrival.plain;
    item.guideline = speaks->guideline;
    item.label = speaks->label;
    item.reason = speaks->reason;
    item.severity = speaks->severity;
    item.sureness = speaks->sureness;
    item.dry = dry_;
    count_month(item, *policy);
    bool queue_it = wants_the_rep(*speaks);
    report::Digest fold("tact fold 1");
    if (queue_it) {
      item.fold = fold.add(room).add(item.author).add(item.guideline).add(folded_text(item.text)).finish();
    } else {
      state.mild.emplace_back(message.at, item.author);
      while (!state.mild.empty() && (message.at - state.mild.front().first > heat_window || state.mild.size() > mild_kept)) state.mild.pop_front();
      const auto by_author = std::ranges::count(state.mild, item.author, &std::pair<Instant, std::string>::second);
      const auto lately = std::ranges::count_if(state.mild, [&](const auto& entry) { return message.at - entry.first < raid_window; });
      if (static_cast<std::size_t>(lately) >= raid_enough) {
        // Many small things at once: one item, whoever they come from.
        item.source = Source::raid;
        item.fold = fold.add(room).add("raid").add(std::int64_t{message.at.time_since_epoch().count() / 3600000}).finish();
        queue_it = true;
      } else if (static_cast<std::size_t>(by_author) >= heat_enough) {
        item.fold = fold.add(room).add(item.author).add("heat").add(std::int64_t{message.at.time_since_epoch().count() / 3600000}).finish();
        queue_it = true;
      }
    }
    if (queue_it) {
      if (!others.empty()) item.warning = fill(_("“{name}” looks like a name that another person uses here"), {{"name", item.name}});
      for (const Officer* officer : {&policy->rep, &policy->alternate})
        if (!officer->name.empty() && look_alike(officer->name, item.name) && officer->address != item.author)
          item.warning = fill(_("“{name}” looks like the name of {officer}, but it is another address"), {{"name", item.name}, {"officer", officer->name}});
      const unsigned around = std::min(policy->context_lines, context_most);
      if (around > 0) {
        const std::size_t lines = std::min<std::size_t>(around, state.recent.size());
        for (std::size_t i = state.recent.size() - lines; i < state.recent.size(); ++i) item.before.push_back(state.recent[i].line);
        state.after.push_back({0, next_mark_, around});
      }
      found_.push_back({std::move(item), next_mark_++});
      outcome = Outcome::queued;
    }
  }
  chain_.add(room, message.sender.name, arrival.plain, message.at);
  state.recent.push_back({line, arrival.via});
  if (state.recent.size() > recent_lines) state.recent.pop_front();
  return outcome;
}

std::vector<std::int64_t> Inbox::work(const std::function<bool()>& go_on) {
  while (!arrivals_.empty() && found_.size() < batch && go_on()) {
    const Arrival arrival = std::move(arrivals_.front());
    arrivals_.pop_front();
    ++outcomes_[judge_one(arrival)];
  }
  return write();
}

std::vector<std::int64_t> Inbox::write() {
  std::vector<std::int64_t> fresh;
  // Nothing found: the disk is left alone.
  if (found_.empty() && afterwards_.empty() && tally_.empty() && !chain_.pending()) return fresh;
  std::map<std::size_t, std::int64_t> written;
  records_.database().transaction([&] {
    chain_.flush();
    for (Found& found : found_) {
      // An edit is a new item that points at the old one: what stood first is not lost.
      if (found.item.source == Source::filter) {
        auto before = records_.database().prepare(
            "SELECT id, text FROM item WHERE room=?1 AND author=?2 AND dry=?3 AND erased=0 AND at>=?4 ORDER BY id DESC LIMIT 3");
        before.bind(1, found.item.room).bind(2, found.item.author).bind(3, std::int64_t{found.item.dry});
        before.bind(4, std::int64_t{found.item.at.time_since_epoch().count() - 600000});
        while (found.item.edit_of == 0 && before.step())
          if (edited_version(before.text(1), found.item.text)) found.item.edit_of = before.integer(0);
      }
      bool folded = false;
      const std::int64_t id = queue_.add(found.item, &folded);
      // A folded one keeps the context of the first.
      written[found.mark] = folded ? -1 : id;
      if (!folded) fresh.push_back(id);
    }
    for (const auto& [item, line] : afterwards_) queue_.add_after(item, line);
    auto count = records_.database().prepare("INSERT INTO tally VALUES(?1,?2,?3,?4) ON CONFLICT(month,room,guideline) DO UPDATE SET n=n+excluded.n");
    for (const auto& [key, n] : tally_) count.reset().bind(1, std::get<0>(key)).bind(2, std::get<1>(key)).bind(3, std::get<2>(key)).bind(4, n).run();
  });
  chain_.settle();
  outcomes_[Outcome::folded] += found_.size() - fresh.size();
  for (auto& [room, state] : rooms_) {
    for (AfterWait& wait : state.after)
      if (const auto done = written.find(wait.mark); wait.item == 0 && done != written.end()) wait.item = done->second;
    std::erase_if(state.after, [](const AfterWait& wait) { return wait.item < 0; });
  }
  found_.clear();
  afterwards_.clear();
  tally_.clear();
  return fresh;
}

}  // namespace tact::moderation
