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
#pragma once

#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

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
 public:
  /// Names `category`; its words may be added before or after.  Words with spaces are short phrases.
  void add_words(std::string_view category, const std::vector<std::string>& words, std::uint8_t flags);
  /// `spellings` are read as `meant` (one word or several).
  void add_spellings(std::string_view meant, const std::vector<std::string>& spellings);
  /// Compiles `phrase`; answers an empty string, or what is wrong with it.  `id` is what marks carry.
  std::string add_phrase(std::string_view phrase, std::uint32_t id);
  /// Call once after the last add.
  void finish();

  /// Every phrase in `text`, appended to `marks`.
  void scan(const Text& text, std::vector<Mark>& marks) const;

  /// Flags of a folded word; 0 where it is unknown.
  std::uint8_t flags(std::string_view word, std::uint32_t hash) const;
  std::uint8_t flags(std::string_view word) const { return flags(word, word_hash(word)); }
  /// What a word_alias stands for.
  std::string_view meant(std::string_view word, std::uint32_t hash) const;
  bool in_category(std::string_view word, std::string_view category) const;
  /// Disguised words, for those that look for them.
  const std::vector<std::string>& disguised() const { return disguised_; }
  std::size_t states() const { return accepts_.size(); }
  std::size_t words() const { return words_.size(); }

  /// Everything as it is after finish(), for packed.cpp.
  template <class Archive>
  void fields(Archive& archive);

 private:
  using Symbol = std::uint32_t;
  using State = std::uint32_t;
  using ShortPhrase = const std::vector<Symbol>*;  ///< in all_short_
  static constexpr std::size_t most_expansions = 4096;
  // Built-in symbols; categories follow from first_category, words from word_base.
  static constexpr Symbol symbol_start = 1, symbol_name = 2, symbol_number = 3, symbol_link = 4, symbol_emoji = 5,
                          symbol_any = 6;
  static constexpr Symbol first_category = 64, word_base = 1U << 20, none = 0xFFFFFFFFU;

  /// Some of the beginnings: 64 of them by their numbers in beginnings_.
  struct Beginnings {
    std::uint32_t block = 0;
    std::uint64_t which = 0;

    template <class Archive>
    void fields(Archive& archive);
  };
  struct Word {
    std::string text;
    std::uint32_t hash = 0;
    std::uint8_t flags = 0;
    std::uint16_t meant = 0;  ///< index into meant_, for an alias
    std::uint64_t some = 0;   ///< a bit for each category, by its last six bits: most questions are answered by it
    std::vector<Symbol> categories;
    std::vector<Symbol> keys;                       ///< those of them that open a state
    std::vector<Beginnings> first, first_anchored;  ///< where a phrase stands after this, its first word

    template <class Archive>
    void fields(Archive& archive);
  };
  struct Accept {
    std::uint32_t phrase = 0;
    bool at_end = false;

    template <class Archive>
    void fields(Archive& archive);
  };
  struct Gap {
    State to = 0;
    std::uint8_t most = 0;  ///< 0: a short phrase of a category ends here, and this is where the category leads

    template <class Archive>
    void fields(Archive& archive);
  };
  struct Element {
    enum class Kind : std::uint8_t { words, gap } kind = Kind::words;
    Symbol symbol = 0;
    std::uint8_t gap = 0;
  };
  struct Keys;
  struct Walk;
  struct Edge {
    Symbol symbol = 0;
    State to = 0;
  };

  std::uint32_t word_number(std::string_view text);
  void enter(std::size_t word);
  void grow_table();
  void join(std::uint32_t word, Symbol category);
  Symbol category_symbol(const std::string& name);
  std::string piece_symbol(std::string_view piece, Symbol& symbol);
  std::string set_symbol(std::string_view piece, Symbol& symbol);
  State step_or_make(State from, Symbol symbol);
  State gap_or_make(State from, std::uint8_t most);
  static std::uint64_t step_key(State from, Symbol symbol) { return static_cast<std::uint64_t>(from) << 32 | symbol; }
  State made(State from, Symbol symbol) const;
  void draw_edges();
  void find_keys();
  void sort_categories();
  void number_beginnings();
  /// Categories and built-ins first, then words.
  std::size_t key_number(Symbol symbol) const {
    return symbol < word_base ? symbol : next_category_ + (symbol - word_base);
  }
  const Word* find(std::string_view text, std::uint32_t hash) const;
  std::vector<Symbol> symbols_of(std::string_view phrase);
  void join_phrase(const std::vector<Symbol>& phrase, Symbol category);
  void join_phrase(ShortPhrase phrase, Symbol category);
  void lead(State from, const std::vector<Symbol>& phrase, State to);
  void insert(const std::vector<Element>& elements, bool at_start, bool at_end, std::uint32_t id);

  std::vector<Word> words_;
  std::vector<std::uint32_t> table_ =
      std::vector<std::uint32_t>(64);  ///< open addressing, at most a third full: word number + 1
  std::map<std::string, Symbol, std::less<>> categories_;
  // While compiling: what belongs to a category, single words by number and short phrases as they were written.
  std::unordered_map<Symbol, std::vector<std::uint32_t>> members_;
  std::set<std::vector<Symbol>> all_short_;
  std::unordered_map<Symbol, std::vector<ShortPhrase>> short_phrases_;
  std::unordered_map<std::string, Symbol> pieces_;
  std::unordered_map<std::uint64_t, State> steps_;  ///< while compiling
  // After finish(): the edges of each state, and for each word those that leave the beginnings by it.
  std::vector<Edge> edges_;
  std::vector<std::uint32_t> edges_of_{0};
  std::vector<std::uint32_t> keys_of_{0};
  std::vector<Symbol>
      keys_;  ///< of each state: one of them must be in a message, or the state leads nowhere; none: not known
  State anchored_ = 0;  ///< where phrases begin that want the beginning of a sentence; 0: none do
  std::vector<std::vector<Accept>> accepts_{1};
  std::vector<std::vector<Gap>> gaps_{1};
  std::vector<bool> busy_{false};  ///< the state accepts or has a gap
  std::vector<std::string> disguised_, meant_;
  Symbol next_category_ = first_category;
  std::vector<Beginnings> first_special_[7],
      first_anchored_special_[7];  ///< as Word::first, for names, numbers, links...
  // Where phrases stand after one word, and which of these a message opens: most rules are never looked at, so that ten
  // times the rules cost little more.
  std::vector<State> beginnings_;
  std::vector<std::uint64_t> always_open_;       ///< a bit for each beginning
  std::vector<std::uint32_t> opens_of_, opens_;  ///< per key (see key_number) the beginnings that it opens
};

}  // namespace tact::language
