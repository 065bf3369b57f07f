// SPDX-License-Identifier: GPL-3.0-or-later
// A signed policy in band: text that everybody in the room can read, and beneath it the same for computers, compressed against the page that
// every Tact knows, in as many lines as the network wants:
//
//   tact-policy/1 0123456789abcdef 2/3 BASE64
//
// The id is the hash of the compressed bytes: a line of another policy, a changed letter or a lost line never gives a policy.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/policy/signature.h"
#include "core/seams.h"

namespace tact::policy {

inline constexpr std::size_t irc_line = 390;     ///< what fits into one IRC line beside the prefix a server puts before it
inline constexpr std::size_t roomy_line = 8000;  ///< XMPP, WhatsApp: one message
inline constexpr std::size_t most_parts = 99;

/// zlib with the frozen dictionary.  Throws keys::Error.
Bytes compressed(ByteView signed_bytes);
/// nullopt on anything else, and on what would unfold to more than most_signed_bytes.
std::optional<Bytes> decompressed(ByteView bytes);

/// The lines for computers, at most `most` bytes each.
std::vector<std::string> carrier_lines(ByteView signed_bytes, std::size_t most);

inline constexpr std::string_view carrier_start = "tact-policy/";

/// Is this a line for computers, sound or not?  It is never shown as if a person had written it.
bool is_carrier(std::string_view line);

/// What everybody reads: the guideline in short, or what changed since `before` (null: the first).  Each line at most irc_line bytes.
std::vector<std::string> announcement(const Policy& policy, const Policy* before);

/// Everything that is posted, message by message.  `line_by_line`: the network has no line breaks within a message (IRC).
std::vector<std::string> publication(const Policy& policy, const Policy* before, ByteView signed_bytes, bool line_by_line);

/// Lines to policies.  Memory and time are bounded, whoever sends; one sender's lines never mix with another's.
class Reassembly {
 public:
  static constexpr std::size_t most_unfinished = 16, most_each = 2;
  static constexpr std::chrono::minutes patience{5};

  /// `sender`: room and sender, as text.  The signed bytes once they are whole; they are not yet verified.
  std::optional<Bytes> take(const std::string& sender, std::string_view line, Instant now);
  std::size_t unfinished() const { return waiting_.size(); }

 private:
  struct Unfinished {
    std::string sender, id;
    std::size_t parts = 0;
    std::map<std::size_t, std::string> have;
    Instant last{};
  };
  std::vector<Unfinished> waiting_;  ///< oldest first
};

}  // namespace tact::policy
