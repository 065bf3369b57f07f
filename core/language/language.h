// SPDX-License-Identifier: GPL-3.0-or-later
// The language engine: rule packs and the classifier behind one door.
#pragma once

#include <memory>
#include <span>
#include <string>
#include <vector>

#include "core/language/reading.h"
#include "core/room/view.h"
#include "core/text/text.h"

namespace tact::language {

/// A text that was read, the lines before it, and its reading.
struct Asked {
  const Text* text;
  std::span<const Line> context;
  Reading* reading;
};

class Language {
 public:
  virtual ~Language() = default;
  /// Fills `out` (cleared first, buffers reused).  Thread-safe; cost linear in the text and not in the number of rules.
  void read(const Text& text, std::span<const Line> context, Reading& out) const;
  /// The same but for the classifier's second stage, which most messages need not; `out.waits` says that this one does.
  virtual void read_first(const Text& text, std::span<const Line> context, Reading& out) const = 0;
  /// What is wanting of these: together they cost less, and come out as one by one.
  virtual void read_second(std::span<const Asked> waiting) const = 0;
  /// Sets `out.notice` and `out.praise` of a text that was read into `out`: only who would speak about it needs to know.
  virtual void read_purpose(const Text& text, std::span<const Line> context, Reading& out) const = 0;
  /// The rules alone, which is most of the way cheaper.
  virtual void read_rules(const Text& text, Reading& out) const = 0;
};

/// What matters more: that little is kept in memory, as in a chat client, where the classifier's second stage leaves it
/// between the few messages that need it; or that many messages are read quickly.
enum class Means : std::uint8_t { small, quick };

/// Clears `out`, then reads unless `language` is null.
void read(const Language* language, const Text& text, std::span<const Line> context, Reading& out);
/// The same with read_first().
void read_first(const Language* language, const Text& text, std::span<const Line> context, Reading& out);
/// The same without the classifier.
void read_rules(const Language& language, const Text& text, Reading& out);

/// Loads packs and model below `data_folder` ("" = the installed one, or $TACT_DATA).  Never throws: what could not be
/// loaded is said in `errors` ("path:line: what, expected what") and left out; null when nothing at all could be
/// loaded.
std::unique_ptr<Language> load_language(const std::string& data_folder, std::vector<std::string>& errors,
                                        Means means = Means::small);

/// Where packs, model and templates lie: `$TACT_DATA` if set, else the installed folder.
std::string data_folder();

}  // namespace tact::language
