// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/text/tokens.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cstring>

#include "core/text/byte_classes.h"
#include "core/text/eight_bytes.h"
#include "core/text/one_by_one.h"
#include "core/text/respell.h"

namespace tact::text {

namespace {

/// Bits below `bit`, which is at most 63.
std::uint64_t below(std::size_t bit) { return (std::uint64_t{1} << bit) - 1; }
/// Of `bits`, which are not zero; std::countr_zero() would ask.
std::size_t lowest(std::uint64_t bits) { return static_cast<std::size_t>(__builtin_ctzll(bits)); }
std::size_t take_lowest(std::uint64_t& bits) {
  const std::size_t bit = lowest(bits);
  bits &= bits - 1;
  return bit;
}

/// Whether two of `ones` follow each other with none of `others` between them.  `open`: the last of the bits before was such a one.
bool two_in_a_row(std::uint64_t ones, std::uint64_t others, bool& open) {
  // What is added behind each one is carried up to the next bit of either kind.
  std::uint64_t carried = 0;
  const bool over = __builtin_add_overflow(~(ones | others), ones << 1, &carried), over_too = __builtin_add_overflow(carried, std::uint64_t{open}, &carried);
  open = over || over_too;
  return (carried & ones) != 0;
}

/// Marks that at the edge of a word are no part of a disguise: "@rse", "$hit" and "!diot" begin with one that is, "f***" ends with one.
constexpr std::uint8_t edge_behind = 1, edge_before = 2;
constexpr std::array<std::uint8_t, 256> edges = [] {
  std::array<std::uint8_t, 256> out{};
  for (std::size_t c = 0; c < 128; ++c) {
    if (ascii_kinds[c] != Kind::punctuation || c == '@' || c == '*' || c == '#') continue;
    out[c] = c == '!' ? edge_behind : edge_behind | edge_before;
  }
  return out;
}();

/// word_hash() of eight bytes or more.
std::uint32_t long_hash(const char* bytes, std::size_t size) {
  if (size >= 16) return word_hash({bytes, size});
  const std::uint64_t last = lowest_first<std::uint64_t>(bytes + size - 8) >> 8 * (15 - size) >> 8;
  return hash_end(hash_more(hash_of_size(size), lowest_first<std::uint64_t>(bytes)), last);
}

constexpr std::array<std::uint64_t, 8> lowest_of_size = [] {
  std::array<std::uint64_t, 8> out{};
  for (std::size_t size = 1; size != out.size(); ++size) out[size] = out[size - 1] << 8 | 0xFF;
  return out;
}();

/// 64 bytes at a time by what kind each byte is.  A word is a run of letters, perhaps with apostrophes between them, and a number one of
/// digits; a run with anything else in it, and one that may be an address, is cut one by one.
class Cutter : OneByOne {
 public:
  Cutter(Text& text, Token* out) : OneByOne(text, out), text_(text), first_(out), mapped_(!text.folded_to_plain.empty()) {}

  void run() {
    text_.look_from = no_token;
    text_.digits = 0;
    text_.at_signs = false;
    while (at_ < all_.size()) {
      Token* const before = out_;
      worth_a_look_ = joined_;
      piece();
      if (worth_a_look_ && out_ != before && text_.look_from == no_token) look_from(before);
    }
    text_.lone_letters = lone_letters_;
    text_.tokens.assign(first_, out_);
  }

 private:
  /// The end of a text: 64 bytes, and those that a long word is read by.
  using Copy = std::array<char, bytes_at_once + 16>;

  /// The bits of a piece of text; `bytes` are its bytes and eight more.
  struct Runs {
    const char* bytes;
    std::uint64_t spaces, all;       ///< of the piece; all starts
    std::uint64_t starts, ends;      ///< those that are still to do
    std::uint64_t one_by_one;        ///< of ends
    std::uint64_t joined, capitals;  ///< of starts
    std::uint64_t odd;               ///< of ends
  };

  /// The first token, from `from` on backwards, that stands behind white space.
  void look_from(const Token* from) {
    while (from > first_ && from->joined) --from;
    text_.look_from = static_cast<std::uint32_t>(from - first_);
  }

