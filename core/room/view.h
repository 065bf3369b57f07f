// SPDX-License-Identifier: GPL-3.0-or-later
// What a guideline may know of the room besides the message: a snapshot by reference, valid for one review.
#pragma once

#include <optional>
#include <span>
#include <string_view>

#include "core/verdict.h"

namespace tact {

namespace room {
class Memory;
}

/// One earlier line, oldest first in RoomView::context.  The strings belong to the caller for the length of the review.
struct Line {
  std::string_view from, text;  ///< plain text
  bool system = false;          ///< the network's own notice ("X left")
};

struct RoomView {
  std::span<const Line> context;           ///< up to the last 4 lines before this message
  const room::Memory* memory = nullptr;    ///< bounded recent past; null: nothing is remembered
  std::optional<unsigned> occupants;       ///< people in the room besides the sender, where the network tells
  bool can_write_privately = true;         ///< false: the network or the room blocks private messages
  NudgeHistory nudges;
};

}  // namespace tact
