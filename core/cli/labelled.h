// SPDX-License-Identifier: GPL-3.0-or-later
// Messages that people labelled, one JSON object a line (data/examples/README.md).
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/language/reading.h"
#include "core/message.h"
#include "core/policy/policy.h"
#include "core/room/view.h"

namespace tact::cli {

struct Labelled {
  std::string id, text, from, file;
  std::vector<std::pair<std::string, std::string>> before;  ///< earlier lines: from, text
  GroupKind group = GroupKind::class_group;
  std::array<bool, language::label_count> labels{};
  bool clean = true, serious = false;

  /// Views of `before`, valid as long as this object lies still.
  std::vector<Line> context() const;
  Message message() const;
};

/// Appends the lines of `path`; false if something was wrong, which is said in `errors` as "path:line: what, expected what".
bool read_labelled(const std::string& path, std::vector<Labelled>& out, std::vector<std::string>& errors);

}  // namespace tact::cli
