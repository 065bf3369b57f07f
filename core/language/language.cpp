// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/language/language.h"

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>

#include "config.h"
#include "core/language/lexicon.h"
#include "core/language/model.h"
#include "core/language/pack.h"
#include "core/language/restore.h"
#include "core/language/tongue.h"

namespace tact::language {

std::string_view name(Label label) {
  switch (label) {
    case Label::grievance_staff:
      return "grievance_staff";
    case Label::grievance_child:
      return "grievance_child";
    case Label::grievance_parent:
      return "grievance_parent";
    case Label::current_affairs:
      return "current_affairs";
    case Label::anger:
      return "anger";
    case Label::abuse:
      return "abuse";
    case Label::threat:
      return "threat";
    case Label::defamation:
      return "defamation";
    case Label::disrespect:
      return "disrespect";
    case Label::dont_know:
      return "dont_know";
    case Label::privacy:
      return "privacy";
    case Label::one_to_one:
      return "one_to_one";
    case Label::off_topic:
      return "off_topic";
    case Label::leave_judgement:
      return "leave_judgement";
  }
  return "";
}

namespace {

void clear(Reading& out) {
  out.waits = out.scored = false;
  out.scores.fill(0);
  out.over.fill(false);
  out.where.fill({});
  out.serious = 0;
  out.hits.clear();
  out.language = {};
  out.urgent = out.notice = out.praise = false;
}

}  // namespace

void Language::read(const Text& text, std::span<const Line> context, Reading& out) const {
  read_first(text, context, out);
  const Asked asked{&text, context, &out};
  if (out.waits) read_second({&asked, 1});
}

void read(const Language* language, const Text& text, std::span<const Line> context, Reading& out) {
  clear(out);
  if (language != nullptr) language->read(text, context, out);
}

void read_first(const Language* language, const Text& text, std::span<const Line> context, Reading& out) {
  clear(out);
  if (language != nullptr) language->read_first(text, context, out);
}

void read_rules(const Language& language, const Text& text, Reading& out) {
  clear(out);
  language.read_rules(text, out);
}

std::string data_folder() {
  const char* given = std::getenv("TACT_DATA");
  return given != nullptr && *given != '\0' ? given : TACT_DATADIR;
}

namespace {

/// Packs by language, and how to tell which one a message wants.
class Packs final : public Language {
 public:
  Packs(std::vector<std::unique_ptr<Pack>> packs, Tongues tongues, std::unique_ptr<Model> model)
      : packs_(std::move(packs)), tongues_(std::move(tongues)), model_(std::move(model)) {
    // English is the home of the school's page; where it is missing the first pack is.
    home_ = packs_.empty() || pack(model_language) != nullptr ? model_language : packs_.front()->language();
    home_pack_ = pack(home_);
    if (home_pack_ != nullptr) lexicon_ = std::make_unique<Lexicon>(home_pack_->matcher(), tongues_, home_, model_.get());
  }

  void read_first(const Text& text, std::span<const Line> context, Reading& out) const override {
    read(text, context, model_.get(), out);
  }
  void read_second(std::span<const Asked> waiting) const override {
    if (model_ != nullptr) model_->read_second(waiting);
  }
  void read_rules(const Text& text, Reading& out) const override { read(text, {}, nullptr, out); }
  void read_purpose(const Text& text, std::span<const Line> context, Reading& out) const override {
    thread_local Restored restored;
    thread_local Known known;
    const bool disguised = undo(text, known, restored);
    // As it was read: home also where only a disguise is ours (see read()).
    const Pack* spoken = out.language.empty() ? (disguised ? home_pack_ : nullptr) : pack(out.language);
    if (spoken != nullptr) spoken->read_purpose(text, disguised && spoken == home_pack_ ? &restored : nullptr, context, out);
  }

