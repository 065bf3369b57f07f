// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/language/pieces.h"

#include <unicode/bytestream.h>
#include <unicode/normalizer2.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <cmath>
#include <cstring>

#include "core/text/text.h"

namespace tact::language {

namespace {

constexpr std::uint16_t none = 0xFFFF;
constexpr std::string_view space = "\xE2\x96\x81";  // U+2581, which stands for a space in the vocabulary
// Enough for most_pieces of any real text.
constexpr std::size_t most_bytes = 1024;

bool begins_character(char c) { return (static_cast<unsigned char>(c) & 0xC0) != 0x80; }

/// NFKC, spaces as in the vocabulary, and one before the first word.
void prepare(std::string_view text, std::string& out) {
  std::size_t size = std::min(text.size(), most_bytes);
  while (size < text.size() && size > 0 && !begins_character(text[size])) --size;
  text = text.substr(0, size);
  thread_local std::string other;
  if (std::ranges::any_of(text, [](char c) { return static_cast<unsigned char>(c) >= 0x80; })) {
    UErrorCode status = U_ZERO_ERROR;
    const icu::Normalizer2* nfkc = icu::Normalizer2::getNFKCInstance(status);
    const icu::StringPiece piece(text.data(), static_cast<std::int32_t>(text.size()));
    if (U_SUCCESS(status) && !nfkc->isNormalizedUTF8(piece, status) && U_SUCCESS(status)) {
      other.clear();
      icu::StringByteSink<std::string> sink(&other);
      nfkc->normalizeUTF8(0, piece, sink, nullptr, status);
      if (U_SUCCESS(status)) text = other;
    }
  }
  out.clear();
  if (text.empty()) return;
  out += space;
  for (const char c : text)
    if (c == ' ')
      out += space;
    else
      out += c;
}

/// The pieces of words: a group's are mostly the same few hundred.  Each has its one place or is not there.
class Words {
 public:
  /// Appends the pieces of `word` for `owner`, a number that no two have; false where they are not known.
  bool find(std::uint64_t owner, std::string_view word, std::vector<std::uint16_t>& out) {
    if (owner != owner_) {
      table_.assign(places, {});
      owner_ = owner;
    }
    const Place& place = place_of(word);
    if (place.size != word.size() || std::memcmp(place.word.data(), word.data(), word.size()) != 0) return false;
    out.insert(out.end(), place.pieces.begin(), place.pieces.begin() + place.count);
    return true;
  }

  void put(std::string_view word, std::span<const std::uint16_t> pieces) {
    if (word.size() > most_bytes_of_one || pieces.size() > most_pieces_of_one) return;
    Place& place = place_of(word);
    place.size = static_cast<std::uint8_t>(word.size());
    place.count = static_cast<std::uint8_t>(pieces.size());
    std::ranges::copy(word, place.word.begin());
    std::ranges::copy(pieces, place.pieces.begin());
  }

 private:
  static constexpr std::size_t places = 1024, most_bytes_of_one = 40, most_pieces_of_one = 11;
  struct Place {
    std::uint8_t size = 0;  ///< 0: free; no word is so short
    std::uint8_t count = 0;
    std::array<char, most_bytes_of_one> word{};
    std::array<std::uint16_t, most_pieces_of_one> pieces{};
  };
  static_assert(sizeof(Place) == 64);

  Place& place_of(std::string_view word) { return table_[word_hash(word) % places]; }

  std::vector<Place> table_;
  std::uint64_t owner_ = 0;
};

}  // namespace

std::string Pieces::open(const ModelFile& file) {
  static std::atomic<std::uint64_t> opened{0};
  number_ = ++opened;
  first_ = file.section<std::uint32_t>("p.first");
  bytes_ = file.section<std::uint8_t>("p.bytes");
  ends_ = file.section<std::uint16_t>("p.ends");
  scores_ = file.section<float>("p.scores");
  const std::size_t nodes = bytes_.size();
  if (nodes == 0 || scores_.empty() || scores_.size() >= none || first_.size() != nodes + 1 || ends_.size() != nodes) return "no pieces of words";
  for (std::size_t i = 0; i < nodes; ++i)
    if (first_[i] > first_[i + 1] || first_[i] <= i || first_[i + 1] > nodes || (ends_[i] != none && ends_[i] >= scores_.size())) return "no whole trie of pieces";
  for (std::uint32_t node = first_[0]; node < first_[1]; ++node) begin_[bytes_[node]] = node;
  return {};
}

std::uint32_t Pieces::child(std::uint32_t node, unsigned char byte) const {
  // Few have many children, and a search by halves is as many guesses of what comes next.
  const std::uint8_t* begin = bytes_.data() + first_[node];
  const void* found = std::memchr(begin, byte, first_[node + 1] - first_[node]);
  return found == nullptr ? 0 : static_cast<std::uint32_t>(static_cast<const std::uint8_t*>(found) - bytes_.data());
}

/// Appends the pieces that are likeliest together; false where others are so nearly as likely that what stands before decides by its last bits.
bool Pieces::add_likeliest(std::string_view ready, std::vector<std::uint16_t>& out) const {
  constexpr float near = 0.01F;
  struct Best {
    float score = 0;  ///< 0: nothing ends here yet
    std::uint16_t piece = 0;
    std::uint32_t from = 0;
  };
  thread_local std::vector<Best> best;
  best.assign(ready.size() + 1, {});
  std::uint32_t before = 0;
  bool certain = true;
  for (std::uint32_t begin = 0; begin < ready.size(); ++begin) {
    if (!begins_character(ready[begin])) continue;
    // What no piece reaches is one unknown character behind what was before; like the original, its past counts nothing.
    if (begin > 0 && best[begin].score == 0) best[begin] = {0, 0, before};
    std::uint32_t node = begin_[static_cast<unsigned char>(ready[begin])];
    for (std::uint32_t end = begin + 1; node != 0; ++end) {
      if (ends_[node] != none) {
        const float score = best[begin].score + scores_[ends_[node]];
        Best& there = best[end];
        certain = certain && (there.score == 0 || std::abs(score - there.score) > near);
        if (there.score == 0 || score >= there.score) there = {score, ends_[node], begin};
      }
      if (end == ready.size()) break;
      node = child(node, static_cast<unsigned char>(ready[end]));
    }
    before = begin;
  }
  if (best[ready.size()].score == 0) best[ready.size()] = {0, 0, before};
  const auto first = static_cast<std::ptrdiff_t>(out.size());
  for (auto at = static_cast<std::uint32_t>(ready.size()); at > 0; at = best[at].from) out.push_back(best[at].piece);
  std::reverse(out.begin() + first, out.end());
  return certain;
}

void Pieces::cut(std::string_view text, std::vector<std::uint16_t>& out) const {
  thread_local std::string ready;
  thread_local Words known;
  out.clear();
  prepare(text, ready);
  // No piece reaches over a space, so each word is cut by itself, and most words were seen before.
  for (std::size_t begin = 0, end = 0; begin < ready.size(); begin = end) {
    end = std::min(ready.find(space, begin + space.size()), ready.size());
    const std::string_view word = std::string_view(ready).substr(begin, end - begin);
    if (known.find(number_, word, out)) continue;
    const std::size_t first = out.size();
    if (!add_likeliest(word, out)) {
      out.clear();
      add_likeliest(ready, out);
      break;
    }
    known.put(word, std::span(out).subspan(first));
  }
  out.erase(std::unique(out.begin(), out.end(), [](std::uint16_t a, std::uint16_t b) { return a == 0 && b == 0; }), out.end());
  if (out.size() > most_pieces) out.resize(most_pieces);
}

}  // namespace tact::language
