// SPDX-License-Identifier: GPL-3.0-or-later
// Words for people.  We live inside other programs, so we never call textdomain(): every look-up names our own domain.
#pragma once

#include <libintl.h>

#include <string>
#include <string_view>
#include <utility>

#include "config.h"

#define _(text) ::dgettext(TACT_GETTEXT_PACKAGE, text)
#define N_(text) text
#define C_(context, text) ::tact::pgettext(context "\004" text, text)

namespace tact {

/// Binds our message catalogue.  Call once, before the first string; safe to call again.
void bind_translations();

/// gettext with a context: `key` is "context\004text"; answers `text` where there is no translation.
const char* pgettext(const char* key, const char* text);

inline const char* translate_plural(const char* one, const char* many, unsigned long count) {
  return ::dngettext(TACT_GETTEXT_PACKAGE, one, many, count);
}

/// Fills named holes: fill(_("Posted at {time}."), {{"time", "07:30"}}).  An unknown hole stays visible; values are not scanned again.
std::string fill(std::string_view pattern, std::initializer_list<std::pair<std::string_view, std::string_view>> values);

}  // namespace tact
