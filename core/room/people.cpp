// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/room/people.h"

#include <algorithm>

#include "core/room/past.h"
#include "core/room/speech.h"
#include "core/text/normalize.h"

namespace tact::room {

namespace {

/// Whoever said nothing for this long is hardly the one meant.
constexpr std::chrono::minutes lately{30};

/// Parts of display names that are no names.
bool title(std::string_view word) {
  static constexpr std::string_view titles[] = {"admin", "and", "aunty", "auntie", "class", "clerk", "dad", "daddy", "deputy", "dr", "for", "gran", "grandad", "grandma", "hall", "home", "mama", "miss", "mr", "mrs", "ms",
                                                "mum", "mummy", "mums", "neighbour", "nan", "number", "office", "post", "pta", "rep", "rev", "school", "sir", "the", "warden", "whatsapp", "year"};
  return std::ranges::find(titles, word) != std::end(titles);
}

/// "nick_", "nick`", "nick|away", "nick2" are called "nick" too.
std::string_view without_tail(std::string_view word) {
  const std::size_t end = word.find_last_not_of("_`|^0123456789");
  return end == std::string_view::npos ? word : word.substr(0, end + 1);
}

template <class Visit>
void for_each_call_word(std::string_view name, Visit&& visit) {
  thread_local std::string folded;
  thread_local std::vector<std::uint32_t> unused, unused_too;
  text::fold(name, folded, unused, unused_too);
  for_each_bare_word(folded, [&](std::string_view word, std::size_t) {
    if (word.size() < 2 || title(word)) return true;
    visit(word_hash(word));
    const std::string_view bare = without_tail(word);
    if (bare.size() >= 3 && bare != word) visit(word_hash(bare));
    return true;
  });
}

bool capital_at(const Text& text, std::size_t folded_at) {
  const std::size_t at = text.folded_to_plain.empty() ? folded_at : text.folded_to_plain[folded_at];
  return at < text.plain.size() && text.plain[at] >= 'A' && text.plain[at] <= 'Z';
}

bool begins_small(std::string_view name) { return !name.empty() && name.front() >= 'a' && name.front() <= 'z'; }

}  // namespace

PersonId People::find(std::string_view id) const {
  const std::uint64_t hash = person_hash(id);
  const auto found = std::ranges::lower_bound(by_id_, hash, {}, &ById::hash);
  return found == by_id_.end() || found->hash != hash ? nobody : found->person;
}

void People::remember_id(PersonId person) {
  const std::uint64_t hash = person_hash(people_[person].id);
  by_id_.insert(std::ranges::lower_bound(by_id_, hash, {}, &ById::hash), {hash, person});
}

void People::forget_id(PersonId person) {
  std::erase_if(by_id_, [&](const ById& one) { return one.person == person; });
}

PersonId People::saw(std::string_view id, std::string_view name, Instant at, PersonId& evicted) {
  evicted = nobody;
  PersonId person = find(id);
  if (person == nobody) {
    if (people_.size() < most) {
      person = static_cast<PersonId>(people_.size());
      // Doubling would end with a quarter of it empty.
      if (people_.size() == people_.capacity()) people_.reserve(std::min(most, people_.size() * 2 + 4));
      people_.emplace_back();
    } else {
      const auto oldest = std::ranges::min_element(people_, {}, &Person::last);
      person = evicted = static_cast<PersonId>(oldest - people_.begin());
      unlearn(person);
      forget_id(person);
    }
    people_[person] = {.id = std::string(id), .name = std::string(name), .last = at};
    remember_id(person);
    learn(person);
  } else if (people_[person].name != name) {
    unlearn(person);
    people_[person].name = name;
    learn(person);
  }
  people_[person].last = std::max(people_[person].last, at);
  return person;
}

void People::renamed(PersonId person, std::string_view id, std::string_view name) {
  // Whoever had that id before is somebody else now.
  const PersonId other = find(id);
  if (other != nobody && other != person) forget_id(other);
  unlearn(person);
  forget_id(person);
  people_[person].id = id;
  people_[person].name = name;
  remember_id(person);
  learn(person);
}

void People::learn(PersonId person) {
  for_each_call_word(people_[person].name,
                     [&](std::uint32_t hash) { by_word_.insert(std::ranges::upper_bound(by_word_, hash, {}, &ByWord::hash), {hash, person}); });
}

void People::unlearn(PersonId person) {
  std::erase_if(by_word_, [&](const ByWord& one) { return one.person == person; });
}

PersonId People::calls(std::uint32_t hash, PersonId but, Instant at) const {
  PersonId best = nobody;
  for (const ByWord& one : std::ranges::equal_range(by_word_, hash, {}, &ByWord::hash)) {
    if (one.person == but || people_[one.person].last < at - lately) continue;
    if (best == nobody || people_[one.person].last > people_[best].last) best = one.person;
  }
  return best;
}

PersonId People::named(const Text& text, PersonId speaker, Instant at, Naming& how) const {
  how = Naming::none;
  PersonId best = nobody;
  bool first = true;
  for_each_bare_word(text.folded, [&](std::string_view word, std::size_t start) {
    const bool leads = first || (start > 0 && text.folded[start - 1] == '@');
    first = false;
    // "Hi Sam", "Thanks Sam", "@Sam": still spoken to Sam first of all.
    const PersonId person = word.size() < 2 ? nobody : calls(word_hash(word), speaker, at);
    if (person == nobody) return true;
    if (!leads) {
      // In passing a small word must not be taken for a name, unless that name is written small.
      constexpr std::size_t least = 3;
      if (word.size() < least) return true;
      if (!capital_at(text, start) && (!begins_small(people_[person].name) || word.size() <= least)) return true;
    }
    best = person;
    how = leads ? Naming::leading : Naming::passing;
    return false;
  });
  return best;
}

bool People::named_several(const Text& text, PersonId speaker, Instant at) const {
  PersonId first = nobody;
  bool several = false;
  for_each_bare_word(text.folded, [&](std::string_view word, std::size_t start) {
    constexpr std::size_t least = 3;
    if (word.size() < least || !capital_at(text, start)) return true;
    const PersonId person = calls(word_hash(word), speaker, at);
    several = person != nobody && first != nobody && person != first;
    if (first == nobody) first = person;
    return !several;
  });
  return several;
}

unsigned People::count_since(Instant since) const {
  return static_cast<unsigned>(std::ranges::count_if(people_, [&](const Person& person) { return person.last >= since; }));
}

}  // namespace tact::room
