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

#include <array>
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

class Lexicon;

class Matcher {
  friend class Lexicon;
  using Symbol = std::uint32_t;
  using State = std::uint32_t;
  // Where a field says "from", it is the first of this one's in another array, and the next one's is behind its last:
  // each of these arrays ends with one that is only such an end.
  struct Word {
    std::uint32_t text = 0, size = 0;  ///< in letters_
    std::uint32_t hash = 0;
    std::uint32_t dense = 0;       ///< which set of dense categories it is of: in dense_sets_, the first of which is of none; and the two flags below
    std::uint32_t categories = 0;  ///< from: those of which it is a head, and its keys that are not dense
    std::uint32_t opens = 0;       ///< from: the targets that it is a key of
    std::uint32_t meant = 0;       ///< index into meant_, for an alias
    std::uint32_t flags = 0;       ///< of WordFlag; from letter_bits on, for a word_prefix, by which letters it goes on
    std::uint64_t begins = 0;      ///< mask_of() of what may begin a phrase: itself and its categories
  };
  /// A token as phrases see it.
  struct Seen {
    const Word* known = nullptr;
    std::uint64_t begins = 0;  ///< mask_of() of all that it is and that may begin a phrase
    Symbol symbol = none;      ///< of the word
    std::uint32_t shapes = 0;  ///< a bit for each built-in symbol that it is
  };
  static constexpr unsigned letter_bits = 8;
  static constexpr std::uint32_t opens_some = 1U << 31, has_categories = 1U << 30;  ///< in Word::dense: that its `opens`, its `categories` are any
  static constexpr Symbol none = 0xFFFFFFFFU;
  /// As many categories as a word says at once whether it is of them, in words of 64: keys first, and those of the most words.
  static constexpr std::size_t dense_width = 16;
  /// In Words::signs_: a bit for each dense category, bits that words share, one for each shape, and the last, which is always set.
  static constexpr std::size_t word_signs = dense_width, shape_signs = word_signs + 16, signs_width = shape_signs + 1;
  static constexpr std::size_t within_bits = 1024;
  static constexpr std::uint32_t always_set = signs_width * 64 - 1;
  static constexpr std::uint32_t sign_of_word(std::uint32_t word) { return static_cast<std::uint32_t>(word_signs * 64) + (word * 0x9E3779B1U >> 22); }
  static std::uint32_t letter_bit(char letter) { return 1U << (letter_bits + static_cast<unsigned char>(letter) % (32 - letter_bits)); }

 public:
  /// What the words of one text are to one matcher: looked up once for everybody who asks.
  class Words {
    friend class Matcher;
    void add(std::uint32_t word) {
      std::size_t at = place_of(word);
      for (; table_[at] != 0; at = (at + 1) & table_mask_)
        if (table_[at] == word + 1) return;
      table_[at] = word + 1;
      distinct_[count_++] = word;
      const std::uint32_t sign = sign_of_word(word);
      signs_[sign / 64] |= std::uint64_t{1} << sign % 64;
    }
    bool holds(std::uint32_t word) const {
      std::size_t at = place_of(word);
      while (table_[at] != 0 && table_[at] != word + 1) at = (at + 1) & table_mask_;
      return table_[at] != 0;
    }
    std::size_t place_of(std::uint32_t word) const { return (word * 0x9E3779B1U >> 16) & table_mask_; }
    void clear(const Matcher& matcher, std::size_t tokens);

    std::vector<Seen> of_;                     ///< by token; may be longer than there are tokens
    std::vector<std::uint32_t> distinct_;      ///< `count_` word numbers
    std::vector<std::uint32_t> table_;         ///< open addressing, at most half full: word number + 1
    std::vector<std::uint32_t> openers_;       ///< `opener_count_` of distinct_: those with opens_some
    std::size_t count_ = 0, opener_count_ = 0, table_mask_ = 0, upper_ = 0;
    std::array<std::uint64_t, dense_width> dense_{};  ///< the dense categories of all words
    std::array<std::uint64_t, signs_width> signs_{};  ///< what the text holds, of dense categories also by a head
    std::vector<std::uint64_t> noted_;         ///< a bit for each category that is not dense: a word or shape is its head, or of it as a key
    std::vector<Symbol> keys_;                 ///< those that are not dense
    std::uint32_t shapes_ = 0;                 ///< of all tokens
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
    const Word* known = words.of_[token].known;
    return static_cast<std::uint8_t>(known == nullptr ? 0 : known->flags);
  }
  /// False: no disguised word begins with the token and goes on with `letter`.
  static bool may_go_on(const Words& words, std::size_t token, char letter) {
    const Word* known = words.of_[token].known;
    return known != nullptr && may_go_on(*known, letter);
  }
  /// False: no disguised word has, behind its first letter, the word with that hash within it.
  bool may_go_on_with(std::uint32_t hash) const { return (within_[hash % (within_bits * 64) / 64] >> hash % 64 & 1) != 0; }
  /// How many words are written in capitals.
  static std::size_t upper(const Words& words) { return words.upper_; }
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
  static bool may_go_on(const Word& word, char letter) { return (word.flags & letter_bit(letter)) != 0; }

