// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/text/normalize.h"

#include <unicode/bytestream.h>
#include <unicode/normalizer2.h>
#include <unicode/uchar.h>
#include <unicode/utf8.h>

#include <array>
#include <atomic>
#include <cstring>

#include "core/text/byte_classes.h"

namespace tact::text {

namespace {

const icu::Normalizer2& nfkc_casefold() {
  static const icu::Normalizer2* const one = [] {
    UErrorCode status = U_ZERO_ERROR;
    return icu::Normalizer2::getNFKCCasefoldInstance(status);
  }();
  return *one;
}

/// What one character folds to by itself.
constexpr std::uint32_t unknown = 0, dropped = 0x110000, several = 0x110001, joins_before = 0x80000000U;

std::uint32_t typographic(UChar32 code) {
  switch (code) {
    case 0x2018: case 0x2019: case 0x201A: case 0x201B: case 0x2032: case 0x02BC: case 0x00B4: case 0x02B9: return '\'';
    case 0x201C: case 0x201D: case 0x201E: case 0x201F: case 0x00AB: case 0x00BB: case 0x2033: return '"';
    case 0x2010: case 0x2011: case 0x2012: case 0x2013: case 0x2014: case 0x2015: case 0x2212: return '-';
    case 0x2028: case 0x2029: case 0x0085: return '\n';
    default: return unknown;
  }
}

std::uint32_t work_out(UChar32 code) {
  if (const std::uint32_t plain_form = typographic(code)) return plain_form;
  const auto& normalizer = nfkc_casefold();
  const std::uint32_t joins = normalizer.hasBoundaryBefore(code) ? 0 : joins_before;
  if (code == '\n' || code == '\t' || code == ' ') return static_cast<std::uint32_t>(code);
  // Control codes carry colour and bold on IRC; between letters they only hide a word.
  if (u_charType(code) == U_CONTROL_CHAR) return dropped;
  UErrorCode status = U_ZERO_ERROR;
  const icu::UnicodeString folded = normalizer.normalize(icu::UnicodeString(code), status);
  if (U_FAILURE(status)) return static_cast<std::uint32_t>(code) | joins;
  if (folded.isEmpty()) return dropped;
  if (folded.countChar32() != 1) return several | joins;
  return static_cast<std::uint32_t>(folded.char32At(0)) | joins;
}

std::uint32_t look_up(UChar32 code) {
  // Han, Hangul and emoji stand for themselves.
  if ((code >= 0x4E00 && code < 0xA000) || (code >= 0xAC00 && code < 0xD7A4) || (code >= 0x1F300 && code < 0x1FB00)) return static_cast<std::uint32_t>(code);
  static constexpr UChar32 remembered = 0x3000;
  static std::array<std::atomic<std::uint32_t>, remembered> memory{};
  if (code >= remembered) return work_out(code);
  auto& known = memory[static_cast<std::size_t>(code)];
  std::uint32_t form = known.load(std::memory_order_relaxed);
  if (form == unknown) known.store(form = work_out(code), std::memory_order_relaxed);
  return form;
}

/// Bytes that fold to themselves or, capitals, to their small letters: printable ASCII, and white space.
auto foldable(Bytes block) { return (block - static_cast<std::uint8_t>(' ') < 0x7F - ' ') | (block == '\n') | (block == '\t'); }
Bytes small_letters(Bytes block) { return block | (static_cast<Bytes>(block - static_cast<std::uint8_t>('A') < 26) & 0x20); }
void store(char* to, Bytes block) { std::memcpy(to, &block, sizeof block); }
constexpr unsigned all_of_block = 0xFFFF;

/// Lower-cases while all is foldable; answers how many bytes it did, and stops at the first that is not.
std::size_t lower_ascii(std::string_view plain, char* out) {
  std::size_t i = 0;
  for (; i + sizeof(Bytes) <= plain.size(); i += sizeof(Bytes)) {
    const Bytes block = load_bytes(plain.data() + i);
    if (highest_bits(reinterpret_cast<Bytes>(foldable(block))) != all_of_block) break;
    store(out + i, small_letters(block));
  }
  for (; i < plain.size(); ++i) {
    const auto c = static_cast<unsigned char>(plain[i]);
    if (c >= 0x7F || (c < 0x20 && c != '\n' && c != '\t')) break;
    out[i] = static_cast<char>(c + (static_cast<unsigned>(c - 'A') < 26U ? 32U : 0U));
  }
  return i;
}

/// `count` numbers from `first` on.
void count_up(std::uint32_t* to, std::uint32_t first, std::size_t count) {
  typedef std::uint32_t Numbers __attribute__((vector_size(16), aligned(4)));
  Numbers next = Numbers{0, 1, 2, 3} + first;
  std::size_t i = 0;
  for (; i + 4 <= count; i += 4, next += 4) std::memcpy(to + i, &next, sizeof next);
  for (; i < count; ++i) to[i] = first + static_cast<std::uint32_t>(i);
}

class Folder {
 public:
  Folder(std::string_view plain, std::string& folded, std::vector<std::uint32_t>& start, std::vector<std::uint32_t>& end)
      : plain_(plain), folded_(folded), start_(start), end_(end) {
    folded_.clear();
    start_.clear();
    end_.assign(1, 0);
    folded_.reserve(plain.size());
    start_.reserve(plain.size() + 1);
    end_.reserve(plain.size() + 1);
  }

