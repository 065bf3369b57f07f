// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/room/memory.h"

#include <algorithm>
#include <cmath>

#include "core/language/reading.h"
#include "core/room/past.h"

namespace tact::room {

namespace {

using namespace std::chrono_literals;

constexpr Milliseconds run_pause = 60s, seen_after = 30s, heat_half_life = 10min;

/// "Mrs Hall", "Mr H.": somebody who may not be in the room; the hash of their surname.
std::uint64_t titled(const Text& text) {
  static constexpr std::string_view titles[] = {"miss", "mr", "mrs", "ms", "dr", "sir"};
  for (std::size_t i = 0; i + 1 < text.tokens.size(); ++i) {
    if (std::ranges::find(titles, text.word(text.tokens[i])) == std::end(titles)) continue;
    std::size_t name = i + 1;
    if (text.tokens[name].kind == TokenKind::punctuation && name + 1 < text.tokens.size()) ++name;
    if (text.tokens[name].kind == TokenKind::word) return person_hash(text.word(text.tokens[name]));
  }
  return 0;
}

}  // namespace

bool unkind(const language::Reading& reading) {
  using language::Label;
  static constexpr Label labels[] = {Label::grievance_staff, Label::grievance_child, Label::grievance_parent,
                                     Label::anger,           Label::abuse,           Label::threat,
                                     Label::defamation,      Label::disrespect,      Label::leave_judgement};
  if (reading.scored && std::ranges::any_of(labels, [&](Label label) { return reading.above(label); })) return true;
  static constexpr std::string_view guidelines[] = {"abuse",   "allegation", "anger", "grievance",
                                                    "leaving", "respect",    "threat"};
  constexpr float sure_enough = 0.5F;
  return std::ranges::any_of(reading.hits, [](const language::Hit& hit) {
    return hit.sureness >= sure_enough && std::ranges::find(guidelines, hit.guideline) != std::end(guidelines);
  });
}

Memory::Memory() : talks_(std::make_unique<Talks>()), past_(std::make_unique<Past>()) {}
Memory::~Memory() = default;
Memory::Memory(Memory&&) noexcept = default;
Memory& Memory::operator=(Memory&&) noexcept = default;

std::uint32_t Memory::messages() const {
  return past_->next_seq;
}

std::size_t Memory::bytes() const {
  constexpr std::size_t a_person = sizeof(Person) + 180;  // with its strings and its places in the two indexes
  return sizeof *this + sizeof(Talks) + Talks::most * sizeof(Thread) + past_->bytes() + people_.size() * a_person;
}

bool Memory::known(std::uint64_t who, std::uint32_t words, const Message& message, const Text& text,
                   Origin origin) const {
  if (origin == Origin::sent) return false;
  // History older than what is remembered was lived through, or is older than the memory goes.
  if (origin == Origin::replayed && message.at < past_->newest) return true;
  constexpr std::size_t looked_at = 32, long_enough = 12;
  const auto& records = past_->records;
  for (std::size_t i = records.size(); i-- > 0 && records.size() - i <= looked_at;) {
    const Record& one = records[i];
    if (one.words != words) continue;
    const auto apart = std::chrono::abs(message.at - one.at);
    if (one.who == who && apart <= (origin == Origin::echoed     ? Milliseconds(2min)
                                    : origin == Origin::replayed ? Milliseconds(1min)
                                                                 : Milliseconds(2s)))
      return true;
    // Two people say "thanks" in one breath; nobody says a whole sentence twice but a bridge.
    if (one.who != who && apart <= Milliseconds(5s) && text.plain.size() >= long_enough) return true;
  }
  return false;
}

bool Memory::note(const Message& message, const Text& text, const language::Reading& reading, Origin origin) {
  const std::uint64_t who = person_hash(message.sender.id);
  const std::uint32_t words = word_hash(text.plain);
  if (known(who, words, message, text, origin)) return false;
  PersonId evicted = nobody;
  const PersonId speaker = people_.saw(message.sender.id, message.sender.name, message.at, evicted);
  talks_->forget(evicted);
  if (evicted == run_.who) run_ = {};
  if (evicted == run_.to) run_.to = nobody;

  const Address address = talks_->addressee(people_, speaker, text, message.at);
  run_ = run_with(speaker, text, address, message.at);
  const bool question = asks(text), nod = acknowledges(text);
  if (unkind(reading)) {
    heat_ = heat(message.at) + (reading.serious >= 0.5F ? 2.0F : 1.0F);
    heat_at_ = message.at;
    constexpr std::size_t most_unkind = 32;
    past_->unkind.push_back({message.at, who, target(speaker, text, address, message.at)});
    if (past_->unkind.size() > most_unkind) past_->unkind.pop_front();
  }
  if (reading.urgent) emergency_ = message.at;
  if (!nod || (nod_count_ > 0 && message.at - nods_[(nod_count_ - 1) % nods_.size()] > Milliseconds(2h))) nod_count_ = 0;
  if (nod) nods_[nod_count_++ % nods_.size()] = message.at;

  past_->keep(who, message.sender.name, text.plain, words, message.at);
  const std::uint32_t seq = past_->next_seq - 1;
  weigh_answers(who, text, address, message.at, question, nod);
  if (question) {
    past_->questions.push_back({.at = message.at, .asker = who, .seq = seq, .gist = gist(text)});
    if (past_->questions.size() > most_questions) past_->questions.pop_front();
  }
  talks_->spoke(speaker, address, message.at, seq);
  return true;
}

void Memory::notice(std::string_view text, Instant at) {
  past_->keep(0, {}, text, word_hash(text), at);
  const std::size_t verb = std::min(text.find(" left"), text.find(" was removed"));
  if (verb != std::string_view::npos) left_at_ = at;
}

void Memory::left(std::string_view id, std::string_view name, Instant at) {
  left_at_ = at;
  // The line that an export would show; guidelines read it in the context.
  past_->keep(0, {}, std::string(name.empty() ? id : name) + " left", static_cast<std::uint32_t>(person_hash(id)), at);
}

void Memory::joined(std::string_view id, Instant at) {
  constexpr std::chrono::minutes flap{10};
  auto& records = past_->records;
  const auto mark = static_cast<std::uint32_t>(person_hash(id));
  const auto gone = std::find_if(records.rbegin(), records.rend(),
                                 [&](const Record& one) { return one.who == 0 && one.words == mark; });
  if (gone != records.rend() && at - gone->at <= flap && gone->at == left_at_) left_at_ = {};
}

void Memory::renamed(std::string_view old_id, std::string_view new_id, std::string_view new_name) {
  const PersonId person = people_.find(old_id);
  if (person == nobody) return;
  const PersonId other = people_.find(new_id);
  people_.renamed(person, new_id, new_name);
  if (other != nobody && other != person) talks_->forget(other);
  const std::uint64_t before = person_hash(old_id), after = person_hash(new_id);
  for (Record& one : past_->records)
    if (one.who == before) one.who = after;
  for (Question& one : past_->questions)
    if (one.asker == before) one.asker = after;
  for (Unkind& one : past_->unkind) {
    if (one.who == before) one.who = after;
    if (one.target == before) one.target = after;
  }
}

void Memory::weigh_answers(std::uint64_t who, const Text& text, const Address& address, Instant at, bool question,
                           bool nod) {
  constexpr std::chrono::hours answerable{24};
  const std::uint32_t seq = past_->next_seq - 1;
  const bool grateful = nod || thanks(text);
  const bool says_something = !question && !nod && gist(text).count > 0;
  auto& questions = past_->questions;
  for (std::size_t i = questions.size(); i-- > 0;) {
    Question& one = questions[i];
    if (at - one.at > answerable) break;
    if (one.asker == who) {
      if (!grateful || one.closed) continue;
      one.closed = true;
      // "Thanks Petra": it was Petra who knew.
      if (address.to == nobody || address.cue < Cue::passing) continue;
      const std::uint64_t helper = person_hash(people_[address.to].id);
      for (std::size_t r = past_->records.size(); r-- > 0 && past_->records[r].seq > one.seq;)
        if (past_->records[r].who == helper) {
          one.answer_seq = past_->records[r].seq;
          break;
        }
    } else if (one.answer_seq == 0 && says_something) {
      one.answer_seq = seq;
      // One answer is one question's: the latest that waits for one.
      return;
    }
  }
}

Run Memory::run_with(PersonId who, const Text& text, const Address& address, Instant at) const {
  const std::uint32_t seq = past_->next_seq;
  Run run = run_;
  if (who == nobody || run.who != who || at - run.at >= run_pause) run = {.who = who, .begun_seq = seq, .begun = at};
  const std::uint32_t called = spoken_to(text);
  // A word to nobody by name, then "Sam: …": the first answered somebody else.
  run.several = run.several || (called != 0 && run.messages > 0 && !run.calls);
  run.calls = run.calls || called != 0;
  const std::uint32_t unknown = address.cue >= Cue::passing ? 0 : called;
  if (unknown != 0) {
    run.several = run.several || run.to != nobody || (run.to_unknown != 0 && run.to_unknown != unknown);
    run.to = nobody;
    run.to_unknown = unknown;
  } else if (address.cue >= Cue::passing || (address.cue == Cue::going_on && run.messages == 0)) {
    run.several = run.several || run.to_unknown != 0 || (run.to != nobody && run.to != address.to);
    run.to = address.to;
    run.to_unknown = 0;
  }
  ++run.messages;
  run.last_seq = seq;
  run.at = at;
  return run;
}

std::span<const Line> Memory::context() const {
  const auto& records = past_->records;
  const std::size_t count = std::min(records.size(), lines_.size());
  for (std::size_t i = 0; i < count; ++i) {
    const Record& one = records[records.size() - count + i];
    lines_[i] = {past_->name(one), past_->text(one), one.who == 0};
  }
  return {lines_.data(), count};
}

std::optional<Pair> Memory::talk(std::string_view id, const Text& text, Instant at) const {
  const PersonId speaker = people_.find(id);
  return talks_->with(speaker, talks_->addressee(people_, speaker, text, at), at, past_->next_seq);
}

Run Memory::run(std::string_view id, const Text& text, Instant at) const {
  const PersonId speaker = people_.find(id);
  return run_with(speaker, text, talks_->addressee(people_, speaker, text, at), at);
}

bool Memory::question_open(std::string_view id, Instant at, unsigned minutes) const {
  const std::uint64_t who = person_hash(id);
  const auto& questions = past_->questions;
  for (std::size_t i = questions.size(); i-- > 0;) {
    const Question& one = questions[i];
    if (at - one.at > std::chrono::minutes(minutes)) return false;
    if (one.asker != who && !one.closed) return true;
  }
  return false;
}

std::optional<Before> Memory::asked_before(const Text& text, Instant at, unsigned days) const {
  constexpr float alike = 0.6F;
  if (!asks(text)) return std::nullopt;
  const Gist now = gist(text);
  const auto& questions = past_->questions;
  for (std::size_t i = questions.size(); i-- > 0;) {
    const Question& one = questions[i];
    if (at - one.at > std::chrono::days(days)) break;
    if (likeness(now, one.gist) < alike) continue;
    const Record* asked = past_->find(one.seq);
    if (asked == nullptr) break;
    const Record* answered = one.answer_seq == 0 ? nullptr : past_->find(one.answer_seq);
    return Before{past_->said(*asked), answered == nullptr ? std::nullopt : std::optional(past_->said(*answered))};
  }
  return std::nullopt;
}

unsigned Memory::acknowledged(Instant at) const {
  if (nod_count_ == 0 || at - nods_[(nod_count_ - 1) % nods_.size()] > Milliseconds(2h)) return 0;
  const std::size_t known = std::min<std::size_t>(nod_count_, nods_.size());
  return static_cast<unsigned>(
      std::count_if(nods_.begin(), nods_.begin() + known, [&](Instant nod) { return at - nod >= seen_after; }));
}

std::uint64_t Memory::target(PersonId speaker, const Text& text, const Address& address, Instant at) const {
  const std::uint64_t absent = titled(text);
  if (absent != 0) return absent;
  if (address.cue >= Cue::passing) return person_hash(people_[address.to].id);
  // Nobody named: whoever the others are at just now; else the one who is being answered.
  const auto& unkind = past_->unkind;
  if (!unkind.empty() && at - unkind.back().at <= Milliseconds(5min) && unkind.back().target != 0) return unkind.back().target;
  if (address.to != nobody && address.to != speaker) return person_hash(people_[address.to].id);
  return 0;
}

unsigned Memory::piled_on(std::string_view id, const Text& text, Instant at, unsigned minutes) const {
  const PersonId speaker = people_.find(id);
  const std::uint64_t me = person_hash(id);
  const std::uint64_t aim = target(speaker, text, talks_->addressee(people_, speaker, text, at), at);
  if (aim == 0 || aim == me) return 0;
  std::array<std::uint64_t, 8> seen{};
  unsigned count = 0;
  for (auto one = past_->unkind.rbegin(); one != past_->unkind.rend() && at - one->at <= std::chrono::minutes(minutes);
       ++one) {
    // Whoever is under the pile may answer as they like.
    if (one->target == me) return 0;
    if (one->target != aim || one->who == me || count == seen.size()) continue;
    if (std::find(seen.begin(), seen.begin() + count, one->who) == seen.begin() + count) seen[count++] = one->who;
  }
  return count;
}

bool Memory::under_fire(std::string_view id, Instant at, unsigned minutes) const {
  const std::uint64_t me = person_hash(id);
  std::uint64_t first = 0;
  for (auto one = past_->unkind.rbegin(); one != past_->unkind.rend() && at - one->at <= std::chrono::minutes(minutes);
       ++one) {
    if (one->target != me || one->who == me || one->who == first) continue;
    if (first != 0) return true;
    first = one->who;
  }
  return false;
}

float Memory::heat(Instant at) const {
  if (heat_ == 0 || at <= heat_at_) return heat_;
  return heat_ * std::exp2(-static_cast<float>((at - heat_at_).count()) /
                           static_cast<float>(Milliseconds(heat_half_life).count()));
}

bool Memory::answers_within(std::string_view id, Instant at, Milliseconds within) const {
  const auto& records = past_->records;
  return !records.empty() && records.back().who != 0 && records.back().who != person_hash(id) &&
         at - records.back().at < within;
}

bool Memory::somebody_left(Instant at) const {
  return left_at_ != Instant{} && at >= left_at_ && at - left_at_ <= Milliseconds(24h);
}

}  // namespace tact::room
