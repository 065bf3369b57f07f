// SPDX-License-Identifier: GPL-3.0-or-later
// What every reader of exported chats gives: one message or notice at a time, in the order of the file.
#pragma once

#include <cstdint>
#include <cstdio>
#include <memory>
#include <string>
#include <string_view>

#include "core/message.h"

namespace tact::history {

enum class Kind : std::uint8_t {
  text,      ///< what a person wrote
  media,     ///< picture, film, voice, file; `text` is a bracketed word ("[photo]") and the caption, as in the example data
  deleted,   ///< taken back by its sender: nothing left to judge
  system,    ///< the network's own notice; no sender
};

/// Buffers are reused from one next() to the following one.
struct Entry {
  Kind kind = Kind::text;
  /// The wall clock of whoever exported, as if that clock ran in UTC: an export carries no zone, and quiet hours are about the wall clock.
  Instant at{};
  bool dated = true;         ///< false: only a time of day was given
  bool starts_room = false;  ///< what came before belongs to another conversation
  bool edited = false;
  std::uint64_t line = 0;  ///< of its first line, from 1
  std::string sender, text;
};

enum class ExportFormat { whatsapp, purple_text, purple_html, jsonl };
std::string_view name(ExportFormat format);

/// Order of day, month and year in a numeric date.
enum class DateOrder : std::uint8_t { unknown, dmy, mdy, ymd };

struct Options {
  DateOrder order = DateOrder::unknown;  ///< unknown: decided from the file
};

class Reader {
 public:
  virtual ~Reader() = default;
  /// False at the end, and where broken() says something.  Never throws but std::bad_alloc; memory is bounded whatever the file holds.
  virtual bool next(Entry& entry) = 0;
  virtual ExportFormat format() const = 0;
  /// Empty, or "line: what": the file could not be read to its end, and what was read is not the whole chat.
  virtual std::string broken() const = 0;
  std::uint64_t unreadable() const { return unreadable_; }             ///< lines that belong to no message and to no notice
  std::uint64_t first_unreadable() const { return first_unreadable_; }  ///< 0: none
  virtual std::uint64_t bytes() const = 0;                              ///< read so far, for a progress bar
  bool order_assumed() const { return order_assumed_; }  ///< nothing in the file tells day from month: read by the custom of its format

 protected:
  void count_unreadable(std::uint64_t line) {
    if (unreadable_++ == 0) first_unreadable_ = line;
  }
  std::uint64_t unreadable_ = 0, first_unreadable_ = 0;
  bool order_assumed_ = false;
};

/// Opens an export, whatever its format ("-": standard input).  Null with `error` = "path:line: what, expected what" when the file cannot be
/// opened or its format is not known: then nothing of it was read.
std::unique_ptr<Reader> open_export(const std::string& path, const Options& options, std::string& error);
/// The same of an open file that can be rewound; it is closed by the reader, or here.  `path` is for the errors.
std::unique_ptr<Reader> open_export(std::FILE* file, const std::string& path, const Options& options, std::string& error);

}  // namespace tact::history
