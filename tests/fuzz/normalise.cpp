// SPDX-License-Identifier: GPL-3.0-or-later
// Everything that is made of a text before anybody judges it: folding, tokens, respellings, spans back to the raw bytes.
#include "core/text/text.h"

#include "core/language/entities.h"
#include "tests/fuzz/target.h"

using namespace tact;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view raw = fuzz::text_of(data, size);
  static Text text;
  static std::vector<language::Entity> entities;
  for (const Format format : {Format::plain, Format::markup}) {
    read_text(raw, format, text);
    fuzz::must(fuzz::valid_utf8(text.plain) && fuzz::valid_utf8(text.folded), "plain and folded are valid UTF-8");
    fuzz::must_map(text.folded_to_plain, text.folded.size(), text.plain.size(), "folded_to_plain stays inside and runs forward");
    fuzz::must_map(text.folded_end_to_plain, text.folded.size(), text.plain.size(), "folded_end_to_plain stays inside and runs forward");
    std::uint32_t last = 0;
    for (const Token& token : text.tokens) {
      fuzz::must(last <= token.start && token.start < token.end && token.end <= text.folded.size(), "tokens are in order, not empty and inside");
      last = token.end;
      const Span span = text.raw_span(token.start, token.end);
      fuzz::must(span.start <= span.end && span.end <= raw.size(), "a token's span is inside the raw bytes");
      fuzz::must(token.hash == word_hash(text.word(token)) || token.kind != TokenKind::word, "a word's hash is that of its bytes");
    }
    for (const Respelling& other : text.respellings) {
      fuzz::must(other.first <= other.last && other.last < text.tokens.size(), "a respelling stands for tokens that are there");
      fuzz::must(other.start <= other.end && other.end <= text.respelt.size(), "a respelling's bytes are there");
    }
    entities.clear();
    language::find_entities(text, entities);
    for (const language::Entity& entity : entities) fuzz::must(entity.start < entity.end && entity.end <= text.folded.size(), "an entity is inside the text");
  }
  return 0;
}
