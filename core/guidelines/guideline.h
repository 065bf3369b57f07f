// SPDX-License-Identifier: GPL-3.0-or-later
// The contract of a guideline: one room per guideline of the page.  It reads one message and what is known of the room, and says what it sees.
// It is pure (same input, same findings), knows no window, clock, disk or threshold, allocates nothing when it finds nothing, and never throws
// on any input.
#pragma once

#include <span>
#include <string_view>
#include <vector>

#include "core/message.h"
#include "core/verdict.h"

namespace tact {

struct Policy;
struct RoomView;
struct Text;
namespace language {
struct Reading;
}

struct Subject {
  const Message& message;
  const Text& text;                  ///< Message::raw, stripped and normalised, with offset maps
  const language::Reading& reading;  ///< scores of the classifier and hits of the rule packs; empty where no pack knows the language
  const RoomView& room;
  const Policy& policy;              ///< for parameters (quiet hours, words to allow), never for how hard
};

class Guideline {
 public:
  virtual ~Guideline() = default;
  /// One word, the stem of file, test, pref and doc heading: "good_time".
  virtual std::string_view id() const = 0;
  /// Rows of the guideline's sentences this room stands for ("G45").
  virtual std::span<const std::string_view> rows() const = 0;
  virtual void find(const Subject& subject, std::vector<Finding>& findings) const = 0;
  /// True: it says nothing where no rule hit and no score is above its limit, and then is not asked.
  virtual bool needs_reading() const { return false; }
};

/// Every guideline, sorted by id, made once.  Lives for the whole process.
std::span<const Guideline* const> guidelines();

/// Whether a rule hit or a score is above its limit.
bool says_something(const language::Reading& reading);

/// What every guideline sees, in registry order.
std::vector<Finding> find_all(const Subject& subject);

/// The guideline's number and sentence as the school's page says it, for people; empty for an unknown id.
std::string_view quotation(std::string_view guideline);

}  // namespace tact
