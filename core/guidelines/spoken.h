// SPDX-License-Identifier: GPL-3.0-or-later
// What the language guidelines have in common: rule hits and the classifier's scores become findings.
#pragma once

#include <array>
#include <initializer_list>
#include <span>
#include <string_view>
#include <vector>

#include "core/guidelines/guideline.h"
#include "core/language/reading.h"

namespace tact {

/// Words of one guideline for people, untranslated (marked with N_).  A question or a fact, under 200 characters, accusing nobody; three
/// that take turns by message, because identical boxes are answered by habit.
struct Wording {
  std::array<const char*, 3> reasons;
  std::array<const char*, 2> hints;  ///< the second may be null
};

class Spoken : public Guideline {
 public:
  /// Everything passed must live for the whole process.
  Spoken(std::string_view id, std::span<const std::string_view> rows, std::initializer_list<language::Label> labels, const Wording& wording);

  std::string_view id() const final { return id_; }
  std::span<const std::string_view> rows() const final { return rows_; }
  void find(const Subject& subject, std::vector<Finding>& findings) const final;
  /// False where find_more() sees something by itself.
  bool needs_reading() const override { return true; }

 protected:
  /// False: this guideline has nothing to say here, whatever the words are.
  virtual bool applies(const Subject&, language::Label) const { return true; }
  /// False: this hit does not count here.
  virtual bool counts(const Subject&, const language::Hit&) const { return true; }
  /// What is seen without rules and scores (numbers, addresses).
  virtual void find_more(const Subject&, std::vector<Finding>&) const {}

  Finding finding(const Subject& subject, std::string_view label, float sureness) const;

 private:
  void find_label(const Subject& subject, language::Label label, std::vector<Finding>& findings) const;

  std::string_view id_;
  std::span<const std::string_view> rows_;
  std::array<language::Label, 4> labels_{};
  std::size_t label_count_ = 0;
  const Wording& wording_;
};

/// True if the group, or this person where the group does not require the guideline, allows a word in these bytes of folded ("Savage", a
/// street's name).
bool allowed_here(const Subject& subject, std::string_view guideline, std::uint32_t start, std::uint32_t end);

}  // namespace tact
