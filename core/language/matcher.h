// SPDX-License-Identifier: GPL-3.0-or-later
// All phrases of a pack as one trie over words, walked once per message: the cost follows the text and not the number
// of rules.
//
// A phrase is words apart from each other by spaces:
//   word          that word;  annoy{s,ed,ing}  each of them;  lazy|idle  one of them
//   (fed up|done) either, when one of them is several words
//   <category>    a word of that category;  <name> a capitalised word that is no common one;  <number>  <link>  <emoji>
//   <any> really?       may be left out (a lone "?" is the question mark) ~3            up to three words in between,
//   within the sentence ^  and  $     beginning and end of the sentence
// Commas, quotes and brackets in the message are passed over; a sentence ends at . ! ? ; and the line's end.
//
// A message is not asked about every phrase.  Of the words that a phrase needs the rarest is its key; only where a key
// is in a message are the other words of its phrases asked for, and only phrases of which all words are there, in
// whatever order, are walked.  Nothing here is done, or cleared, once per rule or per state.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/language/flat.h"
#include "core/text/text.h"

namespace tact::language {

/// What is known of a word; flags are or-ed.
enum WordFlag : std::uint8_t {
  word_disguised = 1,  ///< people hide it: other spellings of it are looked for
  word_common = 2,     ///< a function word of the language: no name, no fragment
  word_prefix = 4,     ///< beginning of a disguised word ("id", "mor")
  word_starts = 8,     ///< some phrase begins with it
  word_glue = 16,      ///< may stand before or behind a disguised word written without spaces
  word_alias = 32,     ///< another spelling of a word ("fuk"): see meant()
};

/// A phrase seen at tokens [first, last].
struct Mark {
  std::uint32_t phrase = 0, first = 0, last = 0;
};

class Matcher {
  using Symbol = std::uint32_t;
  using State = std::uint32_t;
  // Where a field says "from", it is the first of this one's in another array, and the next one's is behind its last:
  // each of these arrays ends with one that is only such an end.
  struct Word {
    std::uint32_t text = 0, size = 0;  ///< in letters_
    std::uint32_t hash = 0;
    std::uint32_t large = 0;       ///< which set of large categories it is of: in large_sets_, the first of which is of none
    std::uint32_t categories = 0;  ///< from: of its categories those that are keys, and those of which it is a head
    std::uint32_t meant = 0;       ///< index into meant_, for an alias
    std::uint32_t flags = 0;       ///< of WordFlag; from letter_bits on, for a word_prefix, by which letters it goes on
  };
  static constexpr unsigned letter_bits = 8;
  static std::uint32_t letter_bit(char letter) { return 1U << (letter_bits + static_cast<unsigned char>(letter) % (32 - letter_bits)); }

 public:
  /// What the words of one text are to one matcher, by token: looked up once for everybody who asks.
  class Words {
    friend class Matcher;
    std::vector<const Word*> of_;
  };

  Matcher();
  ~Matcher();

  /// Names `category`; its words may be added before or after.  Words with spaces are short phrases.
  void add_words(std::string_view category, const std::vector<std::string>& words, std::uint8_t flags);
  /// `spellings` are read as `meant` (one word or several).
  void add_spellings(std::string_view meant, const std::vector<std::string>& spellings);
  /// Compiles `phrase`; answers an empty string, or what is wrong with it.  `id` is what marks carry.  Phrases of a
  /// group other than `always` are looked for only where somebody asks for the group.
  std::string add_phrase(std::string_view phrase, std::uint32_t id, std::uint32_t group = always);
  static constexpr std::uint32_t always = 0;
  /// Call once after the last add, before anything below.
  void finish();

  /// Fills `words` (buffers reused), which belong to this text and this matcher.
  void look(const Text& text, Words& words) const;
  /// Every phrase in `text`, appended to `marks`.
  void scan(const Text& text, const Words& words, std::vector<Mark>& marks) const;
  /// The same of the phrases of some other groups alone.
  void scan_for(std::span<const std::uint32_t> groups, const Text& text, const Words& words, std::vector<Mark>& marks) const;

  /// Flags of a folded word; 0 where it is unknown.
  std::uint8_t flags(std::string_view word, std::uint32_t hash) const;
  std::uint8_t flags(std::string_view word) const { return flags(word, word_hash(word)); }
  /// Of a token.
  static std::uint8_t flags(const Words& words, std::size_t token) {
    const Word* known = words.of_[token];
    return static_cast<std::uint8_t>(known == nullptr ? 0 : known->flags);
  }
  /// False: no disguised word begins with the token and goes on with `letter`.
  static bool may_go_on(const Words& words, std::size_t token, char letter) {
    const Word* known = words.of_[token];
    return known != nullptr && (known->flags & letter_bit(letter)) != 0;
  }
  /// A bit for each length, from 1 to 15, of the disguised and glue words that begin with `letter`.
  std::uint16_t lengths(char letter) const { return lengths_[static_cast<unsigned char>(letter)]; }
  /// What a word_alias stands for.
  std::string_view meant(std::string_view word, std::uint32_t hash) const;
  bool in_category(std::string_view word, std::string_view category) const;
  /// Disguised words, for those that look for them.
  std::size_t disguised_words() const { return disguised_.size(); }
  std::string_view disguised(std::size_t i) const { return text_of(words_[disguised_[i]]); }
  std::size_t states() const { return nodes_.size() - 1; }
  std::size_t words() const { return words_.size() - 1; }

