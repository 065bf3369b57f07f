// SPDX-License-Identifier: GPL-3.0-or-later
// A hash chain of the lines this computer received in a room: hashes only, never text.  A leaf says "this name said these words in this
// room"; a link binds leaf and time to all links before.  A report shows that its lines stood so in the reporter's chain; where the rep's
// own chain knows the same leaves, two computers saw the same words.
#pragma once

#include <deque>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/report/digest.h"
#include "core/seams.h"
#include "core/store/database.h"

namespace tact::report {

struct ChainLink {
  std::int64_t seq = 0;  ///< 0: not in the chain
  Instant at{};
  Hash leaf{}, link{};
};

Hash chain_leaf(std::string_view room, std::string_view name, std::string_view text);
Hash chain_link(const Hash& previous, std::int64_t seq, Instant at, const Hash& leaf);

class Chain {
 public:
  static constexpr std::int64_t longest = 4000;  ///< links kept per room

  explicit Chain(store::Database& database) : database_(database) {}

  /// Adds to memory at once; flush() writes.  Answers the link.
  ChainLink add(const std::string& room, std::string_view name, std::string_view text, Instant at);

  /// Writes what is pending, inside the caller's transaction.  It stays pending until settle(), so a rollback loses nothing.
  void flush();
  void settle() { pending_.clear(); }
  bool pending() const { return !pending_.empty(); }

  /// Links `from`..`to` of a room in order (seq); only those still kept.
  std::vector<ChainLink> range(const std::string& room, std::int64_t from, std::int64_t to);
  /// The last link of this leaf; seq 0 when this computer never saw such a line.
  ChainLink find(const std::string& room, const Hash& leaf);

  void forget(std::string_view room);
  void erase_before(Instant oldest);

 private:
  struct Waiting {
    std::string room;
    ChainLink link;
  };
  ChainLink last(const std::string& room);
  store::Database& database_;
  std::map<std::string, ChainLink> heads_;
  std::deque<Waiting> pending_;
};

/// A stretch of a chain as a report carries it.
struct ChainProof {
  Hash before{};  ///< link before the first one; zeros where the chain begins
  std::vector<ChainLink> links;
  /// "link 4: ..." for the first link that does not follow; nullopt when all do.
  std::optional<std::string> first_fault() const;
};

}  // namespace tact::report