 private:
  void read(const Text& text, std::span<const Line> context, const Model* model, Reading& out) const {
    thread_local Restored restored;
    thread_local Known known;
    const Pack* home = home_pack_;
    const bool disguised = undo(text, known, restored);
    const Matcher::Words& words = known.words;
    out.language = disguised ? tongues_.of(restored.text, home_) : home == nullptr || known.maybe_other ? tongues_.of(text, home_) : home_;
    const Pack* spoken = out.language == home_ ? home : pack(out.language);
    const bool scored = model != nullptr && out.language == model_language;
    if (spoken == nullptr && !scored) {
      out.language = {};
      // Somebody who hides an insult in another script hides it from no one.
      if (disguised) home->read(text, words, &restored, context, out);
      return;
    }
    const bool other = disguised && out.language == home_;
    if (spoken == home && home != nullptr)
      home->read(text, words, other ? &restored : nullptr, context, out);
    else if (spoken != nullptr)
      spoken->read(text, other ? &restored : nullptr, context, out);
    if (!scored) return;
    if (!other) return model->read_first(text, context, home != nullptr ? &known.weights : nullptr, out);
    // The classifier knows words and not their disguises.  There are few, and they do not wait for others.
    model->read_first(restored.text, context, out);
    const Asked asked{&restored.text, context, &out};
    if (out.waits) model->read_second({&asked, 1});
    for (Where& where : out.where)
      if (where.start < where.end) where = {restored.start[where.start], restored.end[where.end]};
  }

  /// What is known of the words, and whether one of them was disguised: that is undone first, for Cyrillic twins in an English word are no Cyrillic.
  bool undo(const Text& text, Known& known, Restored& restored) const {
    if (home_pack_ == nullptr) return false;
    lexicon_->read(text, known);
    return known.maybe_disguised && restore(text, home_pack_->matcher(), known.words, restored, known.words_disguised);
  }

  static constexpr std::string_view model_language = "en";

  const Pack* pack(std::string_view language) const {
    for (const auto& one : packs_)
      if (one->language() == language) return one.get();
    return nullptr;
  }

  std::vector<std::unique_ptr<Pack>> packs_;
  Tongues tongues_;
  std::unique_ptr<Model> model_;
  std::string_view home_;
  const Pack* home_pack_ = nullptr;
  std::unique_ptr<Lexicon> lexicon_;  ///< of the home language; none without its pack
};

Tongues load_tongues(const std::string& path, std::vector<std::string>& errors) {
  Tongues tongues;
  std::ifstream file(path, std::ios::binary);
  const std::string content{std::istreambuf_iterator<char>(file), {}};
  for (const Section& section : parse_rule_file(path, content, errors))
    if (const Entry* words = section.find("Words")) tongues.add(section.name, list_of(words->value));
  tongues.finish();
  return tongues;
}

/// Compiled packs lie beside their sources, or where TACT_PACKED says (a build folder).
std::string packed_file(const std::filesystem::path& packs, const std::filesystem::path& language) {
  const char* given = std::getenv("TACT_PACKED");
  return ((given != nullptr && *given != '\0' ? std::filesystem::path(given) : packs) / language.filename()).string() +
         ".packed";
}

}  // namespace

std::unique_ptr<Language> load_language(const std::string& folder, std::vector<std::string>& errors, Means means) {
  namespace fs = std::filesystem;
  const fs::path packs_folder = fs::path(folder.empty() ? data_folder() : folder) / "packs";
  try {
    std::vector<std::unique_ptr<Pack>> packs;
    std::error_code failure;
    std::vector<fs::path> languages;
    for (fs::directory_iterator at(packs_folder, failure), end; !failure && at != end; at.increment(failure))
      if (at->is_directory(failure)) languages.push_back(at->path());
    if (failure) errors.push_back(packs_folder.string() + ":0: " + failure.message() + ", expected a folder of packs");
    std::ranges::sort(languages);
    for (const fs::path& path : languages)
      if (auto pack = Pack::load(path.filename().string(), path.string(), errors, packed_file(packs_folder, path)))
        packs.push_back(std::move(pack));
    std::string wrong;
    auto model = Model::load((packs_folder.parent_path() / "model" / "en.model").string(), wrong, means);
    if (!wrong.empty()) errors.push_back(wrong);
    if (packs.empty() && model == nullptr) return nullptr;
    return std::make_unique<Packs>(std::move(packs), load_tongues((packs_folder / "languages.rule").string(), errors),
                                   std::move(model));
  } catch (const std::exception& error) {
    errors.push_back(packs_folder.string() + ":0: " + error.what() + ", expected readable packs");
    return nullptr;
  }
}

}  // namespace tact::language
