// SPDX-License-Identifier: GPL-3.0-or-later
// People are their address, not their name.  Names only warn: one that looks like somebody else's is worth a second look.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace tact::moderation {

/// The same to the eye: case, width, accents of confusable letters and white space folded (Unicode TR 39 skeleton).
bool look_alike(std::string_view a, std::string_view b);

/// The skeleton itself; equal skeletons look alike.
std::string skeleton(std::string_view name);

/// Who used which name in one room; bounded.
class People {
 public:
  /// Remembers that `address` speaks as `name`.  Answers addresses that used a look-alike of that name before; empty: nobody else did.
  std::vector<std::string> saw(const std::string& address, std::string_view name);

 private:
  static constexpr std::size_t most = 2000;
  std::map<std::string, std::vector<std::string>> addresses_of_;  ///< skeleton -> addresses
};

}  // namespace tact::moderation
