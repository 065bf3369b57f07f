// SPDX-License-Identifier: GPL-3.0-or-later
#include <boost/test/unit_test.hpp>

#include <rapidjson/document.h>

#include <cmath>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>

#include "core/language/language.h"
#include "core/language/model.h"

using namespace tact;
using namespace tact::language;

namespace {

std::string folder() { return data_folder() + "/model"; }

std::string content(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

struct Scratch {
  std::string path = "model-test-" + std::to_string(std::rand()) + ".model";
  explicit Scratch(const std::string& bytes) { std::ofstream(path, std::ios::binary) << bytes; }
  ~Scratch() { std::remove(path.c_str()); }
};

std::string error_of(const std::string& bytes) {
  const Scratch scratch(bytes);
  std::string error;
  BOOST_TEST(Model::load(scratch.path, error) == nullptr);
  return error;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(model)

BOOST_AUTO_TEST_CASE(answers_what_training_wrote_down) {
  std::string error;
  const auto model = Model::load(folder() + "/en.model", error);
  BOOST_REQUIRE_MESSAGE(model != nullptr, error);
  std::map<std::string, std::string> lines;
  for (const auto& entry : std::filesystem::directory_iterator(data_folder() + "/examples")) {
    if (entry.path().extension() != ".jsonl" || entry.path().stem() == "conversations") continue;
    std::ifstream file(entry.path());
    for (std::string line; std::getline(file, line);) {
      rapidjson::Document one;
      one.Parse(line.c_str());
      lines[one["id"].GetString()] = line;
    }
  }
  std::ifstream file(folder() + "/golden.jsonl");
  std::size_t checked = 0;
  for (std::string line; std::getline(file, line); ++checked) {
    rapidjson::Document golden, one;
    golden.Parse(line.c_str());
    const auto found = lines.find(golden["id"].GetString());
    BOOST_REQUIRE(found != lines.end());
    one.Parse(found->second.c_str());
    std::vector<Line> context;
    if (one.HasMember("context"))
      for (const auto& before : one["context"].GetArray()) context.push_back({before["from"].GetString(), before["text"].GetString(), std::string_view(before["from"].GetString()) == "WhatsApp"});
    Text text;
    read_text(one["text"].GetString(), Format::plain, text);
    const Logits logits = model->first_stage(text, context), both = model->both_stages(text, context);
    for (std::size_t i = 0; i < model_outputs; ++i)
      BOOST_TEST(std::abs(logits[i] - golden["first"][static_cast<rapidjson::SizeType>(i)].GetFloat()) < 2e-3F, golden["id"].GetString() << " output " << i << ": " << logits[i]);
    for (std::size_t i = 0; i < model_outputs; ++i)
      BOOST_TEST(std::abs(both[i] - golden["both"][static_cast<rapidjson::SizeType>(i)].GetFloat()) < 0.05F, golden["id"].GetString() << " both, output " << i << ": " << both[i]);
  }
  BOOST_TEST(checked == 60U);
}

BOOST_AUTO_TEST_CASE(the_card_tells_the_figures_of_this_model) {
  const std::string model = content(folder() + "/en.model"), card = content(folder() + "/README.md");
  BOOST_REQUIRE(model.size() > 24U);
  std::uint32_t check = 0;
  std::memcpy(&check, model.data() + 16, sizeof check);
  char line[96];
  std::snprintf(line, sizeof line, "`en.model`: %zu bytes, check `%08x`.", model.size(), check);
  BOOST_TEST(card.find(line) != std::string::npos, "data/model/README.md does not say “" << line << "”; run tact train");
  // With the packs under 6 MB on disk.
  BOOST_TEST(model.size() < 5700000U);
}

BOOST_AUTO_TEST_CASE(a_bad_file_is_refused_with_its_name_and_what_is_wrong) {
  const std::string good = content(folder() + "/en.model");
  BOOST_TEST(error_of("").find("too short, expected the classifier") != std::string::npos);
  BOOST_TEST(error_of("not a model, only words of some length").find("TACTMODL") != std::string::npos);
  BOOST_TEST(error_of(good.substr(0, good.size() / 2)).find(" bytes, expected ") != std::string::npos);
  std::string version = good;
  version[8] = 99;
  BOOST_TEST(error_of(version).find("version 99") != std::string::npos);
  std::string flipped = good;
  flipped[good.size() / 2] = static_cast<char>(flipped[good.size() / 2] ^ 1);
  BOOST_TEST(error_of(flipped).find("damaged") != std::string::npos);
  std::string error;
  BOOST_TEST(Model::load("/nowhere/en.model", error) == nullptr);
  BOOST_TEST(error.find("/nowhere/en.model:0: ") == 0U);
}

BOOST_AUTO_TEST_CASE(several_texts_read_quickly_together_come_out_as_one_by_one_in_little_memory) {
  std::string error;
  const auto model = Model::load(folder() + "/en.model", error), quick = Model::load(folder() + "/en.model", error, Means::quick);
  BOOST_REQUIRE(model != nullptr);
  BOOST_REQUIRE(quick != nullptr);
  // Short and long, with a line before and without, and more pieces than are read at once.
  std::vector<std::string> raws = {"", "ok", "Sam will be there xx", "You are all idiots and I have had enough of this school!!!!!", "no 👀⚪"};
  for (int words = 1; words < 60; words += 7) {
    raws.emplace_back();
    for (int i = 0; i < words; ++i) raws.back() += i % 3 == 0 ? "the teacher " : "is useless ";
  }
  const Line before{"Sam", "Is anyone going to the meeting?", false};
  std::vector<Text> texts(raws.size());
  std::vector<Reading> together(raws.size()), alone(raws.size());
  std::vector<Asked> asked;
  for (std::size_t i = 0; i < raws.size(); ++i) {
    read_text(raws[i], Format::plain, texts[i]);
    const std::span<const Line> context(&before, i % 2);
    quick->read_first(texts[i], context, together[i]);
    model->read_first(texts[i], context, alone[i]);
    asked.push_back({&texts[i], context, &together[i]});
    const Asked one{&texts[i], context, &alone[i]};
    model->read_second({&one, 1});
  }
  quick->read_second(asked);
  for (std::size_t i = 0; i < raws.size(); ++i) {
    BOOST_TEST(together[i].scores == alone[i].scores, boost::test_tools::per_element());
    BOOST_TEST(together[i].over == alone[i].over, boost::test_tools::per_element());
    BOOST_TEST(together[i].serious == alone[i].serious);
  }
}

BOOST_AUTO_TEST_CASE(hostile_texts_are_scored_without_harm) {
  std::string error;
  const auto model = Model::load(folder() + "/en.model", error);
  BOOST_REQUIRE(model != nullptr);
  Text text;
  Reading reading;
  std::string many;
  for (int i = 0; i < 20000; ++i) many += "a b! ";
  for (const std::string& raw : {std::string(), std::string(" "), std::string(1, '\xFF'), std::string(100000, 'a'), many}) {
    read_text(raw, Format::plain, text);
    language::read(nullptr, text, {}, reading);
    model->read_first(text, {}, reading);
    // Asked about or not, the second stage bears it.
    const Asked asked{&text, {}, &reading};
    model->read_second({&asked, 1});
    for (const float score : reading.scores) BOOST_TEST(std::isfinite(score));
    for (const Where& where : reading.where) BOOST_TEST(where.end <= text.folded.size());
  }
}

BOOST_AUTO_TEST_SUITE_END()
