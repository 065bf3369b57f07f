// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/language/rule.h"

#include <algorithm>
#include <charconv>

namespace tact::language {

namespace {

constexpr std::string_view keys[] = {"After", "Catches", "Except", "Groups", "Guideline", "Hidden", "Hint", "Kind", "Label", "Match", "Reason", "Requires", "Severity", "Signs", "Spares", "Sureness", "Unless"};

bool valid_id(std::string_view id) {
  return !id.empty() && std::ranges::all_of(id, [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-'; });
}

class Reader {
 public:
  Reader(std::string_view path, const Section& section, const Section* defaults, std::vector<std::string>& errors)
      : path_(path), section_(section), defaults_(defaults), errors_(errors) {}

  bool fill(Rule& rule) {
    rule.id = section_.name;
    rule.path = path_;
    rule.line = section_.line;
    if (!valid_id(section_.name)) return wrong(section_.line, "bad rule id, expected small letters, digits and “-”");
    for (const Entry& entry : section_.entries)
      if (std::ranges::find(keys, entry.key) == std::end(keys)) return wrong(entry.line, "unknown key “" + std::string(entry.key) + "”, expected one of Kind, Guideline, Label, Severity, Sureness, Reason, Hint, Match, Except, Requires, Unless, After, Groups, Hidden, Signs, Catches, Spares");
    rule.guideline = text("Guideline");
    rule.label = text("Label");
    rule.reason = text("Reason");
    rule.hint = text("Hint");
    rule.hidden = text("Hidden") == "yes";
    rule.match = text("Match");
    rule.except = text("Except");
    rule.require = text("Requires");
    rule.unless = text("Unless");
    rule.after = text("After");
    rule.signs = text("Signs");
    rule.requires_some = !list_of(rule.require).empty();
    rule.follows_some = !list_of(rule.after).empty();
    rule.catches = text("Catches");
    rule.spares = text("Spares");
    if (const std::string_view hidden = text("Hidden"); !hidden.empty() && hidden != "yes" && hidden != "no") return wrong(line("Hidden"), "“" + std::string(hidden) + "” is no answer, expected yes or no");
    if (!rule.signs.empty() && text("Kind") != "pattern") return wrong(line("Signs"), "signs of a rule that is no pattern, expected Kind=pattern");
    return kind(rule) && severity(rule) && sureness(rule) && groups(rule) && complete(rule);
  }

 private:
  const Entry* entry(std::string_view key) const {
    if (const Entry* own = section_.find(key)) return own;
    return defaults_ == nullptr ? nullptr : defaults_->find(key);
  }
  std::string_view text(std::string_view key) const {
    const Entry* found = entry(key);
    return found == nullptr ? std::string_view() : found->value;
  }
  unsigned line(std::string_view key) const {
    const Entry* found = entry(key);
    return found == nullptr ? section_.line : found->line;
  }
  bool wrong(unsigned line, const std::string& what) {
    errors_.push_back(at_line(path_, line, what));
    return false;
  }

  bool kind(Rule& rule) {
    const std::string_view word = text("Kind");
    if (word.empty() || word == "phrase") return rule.kind = RuleKind::phrase, true;
    if (word == "pattern") return rule.kind = RuleKind::pattern, true;
    if (word == "shouting") return rule.kind = RuleKind::shouting, true;
    return wrong(line("Kind"), "unknown kind “" + std::string(word) + "”, expected phrase, pattern or shouting");
  }
  bool severity(Rule& rule) {
    const std::string_view word = text("Severity");
    rule.serious = word == "serious";
    rule.suggestion = word == "suggestion";
    return word.empty() || word == "mild" || rule.serious || rule.suggestion || wrong(line("Severity"), "unknown severity “" + std::string(word) + "”, expected suggestion, mild or serious");
  }
  bool sureness(Rule& rule) {
    const std::string_view word = text("Sureness");
    const auto [end, bad] = std::from_chars(word.data(), word.data() + word.size(), rule.sureness);
    if (bad == std::errc() && end == word.data() + word.size() && rule.sureness > 0 && rule.sureness <= 1) return true;
    return wrong(line("Sureness"), "bad sureness “" + std::string(word) + "”, expected a number above 0, at most 1");
  }
  bool groups(Rule& rule) {
    const auto words = list_of(text("Groups"));
    if (words.empty()) return true;
    rule.groups = 0;
    for (const std::string& word : words) {
      if (word != "class" && word != "community") return wrong(line("Groups"), "unknown group “" + word + "”, expected class or community");
      rule.groups |= word == "class" ? 1 : 2;
    }
    return true;
  }
  bool complete(Rule& rule) {
    for (const std::string_view key : {"Guideline", "Label", "Reason", "Hint", "Catches", "Spares"}) {
      // A lane (urgent, notice, praise) speaks to nobody.
      const bool lane = rule.label == "urgent" || rule.label == "notice" || rule.label == "praise";
      if (lane && (key == "Reason" || key == "Hint")) continue;
      if (text(key).empty()) return wrong(section_.line, "no " + std::string(key) + ", expected " + std::string(key) + "= in rule “" + std::string(rule.id) + "”");
    }
    if (list_of(rule.match).empty() && rule.kind != RuleKind::shouting) return wrong(section_.line, "no Match, expected Match= in rule “" + std::string(rule.id) + "”");
    return true;
  }

  std::string_view path_;
  const Section& section_;
  const Section* defaults_;
  std::vector<std::string>& errors_;
};

}  // namespace

bool read_rule(std::string_view path, const Section& section, const Section* defaults, Rule& rule, std::vector<std::string>& errors) {
  return Reader(path, section, defaults, errors).fill(rule);
}

}  // namespace tact::language
