// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/language/model.h"

#include <algorithm>
#include <cmath>

#include "core/language/linear.h"
#include "core/language/model_file.h"

namespace tact::language {

namespace {

float probability(float logit) { return 1 / (1 + std::exp(-logit)); }

/// How outputs become decisions; fitted on messages of writers that the fitted model had not seen.
struct Judgement {
  std::span<const float> slope, offset;  ///< per output: calibrated logit = slope * output + offset
  std::span<const float> joint;          ///< weights of: 1, log-odds that any label holds, "any", "serious", the greatest label
  std::span<const float> limits;         ///< least joint log-odds to speak; least probability of a further label; slope and offset of a finding's sureness

  static std::string read(const ModelFile& file, Judgement& out) {
    out.slope = file.section<float>("slope");
    out.offset = file.section<float>("offset");
    out.joint = file.section<float>("joint");
    out.limits = file.section<float>("limits");
    const bool whole = out.slope.size() == model_outputs && out.offset.size() == model_outputs && out.joint.size() == 5 && out.limits.size() == 4;
    return whole ? "" : "no judgement";
  }
};

class TwoStages final : public Model {
 public:
  std::string open(const std::string& path) {
    if (std::string wrong = file_.open(path); !wrong.empty()) return wrong;
    std::string wrong = linear_.open(file_);
    if (wrong.empty()) wrong = Judgement::read(file_, judgement_);
    return wrong.empty() ? wrong : path + ":0: " + wrong + ", expected a complete classifier";
  }

  Logits first_stage(const Text& text, std::span<const Line> context) const override {
    Features& features = buffer();
    find_features(text, context, features);
    return linear_.score(features);
  }

  Logits both_stages(const Text& text, std::span<const Line> context) const override { return first_stage(text, context); }

  void read(const Text& text, std::span<const Line> context, Reading& out) const override {
    Features& features = buffer();
    find_features(text, context, features);
    const Logits logits = linear_.score(features);
    judge(logits, out);
    for (std::size_t i = 0; i < label_count; ++i)
      if (out.over[i]) out.where[i] = linear_.weightiest(features, text, i);
  }

 private:
  static Features& buffer() {
    thread_local Features features;
    return features;
  }

  void judge(const Logits& logits, Reading& out) const {
    out.scored = true;
    std::array<float, model_outputs> calibrated;
    float none = 1;
    std::size_t greatest = 0;
    for (std::size_t i = 0; i < model_outputs; ++i) {
      calibrated[i] = judgement_.slope[i] * logits[i] + judgement_.offset[i];
      if (i >= label_count) continue;
      out.scores[i] = probability(calibrated[i]);
      none *= 1 - out.scores[i];
      if (calibrated[i] > calibrated[greatest]) greatest = i;
    }
    out.serious = probability(calibrated[serious_output]);
    constexpr float least = 1e-5F;
    none = std::clamp(none, least, 1 - least);
    const auto& weights = judgement_.joint;
    const float joint = weights[0] + weights[1] * std::log((1 - none) / none) + weights[2] * calibrated[any_output] + weights[3] * calibrated[serious_output] + weights[4] * calibrated[greatest];
    if (joint < judgement_.limits[0]) return;
    // The message is worth a word; for its likeliest label, and for others that are likely by themselves.
    for (std::size_t i = 0; i < label_count; ++i) out.over[i] = i == greatest || out.scores[i] >= judgement_.limits[1];
    out.scores[greatest] = std::max(out.scores[greatest], probability(judgement_.limits[2] * calibrated[greatest] + judgement_.limits[3]));
  }

  ModelFile file_;
  Linear linear_;
  Judgement judgement_;
};

}  // namespace

std::unique_ptr<Model> Model::load(const std::string& path, std::string& error) {
  auto model = std::make_unique<TwoStages>();
  error = model->open(path);
  if (!error.empty()) return nullptr;
  return model;
}

}  // namespace tact::language
