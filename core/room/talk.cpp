// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/room/talk.h"

#include <algorithm>

namespace tact::room {

namespace {

using namespace std::chrono_literals;

constexpr auto answer_within = 10min, same_breath = 3min, neighbourly = 2min;

/// Log odds that a thread is two people's own, by weights that logistic regression found on annotated public chat logs (the Ubuntu channel,
/// Kummerfeld et al. 2019); tests/conversations measures what they are worth.
float likeliness(const Thread& thread) {
  const float turns = thread.turns, f = thread.messages[0], s = thread.messages[1];
  const float span = static_cast<float>(thread.last_seq - thread.begun_seq + 1);
  const float others = thread.others_to_second;
  float odds = -4.71F;
  odds += 0.27F * std::min(turns, 10.0F);
  odds += 0.37F * std::min({f, s, 6.0F});
  odds += others < 0.5F ? 0.84F : 0.0F;               // nobody else speaks to the one who asked
  odds -= 1.12F * std::min(others / turns, 2.0F);
  odds += 1.78F * (f + s) / std::max(span, 1.0F);     // the room is theirs meanwhile
  odds += 1.42F * (f > 0 ? static_cast<float>(thread.named[0]) / f : 0.0F);
  odds += 0.93F * (s > 0 ? static_cast<float>(thread.named[1]) / s : 0.0F);
  return odds;
}

bool of(const Thread& thread, PersonId a, PersonId b) { return (thread.first == a && thread.second == b) || (thread.first == b && thread.second == a); }

}  // namespace

std::uint32_t spoken_to(const Text& text) {
  const std::string_view folded = text.folded;
  const std::size_t start = folded.find_first_not_of(' ');
  if (start == std::string_view::npos) return 0;
  const bool at_sign = folded[start] == '@';
  const std::size_t end = folded.find_first_of(" :,", start);
  if (end == std::string_view::npos || end - start < 2 || (!at_sign && (folded[end] != ':' || end + 1 >= folded.size() || folded[end + 1] != ' '))) return 0;
  return word_hash(folded.substr(start + (at_sign ? 1 : 0), end - start - (at_sign ? 1 : 0)));
}

Address Talks::addressee(const People& people, PersonId speaker, const Text& text, Instant at) const {
  Naming how = Naming::none;
  const PersonId named = people.named(text, speaker, at, how);
  if (named != nobody) return {named, how == Naming::leading ? Cue::leading : Cue::passing};
  if (speaker == nobody) return {};
  const Side& side = sides_[speaker];
  Address waiting;
  Instant latest{};
  for (const Waiting& one : side.waiting)
    if (one.from != nobody && at - one.at <= answer_within && one.at >= latest) waiting = {one.from, Cue::going_on}, latest = one.at;
  if (waiting.to != nobody) return waiting;
  if (side.to != nobody && at - side.at <= same_breath) return {side.to, Cue::going_on};
  if (last_.speaker != nobody && last_.speaker != speaker && at - last_.at <= neighbourly && (last_.to == nobody || last_.to == speaker)) return {last_.speaker, Cue::neighbour};
  return {};
}

const Thread* Talks::find(PersonId a, PersonId b, Instant at) const {
  const auto found = std::ranges::find_if(threads_, [&](const Thread& thread) { return of(thread, a, b) && at - thread.at <= gap; });
  return found == threads_.end() ? nullptr : &*found;
}

Thread Talks::extended(Thread thread, PersonId speaker, const Address& address, Instant at, std::uint32_t seq) {
  const std::size_t side = speaker == thread.first ? 0 : 1;
  if (thread.last != speaker) {
    ++thread.turns;
    ++thread.turns_each[side];
    thread.last = speaker;
  }
  ++thread.messages[side];
  if (address.cue >= Cue::passing) ++thread.named[side];
  thread.at = at;
  thread.last_seq = seq;
  return thread;
}

std::optional<Pair> Talks::with(PersonId speaker, const Address& address, Instant at, std::uint32_t seq) const {
  if (speaker == nobody || address.to == nobody) return std::nullopt;
  const Thread* known = find(speaker, address.to, at);
  const Thread fresh{.first = speaker, .second = address.to, .begun = at, .at = at, .begun_seq = seq};
  Pair pair{.thread = extended(known != nullptr ? *known : fresh, speaker, address, at, seq)};
  pair.likeliness = likeliness(pair.thread);
  return pair;
}

void Talks::spoke(PersonId speaker, const Address& address, Instant at, std::uint32_t seq) {
  if (speaker == nobody) return;
  for (Thread& thread : threads_) {
    if (at - thread.at > gap || (address.to != nobody && of(thread, speaker, address.to))) continue;
    if (speaker != thread.first && speaker != thread.second) thread.alone = false;
    if (address.to == thread.second) thread.others_to_second += address.cue >= Cue::going_on ? 1.0F : 0.3F;
  }
  if (address.to != nobody) {
    const std::optional<Pair> pair = with(speaker, address, at, seq);
    auto slot = std::ranges::find_if(threads_, [&](const Thread& thread) { return of(thread, speaker, address.to); });
    if (slot == threads_.end() && threads_.size() < most) slot = threads_.emplace(threads_.end());
    if (slot == threads_.end()) slot = std::ranges::min_element(threads_, {}, &Thread::at);
    *slot = pair->thread;

    Side& mine = sides_[speaker];
    mine.to = address.to;
    mine.at = at;
    for (Waiting& one : mine.waiting)
      if (one.from == address.to) one = {};
    auto& theirs = sides_[address.to].waiting;
    auto wait = std::ranges::find(theirs, speaker, &Waiting::from);
    if (wait == theirs.end()) wait = std::ranges::min_element(theirs, {}, &Waiting::at);
    *wait = {speaker, at};
  }
  last_ = {speaker, address.to, at};
}

void Talks::forget(PersonId person) {
  if (person == nobody) return;
  std::erase_if(threads_, [&](const Thread& thread) { return thread.first == person || thread.second == person; });
  sides_[person] = {};
  for (Side& side : sides_) {
    if (side.to == person) side.to = nobody;
    for (Waiting& one : side.waiting)
      if (one.from == person) one = {};
  }
  if (last_.speaker == person || last_.to == person) last_ = {};
}

}  // namespace tact::room
