// SPDX-License-Identifier: GPL-3.0-or-later
// Things in a text that identify a person by their shape alone, in whatever language: telephone numbers, e-mail addresses, a house with its
// UK postcode, a date of birth, an NHS number (with its check digit).
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "core/text/text.h"

namespace tact::language {

enum class EntityKind { mobile, telephone, email, home_address, birth_date, nhs_number };

struct Entity {
  EntityKind kind;
  std::uint32_t start = 0, end = 0;  ///< bytes of Text::folded
};

/// Appends what is found, in order of kind.  Costs nothing where the text has no digit and no '@'.
void find_entities(const Text& text, std::vector<Entity>& entities);

/// Ten digits whose last is the modulus-11 check digit of the others.
bool valid_nhs_number(std::string_view ten_digits);

}  // namespace tact::language
