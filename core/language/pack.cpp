// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/language/pack.h"

#include <algorithm>
#include <cstdio>
#include <cstring>
#include <filesystem>

namespace tact::language {

namespace {

re2::RE2::Options pattern_options() {
  re2::RE2::Options options;
  options.set_log_errors(false);
  options.set_max_mem(8 << 20);
  return options;
}

std::string content_of(const std::filesystem::path& path) {
  std::string content;
  std::FILE* file = std::fopen(path.c_str(), "rb");
  if (file == nullptr) return content;
  std::error_code failure;
  const auto size = std::filesystem::file_size(path, failure);
  content.resize(failure ? 0 : size);
  content.resize(std::fread(content.data(), 1, content.size(), file));
  std::fclose(file);
  return content;
}

/// Every .rule file below `folder`, sorted, with its content.
std::vector<std::pair<std::string, std::string>> files_of(const std::string& folder, std::vector<std::string>& errors) {
  namespace fs = std::filesystem;
  std::error_code failure;
  std::vector<fs::path> paths;
  for (fs::recursive_directory_iterator at(folder, failure), end; !failure && at != end; at.increment(failure))
    if (at->path().extension() == ".rule") paths.push_back(at->path());
  if (failure) errors.push_back(folder + ":0: " + failure.message() + ", expected a folder of .rule files");
  std::ranges::sort(paths);
  std::vector<std::pair<std::string, std::string>> files;
  for (const fs::path& path : paths) files.emplace_back(path.string(), content_of(path));
  return files;
}

}  // namespace

std::unique_ptr<Pack> Pack::load(std::string_view language, const std::string& folder, std::vector<std::string>& errors,
                                 const std::string& packed) {
  const auto files = files_of(folder, errors);
  if (!packed.empty())
    if (auto pack = unpack(language, folder, packed, sources_mark(files, folder.size()), errors)) return pack;
  return make(language, files, errors);
}

std::string Pack::packed(std::string_view language, const std::string& folder, std::vector<std::string>& errors) {
  const auto files = files_of(folder, errors);
  const auto pack = make(language, files, errors);
  return pack == nullptr || !errors.empty() ? std::string()
                                            : pack->packed(sources_mark(files, folder.size()), folder.size());
}

std::unique_ptr<Pack> Pack::make(std::string_view language,
                                 const std::vector<std::pair<std::string, std::string>>& files,
                                 std::vector<std::string>& errors) {
  auto pack = std::make_unique<Pack>();
  pack->language_ = language;
  std::vector<std::vector<Section>> parsed;
  for (const auto& [path, content] : files) parsed.push_back(parse_rule_file(path, content, errors));
  // Words first: a phrase may name a category of any file.
  for (std::size_t i = 0; i < files.size(); ++i)
    for (const Section& section : parsed[i])
      if (section.name.starts_with("words:"))
        pack->add_words(files[i].first, section, errors);
      else if (section.name == "spelt")
        for (const Entry& entry : section.entries) pack->matcher_.add_spellings(entry.key, list_of(entry.value));
  for (std::size_t i = 0; i < files.size(); ++i) pack->add(files[i].first, parsed[i], errors);
  if (pack->rules_.empty()) return nullptr;
  pack->finish(errors);
  return pack;
}

void Pack::add_words(std::string_view path, const Section& section, std::vector<std::string>& errors) {
  const Entry* words = section.find("Words");
  if (words == nullptr) return errors.push_back(at_line(path, section.line, "no words, expected Words="));
  std::uint8_t flags = 0;
  if (const Entry* entry = section.find("Flags")) {
    for (const std::string& flag : list_of(entry->value)) {
      if (flag == "disguised")
        flags |= word_disguised;
      else if (flag == "common")
        flags |= word_common;
      else if (flag == "glue")
        flags |= word_glue;
      else
        errors.push_back(at_line(path, entry->line, "unknown flag “" + flag + "”, expected disguised, common or glue"));
    }
  }
  matcher_.add_words(section.name.substr(std::strlen("words:")), list_of(words->value), flags);
}

void Pack::add(std::string_view path, const std::vector<Section>& sections, std::vector<std::string>& errors) {
  const auto defaults = std::ranges::find(sections, "Defaults", &Section::name);
  for (const Section& section : sections) {
    if (section.name == "Defaults" || section.name == "spelt" || section.name.starts_with("words:")) continue;
    Rule rule;
    if (!read_rule(path, section, defaults == sections.end() ? nullptr : &*defaults, rule, errors)) continue;
    const auto twin = std::ranges::find(rules_, rule.id, &Rule::id);
    if (twin != rules_.end()) {
      errors.push_back(at_line(
          path, section.line,
          "rule id “" + std::string(rule.id) + "” is taken by " + std::string(twin->path) + ", expected a new one"));
      continue;
    }
    compile(rule, errors);
  }
}

bool Pack::compile(Rule rule, std::vector<std::string>& errors) {
  const auto number = static_cast<std::uint32_t>(rules_.size());
  for (std::string_view* text : rule.texts()) *text = kept(*text);
  const std::pair<Role, std::string_view> phrases[] = {
      {Role::match, rule.kind == RuleKind::phrase ? rule.match : std::string_view()},
      {Role::except, rule.except},
      {Role::require, rule.require},
      {Role::unless, rule.unless},
      {Role::after, rule.after}};
  for (const auto& [role, list] : phrases) {
    for (const std::string& phrase : list_of(list)) {
      const std::string wrong =
          matcher_.add_phrase(phrase, static_cast<std::uint32_t>(parts_.size()), group_of(number, role));
      if (!wrong.empty()) {
        errors.push_back(
            at_line(rule.path, rule.line, "rule “" + std::string(rule.id) + "”: " + wrong + " in “" + phrase + "”"));
        return forget(number);
      }
      parts_.push_back({number, role});
    }
  }
  if (rule.kind == RuleKind::shouting) shouting_.push_back(number);
  rules_.push_back(rule);
  if (compile_patterns(number, errors)) return true;
  rules_.pop_back();
  return forget(number);
}

bool Pack::compile_patterns(std::uint32_t number, std::vector<std::string>& errors) {
  const Rule& rule = rules_[number];
  if (rule.kind != RuleKind::pattern) return true;
  std::vector<std::unique_ptr<re2::RE2>> all;
  for (const std::string& pattern : list_of(rule.match)) {
    all.push_back(std::make_unique<re2::RE2>(pattern, pattern_options()));
    if (!all.back()->ok())
      return errors.push_back(
                 at_line(rule.path, rule.line,
                         "rule “" + std::string(rule.id) + "”: " + all.back()->error() + ", expected RE2 syntax")),
             false;
  }
  for (auto& one : all) patterns_.emplace_back(number, std::move(one));
  return true;
}

/// The phrases of a bad rule that did compile point at no rule; its number is the next one's.
bool Pack::forget(std::uint32_t rule) {
  for (Part& part : parts_)
    if (part.rule == rule) part.rule = no_rule;
  return false;
}

void Pack::finish(std::vector<std::string>& errors) {
  matcher_.finish();
  join_patterns(errors);
}

void Pack::join_patterns(std::vector<std::string>& errors) {
  if (patterns_.empty()) return;
  pattern_set_ = std::make_unique<re2::RE2::Set>(pattern_options(), re2::RE2::UNANCHORED);
  for (const auto& [rule, pattern] : patterns_) pattern_set_->Add(pattern->pattern(), nullptr);
  if (!pattern_set_->Compile())
    errors.push_back(language_ + ":0: the patterns together need too much memory, expected fewer or simpler ones");
  for (const auto& [rule, pattern] : patterns_) {
    const auto its = list_of(rules_[rule].signs);
    if (its.empty()) return signs_.clear();
    signs_.insert(signs_.end(), its.begin(), its.end());
  }
}

namespace {

bool holds_one(std::string_view folded, const std::vector<std::string>& signs) {
  return signs.empty() || std::ranges::any_of(signs, [&](std::string_view sign) { return folded.find(sign) != std::string_view::npos; });
}

}  // namespace

/// Everything that is seen of the rules that matched.
void Pack::find_all(const Text& text, const Matcher::Words& words, const Restored* restored,
                    std::vector<Seen>& seen) const {
  thread_local std::vector<std::uint32_t> groups;
  collect({}, text, words, restored, seen);
  look_for_patterns(text, seen);
  look_for_shouting(text, seen);
  if (seen.empty()) return;
  groups.clear();
  for (const Seen& one : seen) {
    const std::uint32_t group = group_of(one.rule, Role::unless);
    if (std::ranges::find(groups, group) == groups.end()) groups.push_back(group);
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

void Pack::look_for_patterns(const Text& text, std::vector<Seen>& seen) const {
  // Asked without a list first: RE2 allocates for a list, and most messages match none.
  if (!pattern_set_ || !holds_one(text.folded, signs_) || !pattern_set_->Match(text.folded, nullptr)) return;
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

void Pack::look_for_shouting(const Text& text, std::vector<Seen>& seen) const {
  if (shouting_.empty()) return;
  constexpr unsigned least_words = 4;
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

bool Pack::holds(const Seen& one, const std::vector<Seen>& seen, std::span<const Line> context) const {
  const Rule& rule = rules_[one.rule];
  if (rule.hidden && !one.hid) return false;
  bool required = !rule.requires_some;
  for (const Seen& other : seen) {
    if (other.rule != one.rule) continue;
    if (other.role == Role::unless) return false;
    if (other.role == Role::except && other.start < one.end && one.start < other.end) return false;
    required = required || other.role == Role::require;
  }
  return required && (!rule.follows_some || before_it(one.rule, context));
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
  find_all(text, words, restored, seen);
  std::uint32_t told = ~0U;
  for (const Seen& one : seen) {
    if (one.role != Role::match || !holds(one, seen, context)) continue;
    // Once a rule; and what somebody disguised says more than what was there to be read.
    if (one.rule == told && (!one.hid || out.hits.empty() || out.hits.back().hidden)) continue;
    if (one.rule == told && out.hits.back().rule == rules_[told].id) out.hits.pop_back();
    told = one.rule;
    report(one, out);
  }
}

bool Pack::fires(std::uint32_t rule, std::string_view example) const {
  std::vector<Line> context;
  std::string earlier;
  if (const auto arrow = example.find(" => "); arrow != std::string_view::npos) {
    earlier = example.substr(0, arrow);
    context.push_back({"", earlier, false});
    example.remove_prefix(arrow + 4);
  }
  Text text;
  read_text(example, Format::plain, text);
  Matcher::Words words;
  matcher_.look(text, words);
  Restored restored;
  const bool disguised = restore(text, matcher_, words, restored);
  std::vector<Seen> seen;
  find_all(text, words, disguised ? &restored : nullptr, seen);
  return std::ranges::any_of(
      seen, [&](const Seen& one) { return one.rule == rule && one.role == Role::match && holds(one, seen, context); });
}

std::vector<std::string> Pack::run_examples() const {
  std::vector<std::string> wrong;
  for (std::uint32_t i = 0; i < rules_.size(); ++i) {
    const Rule& rule = rules_[i];
    for (const std::string& example : list_of(rule.catches))
      if (!fires(i, example))
        wrong.push_back(
            at_line(rule.path, rule.line, "rule “" + std::string(rule.id) + "” must catch “" + example + "”"));
    for (const std::string& example : list_of(rule.spares))
      if (fires(i, example))
        wrong.push_back(
            at_line(rule.path, rule.line, "rule “" + std::string(rule.id) + "” must spare “" + example + "”"));
  }
  return wrong;
}

}  // namespace tact::language
