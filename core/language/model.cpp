// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/language/model.h"

#include <algorithm>
#include <atomic>
#include <cmath>

#include "core/language/encoder.h"
#include "core/language/exponential.h"
#include "core/language/lanes.h"
#include "core/language/linear.h"
#include "core/language/model_file.h"

namespace tact::language {

namespace {

float probability(float logit) {
  return 1 / (1 + std::exp(-logit));
}

/// A rule this sure speaks by itself (core/guidelines/spoken.cpp).
constexpr float sure_enough = 0.5F;

/// As data/model/train.py writes the ids of rules (Fowler, Noll and Vo; 32 bits).
std::uint32_t fnv1a(std::string_view bytes) {
  std::uint32_t hash = 0x811C9DC5U;
  for (const char byte : bytes) hash = (hash ^ static_cast<unsigned char>(byte)) * 0x01000193U;
  return hash;
}

/// Of one word or two the classifier knows too little.
bool enough_words(const Text& text) {
  constexpr std::ptrdiff_t enough = 3;
  return std::ranges::count(text.tokens, TokenKind::word, &Token::kind) >= enough;
}

/// Of all outputs at once.
struct Calibrated {
  std::array<float, model_outputs> odds, likely, unlikely;  ///< log-odds, the probability, and one less that
};

static_assert(model_outputs == lanes);

TACT_WIDE void calibrate(const float* slope, const float* offset, const float* logits, Calibrated& out) {
  const Floats odds = load(slope) * load(logits) + load(offset);
  store(out.odds.data(), odds);
  logistic(odds, out.likely.data(), out.unlikely.data());
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
    Calibrated all;
    calibrate(slope_.data(), offset_.data(), logits.data(), all);
    float none = 1, greatest = -1e30F;
#pragma GCC unroll 14
    for (std::size_t i = 0; i < label_count; ++i) {
      none *= all.unlikely[i];
      greatest = std::max(greatest, all.odds[i]);
    }
    std::copy_n(all.likely.begin(), label_count, out.scores.begin());
    out.serious = all.likely[serious_output];
    constexpr float least = 1e-5F;
    none = std::clamp(none, least, 1 - least);
    return joint_[0] + joint_[1] * std::log((1 - none) / none) + joint_[2] * all.odds[any_output] + joint_[3] * all.odds[serious_output] +
           joint_[4] * greatest;
  }

  float limit() const { return limits_[0]; }

  /// The message is worth a word: for its likeliest label, and for others that are likely by themselves.  Of one word
  /// or two, the labels that have a least probability (the hostile ones) are left to the rules: "oh" is no insult,
  /// however often it begins one.
  void speak(const Text& text, Reading& out) const {
    const bool enough = enough_words(text);
    const auto greatest = static_cast<std::size_t>(std::ranges::max_element(out.scores) - out.scores.begin());
    for (std::size_t i = 0; i < label_count; ++i)
      out.over[i] = (i == greatest || out.scores[i] >= limits_[1]) && out.scores[i] >= limits_[4 + i] &&
                    (enough || limits_[4 + i] == 0);
    const float odds = std::log(std::clamp(out.scores[greatest], 1e-5F, 1 - 1e-5F) /
                                (1 - std::clamp(out.scores[greatest], 1e-5F, 1 - 1e-5F)));
    out.scores[greatest] = std::max(out.scores[greatest], probability(limits_[2] * odds + limits_[3]));
  }

 private:
  std::span<const float> slope_, offset_;  ///< per output: calibrated log-odds = slope * output + offset
  std::span<const float>
      joint_;  ///< weights of: 1, log-odds that any label holds, "any", "serious", the greatest label
  std::span<const float> limits_;  ///< least joint log-odds to speak; least probability of a further label; slope and
                                   ///< offset of a finding's sureness; then the least probability of each label
};

class TwoStages final : public Model {
 public:
  explicit TwoStages(Means means) : quick_(means == Means::quick) {}

  std::string open(const std::string& path) {
    if (std::string wrong = file_.open(path); !wrong.empty()) return wrong;
    std::string wrong = linear_.open(file_);
    if (wrong.empty()) wrong = encoder_.open(file_, quick_);
    if (wrong.empty()) wrong = first_.open(file_, "1.");
    if (wrong.empty()) wrong = both_.open(file_, "2.");
    mix_ = file_.section<float>("mix");
    if (wrong.empty() && mix_.size() != 2 * model_outputs) wrong = "no mixture of the stages";
    rules_ = file_.section<float>("rules");
    known_ = file_.section<std::uint32_t>("rules.known");
    if (wrong.empty() && (rules_.size() != 2 || known_.empty())) wrong = "no weights of the rules";
    return wrong.empty() ? wrong : path + ":0: " + wrong + ", expected a complete classifier";
  }

  Logits first_stage(const Text& text, std::span<const Line> context) const override { return first_stage(text, context, nullptr); }
  PartSum parts_of(std::string_view word) const override { return linear_.parts_of(word); }
  std::uint32_t row_of(std::uint32_t word_hash) const override { return linear_.row_of(word_hash); }