  /// Cuts up to a space at most 64 bytes ahead, or to the end.
  void piece() {
    const std::size_t left = all_.size() - at_;
    const char* folded = all_.data() + at_;
    const char* plain = mapped_ ? folded : text_.plain.data() + at_;
    Copy folded_end, plain_end;
    if (left < folded_end.size()) folded = with_spaces(folded, left, folded_end);
    if (mapped_)
      plain = sources(std::min(left, bytes_at_once), plain_end);
    else if (left < plain_end.size())
      plain = with_spaces(plain, left, plain_end);
    const ByteClasses classes = classes_of(folded, plain);
    foreign_letters_ = mapped_ && (high_bytes(plain) & classes.letters) != 0;
    std::size_t size = left;
    text_.at_signs |= classes.at_signs != 0;
    if (left >= bytes_at_once) {
      if (classes.spaces == 0) return steps_until(at_ + bytes_at_once);
      size = 63 - static_cast<std::size_t>(std::countl_zero(classes.spaces));
    }
    if (const std::uint64_t digits = classes.digits & below(size); digits != 0) text_.digits += static_cast<std::uint32_t>(std::popcount(digits));
    const std::size_t start = at_;
    cut(runs_of(classes, folded, size), size);
    at_ = std::min(start + size + 1, all_.size());
    joined_ = false;
  }

  static const char* with_spaces(const char* from, std::size_t size, Copy& to) {
    to.fill(' ');
    std::memcpy(to.data(), from, size);
    return to.data();
  }

  /// The bytes of plain that the next `size` of folded come from, where the two have different places.
  const char* sources(std::size_t size, Copy& to) const {
    to.fill(' ');
    const std::uint32_t* const places = text_.folded_to_plain.data() + at_;
    const char* const all = text_.plain.data();
    for (std::size_t i = 0; i < size; ++i) to[i] = all[places[i]];
    return to.data();
  }

  void steps_until(std::size_t end) {
    worth_a_look_ = text_.at_signs = true;
    const std::size_t start = at_;
    while (at_ < end) step();
    text_.digits += static_cast<std::uint32_t>(at_ - start);
  }

  Runs runs_of(const ByteClasses& of, const char* bytes, std::size_t size) {
    const std::uint64_t plain = of.letters | of.digits, within = plain | of.high, signs = ~(within | of.spaces);
    const std::uint64_t between = signs & within << 1 & within >> 1;
    // "don't", and "3.30" or what looks like it.
    const std::uint64_t apostrophes = between & of.apostrophes, points = between & of.digits << 1 & of.digits >> 1;
    const std::uint64_t contracted = apostrophes & of.letters << 1 & of.letters >> 1;
    const std::uint64_t runs = within | apostrophes | points, marks = ~(runs | of.spaces);
    const std::uint64_t same = of.same << 1;
    const std::uint64_t run_starts = runs & ~(runs << 1), run_ends = ~runs & runs << 1;

    Runs out;
    out.bytes = bytes;
    out.spaces = of.spaces;
    out.starts = (run_starts | (marks & ~same)) & below(size);
    out.ends = (run_ends | (marks << 1 & ~same)) & (below(size) << 1 | 1);
    out.all = out.starts;
    out.joined = joined(out);
    out.capitals = of.capitals & of.letters & below(size);

    std::uint64_t strange = of.high | (of.letters & of.digits << 1) | (of.digits & of.letters << 1) | ((apostrophes | points) & ~contracted);
    strange |= of.letters & same & same << 1;
    strange |= addresses(bytes, signs & ~contracted & (within >> 1 | of.same), of.spaces) & runs;
    // A bit anywhere in a run is carried to its end.
    out.one_by_one = (runs + strange) & run_ends & out.ends;
    const std::uint64_t quoted = run_ends & of.apostrophes & of.letters << 1;
    out.odd = ((runs + contracted) & run_ends) | (at_ + size == all_.size() && size > 0 ? quoted & below(size - 1) : quoted);

    notice(out, run_starts & out.starts, runs, of.letters);
    contractions(out, contracted & below(size));
    return out;
  }

  /// Of starts: those that nothing white stands before.  A line break is a token, and white.
  std::uint64_t joined(const Runs& of) {
    std::uint64_t white = of.spaces << 1 | 1;
    for (std::uint64_t joints = of.starts & of.ends; joints != 0;) {
      const std::size_t bit = take_lowest(joints);
      const auto before = static_cast<unsigned char>(of.bytes[bit - 1]), behind = static_cast<unsigned char>(of.bytes[bit]);
      white |= std::uint64_t{before == '\n'} << bit;
      // Nearly always a mark at the edge of a word.
      worth_a_look_ |= (edges[behind] & edge_behind) == 0 && (edges[before] & edge_before) == 0;
    }
    return ~white | std::uint64_t{joined_};
  }

  /// The bytes up to the last dot or slash that may be an address's, each from the space before it on.  `signs`: with something behind them.
  std::uint64_t addresses(const char* bytes, std::uint64_t signs, std::uint64_t spaces) {
    std::uint64_t out = 0;
    while (signs != 0) {
      const std::size_t bit = take_lowest(signs);
      if ((bytes[bit] != '.' && bytes[bit] != '/') || !may_link()) continue;
      const std::uint64_t before = below(bit), white = spaces & before;
      out |= white == 0 ? before : before & ~below(63 - static_cast<std::size_t>(std::countl_zero(white)));
    }
    return out;
  }

