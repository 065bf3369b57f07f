// SPDX-License-Identifier: GPL-3.0-or-later
// What a rep types after a word of the office: the next word, the number of an item.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace tact::moderation {

/// Takes the first word and the blanks around it off `rest`.
std::string_view first_word(std::string_view& rest);
/// "12" or "#12"; nullopt for everything else.
std::optional<std::int64_t> number(std::string_view text);
/// "#12"
std::string numbered(std::int64_t id);
std::string no_such_item(std::int64_t id);

}  // namespace tact::moderation
