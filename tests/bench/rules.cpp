// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/bench/rules.h"

#include <glib.h>

#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <set>

namespace fs = std::filesystem;

namespace tact::bench {

namespace {

using Files = std::vector<std::pair<std::string, std::string>>;

Files english() {
  Files files;
  const fs::path folder = fs::path(language::data_folder()) / "packs" / "en";
  for (const auto& file : fs::recursive_directory_iterator(folder)) {
    if (file.path().extension() != ".rule") continue;
    std::ifstream in(file.path());
    files.emplace_back(fs::relative(file.path(), folder).string(), std::string(std::istreambuf_iterator<char>(in), {}));
  }
  std::ranges::sort(files);
  return files;
}

/// The words without which no English sentence is: in every language's rules they would stand in many.
const std::set<std::string, std::less<>>& function_words() {
  static const std::set<std::string, std::less<>> words = {
      "a",      "about", "after",  "again", "all",   "always",  "am",    "an",    "and",   "any",  "anyone", "are",
      "as",     "at",    "be",     "been",  "but",   "by",      "can",   "can't", "could", "did",  "do",     "does",
      "don't",  "for",   "from",   "get",   "got",   "had",     "has",   "have",  "he",    "her",  "him",    "his",
      "how",    "i",     "i'm",    "if",    "in",    "is",      "isn't", "it",    "just",  "like", "me",     "mine",
      "more",   "my",    "never",  "no",    "not",   "of",      "off",   "on",    "one",   "or",   "our",    "out",
      "people", "she",   "should", "so",    "some",  "someone", "that",  "the",   "their", "them", "there",  "they",
      "this",   "to",    "too",    "up",    "us",    "very",    "was",   "we",    "were",  "what", "when",   "where",
      "who",    "why",   "will",   "with",  "won't", "would",   "you",   "your"};
  return words;
}

bool of_a_word(char c) {
  return (c >= 'a' && c <= 'z') || c == '\'' || c == '-' || static_cast<unsigned char>(c) >= 0x80;
}

/// Copies what is written between words and hands each word to `word`, with what is around it: <category>, {ending}.
template <class Word>
std::string each_word(std::string_view phrase, Word word) {
  std::string out;
  for (std::size_t i = 0; i < phrase.size();) {
    std::size_t end = i;
    while (end < phrase.size() && of_a_word(phrase[end])) ++end;
    if (end == i) {
      out += phrase[i++];
      continue;
    }
    const bool category = i > 0 && phrase[i - 1] == '<';
    const bool ending = phrase.substr(0, i).rfind('{') != std::string_view::npos &&
                        phrase.substr(0, i).rfind('{') + 1 > phrase.substr(0, i).rfind('}') + 1;
    const bool stem = end < phrase.size() && phrase[end] == '{';
    out += word(phrase.substr(i, end - i), category, ending, stem);
    i = end;
  }
  return out;
}

std::string other_words(std::string_view phrase, const std::string& mark) {
  static const std::set<std::string, std::less<>> built_in = {"any", "emoji", "link", "name", "number"};
  bool content = false;
  each_word(phrase, [&](std::string_view word, bool category, bool ending, bool stem) {
    content = content || (category ? !built_in.contains(word) : !ending && (stem || !function_words().contains(word)));
    return std::string();
  });
  return each_word(phrase, [&](std::string_view word, bool category, bool ending, bool stem) {
    const bool stays =
        category ? built_in.contains(word) : ending || (!stem && content && function_words().contains(word));
    // In front: what ends a word is in braces.
    return stays ? std::string(word) : mark + std::string(word);
  });
}

std::string copied(const std::string& content, const std::string& mark) {
  std::string out;
  bool words = false, spelt = false, pattern = false;
  for (std::size_t start = 0; start < content.size();) {
    const std::size_t end = std::min(content.find('\n', start), content.size());
    const std::string line = content.substr(start, end - start);
    start = end + 1;
    const std::size_t equals = line.find('=');
    const std::string key = line.substr(0, equals == std::string::npos ? 0 : equals);
    if (line.starts_with('[')) {
      words = line.starts_with("[words:");
      spelt = line.starts_with("[spelt");
      pattern = false;
      const bool section = !line.starts_with("[Defaults") && !spelt;
      out += !section ? line
             : words  ? "[words:" + mark + line.substr(7)
                      : line.substr(0, line.size() - 1) + "-" + mark + "]";
    } else if (key == "Kind") {
      pattern = line.ends_with("pattern");
      out += line;
    } else if (spelt && !key.empty()) {
      out += mark + key + "=";
      for (const std::string& one : language::list_of(line.substr(equals + 1))) out += mark + one + ";";
    } else if (key == "Words" || key == "Match" || key == "Except" || key == "Requires" || key == "Unless" ||
               key == "After") {
      out += key + "=";
      for (const std::string& one : language::list_of(line.substr(equals + 1)))
        out += (pattern && key == "Match" ? mark + one : other_words(one, mark)) + ";";
    } else {
      out += line;
    }
    out += "\n";
  }
  return out;
}

}  // namespace

Files rule_files(int copies) {
  Files files = english();
  const std::size_t once = files.size();
  for (int copy = 1; copy < copies; ++copy) {
    const std::string mark = std::string("q") + static_cast<char>('a' + copy);
    for (std::size_t i = 0; i < once; ++i)
      files.emplace_back(mark + "/" + files[i].first, copied(files[i].second, mark));
  }
  return files;
}

std::unique_ptr<language::Pack> rules(int copies) {
  std::vector<std::string> errors;
  auto pack = language::Pack::make("en", rule_files(copies), errors);
  for (const std::string& error : errors) std::fprintf(stderr, "%s\n", error.c_str());
  return errors.empty() ? std::move(pack) : nullptr;
}

std::unique_ptr<language::Language> language_of(int copies) {
  gchar* made = g_dir_make_tmp("tact-bench-XXXXXX", nullptr);
  if (made == nullptr) return nullptr;
  const fs::path top = made, data = language::data_folder();
  g_free(made);
  for (const auto& [path, content] : rule_files(copies)) {
    const fs::path file = top / "packs" / "en" / path;
    fs::create_directories(file.parent_path());
    std::ofstream(file, std::ios::binary) << content;
  }
  fs::copy(data / "packs" / "languages.rule", top / "packs" / "languages.rule");
  fs::create_symlink(fs::absolute(data / "model"), top / "model");
  std::vector<std::string> errors;
  auto language = language::load_language(top.string(), errors);
  fs::remove_all(top);
  for (const std::string& error : errors) std::fprintf(stderr, "%s\n", error.c_str());
  return errors.empty() ? std::move(language) : nullptr;
}

}  // namespace tact::bench