  /// Everything as it is after finish(), for packed.cpp: what is written, or lent by what is read.
  template <class Archive, class Self>
  static void fields(Archive& archive, Self& self);

 private:
  // Built-in symbols; categories follow from first_category, words from word_base.
  static constexpr Symbol symbol_start = 1, symbol_name = 2, symbol_number = 3, symbol_link = 4, symbol_emoji = 5,
                          symbol_any = 6;
  static constexpr std::size_t large_category = 13;  ///< of more members each member has a bit for it
  static constexpr Symbol first_category = 64, word_base = 1U << 20, none = 0xFFFFFFFFU;
  /// Of a short phrase of a category the rarest word or shape is its head; in word_categories_, that the word is one.
  static constexpr Symbol as_head = 1U << 31;

  struct Node {
    std::uint32_t edges = 0;              ///< from, sorted by symbol
    std::uint32_t accepts = 0, gaps = 0;  ///< from
    std::uint32_t up = 0;                 ///< the state before, or first_word and the number of the beginning
  };
  static constexpr std::uint32_t first_word = 1U << 31;
  static constexpr std::uint32_t in_short_phrase = 1U << 30;  ///< in Node::up: within a short phrase of a category
  struct Edge {
    Symbol symbol = 0;
    State to = 0;
  };
  struct Accept {
    std::uint32_t phrase = 0, group = 0, at_end = 0;
  };
  struct Gap {
    State to = 0;
    std::uint32_t most = 0;  ///< 0: a short phrase of a category ends here, and this is where the category leads
  };
  struct Beginning {
    Symbol symbol = 0;  ///< of the first word
    State to = 0;
    std::uint32_t anchored = 0;  ///< only where a sentence begins
    std::uint32_t others = 0;    ///< from: beginnings of the short phrases that may stand for this first word
  };
  /// A state where phrases end.
  struct Target {
    State state = 0;
    std::uint32_t needs = 0;  ///< from: what must be in a message, the rarest first
  };
  /// A target that a key leads to.
  struct Opening {
    std::uint32_t target = 0;
    Symbol second = none;  ///< of what it needs the next rarest, which nearly always is wanting; none: it needs but one
  };
  struct Name {
    std::uint32_t text = 0, size = 0;
    Symbol symbol = 0;
  };
  struct Building;
  struct Drawing;
  struct Walk;

  const Word* find(std::string_view text, std::uint32_t hash) const;
  std::string_view text_of(const Word& word) const { return {letters_.data() + word.text, word.size}; }
  std::uint32_t number_of(const Word* word) const { return static_cast<std::uint32_t>(word - words_.data()); }
  /// Word numbers, sorted.
  std::span<const std::uint32_t> members_of(Symbol category) const {
    return members_.part(members_of_[category], members_of_[category + 1]);
  }
  const std::uint64_t* large_set_of(const Word& word) const { return large_sets_.data() + word.large * large_width_; }
  bool is_member(const Word* word, Symbol category) const;

  std::unique_ptr<Building> building_;  ///< until finish()
  std::uint64_t number_ = 0;            ///< no other matcher of this process has it
  Flat<char> letters_;
  Flat<Word> words_;
  Flat<std::uint32_t> table_;  ///< open addressing, at most half full: word number + 1
  Flat<Symbol> word_categories_;
  Flat<std::uint32_t> large_of_;     ///< per category, its number among the large ones; none: it is small
  Flat<std::uint64_t> large_sets_;   ///< each large_width_ long, a bit for each large category
  std::uint32_t large_width_ = 0;
  Flat<std::uint32_t> members_of_, members_;  ///< per category, its words
  Flat<Node> nodes_;
  Flat<Edge> edges_;
  Flat<Accept> accepts_;
  Flat<Gap> gaps_;
  Flat<Beginning> beginnings_;
  Flat<std::uint32_t> others_;
  Flat<Target> targets_;
  Flat<Symbol> needs_;
  Flat<std::uint32_t> opens_of_;  ///< per key, categories and built-ins before words
  Flat<Opening> opens_;
  Flat<std::uint32_t> groups_of_, groups_;  ///< per group, its targets
  Flat<std::uint32_t> heads_of_, heads_;    ///< per category, its heads that are no words
  Flat<std::uint32_t> disguised_;           ///< word numbers
  Flat<std::uint16_t> lengths_;             ///< by letter
  Flat<Name> meant_, names_;                ///< names_: categories by name, sorted
  Symbol next_category_ = first_category;
};

}  // namespace tact::language
