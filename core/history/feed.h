// SPDX-License-Identifier: GPL-3.0-or-later
// Exported chats cut into numbered batches for several workers: reading is cheap and goes in turn, judging is dear and goes side by side.
// Memory is the batches in flight, whatever the size of the files.
#pragma once

#include <atomic>
#include <mutex>
#include <string>
#include <vector>

#include "core/history/entry.h"

namespace tact::history {

struct Batch {
  /// Small, so that the workers end nearly together; the lead-in is what the engine looks back on, with deleted ones between.
  static constexpr std::size_t most_entries = 128, most_bytes = 1 << 20, lead_in = 16;

  std::uint64_t number = 0;     ///< 0, 1, 2, …: the order of the files and of the lines in them
  std::vector<Entry> entries;   ///< reused; only the first `size` count
  std::size_t size = 0;
  std::size_t first = 0;        ///< entries before this one belong to the batch before: there to be remembered, not to be judged
};

struct FeedCounts {
  std::uint64_t unreadable = 0;
  std::vector<std::string> assumed;     ///< files where nothing tells day from month
  std::vector<std::string> unreadable_at;  ///< "path:line" of each file's first unreadable line
};

class Feed {
 public:
  /// Looks at every file first; an unknown one is refused before anything of the others is read.  False with `error`.
  bool open(const std::vector<std::string>& paths, const Options& options, std::string& error);
  /// Fills `batch`; false when all is read.  Thread-safe.  A file that vanished meanwhile or cannot be read on ends the feed
  /// and sets failed().
  bool next(Batch& batch);
  const std::string& failed() const { return failed_; }
  const FeedCounts& counts() const { return counts_; }
  std::uint64_t total_bytes() const { return total_; }
  std::uint64_t bytes() const { return bytes_.load(std::memory_order_relaxed); }

 private:
  bool open_file();
  void close_file();
  void lead_in(Batch& batch);
  void keep_tail(const Batch& batch);

  std::mutex guard_;
  std::vector<std::string> paths_;
  Options options_;
  std::size_t file_ = 0;
  std::unique_ptr<Reader> reader_;
  std::vector<Entry> tail_;
  std::size_t tail_size_ = 0;
  std::uint64_t number_ = 0, done_bytes_ = 0, total_ = 0;
  std::atomic<std::uint64_t> bytes_ = 0;
  std::string failed_;
  FeedCounts counts_;
};

}  // namespace tact::history
