// SPDX-License-Identifier: GPL-3.0-or-later
// An envelope as lines of a private message: "tact-sealed/1 1f2e3d4c 2/5 BASE64".  IRC cuts long lines, so an envelope travels in parts that
// say which they are; memory for unfinished ones is bounded whoever sends them.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/keys/provider.h"
#include "core/seams.h"

namespace tact::report {

using keys::Bytes;

inline constexpr std::size_t irc_line = 380;      ///< leaves room for the prefix a server puts before it
inline constexpr std::size_t roomy_line = 6000;   ///< networks that take long messages
inline constexpr std::size_t most_parts = 200;

/// Lines of at most `most` bytes.
std::vector<std::string> to_lines(std::span<const std::uint8_t> envelope, std::size_t most);

/// Does this look like a part, sound or not?  Such a line is never shown to a person as if somebody had written it.
bool is_part(std::string_view line);

class Carrier {
 public:
  static constexpr std::size_t most_senders = 32, most_each = 4;
  static constexpr std::chrono::minutes patience{15};

  /// Takes one line from `sender`; answers the envelope when it is whole and its hash is the one each part named.
  std::optional<Bytes> take(const std::string& sender, std::string_view line, Instant now);

  std::size_t unfinished() const;

 private:
  struct Unfinished {
    std::string hash;
    std::size_t parts = 0, bytes = 0;
    std::map<std::size_t, std::string> have;
    Instant last{};
  };
  void forget_old(Instant now);
  std::map<std::string, std::vector<Unfinished>> waiting_;
};

}  // namespace tact::report
