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
  /// Empty, or "line: what": reading broke off (a bad disk, a network drive that went).  Then next() is false, but that is not the end of the file.
  std::string broken() const;

 private:
  bool refill();
  const char* cut_short();
  void look_for_error(std::uint64_t line);
  struct Close {
    void operator()(std::FILE* file) const { std::fclose(file); }
  };
  std::unique_ptr<std::FILE, Close> file_;
  std::vector<char> buffer_;
  std::size_t start_ = 0, end_ = 0;
  std::uint64_t number_ = 0, bytes_ = 0;
  bool overlong_ = false;
  int error_ = 0;  ///< errno of the read that failed; stays, whatever is read again
  std::uint64_t broken_at_ = 0;
};

/// Opens `path` for reading and rewinding; "-" is standard input, spooled to an unnamed temporary file.  Null with errno set, also where
/// reading it breaks off.
std::FILE* open_seekable(const std::string& path);

}  // namespace tact::history
