// SPDX-License-Identifier: GPL-3.0-or-later
// `tact train`: what data/model/train.py needs from the program, so that training and reading see the same thing.
//   tact train features FILE... > out   per message and kind of feature: a count and as many hashes, 32-bit numbers of this machine
//   tact train rules FILE... > out      per message the sureness of its surest rule, a 32-bit float
//   tact train [ARGUMENT...]            runs train.py (Debian's python3-torch and python3-sklearn, at development time only)
#include <unistd.h>

#include <cstdio>
#include <cstring>
#include <string>
#include <vector>

#include "core/cli/commands.h"
#include "core/cli/labelled.h"
#include "core/i18n.h"
#include "core/language/features.h"
#include "core/language/language.h"
#include "core/language/model.h"

namespace tact::cli {

namespace {

void write_numbers(const std::vector<std::uint32_t>& numbers) { std::fwrite(numbers.data(), sizeof(std::uint32_t), numbers.size(), stdout); }

bool read_all(int count, char** paths, std::vector<Labelled>& messages) {
  std::vector<std::string> errors;
  for (int i = 0; i < count; ++i) read_labelled(paths[i], messages, errors);
  for (const std::string& error : errors) std::fprintf(stderr, "%s\n", error.c_str());
  return errors.empty();
}

int features(int count, char** paths) {
  std::vector<Labelled> messages;
  if (!read_all(count, paths, messages)) return 1;
  Text text;
  language::Features found;
  std::vector<std::uint32_t> numbers;
  for (const Labelled& one : messages) {
    read_text(one.text, Format::plain, text);
    language::find_features(text, one.context(), found);
    numbers.clear();
    for (const auto& kind : found.of) {
      numbers.push_back(static_cast<std::uint32_t>(kind.size()));
      for (const language::Feature& feature : kind) numbers.push_back(feature.hash);
    }
    write_numbers(numbers);
  }
  return std::fflush(stdout) == 0 ? 0 : 1;
}

int surest_rules(int count, char** paths) {
  std::vector<Labelled> messages;
  if (!read_all(count, paths, messages)) return 1;
  std::vector<std::string> errors;
  const auto language = language::load_language("", errors);
  for (const std::string& error : errors) std::fprintf(stderr, "%s\n", error.c_str());
  if (language == nullptr) return 1;
  Text text;
  language::Reading reading;
  for (const Labelled& one : messages) {
    read_text(one.text, Format::plain, text);
    language::read_rules(*language, text, reading);
    const float sureness = language::surest(reading.hits);
    std::fwrite(&sureness, sizeof sureness, 1, stdout);
  }
  return std::fflush(stdout) == 0 ? 0 : 1;
}

}  // namespace

int train(int argc, char** argv) {
  if (argc > 2 && std::strcmp(argv[1], "features") == 0) return features(argc - 2, argv + 2);
  if (argc > 2 && std::strcmp(argv[1], "rules") == 0) return surest_rules(argc - 2, argv + 2);
  // The script finds this program again through $TACT.
  std::string script = language::data_folder() + "/model/train.py";
  char self[4096] = {};
  if (readlink("/proc/self/exe", self, sizeof self - 1) > 0) setenv("TACT", self, 0);
  std::string python = "/usr/bin/python3";
  std::vector<char*> words = {python.data(), script.data()};
  for (int i = 1; i < argc; ++i) words.push_back(argv[i]);
  words.push_back(nullptr);
  execv(words[0], words.data());
  std::fprintf(stderr, "%s\n", fill(_("tact train: {program} could not be started: {error}"), {{"program", python}, {"error", std::strerror(errno)}}).c_str());
  return 1;
}

}  // namespace tact::cli