  void run() {
    const auto size = static_cast<std::int32_t>(plain_.size());
    std::int32_t at = 0;
    while (at < size) {
      const std::int32_t from = at;
      if (const std::int32_t until = ascii_run(at); until > from) {
        at = until;
        continue;
      }
      UChar32 code = 0;
      U8_NEXT(bytes(), at, size, code);
      const std::uint32_t form = look_up(code);
      // Only from U+0300 on a character may belong to the one before.
      if (at < size && static_cast<unsigned char>(plain_[static_cast<std::size_t>(at)]) >= 0xCC) at = swallow_marks(at, size);
      if (form == dropped && marks_ == 0) continue;
      if (marks_ > 0 || (form & ~joins_before) == several)
        cluster(from, at);
      else
        put(static_cast<UChar32>(form & ~joins_before), from, at);
    }
    start_.push_back(static_cast<std::uint32_t>(size));
  }

 private:
  const std::uint8_t* bytes() const { return reinterpret_cast<const std::uint8_t*>(plain_.data()); }

  /// Writes the ASCII at `at` up to the last letter before something else (a mark may belong to that one); answers where it ended.
  std::int32_t ascii_run(std::int32_t at) {
    const auto from = static_cast<std::size_t>(at), before = folded_.size();
    constexpr std::size_t at_once = 256;
    const std::string_view ahead = plain_.substr(from, at_once);
    folded_.resize(before + ahead.size());
    std::size_t length = lower_ascii(ahead, folded_.data() + before);
    if (from + length < plain_.size() && length > 0) --length;
    folded_.resize(before + length);
    const std::size_t maps = start_.size();
    start_.resize(maps + length);
    end_.resize(maps + 1 + length);
    count_up(start_.data() + maps, static_cast<std::uint32_t>(from), length);
    count_up(end_.data() + maps + 1, static_cast<std::uint32_t>(from + 1), length);
    return static_cast<std::int32_t>(from + length);
  }

  /// Characters behind a base that may compose with it; notes how many, and where the last one worth keeping ends.
  std::int32_t swallow_marks(std::int32_t at, std::int32_t size) {
    // Vietnamese needs two marks, pointed Hebrew four; a flood is only noise.
    constexpr unsigned most_marks = 4;
    marks_ = 0;
    kept_until_ = at;
    while (at < size) {
      std::int32_t next = at;
      UChar32 code = 0;
      U8_NEXT(bytes(), next, size, code);
      if (code < 0x300 || (look_up(code) & joins_before) == 0) break;
      at = next;
      if (++marks_ <= most_marks) kept_until_ = at;
    }
    return at;
  }

  void put(UChar32 code, std::int32_t from, std::int32_t until) {
    std::array<std::uint8_t, 4> out{};
    std::int32_t length = 0;
    U8_APPEND_UNSAFE(out.data(), length, code);
    note({reinterpret_cast<const char*>(out.data()), static_cast<std::size_t>(length)}, from, until);
  }

  void note(std::string_view text, std::int32_t from, std::int32_t until) {
    folded_ += text;
    start_.insert(start_.end(), text.size(), static_cast<std::uint32_t>(from));
    end_.insert(end_.end(), text.size(), static_cast<std::uint32_t>(until));
  }

  void cluster(std::int32_t from, std::int32_t until) {
    const std::int32_t kept = marks_ > 0 ? kept_until_ : until;
    marks_ = 0;
    scratch_.clear();
    icu::StringByteSink<std::string> sink(&scratch_);
    UErrorCode status = U_ZERO_ERROR;
    nfkc_casefold().normalizeUTF8(0, {plain_.data() + from, kept - from}, sink, nullptr, status);
    if (U_SUCCESS(status)) note(scratch_, from, until);
  }

  std::string_view plain_;
  std::string& folded_;
  std::vector<std::uint32_t>&start_, &end_;
  std::string scratch_;
  unsigned marks_ = 0;
  std::int32_t kept_until_ = 0;
};

}  // namespace

bool fold_ascii(std::string_view plain, std::string& folded) {
  const std::size_t size = plain.size();
  constexpr std::size_t at_once = sizeof(Bytes);
  folded.resize(size);
  if (size < at_once) return lower_ascii(plain, folded.data()) == size;
  // One look at the end whether all of them were: hardly any message holds something else.
  const char* const from = plain.data();
  char* const to = folded.data();
  const auto lower = [&](std::size_t at) {
    const Bytes block = load_bytes(from + at);
    store(to + at, small_letters(block));
    return foldable(block);
  };
  // The last ones together with some that are done.
  auto foldable_all = lower(size - at_once);
  for (std::size_t at = 0; at + at_once < size; at += at_once) foldable_all &= lower(at);
  return highest_bits(reinterpret_cast<Bytes>(foldable_all)) == all_of_block;
}

void fold(std::string_view plain, std::string& folded, std::vector<std::uint32_t>& to_plain, std::vector<std::uint32_t>& end_to_plain) {
  to_plain.clear();
  end_to_plain.clear();
  // The usual message: ASCII to its end, nothing to map.
  if (!fold_ascii(plain, folded)) Folder(plain, folded, to_plain, end_to_plain).run();
}

}  // namespace tact::text
