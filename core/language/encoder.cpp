// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/language/encoder.h"

#include <algorithm>
#include <cmath>

#include "core/language/products.h"

namespace tact::language {

namespace {

constexpr std::size_t width = 256, stream = 512, heads = 4, wide = 256, hidden = 128, flags = 3;
constexpr std::size_t pooled_size = 3 * stream + width + flags;
/// Pieces are numbered by how frequent they are: the vectors of these stay in memory, of the others hardly two are ever
/// asked for together.
constexpr std::size_t frequent = 512;
/// The length the sentence's vector is given, as in training.
constexpr float sentence_length = 8;

void to_length(float* numbers, std::size_t size, float length) {
  float square = 1e-24F;
  for (std::size_t i = 0; i < size; ++i) square += numbers[i] * numbers[i];
  const float by = length / std::sqrt(square);
  for (std::size_t i = 0; i < size; ++i) numbers[i] *= by;
}

}  // namespace

struct Encoder::Buffers {
  std::vector<std::uint16_t> pieces, of_one;
  std::vector<std::size_t> ends;  ///< of each text in `pieces`
  std::vector<float> x, calm, asked, wide, weight, keys, part, mean, sentence, pooled, h, logits;
};

std::string Encoder::Layer::open(const ModelFile& file, const std::string& name, std::size_t in) {
  inputs = in;
  turns = in != stream;
  first_norm = file.section<float>(name + ".norm1");
  second_norm = file.section<float>(name + ".norm2");
  if (first_norm.size() != 2 * in || second_norm.size() != 2 * stream) return "no layer “" + name + "” of the encoder";
  if (!measure(file, name)) return "heads of another size in layer “" + name + "” of the encoder";
  std::string wrong = asked.open(file, name + ".ask", in, heads * (2 * key + value));
  if (wrong.empty()) wrong = joined.open(file, name + ".join", heads * value, stream);
  if (wrong.empty() && turns) wrong = turned.open(file, name + ".turn", in, stream);
  if (wrong.empty()) wrong = this->wide.open(file, name + ".wide", stream, tact::language::wide);
  if (wrong.empty()) wrong = narrow.open(file, name + ".narrow", tact::language::wide, stream);
  return wrong;
}

/// How wide the heads are is the file's to say (data/model/narrow.py makes them narrow), in whole panels.
bool Encoder::Layer::measure(const ModelFile& file, const std::string& name) {
  const std::size_t all = file.section<float>(name + ".ask.b").size() / heads;
  value = file.section<std::int8_t>(name + ".join.w").size() / stream / heads;
  if (value >= all) return false;
  key = (all - value) / 2;
  return key > 0 && value > 0 && key % panel == 0 && value % panel == 0;
}

std::string Encoder::open(const ModelFile& file, bool quick) {
  file_ = &file;
  quick_ = quick;
  if (std::string wrong = pieces_.open(file); !wrong.empty()) return wrong;
  rows_ = file.section<std::int8_t>("e.rows");
  row_scale_ = file.section<float>("e.rows.s");
  const auto pace = file.section<float>("e.pace");
  if (row_scale_.size() < pieces_.count() || rows_.size() != row_scale_.size() * width || pace.size() != width / 2)
    return "no vectors of the encoder";
  places_.resize(most_pieces * width);
  for (std::size_t place = 0; place < most_pieces; ++place)
    for (std::size_t i = 0; i < width / 2; ++i) {
      places_[place * width + i] = std::sin(static_cast<float>(place) * pace[i]);
      places_[place * width + width / 2 + i] = std::cos(static_cast<float>(place) * pace[i]);
    }
  std::string wrong = one_.open(file, "e.1", width);
  if (wrong.empty()) wrong = two_.open(file, "e.2", stream);
  if (wrong.empty()) wrong = sentence_.open(file, "e.said", stream, stream);
  if (wrong.empty()) wrong = hidden_.open(file, "e.hidden", pooled_size, hidden);
  if (wrong.empty()) wrong = out_.open(file, "e.out", hidden, model_outputs);
  return wrong;
}

/// One row of `width` numbers a piece.
void Encoder::embed(std::span<const std::uint16_t> pieces, float* out) const {
  const auto row = [&](std::uint16_t piece) { return rows_.data() + static_cast<std::size_t>(piece) * width; };
  constexpr std::size_t line = 64, ahead = 6;
  std::int8_t copied[width];
  for (std::size_t i = 0; i < pieces.size(); ++i, out += width) {
    if (!quick_ && pieces[i] >= frequent) {
      file_->copy(rows_.subspan(static_cast<std::size_t>(pieces[i]) * width, width), copied);
      widen(copied, row_scale_[pieces[i]], width, out);
      continue;
    }
    if (quick_ && i + ahead < pieces.size())
      for (std::size_t at = 0; at < width; at += line) __builtin_prefetch(row(pieces[i + ahead]) + at);
    widen(row(pieces[i]), row_scale_[pieces[i]], width, out);
  }
}

/// What each of `count` pieces of one text takes from the others, into `seen`.  `asked` has a row of questions, keys
/// and values a piece.
void Encoder::Layer::attend(const float* asked, std::size_t count, Buffers& my, float* seen) const {
  const std::size_t padded = (count + 15) / 16 * 16, row = heads * (2 * key + value);
  const float *keys = asked + heads * key, *values = keys + heads * key;
  at_least(key * padded, my.keys);
  at_least(count * padded, my.weight);
  for (std::size_t h = 0; h < heads; ++h) {
    turn(keys + h * key, count, row, key, padded, my.keys.data());
    multiply(asked + h * key, count, row, key, my.keys.data(), padded, padded, my.weight.data(), padded);
    softmax(my.weight.data(), count, count);
    multiply(my.weight.data(), count, padded, count, values + h * value, row, value, seen + h * value, heads * value);
  }
}

void Encoder::Layer::apply(std::size_t count, Buffers& my) const {
  at_least(count * inputs, my.calm);
  normalise(my.x.data(), count, inputs, first_norm.data(), first_norm.data() + inputs, my.calm.data());
  asked.apply(my.calm, count, my.asked);
  at_least(count * heads * value, my.calm);
  std::size_t begin = 0;
  for (const std::size_t end : my.ends) {
    attend(my.asked.data() + begin * heads * (2 * key + value), end - begin, my, my.calm.data() + begin * heads * value);
    begin = end;
  }
  // What was asked is answered: its room, the largest, takes what is added from here on.
  if (turns) {
    turned.apply(my.x, count, my.wide);
    my.x.swap(my.wide);
  }
  joined.apply(my.calm, count, my.asked);
  add(my.x.data(), my.asked.data(), count * stream);
  at_least(count * stream, my.calm);
  normalise(my.x.data(), count, stream, second_norm.data(), second_norm.data() + stream, my.calm.data());
  wide.apply(my.calm, count, my.wide);
  rectify(my.wide.data(), count * tact::language::wide);
  narrow.apply(my.wide, count, my.asked);
  add(my.x.data(), my.asked.data(), count * stream);
}

/// The mean of the line being answered, and what kind it is.
void Encoder::put_before(std::span<const Line> context, Buffers& my, float* out) const {
  if (context.empty()) {
    out[width] = 1;
    return;
  }
  const Line& last = context.back();
  out[width + 1] = last.system ? 1 : 0;
  out[width + 2] = last.text.find('?') != std::string_view::npos ? 1 : 0;
  pieces_.cut(last.text, my.of_one);
  at_least(my.of_one.size() * width, my.part);
  embed(my.of_one, my.part.data());
  at_least(width, my.mean);
  if (!my.of_one.empty()) pool(my.part.data(), my.of_one.size(), width, out, my.mean.data());
}

/// The pieces of the first texts behind one another, and their vectors; answers how many texts these are.
std::size_t Encoder::gather(std::span<const Asked> asked, Buffers& my) const {
  // So many use what was loaded of the weights, and what is between the layers stays near.
  constexpr std::size_t enough = 36;
  my.pieces.clear();
  my.ends.clear();
  for (const Asked& one : asked) {
    pieces_.cut(one.text->plain, my.of_one);
    if (my.of_one.empty()) my.of_one.push_back(0);
    if (!my.ends.empty() && my.pieces.size() + my.of_one.size() > enough) break;
    my.pieces.insert(my.pieces.end(), my.of_one.begin(), my.of_one.end());
    my.ends.push_back(my.pieces.size());
  }
  const std::size_t size = my.pieces.size() * width;
  at_least(size, my.x);
  embed(my.pieces, my.x.data());
  // The original adds the places to the vectors, and that to the vectors once more.
  add(my.x.data(), my.x.data(), size);
  std::size_t begin = 0;
  for (const std::size_t end : my.ends) {
    add(my.x.data() + begin * width, places_.data(), (end - begin) * width);
    begin = end;
  }
  return my.ends.size();
}

void Encoder::score(std::span<const Asked> asked, Logits* out) const {
  thread_local Buffers my;
  while (!asked.empty()) {
    const std::size_t texts = gather(asked, my);
    score_gathered(asked.first(texts), my, out);
    asked = asked.subspan(texts);
    out += texts;
  }
}

void Encoder::score_gathered(std::span<const Asked> asked, Buffers& my, Logits* out) const {
  const std::size_t texts = asked.size();
  one_.apply(my.pieces.size(), my);
  two_.apply(my.pieces.size(), my);

  // A row a text: the sentence's vector, the mean, the greatest, the line before.
  my.pooled.assign(texts * pooled_size, 0);
  at_least(texts * stream, my.part);
  std::size_t begin = 0;
  for (std::size_t i = 0; i < texts; ++i) {
    float* mean = my.pooled.data() + i * pooled_size + stream;
    pool(my.x.data() + begin * stream, my.ends[i] - begin, stream, mean, mean + stream);
    std::copy_n(mean, stream, my.part.data() + i * stream);
    begin = my.ends[i];
  }
  sentence_.apply_finely(my.part, texts, my.sentence);
  // Not by lanes: other last bits would be other scores.
  for (std::size_t i = 0; i < texts * stream; ++i) my.sentence[i] = std::tanh(my.sentence[i]);
  for (std::size_t i = 0; i < texts; ++i) {
    float* row = my.pooled.data() + i * pooled_size;
    std::copy_n(my.sentence.data() + i * stream, stream, row);
    to_length(row, stream, sentence_length);
    put_before(asked[i].context, my, row + 3 * stream);
  }
  hidden_.apply_finely(my.pooled, texts, my.h);
  rectify(my.h.data(), texts * hidden);
  out_.apply_finely(my.h, texts, my.logits);
  for (std::size_t i = 0; i < texts; ++i)
    std::copy_n(my.logits.data() + i * model_outputs, model_outputs, out[i].begin());
}

Logits Encoder::score(const Text& text, std::span<const Line> context) const {
  const Asked asked{&text, context, nullptr};
  Logits logits;
  score({&asked, 1}, &logits);
  return logits;
}

}  // namespace tact::language
