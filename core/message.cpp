// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/message.h"

#include <array>

namespace tact {

namespace {

bool must_encode(unsigned char c) { return c == '|' || c == '%' || c < 0x20 || c == 0x7f; }

void append_encoded(std::string& out, std::string_view part) {
  static constexpr char hex[] = "0123456789ABCDEF";
  for (const char c : part) {
    const auto byte = static_cast<unsigned char>(c);
    if (!must_encode(byte)) {
      out += c;
      continue;
    }
    out += '%';
    out += hex[byte >> 4];
    out += hex[byte & 15];
  }
}

int hex_value(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

std::optional<std::string> decoded(std::string_view part) {
  std::string out;
  for (std::size_t i = 0; i < part.size(); ++i) {
    if (part[i] != '%') {
      out += part[i];
      continue;
    }
    if (i + 2 >= part.size()) return std::nullopt;
    const int high = hex_value(part[i + 1]), low = hex_value(part[i + 2]);
    if (high < 0 || low < 0) return std::nullopt;
    out += static_cast<char>(high * 16 + low);
    i += 2;
  }
  return out;
}

}  // namespace

std::string RoomKey::text() const {
  std::string out;
  append_encoded(out, protocol);
  out += '|';
  append_encoded(out, service);
  out += '|';
  append_encoded(out, room);
  return out;
}

std::optional<RoomKey> RoomKey::parse(std::string_view text) {
  const auto first = text.find('|');
  if (first == std::string_view::npos) return std::nullopt;
  const auto second = text.find('|', first + 1);
  if (second == std::string_view::npos) return std::nullopt;
  const auto protocol = decoded(text.substr(0, first));
  const auto service = decoded(text.substr(first + 1, second - first - 1));
  const auto room = decoded(text.substr(second + 1));
  if (!protocol || !service || !room || protocol->empty() || room->empty()) return std::nullopt;
  RoomKey key{*protocol, *service, *room};
  // One room, one spelling: a signature binds these bytes.
  if (key.text() != text) return std::nullopt;
  return key;
}

}  // namespace tact
