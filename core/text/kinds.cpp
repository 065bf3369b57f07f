// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/text/kinds.h"

#include <unicode/uchar.h>

namespace tact::text {

namespace {

bool is_ideograph(UChar32 c) { return (c >= 0x3400 && c < 0xA000) || (c >= 0x20000 && c < 0x32000) || (c >= 0x3040 && c < 0x3100) || (c >= 0x0E00 && c < 0x0F00); }

}  // namespace

Kind kind_of(UChar32 c) {
  if (c < 128) return ascii_kinds[static_cast<std::size_t>(c)];
  if (is_ideograph(c)) return Kind::ideograph;
  if (c >= 0x1F000 || (c >= 0x2190 && c < 0x2C00))
    if (u_hasBinaryProperty(c, UCHAR_EXTENDED_PICTOGRAPHIC) || u_hasBinaryProperty(c, UCHAR_EMOJI_MODIFIER) || u_hasBinaryProperty(c, UCHAR_REGIONAL_INDICATOR))
      return Kind::emoji;
  const std::uint32_t category = U_GET_GC_MASK(c);
  if ((category & U_GC_L_MASK) != 0) return Kind::letter;
  if ((category & U_GC_M_MASK) != 0) return Kind::mark;
  if ((category & U_GC_ND_MASK) != 0) return Kind::digit;
  if ((category & U_GC_Z_MASK) != 0) return Kind::space;
  if ((category & U_GC_P_MASK) != 0) return Kind::punctuation;
  return Kind::other;
}

}  // namespace tact::text
