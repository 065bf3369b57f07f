// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/language/encoder.h"

#include <algorithm>
#include <cmath>
#include <cstring>

namespace tact::language {

namespace {

constexpr std::size_t width = 96, channels = 128, hidden = 128, flags = 3, buckets = 4096;

// The same code for wider machines, chosen when the library is loaded.
#if defined(__x86_64__) && defined(__GNUC__) && !defined(__clang__)
#define TACT_WIDE __attribute__((target_clones("default", "arch=haswell", "avx512f")))
#else
#define TACT_WIDE
#endif

/// Four rows of `inputs` numbers times a matrix of inputs x outputs (a multiple of 16), added to `out`.
TACT_WIDE void multiply(const float* in, std::size_t rows, std::size_t stride, std::size_t inputs, const float* weights, std::size_t outputs, float* out) {
  typedef float Lane __attribute__((vector_size(64), aligned(4)));
  std::size_t row = 0;
  for (; row + 4 <= rows; row += 4) {
    const float* a = in + row * stride;
    for (std::size_t o = 0; o < outputs; o += 32) {
      float* to = out + row * outputs + o;
      Lane s[4][2];
      for (std::size_t r = 0; r < 4; ++r) {
        std::memcpy(&s[r][0], to + r * outputs, sizeof(Lane));
        std::memcpy(&s[r][1], to + r * outputs + 16, sizeof(Lane));
      }
      const float* w = weights + o;
      for (std::size_t k = 0; k < inputs; ++k, w += outputs) {
        Lane u, v;
        std::memcpy(&u, w, sizeof u);
        std::memcpy(&v, w + 16, sizeof v);
        for (std::size_t r = 0; r < 4; ++r) {
          const float x = a[r * stride + k];
          s[r][0] += x * u;
          s[r][1] += x * v;
        }
      }
      for (std::size_t r = 0; r < 4; ++r) {
        std::memcpy(to + r * outputs, &s[r][0], sizeof(Lane));
        std::memcpy(to + r * outputs + 16, &s[r][1], sizeof(Lane));
      }
    }
  }
  for (; row < rows; ++row)
    for (std::size_t k = 0; k < inputs; ++k) {
      const float x = in[row * stride + k];
      const float* w = weights + k * outputs;
      float* to = out + row * outputs;
      for (std::size_t o = 0; o < outputs; ++o) to[o] += x * w[o];
    }
}

void begin_with(const std::vector<float>& bias, std::size_t rows, float* out) {
  for (std::size_t row = 0; row < rows; ++row) std::ranges::copy(bias, out + row * bias.size());
}

/// A place takes the words on both sides into account.  `in` has a row of zeros before the first and behind the last.
void convolve(const float* in, std::size_t rows, std::size_t size, const std::vector<float>& weights, const std::vector<float>& bias, float* out) {
  begin_with(bias, rows, out);
  multiply(in, rows, size, 3 * size, weights.data(), bias.size(), out);
  for (std::size_t i = 0; i < rows * bias.size(); ++i) out[i] = std::max(out[i], 0.0F);
}

}  // namespace

std::string Encoder::Layer::open(const ModelFile& file, const std::string& name, std::size_t inputs, std::size_t outputs) {
  const auto small = file.section<std::int8_t>(name + ".w");
  const auto scale = file.section<float>(name + ".s"), given = file.section<float>(name + ".b");
  if (small.size() != inputs * outputs || scale.size() != outputs || given.size() != outputs) return "no layer “" + name + "” of the encoder";
  weights.resize(small.size());
  for (std::size_t i = 0; i < small.size(); ++i) weights[i] = static_cast<float>(small[i]) * scale[i % outputs];
  bias.assign(given.begin(), given.end());
  return {};
}

std::string Encoder::open(const ModelFile& file) {
  keys_ = file.section<std::uint32_t>("e.keys");
  places_ = file.section<std::uint32_t>("e.index");
  words_ = file.section<std::int8_t>("e.words");
  word_scale_ = file.section<float>("e.words.s");
  parts_ = file.section<std::int8_t>("e.parts");
  part_scale_ = file.section<float>("e.parts.s");
  manner_ = file.section<float>("e.manner");
  look_ = file.section<float>("e.look");
  const bool whole = !keys_.empty() && words_.size() == keys_.size() * width && word_scale_.size() == keys_.size() && places_.size() == 65537 && parts_.size() == buckets * width && part_scale_.size() == buckets && manner_.size() == manners * width && look_.size() == channels;
  if (!whole) return "no word vectors of the encoder";
  for (std::size_t i = 0; i + 1 < places_.size(); ++i)
    if (places_[i] > places_[i + 1]) return "no sorted index of the encoder";
  if (places_.back() != keys_.size()) return "no whole index of the encoder";
  std::string wrong = one_.open(file, "e.one", 3 * width, channels);
  if (wrong.empty()) wrong = two_.open(file, "e.two", 3 * channels, channels);
  if (wrong.empty()) wrong = hidden_.open(file, "e.hidden", 2 * channels + width + flags, hidden);
  if (wrong.empty()) wrong = out_.open(file, "e.out", hidden, model_outputs);
  return wrong;
}

void Encoder::add_row(std::span<const std::int8_t> rows, std::span<const float> scales, std::size_t row, float part, float* out) const {
  const float scale = scales[row] * part;
  for (std::size_t i = 0; i < width; ++i) out[i] += scale * static_cast<float>(rows[row * width + i]);
}

/// One row of `width` numbers a token.
void Encoder::embed(const EncoderTokens& read, float* out) const {
  for (const EncoderToken& token : read.tokens) {
    std::copy_n(manner_.data() + static_cast<std::size_t>(token.manner) * width, width, out);
    // The hash's upper half says where to look.
    const auto first = keys_.begin() + places_[token.hash >> 16], last = keys_.begin() + places_[(token.hash >> 16) + 1];
    const auto found = std::find(first, last, token.hash);
    if (found != last) {
      add_row(words_, word_scale_, static_cast<std::size_t>(found - keys_.begin()), 1, out);
    } else if (token.parts > 0) {
      // An unknown word is the mean of its parts: each once, the first 24 in order.
      std::array<std::uint16_t, 128> parts;
      std::size_t count = 0;
      for (std::size_t i = 0; i < token.parts && count < parts.size(); ++i) parts[count++] = static_cast<std::uint16_t>(read.parts[token.first_part + i] % buckets);
      std::sort(parts.begin(), parts.begin() + count);
      count = static_cast<std::size_t>(std::unique(parts.begin(), parts.begin() + count) - parts.begin());
      count = std::min<std::size_t>(count, 24);
      for (std::size_t i = 0; i < count; ++i) add_row(parts_, part_scale_, parts[i], 1 / static_cast<float>(count), out);
    }
    out += width;
  }
}

Logits Encoder::score(const Text& text, std::span<const Line> context) const {
  struct Buffers {
    EncoderTokens read, line_read;
    Text line;
    std::vector<float> x, a, b, before;
  };
  thread_local Buffers my;
  read_for_encoder(text, my.read);
  const std::size_t count = std::max<std::size_t>(my.read.tokens.size(), 1);
  my.x.assign((count + 2) * width, 0);
  embed(my.read, my.x.data() + width);
  my.a.assign((count + 2) * channels, 0);
  convolve(my.x.data(), count, width, one_.weights, one_.bias, my.a.data() + channels);
  my.b.resize(count * channels);
  convolve(my.a.data(), count, channels, two_.weights, two_.bias, my.b.data());
  for (std::size_t i = 0; i < count * channels; ++i) my.b[i] += my.a[channels + i];

  std::array<float, 2 * channels + width + flags> pooled{};
  std::array<float, most_encoder_tokens> look{};
  std::copy_n(my.b.begin(), channels, pooled.begin());
  float most = -1e30F, total = 0;
  for (std::size_t t = 0; t < count; ++t) {
    for (std::size_t i = 0; i < channels; ++i) {
      pooled[i] = std::max(pooled[i], my.b[t * channels + i]);
      look[t] += look_[i] * my.b[t * channels + i];
    }
    most = std::max(most, look[t]);
  }
  for (std::size_t t = 0; t < count; ++t) total += look[t] = std::exp(look[t] - most);
  for (std::size_t t = 0; t < count; ++t)
    for (std::size_t i = 0; i < channels; ++i) pooled[channels + i] += look[t] / total * my.b[t * channels + i];

  float* before = pooled.data() + 2 * channels;
  my.line_read.tokens.clear();
  if (context.empty()) {
    before[width] = 1;
  } else {
    const Line& last = context.back();
    read_text(last.text, Format::plain, my.line);
    read_for_encoder(my.line, my.line_read);
    before[width + 1] = last.system ? 1 : 0;
    before[width + 2] = last.text.find('?') != std::string_view::npos ? 1 : 0;
  }
  // No line before is one lower-case word that says nothing, as in training.
  const std::size_t lines = my.line_read.tokens.size();
  if (lines == 0) std::copy_n(manner_.data(), width, before);
  my.before.resize(most_encoder_tokens * width);
  embed(my.line_read, my.before.data());
  for (std::size_t t = 0; t < lines; ++t)
    for (std::size_t i = 0; i < width; ++i) before[i] += my.before[t * width + i] / static_cast<float>(lines);
  std::array<float, hidden> h;
  begin_with(hidden_.bias, 1, h.data());
  multiply(pooled.data(), 1, pooled.size(), pooled.size(), hidden_.weights.data(), hidden, h.data());
  for (float& one : h) one = std::max(one, 0.0F);
  Logits logits;
  begin_with(out_.bias, 1, logits.data());
  multiply(h.data(), 1, hidden, hidden, out_.weights.data(), model_outputs, logits.data());
  return logits;
}

}  // namespace tact::language
