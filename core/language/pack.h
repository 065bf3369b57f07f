// SPDX-License-Identifier: GPL-3.0-or-later
// The rules of one language, from data/packs/<language>/**/*.rule, compiled once: phrases into one trie, patterns into
// one RE2::Set.
#pragma once

#include <re2/re2.h>
#include <re2/set.h>

#include <deque>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/language/mapped.h"
#include "core/language/matcher.h"
#include "core/language/reading.h"
#include "core/language/restore.h"
#include "core/language/rule.h"
#include "core/room/view.h"

namespace tact::language {

struct PackedRule;

class Pack {
 public:
  /// Reads every .rule file below `folder`.  A bad rule is left out and said in `errors`; null if there is no rule at
  /// all. `packed` is what packed() made of the same files; where it is, and is of them, they need not be compiled.
  static std::unique_ptr<Pack> load(std::string_view language, const std::string& folder,
                                    std::vector<std::string>& errors, const std::string& packed = {});
  /// The pack of `folder` compiled, as the content of a file; empty where anything is wrong with it.
  static std::string packed(std::string_view language, const std::string& folder, std::vector<std::string>& errors);
  /// What packed() wrote into `file`, if it was made of `sources` (sources_mark()); nullptr: it is not there, damaged,
  /// or made of others.
  static std::unique_ptr<Pack> unpack(std::string_view language, const std::string& folder, const std::string& file,
                                      std::uint64_t sources, std::vector<std::string>& errors);
  /// From (path, content) pairs instead of files; for tests, benchmarks and `tact rules test FILE`.
  static std::unique_ptr<Pack> make(std::string_view language,
                                    const std::vector<std::pair<std::string, std::string>>& files,
                                    std::vector<std::string>& errors);

  /// Appends the hits in `text` (and in `restored`, where a disguise was undone) to `out`, and says whether it is urgent.
  void read(const Text& text, const Restored* restored, std::span<const Line> context, Reading& out) const;
  /// The same where `words` are known to be those of `text` to this pack's matcher.
  void read(const Text& text, const Matcher::Words& words, const Restored* restored, std::span<const Line> context,
            Reading& out) const;
  /// What read() leaves out: the rules that say what a message is for.
  void read_purpose(const Text& text, const Restored* restored, std::span<const Line> context, Reading& out) const;

  /// Runs every rule's examples; answers what is wrong, "path:line: rule “id” ...".
  std::vector<std::string> run_examples() const;

  std::string_view language() const { return language_; }
  std::span<const Rule> rules() const { return rules_; }
  const Matcher& matcher() const { return matcher_; }

 private:
  static constexpr std::uint32_t no_rule = 0xFFFFFFFFU;
  enum class Role : std::uint32_t { match, except, require, unless, after };
  struct Part {
    std::uint32_t rule = 0;
    Role role = Role::match;
  };
  /// A part seen at bytes [start, end) of the message's folded text.
  struct Seen {
    std::uint32_t rule = 0, start = 0, end = 0;
    Role role = Role::match;
    bool hid = false;  ///< somebody disguised a word of it
  };

  void add(std::string_view path, const std::vector<Section>& sections, std::vector<std::string>& errors);
  void add_words(std::string_view path, const Section& section, std::vector<std::string>& errors);
  bool compile(Rule rule, std::vector<std::string>& errors);
  bool forget(std::uint32_t rule);
  bool compile_patterns(std::uint32_t number, std::vector<std::string>& errors);
  void finish(std::vector<std::string>& errors);
  void join_patterns(std::vector<std::string>& errors);
  std::string packed(std::uint64_t sources, std::size_t folder_length) const;
  void unpack_rules(const std::string& folder, std::span<const char> letters, std::span<const PackedRule> rules);
  std::string_view kept(std::string_view text) { return texts_.emplace_back(text); }
  /// What speaks for or against a rule is looked for only where the rule has matched; the earlier lines apart.
  static std::uint32_t group_of(std::uint32_t rule, Role role) { return 2 + 2 * rule + (role == Role::after ? 1 : 0); }
  /// What says what a message is for is looked for where somebody asks.
  static constexpr std::uint32_t purposes = 1;
  static std::uint32_t group_of_match(const Rule& rule) { return rule.label == "notice" || rule.label == "praise" ? purposes : Matcher::always; }
  void find_all(std::uint32_t group, const Text& text, const Matcher::Words& words, const Restored* restored, std::vector<Seen>& seen) const;
  void judge(const std::vector<Seen>& seen, std::span<const Line> context, Reading& out) const;
  void collect(std::span<const std::uint32_t> groups, const Text& text, const Matcher::Words& words,
               const Restored* restored, std::vector<Seen>& seen) const;
  void look_for_patterns(const Text& text, std::vector<Seen>& seen) const;
  bool may_hold_pattern(std::string_view folded) const;
  void look_for_shouting(const Text& text, const Matcher::Words& words, std::vector<Seen>& seen) const;
  static void sort_others(const std::vector<Seen>& seen, std::vector<Seen>& others);
  bool holds(const Seen& one, const std::vector<Seen>& others) const;
  bool follows(std::uint32_t rule, std::span<const Line> context, std::vector<std::pair<std::uint32_t, bool>>& known) const;
  bool before_it(std::uint32_t rule, std::span<const Line> context) const;
  void report(const Seen& one, Reading& out) const;
  bool fires(std::uint32_t rule, std::string_view example) const;

  std::string language_;
  Mapped mapped_;  ///< the compiled file, where there was one: matcher and rules point into it
  std::deque<std::string> texts_;
  std::vector<Rule> rules_;
  std::vector<Part> parts_;  ///< by phrase number of the matcher
  Matcher matcher_;
  std::vector<std::uint32_t> shouting_;
  std::vector<std::pair<std::uint32_t, std::unique_ptr<re2::RE2>>> patterns_;
  std::unique_ptr<re2::RE2::Set> pattern_set_;
  std::vector<std::string> signs_;  ///< of all patterns; none where one is looked for in every message
  std::string first_signs_;         ///< the first byte of each, once
};

/// Names these (path, content) pairs; paths count from `folder_length` on.
std::uint64_t sources_mark(const std::vector<std::pair<std::string, std::string>>& files, std::size_t folder_length);

}  // namespace tact::language
