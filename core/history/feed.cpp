// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/history/feed.h"

#include <filesystem>

namespace tact::history {

bool Feed::open(const std::vector<std::string>& paths, const Options& options, std::string& error) {
  paths_ = paths;
  options_ = options;
  for (const std::string& path : paths) {
    // Standard input can be read once: it is opened when its turn comes.
    if (path == "-") continue;
    const auto reader = open_export(path, options, error);
    if (!reader) return false;
    std::error_code ignored;
    const auto size = std::filesystem::file_size(path, ignored);
    if (!ignored) total_ += size;
  }
  return true;
}

bool Feed::open_file() {
  reader_ = open_export(paths_[file_], options_, failed_);
  if (!reader_) return false;
  if (reader_->order_assumed()) counts_.assumed.push_back(paths_[file_]);
  tail_size_ = 0;
  return true;
}

void Feed::close_file() {
  counts_.unreadable += reader_->unreadable();
  if (reader_->unreadable() > 0) counts_.unreadable_at.push_back(paths_[file_] + ":" + std::to_string(reader_->first_unreadable()));
  done_bytes_ += reader_->bytes();
  reader_.reset();
  ++file_;
}

void Feed::lead_in(Batch& batch) {
  if (batch.entries.size() < Batch::most_entries + Batch::lead_in) batch.entries.resize(Batch::most_entries + Batch::lead_in);
  for (std::size_t i = 0; i < tail_size_; ++i) batch.entries[i] = tail_[i];
  batch.first = batch.size = tail_size_;
}

void Feed::keep_tail(const Batch& batch) {
  tail_.resize(Batch::lead_in);
  tail_size_ = std::min(batch.size, Batch::lead_in);
  for (std::size_t i = 0; i < tail_size_; ++i) tail_[i] = batch.entries[batch.size - tail_size_ + i];
}

bool Feed::next(Batch& batch) {
  const std::lock_guard lock(guard_);
  while (failed_.empty() && file_ < paths_.size()) {
    if (!reader_ && !open_file()) return false;
    lead_in(batch);
    std::size_t bytes = 0;
    while (batch.size - batch.first < Batch::most_entries && bytes < Batch::most_bytes && reader_->next(batch.entries[batch.size]))
      bytes += batch.entries[batch.size++].text.size();
    if (const std::string broken = reader_->broken(); !broken.empty()) return failed_ = paths_[file_] + ":" + broken, false;
    bytes_.store(done_bytes_ + reader_->bytes(), std::memory_order_relaxed);
    if (batch.size == batch.first) {
      close_file();
      continue;
    }
    batch.number = number_++;
    keep_tail(batch);
    return true;
  }
  return false;
}

}  // namespace tact::history
