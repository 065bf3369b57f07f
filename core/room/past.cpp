// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/room/past.h"

#include <algorithm>

namespace tact::room {

namespace {

/// At most `most` bytes, cut between characters: what comes out is shown to people again.
std::string_view beginning(std::string_view text, std::size_t most) {
  std::size_t size = std::min(text.size(), most);
  while (size < text.size() && size > 0 && (text[size] & 0xC0) == 0x80) --size;
  return text.substr(0, size);
}

}  // namespace

std::uint64_t person_hash(std::string_view id) {
  std::uint64_t hash = 14695981039346656037ULL;
  for (const char c : id) hash = (hash ^ static_cast<unsigned char>(c)) * 1099511628211ULL;
  return hash == 0 ? 1 : hash;
}

std::uint32_t Past::room_for(std::size_t size) {
  constexpr std::size_t most = Memory::most_bytes;
  if (write_ + size > most) {
    // Round again: what lies between here and the end is the oldest of all.
    while (!records.empty() && records.front().offset >= write_) records.pop_front();
    write_ = 0;
  }
  const std::size_t begin = write_, end = write_ + size;
  while (!records.empty() && records.front().offset >= begin && records.front().offset < end) records.pop_front();
  if (bytes_.size() < end) {
    const std::size_t wanted = std::min(most, std::max(end, bytes_.size() * 2));
    bytes_.reserve(wanted);  // exactly: resize() alone would round up
    bytes_.resize(wanted);
  }
  write_ = end;
  return static_cast<std::uint32_t>(begin);
}

void Past::keep(std::uint64_t who, std::string_view name, std::string_view text, std::uint32_t words, Instant at) {
  constexpr std::size_t most_name = 64;
  name = beginning(name, most_name);
  text = beginning(text, Memory::most_text);
  forget_before(at - Memory::kept);
  if (records.size() >= Memory::most_messages) records.pop_front();
  const std::uint32_t offset = room_for(std::max<std::size_t>(name.size() + text.size(), 1));
  // Not memcpy: an empty view may point nowhere.
  std::ranges::copy(text, std::ranges::copy(name, bytes_.begin() + offset).out);
  records.push_back({.at = at, .who = who, .seq = next_seq++, .offset = offset, .words = words, .name_size = static_cast<std::uint16_t>(name.size()), .text_size = static_cast<std::uint16_t>(text.size())});
  newest = std::max(newest, at);
}

void Past::forget_before(Instant at) {
  while (!records.empty() && records.front().at < at) records.pop_front();
  while (!questions.empty() && questions.front().at < at) questions.pop_front();
  while (!unkind.empty() && unkind.front().at < at) unkind.pop_front();
}

const Record* Past::find(std::uint32_t seq) const {
  if (records.empty() || seq < records.front().seq || seq > records.back().seq) return nullptr;
  // Numbers in the ring have no holes.
  return &records[seq - records.front().seq];
}

Said Past::said(const Record& record) const { return {name(record), text(record), record.at, record.seq}; }

std::size_t Past::bytes() const { return bytes_.capacity() + records.size() * sizeof(Record) + questions.size() * sizeof(Question) + unkind.size() * sizeof(Unkind) + sizeof *this; }

}  // namespace tact::room
