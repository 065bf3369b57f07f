// SPDX-License-Identifier: GPL-3.0-or-later
// The words WhatsApp itself writes into an export, in the languages it speaks: day periods, "omitted", "deleted", "edited".
#pragma once

#include <optional>
#include <string_view>

#include "core/history/whatsapp_head.h"

namespace tact::history {

/// What stands beside a clock: AM, PM, or none for a word that says nothing ("Uhr", "klo", ","); nullopt for an unknown word.
std::optional<Period> period_word(std::string_view word);

/// What a message's body is, when WhatsApp wrote it instead of a person.
struct Body {
  Kind kind = Kind::text;
  std::string_view stand_in;  ///< for media: "[photo]", "[video]", "[voice message]", "[document]", "[sticker]", "[contact]", "[media]"
  std::string_view caption;   ///< what a person wrote beside it; part of the line that was asked about
};

/// `first_line` without marks and blanks at its ends; `marked`: an invisible U+200E stood before it, which on iOS means that nobody typed it.
Body body_of(std::string_view first_line, bool marked);

/// Takes "<This message was edited>" off the end; true when it was there.
bool take_edited(std::string_view& text);

}  // namespace tact::history