  Logits both_stages(const Text& text, std::span<const Line> context) const override {
    return mixed(first_stage(text, context), encoder_.score(text, context));
  }

  void read_first(const Text& text, std::span<const Line> context, const KnownWords* known, Reading& out) const override {
    out.first_stage = first_stage(text, context, known);
    out.scored = true;
    // Nearly every message ends here.
    out.waits = first_.score(out.first_stage, out) >= first_.limit() || surest_known(out.hits) > 0;
    if (!out.waits && !quick_) rest();
  }

  void read_second(std::span<const Asked> waiting) const override {
    if (!quick_) rested_.store(0, std::memory_order_relaxed);
    thread_local std::vector<Logits> second;
    second.resize(waiting.size());
    encoder_.score(waiting, second.data());
    for (std::size_t i = 0; i < waiting.size(); ++i) finish(waiting[i], second[i]);
  }

 private:
  Logits first_stage(const Text& text, std::span<const Line> context, const KnownWords* known) const {
    thread_local FeatureHashes features;
    find_features(text, context, known != nullptr, features);
    return linear_.score(features, text, known);
  }

  void finish(const Asked& asked, const Logits& second) const {
    Reading& out = *asked.reading;
    out.waits = false;
    const float joint = both_.score(mixed(out.first_stage, second), out);
    if (joint < both_.limit()) {
      const float sureness = surest_known(out.hits);
      if (sureness == 0 || joint + said_by_rules(sureness) >= both_.limit() || !enough_words(*asked.text)) return;
      // Where it suspects what the rule says, the rule has its way.
      std::erase_if(out.hits, [this, &out](const Hit& hit) { return doubtful(hit) && known(hit) && score_of(hit, out) < suspects; });
      return;
    }
    both_.speak(*asked.text, out);
    thread_local Features features;
    find_features(*asked.text, asked.context, features);
    for (std::size_t i = 0; i < label_count; ++i)
      if (out.over[i]) out.where[i] = linear_.weightiest(features, *asked.text, i);
  }

  /// The encoder's weights are most of what the model keeps in memory: after some readings that need none of them they
  /// leave it, until the next one that does (and takes some 25 to 150 microseconds more, by what a page fault costs).
  void rest() const {
    constexpr unsigned enough = 8;
    const unsigned rested = rested_.load(std::memory_order_relaxed);
    if (rested > enough) return;
    rested_.store(rested + 1, std::memory_order_relaxed);
    if (rested == enough) file_.let_go("e.");
  }

  static constexpr float suspects = 0.2F;

  static float score_of(const Hit& hit, const Reading& out) {
    for (std::size_t i = 0; i < label_count; ++i)
      if (name(static_cast<Label>(i)) == hit.label) return out.scores[i];
    return 0;
  }

  bool known(const Hit& hit) const { return std::ranges::binary_search(known_, fnv1a(hit.rule)); }

  float surest_known(std::span<const Hit> hits) const {
    float most = 0;
    for (const Hit& hit : hits)
      if (known(hit)) most = std::max(most, surest({&hit, 1}));
    return most;
  }

  float said_by_rules(float sureness) const {
    constexpr float most = 0.98F;
    const float sure = std::min(sureness, most);
    return rules_[0] + rules_[1] * std::log(sure / (1 - sure));
  }

  Logits mixed(const Logits& first, const Logits& second) const {
    Logits out;
    for (std::size_t i = 0; i < model_outputs; ++i) out[i] = mix_[i] * first[i] + mix_[model_outputs + i] * second[i];
    return out;
  }

  bool quick_;
  ModelFile file_;
  mutable std::atomic<unsigned> rested_{0};  ///< readings since the encoder was asked
  Linear linear_;
  Encoder encoder_;
  Judgement first_;  ///< its limit says which messages the encoder is asked about
  Judgement both_;
  std::span<const float> mix_;
  std::span<const std::uint32_t> known_;  ///< the ids of the rules it was fitted with, as fnv1a(), sorted
  std::span<const float>
      rules_;  ///< what a hit adds to the joint log-odds: a constant, and a weight of its own log-odds
};

}  // namespace

bool doubtful(const Hit& hit) {
  // Of 82 hits as sure as this in 15,155 messages of unseen writers, 6 were wrong.
  constexpr float beyond_doubt = 0.895F;
  return hit.sureness < beyond_doubt && !hit.hidden && !hit.suggestion && hit.guideline != "rumour";
}

float surest(std::span<const Hit> hits) {
  float most = 0;
  for (const Hit& hit : hits)
    if (doubtful(hit) && hit.sureness >= sure_enough) most = std::max(most, hit.sureness);
  return most;
}

std::unique_ptr<Model> Model::load(const std::string& path, std::string& error, Means means) {
  auto model = std::make_unique<TwoStages>(means);
  error = model->open(path);
  if (!error.empty()) return nullptr;
  return model;
}

}  // namespace tact::language
