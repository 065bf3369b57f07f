// SPDX-License-Identifier: GPL-3.0-or-later
// The one place where the encoder spends its time: 8-bit numbers times 8-bit weights.  Every machine answers the same
// sums.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>

namespace tact::language {

/// Outputs that lie together in the weights, and inputs that lie together in each of these.
inline constexpr std::size_t panel = 16, quad = 4;

/// What sums become: (sum * step + whole * least) * scale + bias, with `least` and `step` of their row and the others
/// of their output.
struct Worth {
  const float *least, *step, *whole, *scale, *bias;
  float* out;  ///< rows x outputs
};

/// `in`: rows x (quads * quad); `weights`: panels x quads x (panel * quad), see Dense; `sums`: becomes rows x (panels *
/// panel), or, where `worth` is given, may be left as they are and what they are worth is written.  At most 2^16
/// inputs.
using Multiply = void (*)(const std::uint8_t* in, std::size_t rows, std::size_t quads, const std::int8_t* weights,
                          std::size_t panels, std::int32_t* sums, const Worth* worth);

/// Room for sums that suffices where `worth` is given.
inline std::size_t room_of_worth(std::size_t outputs) {
  return std::max<std::size_t>(outputs, 384);
}

/// The quickest that this machine has.
Multiply best_multiply();

inline constexpr std::size_t most_multiplies = 3;
/// The ones this machine has, the plainest first; `out`: room for most_multiplies.  Answers how many.
std::size_t all_multiplies(Multiply* out);

}  // namespace tact::language
