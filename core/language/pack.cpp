// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/language/pack.h"

#include <algorithm>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <utility>

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
  files.reserve(paths.size());
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
  parsed.reserve(files.size());
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
          matcher_.add_phrase(phrase, static_cast<std::uint32_t>(parts_.size()), role == Role::match ? group_of_match(rule) : group_of(number, role));
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
    for (const std::string& sign : its)
      if (first_signs_.find(sign[0]) == std::string::npos) first_signs_ += sign[0];
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
  std::vector<Seen> seen, others;
  std::vector<std::pair<std::uint32_t, bool>> followed;
  find_all(group_of_match(rules_[rule]), text, words, disguised ? &restored : nullptr, seen);
  sort_others(seen, others);
  return std::ranges::any_of(seen, [&](const Seen& one) {
    return one.rule == rule && one.role == Role::match && holds(one, others) && follows(rule, context, followed);
  });
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
