// SPDX-License-Identifier: GPL-3.0-or-later
// Tags and character references as somebody types them into plain text: "<b>", "<font color=red>", "&#105;", "&shy;", "\u0069", "%69".
#pragma once

#include <cstddef>
#include <string_view>

namespace tact::text {

/// What stands at the beginning of some folded text.
struct Typed {
  std::size_t bytes = 0;  ///< how much of it; 0: nothing of the kind
  char32_t code = 0;      ///< the character it stands for; 0: none
  bool tag = false;
};

/// A well-formed tag of those that only change how letters look.
Typed typed_tag(std::string_view at);
/// A reference to a letter, to a sign that may stand for one, or to something invisible.
Typed typed_reference(std::string_view at);

}  // namespace tact::text
