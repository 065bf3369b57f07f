// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/language/lexicon.h"

#include <algorithm>
#include <atomic>

#include "core/language/lanes.h"
#include "core/language/matcher_look.h"
#include "core/language/restore.h"
#include "core/language/undo.h"
#include "core/text/eight_bytes.h"

namespace tact::language {

namespace {

enum Trait : std::uint8_t {
  alone = 1,    ///< it may be a disguise by itself
  begins = 2,   ///< a disguised word begins with it
  goes_on = 4,  ///< one may go on with it
  ours = 8,     ///< a function word of the home language
  others = 16,  ///< ... of another
};

}  // namespace

/// One token as it is written: what everybody knows of it.
struct alignas(64) Lexicon::Place {
  std::uint64_t letters[2] = {};
  std::uint32_t row = 0;  ///< Model::row_of()
  std::uint8_t size = 0;  ///< 0: free
  TokenKind kind = TokenKind::word;
  std::uint8_t traits = 0;
  std::uint8_t parts = 0;
  std::uint32_t word = 0;  ///< of the matcher, and one more; 0: none
  std::array<std::int16_t, model_outputs> sums{};
};

/// Where a token may be: in one of four places.  One a thread.
class Lexicon::Table {
 public:
  static constexpr std::size_t most_letters = 16, ways = 4;

  /// Empty where it was another's.
  static Table& of(std::uint64_t owner) {
    thread_local Table table;
    if (owner != table.owner_) table.places_.assign(sets * ways, {}), table.owner_ = owner;
    return table;
  }
  Place* set_of(std::uint32_t hash) { return &places_[hash % sets * ways]; }
  /// Room for one more: what comes first comes often, and stays where it is looked for first.
  Place& room_in(Place* set) {
    for (Place* place = set; place < set + ways; ++place)
      if (place->size == 0) return *place;
    return set[1 + turn_++ % (ways - 1)];
  }

 private:
  static constexpr std::size_t sets = 2048;
  std::vector<Place> places_;
  std::size_t turn_ = 0;
  std::uint64_t owner_ = 0;
};

Lexicon::Lexicon(const Matcher& matcher, const Tongues& tongues, std::string_view home, const Model* model)
    : matcher_(matcher), tongues_(tongues), model_(model), home_(tongues.bit_of(home)) {
  static std::atomic<std::uint64_t> made{0};
  number_ = ++made;
}

namespace {

/// Of a tag, a reference, or Morse.
bool may_undo(const Text& text, const Token& token) {
  if (token.kind != TokenKind::punctuation && token.kind != TokenKind::other) return false;
  return undo_begins_with(text.folded[token.end - 1], token.joined);
}

/// In halves: of vectors that no machine it is compiled for has, GCC 12 keeps none in a register.
TACT_WIDE void add_sums(const Shorts* sums, std::size_t count, std::int32_t* totals) {
  typedef std::int16_t HalfShorts __attribute__((vector_size(16), aligned(2)));
  typedef std::int32_t HalfInts __attribute__((vector_size(32), aligned(4)));
  HalfInts low, high;
  std::memcpy(&low, totals, sizeof low);
  std::memcpy(&high, totals + lanes / 2, sizeof high);
  for (std::size_t i = 0; i < count; ++i) {
    HalfShorts half[2];
    std::memcpy(half, &sums[i], sizeof half);
    low += __builtin_convertvector(half[0], HalfInts);
    high += __builtin_convertvector(half[1], HalfInts);
  }
  std::memcpy(totals, &low, sizeof low);
  std::memcpy(totals + lanes / 2, &high, sizeof high);
}

}  // namespace

void Lexicon::learn(const Text& text, const Token& token, Place& place) const {
  const std::string_view word = text.word(token);
  place = {};
  place.letters[0] = text::eight_bytes(word, 0);
  place.letters[1] = word.size() > 8 ? text::eight_bytes(word, 8) : 0;
  place.size = static_cast<std::uint8_t>(std::min<std::size_t>(word.size(), 255));
  place.kind = token.kind;
  const Matcher::Word* known = matcher_.find(text.folded, token);
  place.word = known == nullptr ? 0 : matcher_.number_of(known) + 1;
  if (token.kind != TokenKind::word) return;
  const std::uint32_t tongues = tongues_.bits_of(token.hash);
  if ((tongues & home_) != 0) place.traits |= ours;
  if ((tongues & ~home_) != 0) place.traits |= others;
  if (matcher_.may_go_on_with(token.hash)) place.traits |= goes_on;
  if (may_be_disguise(word, token.hash, matcher_)) place.traits |= alone;
  if (known != nullptr && (known->flags & word_prefix) != 0) place.traits |= begins;
  if (model_ == nullptr) return;
  const PartSum sum = model_->parts_of(word);
  place.row = model_->row_of(token.hash);
  place.sums = sum.sums;
  place.parts = static_cast<std::uint8_t>(sum.parts);
}

/// One way through the tokens.
class Lexicon::Pass {
 public:
  Pass(const Lexicon& lexicon, const Text& text, Known& out)
      : lexicon_(lexicon), text_(text), out_(out), words_(lexicon.matcher_.words_.data()), look_(lexicon.matcher_, out.words, text.tokens.size()) {
    out.weights.parts = {};
  }

