// SPDX-License-Identifier: GPL-3.0-or-later
// Who speaks in one room and by which words others call them.  Bounded: the one silent for longest is forgotten first.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "core/seams.h"
#include "core/text/text.h"

namespace tact::room {

using PersonId = std::uint16_t;
inline constexpr PersonId nobody = 0xffff;

/// Names somebody: not at all, in passing, or first of all ("Sam, …", "@Sam …").
enum class Naming : std::uint8_t { none, passing, leading };

struct Person {
  std::string id, name;
  Instant last{};  ///< spoke
};

class People {
 public:
  static constexpr std::size_t most = 96;

  /// The person with this id, or nobody.
  PersonId find(std::string_view id) const;
  /// The same, made if new.  `evicted` is set to whoever had to be forgotten for them, else nobody: forget what you keep by that number.
  PersonId saw(std::string_view id, std::string_view name, Instant at, PersonId& evicted);
  void renamed(PersonId person, std::string_view id, std::string_view name);

  /// Whom `text` names among those who spoke lately, other than its speaker.
  PersonId named(const Text& text, PersonId speaker, Instant at, Naming& how) const;

  /// `text` calls two people or more by name.
  bool named_several(const Text& text, PersonId speaker, Instant at) const;

  const Person& operator[](PersonId person) const { return people_[person]; }
  std::size_t size() const { return people_.size(); }
  /// For all who spoke since `since`.
  unsigned count_since(Instant since) const;

 private:
  /// Sorted vectors: a hash table took three times the memory, and two hundred rooms are kept.
  struct ById {
    std::uint64_t hash = 0;
    PersonId person = nobody;
  };
  struct ByWord {
    std::uint32_t hash = 0;  ///< of a folded word of the name
    PersonId person = nobody;
  };

  void learn(PersonId person);
  void unlearn(PersonId person);
  void remember_id(PersonId person);
  void forget_id(PersonId person);
  PersonId calls(std::uint32_t hash, PersonId but, Instant at) const;

  std::vector<Person> people_;
  std::vector<ById> by_id_;
  std::vector<ByWord> by_word_;
};

}  // namespace tact::room