  // Built-in symbols; categories follow from first_category, words from word_base.
  static constexpr Symbol symbol_start = 1, symbol_name = 2, symbol_number = 3, symbol_link = 4, symbol_emoji = 5,
                          symbol_any = 6;
  static constexpr Symbol first_category = 64, word_base = 1U << 20;
  /// Of a short phrase of a category the rarest word or shape is its head; in word_categories_, that the word is one of what follows (see as_dense).
  static constexpr Symbol as_head = 1U << 30;
  /// In needs_: what follows is the number of a dense category and no symbol.
  static constexpr Symbol as_dense = 1U << 31;
  /// Many symbols share a bit: one that is not in a mask is not there, one that is may be.
  static constexpr std::uint64_t mask_of(Symbol symbol) { return std::uint64_t{1} << (symbol * 0x9E3779B1U >> 26); }

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
    Symbol need = none;          ///< of the first word, as needs_ have it
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
    std::array<std::uint16_t, 2> signs{};  ///< bits in Words::signs_ of what else it needs, the rarest, which nearly always are wanting
  };
  struct Name {
    std::uint32_t text = 0, size = 0;
    Symbol symbol = 0;
  };
  struct Building;
  struct Drawing;
  struct Walk;
  class Look;

  const Word* find(std::string_view text, std::uint32_t hash) const;
  std::string_view text_of(const Word& word) const { return {letters_.data() + word.text, word.size}; }
  std::uint32_t number_of(const Word* word) const { return static_cast<std::uint32_t>(word - words_.data()); }
  const std::uint64_t* dense_set_of(const Word& word) const { return dense_sets_.data() + (word.dense & ~(opens_some | has_categories)) * dense_width; }
  bool is_member(const Word* word, Symbol category) const {
    const std::uint32_t dense = dense_of_[category];
    return dense != none ? (dense_set_of(*word)[dense / 64] >> dense % 64 & 1) != 0 : is_small_member(word, category);
  }
  bool is_small_member(const Word* word, Symbol category) const;
  const Word* find(std::string_view folded, const Token& token) const;

  std::unique_ptr<Building> building_;  ///< until finish()
  std::uint64_t number_ = 0;            ///< no other matcher of this process has it
  Flat<char> letters_;
  Flat<Word> words_;
  Flat<std::uint32_t> table_;  ///< open addressing, at most half full: word number + 1
  Flat<Symbol> word_categories_;
  Flat<std::uint32_t> dense_of_;     ///< per category, its number among the dense ones; none: it is of few words
  Flat<Symbol> dense_;               ///< the dense ones by number, those that are keys first
  Flat<std::uint64_t> dense_sets_;   ///< each dense_width long, a bit for each dense category
  std::uint32_t dense_keys_ = 0;
  Flat<std::uint32_t> members_of_, members_;  ///< per category that is not dense, its words, sorted
  Flat<std::uint32_t> shape_sets_;            ///< per built-in symbol, the set of dense categories of which it is a head
  Flat<std::uint32_t> heads_of_, heads_;      ///< ... and the others of which it is one
  Flat<Node> nodes_;
  Flat<Edge> edges_;
  Flat<Accept> accepts_;
  Flat<Gap> gaps_;
  Flat<Beginning> beginnings_;
  Flat<std::uint32_t> others_;
  Flat<Target> targets_;
  Flat<Symbol> needs_;  ///< symbols, or as_dense and the number of a category
  Flat<std::uint32_t> opens_of_;  ///< per category and built-in symbol; words have it themselves
  Flat<Opening> opens_;
  Flat<std::uint32_t> groups_of_, groups_;  ///< per group, its targets
  Flat<std::uint32_t> disguised_;           ///< word numbers
  Flat<std::uint16_t> lengths_;             ///< by letter
  Flat<std::uint64_t> within_;              ///< within_bits long: a bit for each hash of what is within a disguised word (see may_go_on_with())
  Flat<Name> meant_, names_;                ///< names_: categories by name, sorted
  Symbol next_category_ = first_category;
};

}  // namespace tact::language
