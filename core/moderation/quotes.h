// SPDX-License-Identifier: GPL-3.0-or-later
// Quoted lines ("> she said so"): on WhatsApp and through bridges a reply carries the words it answers.
#pragma once

#include <functional>
#include <string>
#include <string_view>

namespace tact::moderation {

/// `text` without the quoted lines that are somebody else's, as `said_by_another` knows them (asked with a line's words, the ">" taken away).
/// A ">" in front of words that nobody else said is no quotation: it stays, and is judged.  Nothing is left: the text as it was.
std::string own_words(std::string_view text, const std::function<bool(std::string_view words)>& said_by_another);

}  // namespace tact::moderation
