// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/language/model.h"

#include <algorithm>
#include <cmath>

#include "core/language/encoder.h"
#include "core/language/linear.h"
#include "core/language/model_file.h"

namespace tact::language {

namespace {

float probability(float logit) {
  return 1 / (1 + std::exp(-logit));
}

/// How outputs become decisions; fitted on messages of writers that the fitted model had not seen.
class Judgement {
 public:
  std::string open(const ModelFile& file, const std::string& prefix) {
    slope_ = file.section<float>(prefix + "slope");
    offset_ = file.section<float>(prefix + "offset");
    joint_ = file.section<float>(prefix + "joint");
    limits_ = file.section<float>(prefix + "limits");
    const bool whole = slope_.size() == model_outputs && offset_.size() == model_outputs && joint_.size() == 5 &&
                       limits_.size() == 4 + label_count;
    return whole ? "" : "no judgement “" + prefix + "”";
  }

  /// Fills scores and serious; answers the log-odds that a rep would say something.
  float score(const Logits& logits, Reading& out) const {
    float none = 1, greatest = -1e30F;
    for (std::size_t i = 0; i < label_count; ++i) {
      const float calibrated = at(logits, i);
      out.scores[i] = probability(calibrated);
      none *= 1 - out.scores[i];
      greatest = std::max(greatest, calibrated);
    }
    out.serious = probability(at(logits, serious_output));
    constexpr float least = 1e-5F;
    none = std::clamp(none, least, 1 - least);
    return joint_[0] + joint_[1] * std::log((1 - none) / none) + joint_[2] * at(logits, any_output) +
           joint_[3] * at(logits, serious_output) + joint_[4] * greatest;
  }

  float limit() const { return limits_[0]; }

  /// The message is worth a word: for its likeliest label, and for others that are likely by themselves.  Of one word
  /// or two, the labels that have a least probability (the hostile ones) are left to the rules: "oh" is no insult,
  /// however often it begins one.
  void speak(const Text& text, Reading& out) const {
    constexpr std::ptrdiff_t enough_words = 3;
    const bool enough = std::ranges::count(text.tokens, TokenKind::word, &Token::kind) >= enough_words;
    const auto greatest = static_cast<std::size_t>(std::ranges::max_element(out.scores) - out.scores.begin());
    for (std::size_t i = 0; i < label_count; ++i)
      out.over[i] = (i == greatest || out.scores[i] >= limits_[1]) && out.scores[i] >= limits_[4 + i] &&
                    (enough || limits_[4 + i] == 0);
    const float odds = std::log(std::clamp(out.scores[greatest], 1e-5F, 1 - 1e-5F) /
                                (1 - std::clamp(out.scores[greatest], 1e-5F, 1 - 1e-5F)));
    out.scores[greatest] = std::max(out.scores[greatest], probability(limits_[2] * odds + limits_[3]));
  }

 private:
  float at(const Logits& logits, std::size_t i) const { return slope_[i] * logits[i] + offset_[i]; }

  std::span<const float> slope_, offset_;  ///< per output: calibrated log-odds = slope * output + offset
  std::span<const float>
      joint_;  ///< weights of: 1, log-odds that any label holds, "any", "serious", the greatest label
  std::span<const float> limits_;  ///< least joint log-odds to speak; least probability of a further label; slope and
                                   ///< offset of a finding's sureness; then the least probability of each label
};

class TwoStages final : public Model {
 public:
  std::string open(const std::string& path) {
    if (std::string wrong = file_.open(path); !wrong.empty()) return wrong;
    std::string wrong = linear_.open(file_);
    if (wrong.empty()) wrong = encoder_.open(file_);
    if (wrong.empty()) wrong = first_.open(file_, "1.");
    if (wrong.empty()) wrong = both_.open(file_, "2.");
    mix_ = file_.section<float>("mix");
    if (wrong.empty() && mix_.size() != 2 * model_outputs) wrong = "no mixture of the stages";
    return wrong.empty() ? wrong : path + ":0: " + wrong + ", expected a complete classifier";
  }

  Logits first_stage(const Text& text, std::span<const Line> context) const override {
    Features& features = buffer();
    find_features(text, context, features, false);
    return linear_.score(features, text);
  }

  Logits both_stages(const Text& text, std::span<const Line> context) const override {
    return mixed(first_stage(text, context), encoder_.score(text, context));
  }

  void read(const Text& text, std::span<const Line> context, Reading& out) const override {
    Features& features = buffer();
    find_features(text, context, features, false);
    const Logits logits = linear_.score(features, text);
    out.scored = true;
    // Nearly every message ends here.
    if (first_.score(logits, out) < first_.limit()) return;
    if (both_.score(mixed(logits, encoder_.score(text, context)), out) < both_.limit()) return;
    both_.speak(text, out);
    find_features(text, context, features);
    for (std::size_t i = 0; i < label_count; ++i)
      if (out.over[i]) out.where[i] = linear_.weightiest(features, text, i);
  }

 private:
  static Features& buffer() {
    thread_local Features features;
    return features;
  }

  Logits mixed(const Logits& first, const Logits& second) const {
    Logits out;
    for (std::size_t i = 0; i < model_outputs; ++i) out[i] = mix_[i] * first[i] + mix_[model_outputs + i] * second[i];
    return out;
  }

  ModelFile file_;
  Linear linear_;
  Encoder encoder_;
  Judgement first_;  ///< its limit says which messages the encoder is asked about
  Judgement both_;
  std::span<const float> mix_;
};

}  // namespace

std::unique_ptr<Model> Model::load(const std::string& path, std::string& error) {
  auto model = std::make_unique<TwoStages>();
  error = model->open(path);
  if (!error.empty()) return nullptr;
  return model;
}

}  // namespace tact::language