  /// Whether any of it is worth respell's while.
  void notice(const Runs& of, std::uint64_t run_starts, std::uint64_t runs, std::uint64_t letters) {
    const std::uint64_t longer = run_starts & runs >> 1;
    if (two_in_a_row(run_starts & letters & ~longer, longer, lone_open_)) lone_letters_ = true;
    bool none = false;
    if (two_in_a_row(of.starts & of.ends & of.joined, of.starts & ~of.joined, none)) worth_a_look_ = true;
  }

  void contractions(const Runs& of, std::uint64_t apostrophes) {
    while (apostrophes != 0) {
      const std::size_t after = take_lowest(apostrophes) + 1, end = lowest(of.ends & ~below(after));
      worth_a_look_ = worth_a_look_ || !contraction({of.bytes + after, end - after});
    }
  }

  void cut(Runs runs, std::size_t size) {
    Token* const before = out_;
    const std::size_t start = at_;
    plain_tokens(runs, start);
    while (runs.starts != 0) {
      const std::size_t bit = lowest(runs.starts);
      at_ = start + bit;
      joined_ = (runs.joined >> bit & 1) != 0;
      do step();
      while (at_ < start + size && ((runs.all | runs.spaces) >> (at_ - start) & 1) == 0);
      if (at_ >= start + size) break;
      go_on(runs, at_ - start);
      plain_tokens(runs, start);
    }
    // A capital within a word, or a letter that was none of ASCII.
    if (foreign_letters_ || (runs.capitals & ~runs.all) != 0) shapes(before);
  }

  /// From `bit` on, what was before it is done.
  void go_on(Runs& runs, std::size_t bit) const {
    const std::uint64_t from = ~below(bit);
    runs.starts &= from;
    runs.ends &= from << 1;
    runs.one_by_one &= from << 1;
    if ((runs.all >> bit & 1) != 0) runs.joined = (runs.joined & ~(std::uint64_t{1} << bit)) | std::uint64_t{joined_} << bit;
  }

  /// Tokens up to the first that is to be cut one by one.
  void plain_tokens(Runs& runs, std::size_t start) {
    const std::uint64_t ends = runs.one_by_one == 0 ? runs.ends : runs.ends & below(lowest(runs.one_by_one));
    out_ = write(runs, ends, static_cast<std::uint32_t>(start), out_);
  }

  /// A token for each of `ends`.  By itself, so that all of it stays in registers.
  [[gnu::noinline]] static Token* write(Runs& runs, std::uint64_t ends, std::uint32_t from, Token* out) {
    const char* const bytes = runs.bytes;
    const std::uint64_t joined = runs.joined, capitals = runs.capitals, odd = runs.odd;
    std::uint64_t starts = runs.starts;
    while (ends != 0) {
      const std::uint64_t start_bit = starts & -starts, end_bit = ends & -ends;
      const auto start = static_cast<std::uint32_t>(__builtin_ctzll(starts)), end = static_cast<std::uint32_t>(__builtin_ctzll(ends));
      starts ^= start_bit;
      ends ^= end_bit;
      const std::size_t size = end - start;
      const std::uint64_t block = lowest_first<std::uint64_t>(bytes + start);
      Token& token = *out++;
      token.start = from + start;
      token.end = from + end;
      token.kind = token_kinds[static_cast<unsigned char>(bytes[start])];
      token.shape = (capitals & start_bit) != 0 ? Shape::capital : Shape::lower;
      token.joined = (joined & start_bit) != 0;
      token.odd = (odd & end_bit) != 0;
      token.hash = size < 8 ? hash_end(hash_of_size(size), block & lowest_of_size[size]) : long_hash(bytes + start, size);
    }
    runs.starts = starts;
    return out;
  }

  void shapes(Token* from) {
    for (; from != out_; ++from)
      if (from->kind == TokenKind::word) from->shape = shape(from->start, from->end);
  }

  Text& text_;
  Token* first_;
  bool mapped_, lone_open_ = false;
  bool foreign_letters_ = false;  ///< in this piece
};

}  // namespace

void cut_into_tokens(Text& text) {
  // As many as the text has bytes at most; kept, so that nothing is allocated or set to zero for a message.
  thread_local std::vector<Token> room;
  if (room.size() < text.folded.size()) room.resize(text.folded.size());
  Cutter(text, room.data()).run();
}

}  // namespace tact::text
