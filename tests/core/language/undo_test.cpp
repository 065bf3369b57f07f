// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/language/undo.h"

#include <boost/test/unit_test.hpp>
#include <string>
#include <string_view>

#include "core/text/typed.h"

using namespace tact;
using namespace tact::language;

namespace {

const Matcher& words() {
  static const auto one = [] {
    auto made = std::make_unique<Matcher>();
    made->add_words("insult", {"idiot", "scum", "dick", "loser", "moron"}, word_disguised);
    made->add_words("common", {"your", "family", "are", "you", "is", "an"}, word_common);
    made->finish();
    return made;
  }();
  return *one;
}

/// How `raw` reads when it was undone; what hid, in the sender's text, behind it.
std::string reading(std::string_view raw, Format format = Format::plain) {
  Text text;
  read_text(raw, format, text);
  Undone undone;
  if (!undo(text, words(), undone)) return "(as it is)";
  BOOST_TEST(undone.start.size() == undone.text.folded.size() + 1);
  BOOST_TEST(undone.end.size() == undone.text.folded.size() + 1);
  std::string out = undone.text.folded;
  for (const Span& one : undone.hidden) {
    const Span span = text.raw_span(one.start, one.end);
    BOOST_REQUIRE(span.start < span.end && span.end <= raw.size());
    out += '|';
    out += raw.substr(span.start, span.end - span.start);
  }
  return out;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(undoing)

BOOST_AUTO_TEST_CASE(typed_markup_within_a_word) {
  static constexpr std::pair<std::string_view, std::string_view> table[] = {
      {"you're an <b>id</b>iot", "you're an idiot|id</b>iot"},
      {"an id<FONT color=\"red\">iot</font>", "an idiot|id<FONT color=\"red\">iot"},
      {"ver<wbr/>min", "vermin|ver<wbr/>min"},
      {"Nice &#105;diot", "nice idiot|&#105;diot"},
      {"&#x49;&#68;&#x69;ot", "idiot|&#x49;&#68;&#x69;ot"},
      {"&#105diot", "idiot|&#105diot"},
      {"mor&shy;on", "moron|mor&shy;on"},
      {"m&oacute;ron", "moron|m&oacute;ron"},
      {"\\u0069diot %69diot \\x69diot #105;diot", "idiot idiot idiot idiot|\\u0069diot|%69diot|\\x69diot|#105;diot"},
      // What joins no letters is no disguise.
      {"use <b> for bold", "(as it is)"},
      {"<i>done</i>", "(as it is)"},
      {"a<b and c>d", "(as it is)"},
      {"a<bbb>c", "(as it is)"},
      {"AT&T; Q&A &amp; 20% %age #105 C:\\users", "(as it is)"},
      {"https://x.example/?a=%69d&#105;x", "(as it is)"},
      {"i<3you", "(as it is)"},
  };
  for (const auto& [raw, expected] : table) BOOST_TEST(reading(raw) == expected, raw << " gave " << reading(raw));
  // As a client sends what was typed.
  BOOST_TEST(reading("an &lt;b&gt;id&lt;/b&gt;iot", Format::markup) == "an idiot|id&lt;/b&gt;iot");
}

BOOST_AUTO_TEST_CASE(text_that_runs_the_other_way) {
  static constexpr std::pair<std::string_view, std::string_view> table[] = {
      {"an \u202Etoidi\u202C!", "an idiot!|toidi"},
      {"\u202Etoidi na", "an idiot|toidi na|toidi na"},
      {"\u026Fn\u0254s \u01DD\u0279\u0250 \u028El\u1D09\u026F\u0250\u025F \u0279no\u028E", "your family are scum|\u026Fn\u0254s \u01DD\u0279\u0250 \u028El\u1D09\u026F\u0250\u025F \u0279no\u028E|"
       "\u026Fn\u0254s \u01DD\u0279\u0250 \u028El\u1D09\u026F\u0250\u025F \u0279no\u028E|\u026Fn\u0254s \u01DD\u0279\u0250 \u028El\u1D09\u026F\u0250\u025F \u0279no\u028E|\u026Fn\u0254s \u01DD\u0279\u0250 \u028El\u1D09\u026F\u0250\u025F \u0279no\u028E"},
      {"a \u029E\u0254\u1D09p", "a dick|\u029E\u0254\u1D09p"},
      {"you \u027F\u0258\u01A8ol", "you loser|\u027F\u0258\u01A8ol"},
      // Phonetics, and letters that only look turned.
      {"/\u0283\u0254\u02D0t/ and /k\u028Cp/", "(as it is)"},
      {"\u0259\u0259n", "(as it is)"},
  };
  for (const auto& [raw, expected] : table) BOOST_TEST(reading(raw) == expected, raw << " gave " << reading(raw));
}

BOOST_AUTO_TEST_CASE(morse_and_letters_that_folding_made_plain) {
  static constexpr std::pair<std::string_view, std::string_view> table[] = {
      {"an .. -.. .. --- - ok", "an idiot ok|.. -.. .. --- -"},
      {"-.-- --- ..-/.. -..", "you id|-.-- --- ..-|.. -.."},
      {"wait ... what ... ok ...", "(as it is)"},
      {"- eggs\n- milk\n- bread", "(as it is)"},
      {"- - - - -", "(as it is)"},
      {". . . and ... ...", "(as it is)"},
      {"a dim\u200Bwit", "a dimwit|dim\u200Bwit"},
      {"\U0001D41D\U0001D422\U0001D426 ok", "dim ok|\U0001D41D\U0001D422\U0001D426"},
      {"don\u2019t \u201Csay\u201D caf\u00E9 \U0001F44D", "(as it is)"},
  };
  for (const auto& [raw, expected] : table) BOOST_TEST(reading(raw) == expected, raw << " gave " << reading(raw));
}

BOOST_AUTO_TEST_CASE(references) {
  BOOST_TEST(text::typed_reference("&#x1F44D;").bytes == 0U);
  BOOST_TEST(text::typed_reference("&#0;").bytes == 0U);
  BOOST_TEST(text::typed_reference("&#x7fffffff;").bytes == 0U);
  BOOST_TEST((text::typed_reference("&#8203;x").code == 0x200B));
  BOOST_TEST(text::typed_reference("%4").bytes == 0U);
  BOOST_TEST(text::typed_reference("\\u00").bytes == 0U);
  BOOST_TEST(text::typed_tag("<").bytes == 0U);
  BOOST_TEST(text::typed_tag("<span").bytes == 0U);
  BOOST_TEST(text::typed_tag("<script>").bytes == 0U);
  BOOST_TEST(text::typed_tag("</span>x").bytes == 7U);
}

BOOST_AUTO_TEST_CASE(hostile_text_is_answered) {
  for (const std::string_view part : {"<b>a", "&#105;", "\u202Ea", "\u1D09 ", ". - ", "\\u0069", "<", "&", "\u202E", "\u0287\n", "%69\u202E<b>"}) {
    std::string raw;
    while (raw.size() < 1900) raw += part;
    reading(raw);
  }
}

BOOST_AUTO_TEST_SUITE_END()
