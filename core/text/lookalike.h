// SPDX-License-Identifier: GPL-3.0-or-later
// Which plain Latin letter a character is read as: Cyrillic and Greek twins (Unicode's confusables), accented letters, small capitals,
// boxed and flag letters, Braille, the alphabets of "fancy text".
#pragma once

#include <unicode/umachine.h>

namespace tact::text {

/// 'a'..'z', or 0 where nobody would read it as one.
char latin_look(UChar32 code);

}  // namespace tact::text
