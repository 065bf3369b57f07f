// SPDX-License-Identifier: GPL-3.0-or-later
// libpurple's HTML-like markup to what goes on the wire, as purple_markup_html_to_xhtml() makes its plain text: <br> is a newline, a raw
// newline stays, a link whose words differ from its address is followed by " <address>", tags that libpurple does not know stay visible.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "core/message.h"

namespace tact::text {

/// Whether `raw` may hold a tag or an entity.
bool may_be_marked(std::string_view raw, Format format);

/// Fills `plain` (valid UTF-8) and its maps (Text::plain_to_raw; left empty where plain is raw).  Answers true if it stopped after about
/// `most` bytes of plain text.
bool to_plain(std::string_view raw, Format format, std::size_t most, std::string& plain, std::vector<std::uint32_t>& to_raw,
              std::vector<std::uint32_t>& end_to_raw);

}  // namespace tact::text
