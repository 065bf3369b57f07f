// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/language/pieces.h"

#include <unicode/bytestream.h>
#include <unicode/normalizer2.h>

#include <algorithm>

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

}  // namespace

std::string Pieces::open(const ModelFile& file) {
  first_ = file.section<std::uint32_t>("p.first");
  bytes_ = file.section<std::uint8_t>("p.bytes");
  ends_ = file.section<std::uint16_t>("p.ends");
  scores_ = file.section<float>("p.scores");
  const std::size_t nodes = bytes_.size();
  if (nodes == 0 || scores_.empty() || scores_.size() >= none || first_.size() != nodes + 1 || ends_.size() != nodes) return "no pieces of words";
  for (std::size_t i = 0; i < nodes; ++i)
    if (first_[i] > first_[i + 1] || first_[i] <= i || first_[i + 1] > nodes || (ends_[i] != none && ends_[i] >= scores_.size())) return "no whole trie of pieces";
  return {};
}

std::uint32_t Pieces::child(std::uint32_t node, unsigned char byte) const {
  const auto begin = bytes_.begin() + first_[node], end = bytes_.begin() + first_[node + 1];
  const auto found = std::lower_bound(begin, end, byte);
  return found != end && *found == byte ? static_cast<std::uint32_t>(found - bytes_.begin()) : 0;
}

void Pieces::cut(std::string_view text, std::vector<std::uint16_t>& out) const {
  struct Best {
    float score = 0;  ///< 0: nothing ends here yet
    std::uint16_t piece = 0;
    std::uint32_t from = 0;
  };
  thread_local std::string ready;
  thread_local std::vector<Best> best;
  out.clear();
  prepare(text, ready);
  best.assign(ready.size() + 1, {});
  std::uint32_t before = 0;
  for (std::uint32_t begin = 0; begin < ready.size(); ++begin) {
    if (!begins_character(ready[begin])) continue;
    // What no piece reaches is one unknown character behind what was before; like the original, its past counts nothing.
    if (begin > 0 && best[begin].score == 0) best[begin] = {0, 0, before};
    std::uint32_t node = 0;
    for (std::uint32_t end = begin; end < ready.size(); ++end) {
      node = child(node, static_cast<unsigned char>(ready[end]));
      if (node == 0) break;
      if (ends_[node] == none) continue;
      const float score = best[begin].score + scores_[ends_[node]];
      Best& there = best[end + 1];
      if (there.score == 0 || score >= there.score) there = {score, ends_[node], begin};
    }
    before = begin;
  }
  if (!ready.empty() && best[ready.size()].score == 0) best[ready.size()] = {0, 0, before};
  for (std::uint32_t at = static_cast<std::uint32_t>(ready.size()); at > 0; at = best[at].from)
    if (out.empty() || out.back() != 0 || best[at].piece != 0) out.push_back(best[at].piece);
  std::ranges::reverse(out);
  if (out.size() > most_pieces) out.resize(most_pieces);
}

}  // namespace tact::language
