// SPDX-License-Identifier: GPL-3.0-or-later
// A file as lines, through one buffer that never grows beyond the longest line allowed.
#pragma once

#include <cstdint>
#include <cstdio>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace tact::history {

class Lines {
 public:
  static constexpr std::size_t longest_line = 1 << 20;  ///< bytes; what is longer is cut, and overlong() says so

  /// Owns the open file.
  explicit Lines(std::FILE* file);
  /// The next line without its end ("\n", "\r\n"), valid until the following call.  A byte-order mark at the start is taken away.
  bool next(std::string_view& line);
  void rewind();
  std::uint64_t number() const { return number_; }  ///< of the line given last, from 1
  std::uint64_t bytes() const { return bytes_; }
  bool overlong() const { return overlong_; }

 private:
  bool refill();
  struct Close {
    void operator()(std::FILE* file) const { std::fclose(file); }
  };
  std::unique_ptr<std::FILE, Close> file_;
  std::vector<char> buffer_;
  std::size_t start_ = 0, end_ = 0;
  std::uint64_t number_ = 0, bytes_ = 0;
  bool overlong_ = false;
};

/// Opens `path` for reading and rewinding; "-" is standard input, spooled to an unnamed temporary file.  Null with errno set.
std::FILE* open_seekable(const std::string& path);

}  // namespace tact::history
