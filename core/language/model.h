// SPDX-License-Identifier: GPL-3.0-or-later
// The trained classifier (data/model/en.model): a linear model over hashed features, and a small encoder for messages it is unsure of.
// Training, format and figures: data/model/README.md.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>

#include "core/language/feature_hashes.h"
#include "core/language/features.h"
#include "core/language/language.h"
#include "core/language/reading.h"
#include "core/room/view.h"
#include "core/text/text.h"

namespace tact::language {

/// The labels, then "a rep would say something" and "a rep would call it serious".
inline constexpr std::size_t model_outputs = label_count + 2;
inline constexpr std::size_t any_output = label_count, serious_output = label_count + 1;
using Logits = std::array<float, model_outputs>;

/// The greatest sureness of the hits that may be doubted and would speak by themselves; 0: none.
float surest(std::span<const Hit> hits);

/// May count only where the classifier agrees.  Not a disguised word (nobody hides what is fine), a very sure rule, a mere suggestion, or a
/// rumour, which the classifier was not taught.
bool doubtful(const Hit& hit);

/// What the parts of a word add up to in the first stage; and those of many.
struct PartSum {
  std::array<std::int16_t, model_outputs> sums{};  ///< at most 200 parts of at most 127 each
  std::uint16_t parts = 0;
};
struct PartTotals {
  std::array<std::int32_t, model_outputs> sums{};
  std::size_t parts = 0;
};

/// What a caller knows of the words of a text before it is read.
struct KnownWords {
  PartTotals parts;           ///< of its first most_feature_tokens tokens
  std::size_t row_count = 0;  ///< of `rows`
  std::array<std::uint32_t, most_feature_tokens> rows;  ///< row_of() of those words that stand for themselves (see features.cpp), less one; without the zeros
};

class Model {
 public:
  /// Maps the file; null with "path:0: what, expected what" in `error` where it is missing, cut short, altered or of another version.
  static std::unique_ptr<Model> load(const std::string& path, std::string& error, Means means = Means::small);
  virtual ~Model() = default;

  /// Fills scores and serious of `out`, or of the first stage alone, and `waits` says that the second is to be asked.  That fills over and where
  /// too, and takes away the hits of rules it was fitted with (a group's own rules are none of them) where, with their word for it, it still would
  /// say nothing.  Thread-safe; allocate nothing once this thread's buffers are large enough.
  /// `known`: of the text's words, where the caller knows.
  virtual void read_first(const Text& text, std::span<const Line> context, const KnownWords* known, Reading& out) const = 0;
  void read_first(const Text& text, std::span<const Line> context, Reading& out) const { read_first(text, context, nullptr, out); }
  virtual void read_second(std::span<const Asked> waiting) const = 0;

  virtual PartSum parts_of(std::string_view word) const = 0;
  /// Which row of the first stage is the word's itself, and one more; 0: none.
  virtual std::uint32_t row_of(std::uint32_t word_hash) const = 0;

  /// Raw outputs, for tests and training: of the first stage, and of both.
  virtual Logits first_stage(const Text& text, std::span<const Line> context) const = 0;
  virtual Logits both_stages(const Text& text, std::span<const Line> context) const = 0;
};

}  // namespace tact::language
