// SPDX-License-Identifier: GPL-3.0-or-later
// Exponentials and what is made of them, sixteen at once.
#pragma once

#include <cstring>

#include "core/language/lanes.h"

namespace tact::language {

/// e^x within 3e-7 of it for x from -87 to 0: 2^n times a polynomial (minimax on [-0.5, 0.5], Cephes' expf).
TACT_INLINE Floats exponential(Floats x) {
  // All are at most 0, so this rounds to the nearest.
  const Ints n = __builtin_convertvector(x * 1.44269504F - 0.5F, Ints);
  const Floats whole = __builtin_convertvector(n, Floats);
  x -= whole * 0.693359375F;
  x += whole * 2.12194440e-4F;
  const Floats p = ((((1.9875691500e-4F * x + 1.3981999507e-3F) * x + 8.3334519073e-3F) * x + 4.1665795894e-2F) * x +
                    1.6666665459e-1F) *
                       x +
                   5.0000001201e-1F;
  const Ints power = (n + 127) << 23;
  Floats scale;
  std::memcpy(&scale, &power, sizeof scale);
  return (p * x * x + x + 1) * scale;
}

/// 1 / (1 + e^-x), and one less that: e^-|x| decides both, and which is which the sign.  Without a comparison, which GCC 12 does lane by lane
/// where the machine has no register as wide as this.
TACT_INLINE void logistic(Floats x, float* likely, float* unlikely) {
  constexpr std::int32_t sign = INT32_MIN, farthest = 0x42AE0000;  // 87 as its bits
  Ints bits;
  std::memcpy(&bits, &x, sizeof bits);
  const Ints negative = bits >> 31, beyond = (bits & ~sign) - farthest, bounded = (farthest + (beyond & beyond >> 31)) | sign;
  std::memcpy(&x, &bounded, sizeof x);
  const Floats small = exponential(x), great = 1 / (1 + small), rest = small * great;
  Ints great_bits, rest_bits;
  std::memcpy(&great_bits, &great, sizeof great);
  std::memcpy(&rest_bits, &rest, sizeof rest);
  const Ints differ = great_bits ^ rest_bits, yes = great_bits ^ (differ & negative), no = rest_bits ^ (differ & negative);
  std::memcpy(likely, &yes, sizeof yes);
  std::memcpy(unlikely, &no, sizeof no);
}

}  // namespace tact::language
