// SPDX-License-Identifier: GPL-3.0-or-later
// Who is in a practice room and what they say by themselves.  Only the first room is lively; a room of any other name is silent, so that
// a test hears nothing that it did not stage.
#pragma once

#include <string>

#include "plugin/practice/world.h"

namespace tact::practice {

void cast_for(Room& room);
/// Somebody who signed in has entered.
void welcome(World& world, Room& room, const std::string& who);
/// `text` of `who` has reached the room.
void answer(World& world, Room& room, const std::string& who, const std::string& text);
void answer_im(World& world, const std::string& from);

/// The nth invented parent ("Anna", ..., "Anna 2", ...), and the nth invented telephone JID (numbers kept free for drama).
std::string made_up_name(std::size_t number);
std::string made_up_phone(std::size_t number);

}  // namespace tact::practice
