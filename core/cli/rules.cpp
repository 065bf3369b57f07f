// SPDX-License-Identifier: GPL-3.0-or-later
// `tact rules`: list the rules, run their examples, begin a new rule file.
#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <string_view>
#include <vector>

#include "core/cli/commands.h"
#include "core/guidelines/guideline.h"
#include "core/i18n.h"
#include "core/language/language.h"
#include "core/language/pack.h"

namespace tact::cli {

namespace {

namespace fs = std::filesystem;

std::vector<std::unique_ptr<language::Pack>> all_packs(std::vector<std::string>& errors) {
  std::vector<std::unique_ptr<language::Pack>> packs;
  std::error_code failure;
  for (fs::directory_iterator at(fs::path(language::data_folder()) / "packs", failure), end; !failure && at != end; at.increment(failure))
    if (at->is_directory(failure))
      if (auto pack = language::Pack::load(at->path().filename().string(), at->path().string(), errors)) packs.push_back(std::move(pack));
  if (failure) errors.push_back(language::data_folder() + "/packs:0: " + failure.message() + ", expected a folder of packs");
  return packs;
}

int list(std::vector<std::string>& errors) {
  for (const auto& pack : all_packs(errors))
    for (const language::Rule& rule : pack->rules())
      std::printf("%s\t%s\t%s\t%s\t%s\t%.2f\n", std::string(pack->language()).c_str(), rule.guideline.data(), rule.label.data(), rule.id.data(), rule.serious ? "serious" : "mild", static_cast<double>(rule.sureness));
  return errors.empty() ? 0 : 1;
}

int test(int count, char** paths, std::vector<std::string>& errors) {
  std::vector<std::unique_ptr<language::Pack>> packs;
  if (count == 0) packs = all_packs(errors);
  // Single files are read together with the English words they may name.
  std::vector<std::pair<std::string, std::string>> files;
  for (int i = 0; i < count; ++i) {
    std::ifstream file(paths[i], std::ios::binary);
    if (!file) errors.push_back(std::string(paths[i]) + ":0: cannot be read, expected a rule file");
    files.emplace_back(paths[i], std::string{std::istreambuf_iterator<char>(file), {}});
  }
  if (count > 0) {
    const fs::path words = fs::path(language::data_folder()) / "packs" / "en" / "words.rule";
    std::ifstream file(words, std::ios::binary);
    files.emplace_back(words.string(), std::string{std::istreambuf_iterator<char>(file), {}});
    if (auto pack = language::Pack::make("en", files, errors)) packs.push_back(std::move(pack));
  }
  std::size_t rules = 0, examples = 0;
  for (const auto& pack : packs) {
    for (std::string& wrong : pack->run_examples()) errors.push_back(std::move(wrong));
    rules += pack->rules().size();
    for (const language::Rule& rule : pack->rules()) examples += language::list_of(rule.catches).size() + language::list_of(rule.spares).size();
  }
  std::printf("%s\n", fill(_("{rules} rules, {examples} examples, {wrong} wrong"), {{"rules", std::to_string(rules)}, {"examples", std::to_string(examples)}, {"wrong", std::to_string(errors.size())}}).c_str());
  return errors.empty() && rules > 0 ? 0 : 1;
}

/// The first label of a guideline's rules.
const char* label_of(std::string_view guideline) {
  static constexpr std::pair<std::string_view, const char*> others[] = {{"allegation", "defamation"}, {"grievance", "grievance_staff"}, {"identity", "privacy"}, {"leaving", "leave_judgement"},
                                                                         {"non_answer", "dont_know"}, {"relevance", "off_topic"}, {"respect", "disrespect"}, {"rumour", "off_topic"}};
  for (const auto& [one, label] : others)
    if (one == guideline) return label;
  return nullptr;
}

int begin(const std::string& guideline) {
  if (quotation(guideline).empty()) {
    std::string known;
    for (const Guideline* one : guidelines()) known += (known.empty() ? "" : ", ") + std::string(one->id());
    std::fprintf(stderr, "%s\n", fill(_("tact rules: there is no guideline “{word}”, expected one of {known}"), {{"word", guideline}, {"known", known}}).c_str());
    return 2;
  }
  std::string id = guideline;
  std::ranges::replace(id, '_', '-');
  // A rule that passes its own test as it stands: change it word by word and run `tact rules test FILE`.
  std::printf(
      "# SPDX-License-Identifier: GPL-3.0-or-later\n# %s\n# Keys and phrases: man 5 tact-rules.  Try it: tact rules test FILE\n[Defaults]\nGuideline=%s\nLabel=%s\nSeverity=mild\nSureness=0.8\n"
      "Reason=Is this the place for it?\nHint=Say what happened and what you need.\n\n[%s-example]\nMatch=such a ~1 nuisance\nExcept=not such a ~1 nuisance\nCatches=He is such a nuisance;such a terrible nuisance\nSpares=He is not such a nuisance;The nuisance was the rain\n",
      std::string(quotation(guideline)).c_str(), guideline.c_str(), label_of(guideline) != nullptr ? label_of(guideline) : guideline.c_str(), id.c_str());
  return 0;
}

/// Compiles the pack of a language's folder into a file that loads without compiling.
int pack(const fs::path& folder, const char* file, std::vector<std::string>& errors) {
  const std::string bytes = language::Pack::packed(folder.filename().string(), folder.string(), errors);
  if (bytes.empty()) return 1;
  std::ofstream out(file, std::ios::binary);
  out.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
  out.close();
  if (!out) errors.push_back(std::string(file) + ":0: cannot be written");
  return out ? 0 : 1;
}

}  // namespace

int rules(int argc, char** argv) {
  std::vector<std::string> errors;
  const std::string_view word = argc > 1 ? argv[1] : "";
  int status = 2;
  if (word == "list" && argc == 2) status = list(errors);
  else if (word == "test") status = test(argc - 2, argv + 2, errors);
  else if (word == "new" && argc == 3) status = begin(argv[2]);
  else if (word == "pack" && argc == 4) status = pack(argv[2], argv[3], errors);
  else std::fprintf(stderr, "%s\n", _("usage: tact rules list | test [FILE...] | new GUIDELINE | pack FOLDER FILE"));
  for (const std::string& error : errors) std::fprintf(stderr, "%s\n", error.c_str());
  return status;
}

}  // namespace tact::cli
