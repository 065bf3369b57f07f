// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/history/lines.h"

#include <fcntl.h>
#include <sys/stat.h>

#include <cerrno>
#include <cstring>

#include "core/i18n.h"

namespace tact::history {

namespace {

constexpr std::size_t first_buffer = 256 * 1024;

std::FILE* given_up(std::FILE* copy) {
  const int why = errno;
  std::fclose(copy);
  errno = why;
  return nullptr;
}

/// An unnamed copy of a pipe: formats are decided by looking twice.
std::FILE* spooled(std::FILE* from) {
  std::FILE* copy = std::tmpfile();
  if (copy == nullptr) return nullptr;
  std::vector<char> block(first_buffer);
  while (const std::size_t got = std::fread(block.data(), 1, block.size(), from))
    if (std::fwrite(block.data(), 1, got, copy) != got) return given_up(copy);
  // Half a chat must not pass for a whole one.
  if (std::ferror(from) != 0) return given_up(copy);
  std::rewind(copy);
  return copy;
}

}  // namespace

std::FILE* open_seekable(const std::string& path) {
  if (path == "-") return spooled(stdin);
  std::FILE* file = std::fopen(path.c_str(), "rbe");
  if (file == nullptr) return nullptr;
  struct stat about {};
  if (fstat(fileno(file), &about) == 0 && S_ISDIR(about.st_mode)) {
    std::fclose(file);
    errno = EISDIR;
    return nullptr;
  }
  if (S_ISREG(about.st_mode)) return file;
  std::FILE* copy = spooled(file);
  const int why = errno;
  std::fclose(file);
  errno = why;
  return copy;
}

Lines::Lines(std::FILE* file) : file_(file), buffer_(first_buffer) {
  std::setvbuf(file, nullptr, _IONBF, 0);  // our buffer is the only one
}

void Lines::rewind() {
  std::rewind(file_.get());
  start_ = end_ = 0;
  number_ = bytes_ = 0;
}

void Lines::look_for_error(std::uint64_t line) {
  if (error_ != 0 || std::ferror(file_.get()) == 0) return;
  error_ = errno != 0 ? errno : EIO;
  broken_at_ = line;
}

std::string Lines::broken() const {
  if (error_ == 0) return {};
  return fill(_("{line}: reading broke off: {why}"), {{"line", std::to_string(broken_at_)}, {"why", std::strerror(error_)}});
}

bool Lines::refill() {
  if (start_ > 0) {
    std::memmove(buffer_.data(), buffer_.data() + start_, end_ - start_);
    end_ -= start_;
    start_ = 0;
  }
  if (end_ == buffer_.size()) {
    if (buffer_.size() >= longest_line) return false;
    buffer_.resize(buffer_.size() * 2);
  }
  const std::size_t got = std::fread(buffer_.data() + end_, 1, buffer_.size() - end_, file_.get());
  end_ += got;
  if (got == 0) look_for_error(number_ + 1);
  return got > 0;
}

/// Reads past the rest of a line that fills the buffer; its first half is kept, what follows the line is moved behind it.
const char* Lines::cut_short() {
  const std::size_t kept = longest_line / 2;
  start_ = end_ = kept;
  for (std::size_t got = 0; (got = std::fread(buffer_.data() + kept, 1, buffer_.size() - kept, file_.get())) > 0; bytes_ += got) {
    const auto* stop = static_cast<const char*>(std::memchr(buffer_.data() + kept, '\n', got));
    if (stop == nullptr) continue;
    start_ = static_cast<std::size_t>(stop - buffer_.data()) + 1;
    end_ = kept + got;
    bytes_ += start_ - kept;
    return buffer_.data();
  }
  look_for_error(number_);
  return buffer_.data();
}

bool Lines::next(std::string_view& line) {
  overlong_ = false;
  if (error_ != 0) return false;
  std::size_t searched = 0;
  const char* stop = nullptr;
  while ((stop = static_cast<const char*>(std::memchr(buffer_.data() + start_ + searched, '\n', end_ - start_ - searched))) == nullptr) {
    searched = end_ - start_;
    if (refill()) continue;
    // Half a line in front of an error is no line.
    if (start_ == end_ || error_ != 0) return false;
    overlong_ = end_ - start_ >= longest_line;
    break;
  }
  const std::size_t length = stop != nullptr ? static_cast<std::size_t>(stop - buffer_.data()) - start_ : end_ - start_;
  line = {buffer_.data() + start_, length};
  bytes_ += length + (stop != nullptr);
  start_ += length + (stop != nullptr);
  ++number_;
  if (overlong_) line = {cut_short(), longest_line / 2};
  if (!line.empty() && line.back() == '\r') line.remove_suffix(1);
  if (number_ == 1 && line.starts_with("\xEF\xBB\xBF")) line.remove_prefix(3);
  return true;
}

}  // namespace tact::history
