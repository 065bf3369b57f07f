// SPDX-License-Identifier: GPL-3.0-or-later
// What a pack's rules say of one message.
#include <algorithm>
#include <cstring>
#include <iterator>
#include <limits>
#include <tuple>
#include <utility>

#include "core/language/lanes.h"
#include "core/language/pack.h"
#include "core/language/restore.h"

namespace tact::language {

namespace {

bool holds_one(std::string_view folded, const std::vector<std::string>& signs) {
  return signs.empty() || std::ranges::any_of(signs, [&](std::string_view sign) { return folded.find(sign) != std::string_view::npos; });
}

bool holds_byte_of(std::string_view text, std::string_view few) {
  if (text.size() < lanes) return text.find_first_of(few) != std::string_view::npos;
  Bytes found{};
  // The last ones together with some that were looked at.
  const char* const last = text.data() + text.size() - lanes;
  for (const char one : few) {
    const Bytes all = Bytes{} + static_cast<std::uint8_t>(one);
    const auto look = [&](const char* at) TACT_INLINE_LAMBDA {
      Bytes block;
      std::memcpy(&block, at, sizeof block);
      found |= static_cast<Bytes>(block == all);
    };
    for (const char* at = text.data(); at < last; at += lanes) look(at);
    look(last);
  }
  std::uint64_t halves[2];
  std::memcpy(halves, &found, sizeof halves);
  return (halves[0] | halves[1]) != 0;
}

}  // namespace

/// Everything that is seen of the rules of a group that matched.
void Pack::find_all(std::uint32_t group, const Text& text, const Matcher::Words& words, const Restored* restored,
                    std::vector<Seen>& seen) const {
  thread_local std::vector<std::uint32_t> groups;
  if (group != Matcher::always) {
    collect({&group, 1}, text, words, restored, seen);
  } else {
    collect({}, text, words, restored, seen);
    look_for_patterns(text, seen);
    look_for_shouting(text, words, seen);
  }
  if (seen.empty()) return;
  groups.clear();
  for (const Seen& one : seen) {
    const std::uint32_t others = group_of(one.rule, Role::unless);
    if (std::ranges::find(groups, others) == groups.end()) groups.push_back(others);
  }
  collect(groups, text, words, restored, seen);
}

/// Without groups: what the rules match.
void Pack::collect(std::span<const std::uint32_t> groups, const Text& text, const Matcher::Words& words,
                   const Restored* restored, std::vector<Seen>& seen) const {
  thread_local std::vector<Mark> marks;
  const auto scan = [&](const Text& one, const Matcher::Words& its) {
    marks.clear();
    groups.empty() ? matcher_.scan(one, its, marks) : matcher_.scan_for(groups, one, its, marks);
  };
  scan(text, words);
  for (const Mark& mark : marks) {
    const Part& part = parts_[mark.phrase];
    if (part.rule < rules_.size())
      seen.push_back({part.rule, text.tokens[mark.first].start, text.tokens[mark.last].end, part.role});
  }
  if (restored == nullptr) return;
  const Text& other = restored->text;
  thread_local Matcher::Words others;
  matcher_.look(other, others);
  scan(other, others);
  for (const Mark& mark : marks) {
    const Part& part = parts_[mark.phrase];
    if (part.rule >= rules_.size()) continue;
    const std::uint32_t start = restored->start[other.tokens[mark.first].start],
                        end = restored->end[other.tokens[mark.last].end];
    const bool hid =
        std::ranges::any_of(restored->hidden, [&](const Span& one) { return one.start < end && start < one.end; });
    seen.push_back({part.rule, start, end, part.role, hid});
  }
}

bool Pack::may_hold_pattern(std::string_view folded) const {
  if (signs_.empty()) return true;
  // Most messages hold no sign's first byte, and one look at sixteen bytes says so.
  return holds_byte_of(folded, first_signs_) && holds_one(folded, signs_);
}

void Pack::look_for_patterns(const Text& text, std::vector<Seen>& seen) const {
  // Asked without a list first: RE2 allocates for a list, and most messages match none.
  if (!pattern_set_ || !may_hold_pattern(text.folded) || !pattern_set_->Match(text.folded, nullptr)) return;
  thread_local std::vector<int> matched;
  matched.clear();
  pattern_set_->Match(text.folded, &matched);
  for (const int which : matched) {
    const auto& [rule, pattern] = patterns_[static_cast<std::size_t>(which)];
    if (!holds_one(text.folded, list_of(rules_[rule].signs))) continue;
    re2::StringPiece found;
    if (!pattern->Match(text.folded, 0, text.folded.size(), re2::RE2::UNANCHORED, &found, 1)) continue;
    const auto start = static_cast<std::uint32_t>(found.data() - text.folded.data());
    seen.push_back({rule, start, start + static_cast<std::uint32_t>(found.size()), Role::match});
  }
}

void Pack::look_for_shouting(const Text& text, const Matcher::Words& its_words, std::vector<Seen>& seen) const {
  constexpr unsigned least_words = 4;
  if (shouting_.empty() || Matcher::upper(its_words) < least_words) return;
  unsigned words = 0, upper = 0;
  std::uint32_t start = 0, end = 0;
  for (const Token& token : text.tokens) {
    if (token.kind != TokenKind::word || token.end - token.start < 2) continue;
    ++words;
    if (token.shape != Shape::upper) continue;
    if (upper++ == 0) start = token.start;
    end = token.end;
  }
  if (upper < least_words || upper * 10 < words * 6) return;
  for (const std::uint32_t rule : shouting_) seen.push_back({rule, start, end, Role::match});
}

bool Pack::before_it(std::uint32_t rule, std::span<const Line> context) const {
  thread_local Text text;
  thread_local Matcher::Words words;
  thread_local std::vector<Mark> marks;
  const std::uint32_t group = group_of(rule, Role::after);
  for (const Line& line : context) {
    read_text(line.text, Format::plain, text);
    matcher_.look(text, words);
    marks.clear();
    matcher_.scan_for({&group, 1}, text, words, marks);
    if (!marks.empty()) return true;
  }
  return false;
}

/// What speaks for or against matches, by rule, role and place; of a rule's exceptions the end becomes the greatest up to
/// there.  A message may hold very many, so that none is looked through for each match.
void Pack::sort_others(const std::vector<Seen>& seen, std::vector<Seen>& others) {
  others.clear();
  std::ranges::copy_if(seen, std::back_inserter(others), [](const Seen& one) { return one.role != Role::match; });
  std::ranges::sort(others, {}, [](const Seen& one) { return std::tuple(one.rule, one.role, one.start); });
  for (std::size_t i = 1; i < others.size(); ++i)
    if (others[i].rule == others[i - 1].rule && others[i].role == others[i - 1].role)
      others[i].end = std::max(others[i].end, others[i - 1].end);
}

bool Pack::holds(const Seen& one, const std::vector<Seen>& others) const {
  const Rule& rule = rules_[one.rule];
  if (rule.hidden && !one.hid) return false;
  /// The last of that role that begins before `end`.
  const auto last = [&](Role role, std::uint32_t end) -> const Seen* {
    const auto key = [](const Seen& other) { return std::tuple(other.rule, other.role, other.start); };
    const auto past = std::ranges::lower_bound(others, std::tuple(one.rule, role, end), {}, key);
    if (past == others.begin()) return nullptr;
    const Seen& found = *std::prev(past);
    return found.rule == one.rule && found.role == role ? &found : nullptr;
  };
  constexpr auto anywhere = std::numeric_limits<std::uint32_t>::max();
  if (!others.empty() && last(Role::unless, anywhere) != nullptr) return false;
  if (rule.requires_some && last(Role::require, anywhere) == nullptr) return false;
  if (!others.empty())
    if (const Seen* exception = last(Role::except, one.end); exception != nullptr && one.start < exception->end) return false;
  return true;
}

/// What the rule must follow stands in the context; looked for once a rule and kept in `known`.
bool Pack::follows(std::uint32_t rule, std::span<const Line> context,
                   std::vector<std::pair<std::uint32_t, bool>>& known) const {
  if (!rules_[rule].follows_some) return true;
  const auto found = std::ranges::find(known, rule, &std::pair<std::uint32_t, bool>::first);
  if (found != known.end()) return found->second;
  return known.emplace_back(rule, before_it(rule, context)).second;
}

void Pack::report(const Seen& one, Reading& out) const {
  const Rule& rule = rules_[one.rule];
  if (rule.label == "urgent")
    out.urgent = true;
  else if (rule.label == "notice")
    out.notice = true;
  else if (rule.label == "praise")
    out.praise = true;
  else {
    Hit hit;
    hit.guideline = rule.guideline;
    hit.label = rule.label;
    hit.rule = rule.id;
    hit.start = one.start;
    hit.end = one.end;
    hit.serious = rule.serious;
    hit.hidden = one.hid;
    hit.suggestion = rule.suggestion;
    hit.sureness = rule.sureness;
    hit.groups = rule.groups;
    hit.reason = rule.reason.data();
    hit.hint = rule.hint.data();
    out.hits.push_back(hit);
  }
}

void Pack::read(const Text& text, const Restored* restored, std::span<const Line> context, Reading& out) const {
  thread_local Matcher::Words words;
  matcher_.look(text, words);
  read(text, words, restored, context, out);
}

void Pack::read(const Text& text, const Matcher::Words& words, const Restored* restored, std::span<const Line> context,
                Reading& out) const {
  thread_local std::vector<Seen> seen;
  seen.clear();
  find_all(Matcher::always, text, words, restored, seen);
  if (!seen.empty()) judge(seen, context, out);
}

void Pack::read_purpose(const Text& text, const Restored* restored, std::span<const Line> context, Reading& out) const {
  thread_local Matcher::Words words;
  matcher_.look(text, words);
  std::vector<Seen> seen;
  find_all(purposes, text, words, restored, seen);
  if (!seen.empty()) judge(seen, context, out);
}

/// Tells of the rules that matched, where nothing that was seen speaks against them.
void Pack::judge(const std::vector<Seen>& seen, std::span<const Line> context, Reading& out) const {
  // Whoever sets off so many rules is asked anyhow.
  constexpr std::size_t most_hits = 64;
  thread_local std::vector<Seen> others;
  thread_local std::vector<std::pair<std::uint32_t, bool>> followed;
  followed.clear();
  sort_others(seen, others);
  std::uint32_t told = ~0U;
  for (const Seen& one : seen) {
    if (one.role != Role::match) continue;
    // Once a rule; and what somebody disguised says more than what was there to be read.
    if (one.rule == told && (!one.hid || out.hits.empty() || out.hits.back().hidden)) continue;
    if (!holds(one, others) || !follows(one.rule, context, followed)) continue;
    if (one.rule == told && out.hits.back().rule == rules_[told].id) out.hits.pop_back();
    told = one.rule;
    report(one, out);
    if (out.hits.size() >= most_hits) return;
  }
}

}  // namespace tact::language
