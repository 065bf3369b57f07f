// SPDX-License-Identifier: GPL-3.0-or-later
// The ring behind room::Memory: what was said, which questions were asked, who was unkind to whom.  Bytes of text lie in one buffer that is
// written round and round; the oldest messages give way.
#pragma once

#include <deque>
#include <string>
#include <vector>

#include "core/room/memory.h"

namespace tact::room {

struct Record {
  Instant at{};
  std::uint64_t who = 0;     ///< hash of Sender::id; 0: the network itself
  std::uint32_t seq = 0, offset = 0, words = 0;  ///< words: hash of the text
  std::uint16_t name_size = 0, text_size = 0;
};

struct Question {
  Instant at{};
  std::uint64_t asker = 0;
  std::uint32_t seq = 0, answer_seq = 0;  ///< answer_seq 0: none yet (an answer is never the first message)
  bool closed = false;                    ///< its asker gave thanks
  Gist gist;
};

struct Unkind {
  Instant at{};
  std::uint64_t who = 0, target = 0;
};

/// FNV-1a; 0 is kept for "nobody".
std::uint64_t person_hash(std::string_view id);

class Past {
 public:
  void keep(std::uint64_t who, std::string_view name, std::string_view text, std::uint32_t words, Instant at);
  void forget_before(Instant at);
  const Record* find(std::uint32_t seq) const;
  Said said(const Record& record) const;
  std::string_view name(const Record& record) const { return {bytes_.data() + record.offset, record.name_size}; }
  std::string_view text(const Record& record) const { return {bytes_.data() + record.offset + record.name_size, record.text_size}; }
  std::size_t bytes() const;

  std::deque<Record> records;      ///< oldest first
  std::deque<Question> questions;  ///< oldest first
  std::deque<Unkind> unkind;       ///< oldest first
  std::uint32_t next_seq = 0;
  Instant newest{};

 private:
  std::uint32_t room_for(std::size_t size);
  std::vector<char> bytes_;
  std::size_t write_ = 0;
};

}  // namespace tact::room
