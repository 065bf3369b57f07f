// SPDX-License-Identifier: GPL-3.0-or-later
// G46: by being a member you accept these conditions.  The first post under a policy shows guideline and version; acceptance is noted on this
// computer only, with time, version and hash; a new version shows the changed sentences and nothing else.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/keys/digest.h"
#include "core/policy/policy.h"
#include "core/seams.h"
#include "core/store/database.h"

namespace tact::policy {

struct Acceptance {
  std::uint32_t version = 0;
  keys::Sha256 hash{};
  Instant at{};
};

struct Notice {
  bool first = false;              ///< nothing was accepted here before
  std::vector<std::string> lines;  ///< a head and numbered sentences: all, or the changed ones
};

class Consent {
 public:
  /// `database`: Trust::database(); must outlive this.
  explicit Consent(store::Database& database) : database_(database) {}

  /// What to show before this post; nullopt: accepted, not asked for, or shown within a day already.
  std::optional<Notice> due(const Policy& policy, Instant now);
  /// A rep may make it a hard rule: true while this member may not post.
  bool missing(const Policy& policy);
  /// The whole guideline, or what changed since the last acceptance, whenever somebody asks.
  Notice notice(const Policy& policy);
  void shown(const Policy& policy, Instant now);
  void accept(const Policy& policy, Instant now);
  std::optional<Acceptance> accepted(const RoomKey& room);

 private:
  std::optional<Policy> last(const RoomKey& room);
  bool accepted_this(const Policy& policy);
  store::Database& database_;
};

}  // namespace tact::policy
