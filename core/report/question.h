// SPDX-License-Identifier: GPL-3.0-or-later
// What one officer asks another, computer to computer: a second person's yes to a removal or a referral.  It carries the message as a report
// does, so that whoever agrees has read what they agree to.
#pragma once

#include "core/report/report.h"

namespace tact::report {

struct Question {
  std::string act;     ///< the word of the command: "remove" or "refer"
  std::string reason;  ///< the asking officer's words
  Report report;       ///< of the message; `reporter` is who asks

  Bytes bytes() const;
  /// nullopt unless well formed and within bounds.
  static std::optional<Question> parse(ByteView bytes);
};

}  // namespace tact::report
