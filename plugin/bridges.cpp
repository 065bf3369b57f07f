// SPDX-License-Identifier: GPL-3.0-or-later
#include "plugin/bridges.h"

#include <algorithm>
#include <array>

namespace tact::plugin {

bool is_bridge_word(std::string_view protocol, std::string_view markup) {
  static constexpr std::array words = {std::string_view("?contacts"), std::string_view("?logout"), std::string_view("?members"), std::string_view("?participants"),
                                       std::string_view("?presence"), std::string_view("?presenceavailable"), std::string_view("?presenceunavailable"), std::string_view("?versions")};
  // The practice protocol imitates it.
  if (protocol != "prpl-hehoe-whatsmeow" && protocol != "prpl-tact-practice") return false;
  return std::ranges::find(words, markup) != words.end();
}

}  // namespace tact::plugin
