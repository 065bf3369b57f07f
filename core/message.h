// SPDX-License-Identifier: GPL-3.0-or-later
// What flows through Tact: plain values, no host pointers.
#pragma once

#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "core/seams.h"

namespace tact {

/// Which room, for good: survives rejoins, nick changes, restarts and a change of account on the same service.
/// protocol: libpurple protocol id ("prpl-jabber"); service: MUC service, IRC server or empty; room: normalised name ("lab", "#lab", a JID).
struct RoomKey {
  std::string protocol, service, room;

  auto operator<=>(const RoomKey&) const = default;

  /// "PROTOCOL|SERVICE|ROOM" with '|', '%' and control bytes percent-encoded; the form used on the command line, in files and under signatures.
  std::string text() const;
  /// nullopt unless `text` is exactly a canonical form.
  static std::optional<RoomKey> parse(std::string_view text);
};

/// Through which account of this person: protocol id and normalised user name.
struct AccountKey {
  std::string protocol, user;
  auto operator<=>(const AccountKey&) const = default;
};

enum class Role { member, deputy, rep };

struct Sender {
  std::string id;    ///< steadiest address known: bare JID, phone JID, user@host; the name where nothing better is known
  std::string name;  ///< as shown in the room
  bool self = false;
  Role role = Role::member;  ///< by signed policy key, never by nick
};

/// How `Message::raw` is to be read.
enum class Format {
  plain,   ///< exactly what people see; IRC "/me", exports, the command line
  markup,  ///< libpurple's HTML-like markup
};

struct Message {
  RoomKey room;
  Sender sender;
  std::string raw;  ///< as the host gave it; spans of findings are byte offsets into this
  Format format = Format::markup;
  Instant at{};
};

/// Bytes [start, end) of Message::raw.
struct Span {
  std::uint32_t start = 0, end = 0;
  auto operator<=>(const Span&) const = default;
  bool empty() const { return start >= end; }
};

}  // namespace tact