  void run() {
    Table& table = Table::of(lexicon_.number_);
    const std::size_t count = text_.tokens.size();
    // Where each word is, is known at once; it takes long to come from there.
    for (const Token& token : text_.tokens) __builtin_prefetch(table.set_of(token.hash));
    for (std::size_t i = 0; i < count; ++i) {
      const Token& token = text_.tokens[i];
      const std::size_t size = token.end - token.start;
      if (size > Table::most_letters) lexicon_.learn(text_, token, long_one_);
      note(token, size > Table::most_letters ? long_one_ : place_of(table, token, size), i);
    }
    add_waiting();
    out_.weights.row_count = row_count_;
    look_.finish();
    const bool mapped = !text_.folded_to_plain.empty();
    out_.words_disguised = disguised_;
    out_.maybe_disguised = disguised_ || !text_.respellings.empty() || (mapped && may_be_undone(text_, lexicon_.matcher_));
    // As many words of one other language there are at most, and it takes two more than are ours.
    out_.maybe_other = (others_ > 1 && others_ > ours_ + 1) || (mapped && maybe_of_another_script());
  }

 private:
  TACT_INLINE const Place& place_of(Table& table, const Token& token, std::size_t size) {
    Place* const set = table.set_of(token.hash);
    const std::uint64_t low = text::eight_bytes(text_.folded, token.start) & text::lowest_bytes(std::min<std::size_t>(size, 8));
    const std::uint64_t high = size > 8 ? text::eight_bytes(text_.folded, token.start + 8) & text::lowest_bytes(size - 8) : 0;
    for (const Place* place = set; place < set + Table::ways; ++place)
      if (place->letters[0] == low && place->letters[1] == high && place->size == size && place->kind == token.kind) return *place;
    return learned(table, set, token);
  }
  [[gnu::noinline]] const Place& learned(Table& table, Place* set, const Token& token) {
    Place& place = table.room_in(set);
    lexicon_.learn(text_, token, place);
    return place;
  }

  TACT_INLINE void note(const Token& token, const Place& place, std::size_t at) {
    const Matcher::Word* known = place.word == 0 ? nullptr : words_ + (place.word - 1);
    look_.add(token, known, place.word - 1);
    if (token.kind != TokenKind::word) {
      disguised_ = disguised_ || may_undo(text_, token);
      // "mor.on": a mark does not part the two.
      if (token.kind != TokenKind::punctuation || token.end - token.start > 1) beginning_ = nullptr;
      return;
    }
    disguised_ = disguised_ || (place.traits & alone) != 0 || (beginning_ != nullptr && (place.traits & goes_on) != 0 && are_one(token));
    beginning_ = (place.traits & begins) != 0 ? known : nullptr;
    ours_ += place.traits / ours & 1;
    others_ += place.traits / others & 1;
    if (at >= most_feature_tokens) return;
    out_.weights.parts.parts += place.parts;
    // Written as a name is, or louder, it is something else to the classifier.
    out_.weights.rows[row_count_] = place.row - 1;
    row_count_ += static_cast<unsigned>(place.row != 0) & static_cast<unsigned>(token.shape == Shape::lower || token.shape == Shape::mixed);
    std::memcpy(&waiting_[few_], place.sums.data(), sizeof waiting_[few_]);
    if (++few_ == at_once) add_waiting();
  }

  /// Of half of the words the first letter is beyond Latin.
  bool maybe_of_another_script() const {
    std::size_t words = 0, foreign = 0;
    for (const Token& token : text_.tokens) {
      if (token.kind != TokenKind::word) continue;
      ++words;
      foreign += Tongues::maybe_foreign(text_.folded[token.start]);
    }
    return foreign * 2 > words;
  }

  /// "id", "iot": together they are a disguised word, or one begins with them.
  bool are_one(const Token& token) const {
    if (!Matcher::may_go_on(*beginning_, text_.folded[token.start])) return false;
    const std::string_view first = lexicon_.matcher_.text_of(*beginning_), second = text_.word(token);
    std::array<char, 32> both;
    if (first.size() + second.size() > both.size()) return true;
    std::ranges::copy(second, std::ranges::copy(first, both.begin()).out);
    return (lexicon_.matcher_.flags({both.data(), first.size() + second.size()}) & (word_disguised | word_prefix)) != 0;
  }

  void add_waiting() {
    add_sums(waiting_, few_, out_.weights.parts.sums.data());
    few_ = 0;
  }

  static constexpr std::size_t at_once = 32;
  const Lexicon& lexicon_;
  const Text& text_;
  Known& out_;
  const Matcher::Word* const words_;
  Matcher::Look look_;
  Place long_one_;  ///< a token that no table has room for
  Shorts waiting_[at_once];
  std::size_t few_ = 0, row_count_ = 0, others_ = 0, ours_ = 0;
  const Matcher::Word* beginning_ = nullptr;  ///< the word before, where a disguised one begins with it
  bool disguised_ = false;
};

void Lexicon::read(const Text& text, Known& out) const {
  Pass(*this, text, out).run();
}

}  // namespace tact::language
