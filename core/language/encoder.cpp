// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/language/encoder.h"

#include <algorithm>
#include <cmath>

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
  std::vector<std::uint16_t> pieces;
  std::vector<float> x, calm, asked, wide, weight, keys, part, mean, sentence, pooled, h, logits;
};

std::string Encoder::Layer::open(const ModelFile& file, const std::string& name, std::size_t in,
                                 std::size_t heads_together) {
  inputs = in;
  attention = heads_together;
  turns = in != stream;
  first_norm = file.section<float>(name + ".norm1");
  second_norm = file.section<float>(name + ".norm2");
  if (first_norm.size() != 2 * in || second_norm.size() != 2 * stream) return "no layer “" + name + "” of the encoder";
  std::string wrong = asked.open(file, name + ".ask", in, 3 * attention);
  if (wrong.empty()) wrong = joined.open(file, name + ".join", attention, stream);
  if (wrong.empty() && turns) wrong = turned.open(file, name + ".turn", in, stream);
  if (wrong.empty()) wrong = this->wide.open(file, name + ".wide", stream, tact::language::wide);
  if (wrong.empty()) wrong = narrow.open(file, name + ".narrow", tact::language::wide, stream);
  return wrong;
}

std::string Encoder::open(const ModelFile& file) {
  file_ = &file;
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
  std::string wrong = one_.open(file, "e.1", width, width);
  if (wrong.empty()) wrong = two_.open(file, "e.2", stream, stream);
  if (wrong.empty()) wrong = sentence_.open(file, "e.said", stream, stream);
  if (wrong.empty()) wrong = hidden_.open(file, "e.hidden", pooled_size, hidden);
  if (wrong.empty()) wrong = out_.open(file, "e.out", hidden, model_outputs);
  return wrong;
}

/// One row of `width` numbers a piece.
void Encoder::embed(std::span<const std::uint16_t> pieces, float* out) const {
  std::int8_t copied[width];
  for (const std::uint16_t piece : pieces) {
    auto row = rows_.subspan(static_cast<std::size_t>(piece) * width, width);
    if (piece >= frequent) {
      file_->copy(row, copied);
      row = copied;
    }
    widen(row.data(), row_scale_[piece], width, out);
    out += width;
  }
}

/// What each piece takes from the others, into my.calm.  `my.asked` has a row of questions, keys and values a piece.
void Encoder::Layer::attend(std::size_t count, Buffers& my) const {
  const std::size_t padded = (count + 15) / 16 * 16, head = attention / heads;
  my.calm.resize(count * attention);
  for (std::size_t h = 0; h < heads; ++h) {
    const float* questions = my.asked.data() + h * head;
    my.keys.assign(head * padded, 0);
    for (std::size_t t = 0; t < count; ++t)
      for (std::size_t i = 0; i < head; ++i) my.keys[i * padded + t] = questions[t * 3 * attention + attention + i];
    my.weight.assign(count * padded, 0);
    multiply(questions, count, 3 * attention, head, my.keys.data(), padded, my.weight.data());
    my.keys.resize(count * head);
    for (std::size_t t = 0; t < count; ++t) {
      softmax(my.weight.data() + t * padded, count);
      std::copy_n(questions + t * 3 * attention + 2 * attention, head,
                  my.keys.begin() + static_cast<std::ptrdiff_t>(t * head));
    }
    my.part.assign(count * head, 0);
    multiply(my.weight.data(), count, padded, count, my.keys.data(), head, my.part.data());
    for (std::size_t t = 0; t < count; ++t)
      std::copy_n(my.part.begin() + static_cast<std::ptrdiff_t>(t * head), head,
                  my.calm.begin() + static_cast<std::ptrdiff_t>(t * attention + h * head));
  }
}

void Encoder::Layer::apply(std::size_t count, Buffers& my) const {
  my.calm.resize(count * inputs);
  normalise(my.x.data(), count, inputs, first_norm.data(), first_norm.data() + inputs, my.calm.data());
  asked.apply(my.calm, count, my.asked);
  attend(count, my);
  // What was asked is answered: its room, the largest, takes what is added from here on.
  if (turns) {
    turned.apply(my.x, count, my.wide);
    my.x.swap(my.wide);
  }
  joined.apply(my.calm, count, my.asked);
  add(my.x.data(), my.asked.data(), my.x.size());
  my.calm.resize(count * stream);
  normalise(my.x.data(), count, stream, second_norm.data(), second_norm.data() + stream, my.calm.data());
  wide.apply(my.calm, count, my.wide);
  rectify(my.wide.data(), my.wide.size());
  narrow.apply(my.wide, count, my.asked);
  add(my.x.data(), my.asked.data(), my.x.size());
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
  pieces_.cut(last.text, my.pieces);
  my.part.resize(my.pieces.size() * width);
  embed(my.pieces, my.part.data());
  my.mean.resize(width);
  if (!my.pieces.empty()) pool(my.part.data(), my.pieces.size(), width, out, my.mean.data());
}

Logits Encoder::score(const Text& text, std::span<const Line> context) const {
  thread_local Buffers my;
  pieces_.cut(text.plain, my.pieces);
  if (my.pieces.empty()) my.pieces.push_back(0);
  const std::size_t count = my.pieces.size();
  my.x.resize(count * width);
  embed(my.pieces, my.x.data());
  // The original adds the places to the vectors, and that to the vectors once more.
  add(my.x.data(), my.x.data(), my.x.size());
  add(my.x.data(), places_.data(), my.x.size());
  one_.apply(count, my);
  two_.apply(count, my);

  // The sentence's vector, the mean, the greatest, the line before.
  my.pooled.assign(pooled_size, 0);
  my.mean.resize(stream);
  float* most = my.pooled.data() + 2 * stream;
  pool(my.x.data(), count, stream, my.mean.data(), most);
  sentence_.apply_finely(my.mean, my.sentence);
  for (float& one : my.sentence) one = std::tanh(one);
  to_length(my.sentence.data(), stream, sentence_length);
  std::ranges::copy(my.sentence, my.pooled.begin());
  std::ranges::copy(my.mean, my.pooled.begin() + stream);
  put_before(context, my, most + stream);
  hidden_.apply_finely(my.pooled, my.h);
  rectify(my.h.data(), my.h.size());
  out_.apply_finely(my.h, my.logits);
  Logits logits;
  std::ranges::copy(my.logits, logits.begin());
  return logits;
}

}  // namespace tact::language
