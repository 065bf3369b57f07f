// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/room/network.h"

#include <algorithm>

namespace tact::room {

namespace {

constexpr std::string_view ways_in[] = {"ipv4", "ipv6", "irc", "irc4", "irc6", "ircs", "ssl", "tls"};
constexpr std::string_view own_computer = "127.0.0.1";

/// Only where a name of at least two labels is left: "irc.example" is somebody's whole domain.
bool begins_with_a_way_in(std::string_view name) {
  const auto dot = name.find('.');
  return dot != std::string_view::npos && name.find('.', dot + 1) != std::string_view::npos && std::ranges::find(ways_in, name.substr(0, dot)) != std::end(ways_in);
}

}  // namespace

std::string irc_network(std::string_view server) {
  std::string name(server);
  std::ranges::transform(name, name.begin(), [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
  while (name.ends_with('.')) name.pop_back();
  if (name == "localhost" || name == "::1" || name == "[::1]") return std::string(own_computer);
  while (begins_with_a_way_in(name)) name.erase(0, name.find('.') + 1);
  return name;
}

}  // namespace tact::room
