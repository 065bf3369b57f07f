// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/text/text.h"

#include <algorithm>
#include <array>
#include <boost/test/unit_test.hpp>
#include <chrono>

#include "core/text/byte_classes.h"
#include "core/text/lookalike.h"
#include "core/text/respell.h"

using namespace tact;

namespace {

Text read(std::string_view raw, Format format = Format::plain) {
  Text text;
  read_text(raw, format, text);
  return text;
}

std::string tokens_of(std::string_view raw) {
  const Text text = read(raw);
  std::string out;
  for (const Token& token : text.tokens) {
    if (!out.empty()) out += '|';
    out += token.kind == TokenKind::word && token.end > token.start && text.folded[token.start] == '\n' ? "?" : std::string(text.word(token));
  }
  return out;
}

bool read_as(std::string_view raw, std::string_view word) {
  const Text text = read(raw);
  for (const Token& token : text.tokens)
    if (text.word(token) == word) return true;
  for (const Respelling& one : text.respellings)
    if (text.word(one) == word) return true;
  return false;
}

/// The raw bytes of the first place where `word` stands in folded.
std::string raw_of(const Text& text, std::string_view raw, std::string_view word) {
  const auto at = text.folded.find(word);
  if (at == std::string::npos) return "(absent)";
  const Span span = text.raw_span(static_cast<std::uint32_t>(at), static_cast<std::uint32_t>(at + word.size()));
  return std::string(raw.substr(span.start, span.end - span.start));
}

}  // namespace

BOOST_AUTO_TEST_SUITE(reading_text)

BOOST_AUTO_TEST_CASE(markup_becomes_what_goes_on_the_wire) {
  // Each right side is what libpurple 2.14's purple_markup_html_to_xhtml() gave for the left one.
  static constexpr std::pair<std::string_view, std::string_view> table[] = {
      {"a<br>b<br/>c<BR />d\ne", "a\nb\nc\nd\ne"},
      {"<b>bold</b> x", "bold x"},
      {"&amp;&lt;&gt;&quot;&apos;&nbsp;&copy;&reg;&eacute;&#65;&#x42;&bogus &amp", "&<>\"' \u00A9\u00AE&eacute;AB&bogus &amp"},
      {"&#0;", "&#0;"},
      {"<A HREF=\"http://x.org\">http://x.org</A>", "http://x.org"},
      {"<A HREF=\"http://x.org\">click</A> after", "click <http://x.org> after"},
      {"<a href='http://x.org'>cl<b>i</b>ck</a> after", "click <http://x.org> after"},
      {"<a href=\"mailto:a@b.c\">a@b.c</a>", "a@b.c"},
      {"<html><body>hi</body></html>", "hi"},
      {"<img src=\"foo.png\" alt=\"alt text\"> x", "alt text x"},
      {"<img id=\"5\"> x", " x"},
      {"<b>un<i>closed", "unclosed"},
      {"</b>stray", "stray"},
      {"<foo>unk</foo>", "<foo>unk"},
      {"a < b > c", "a < b > c"},
      {"a<b", "a<b"},
      {"<!--unclosed", "<!--unclosed"},
      {"<font color=\"red\">x</font><p>para</p><p>two</p>", "xparatwo"},
      {"<hr>x", "\nx"},
      {"<FONT FACE=\"x\"><B>idi</B>ot</FONT>", "idiot"},
      {"<br", "<br"},
      {"", ""},
  };
  for (const auto& [raw, plain] : table) BOOST_TEST(read(raw, Format::markup).plain == plain, raw << " gave " << read(raw, Format::markup).plain);
}

BOOST_AUTO_TEST_CASE(plain_text_keeps_its_angle_brackets) { BOOST_TEST(read("<b>&amp;</b>").plain == "<b>&amp;</b>"); }

BOOST_AUTO_TEST_CASE(spans_point_into_the_raw_bytes) {
  constexpr std::string_view raw = "<B>You</B> &amp; <FONT FACE=\"x\">\u00C9<b>di</b>ot</FONT>!<br>ok";
  const Text text = read(raw, Format::markup);
  BOOST_TEST(text.folded == "you & \u00E9diot!\nok");
  BOOST_TEST(raw_of(text, raw, "you") == "You");
  BOOST_TEST(raw_of(text, raw, "&") == "&amp;");
  BOOST_TEST(raw_of(text, raw, "\u00E9diot") == "\u00C9<b>di</b>ot");
  BOOST_TEST(raw_of(text, raw, "ok") == "ok");
}

BOOST_AUTO_TEST_CASE(spans_never_cut_a_character) {
  constexpr std::string_view raw = "\U0001D422\U0001D41D\U0001D422\U0001D428\U0001D42D \u2026 \uFF26\uFF55\uFF4E";
  const Text text = read(raw);
  for (std::uint32_t a = 0; a <= text.folded.size(); ++a)
    for (std::uint32_t b = a; b <= text.folded.size(); ++b) {
      const Span span = text.raw_span(a, b);
      BOOST_REQUIRE(span.start <= span.end && span.end <= raw.size());
      BOOST_REQUIRE((span.start == raw.size() || (raw[span.start] & 0xC0) != 0x80));
      BOOST_REQUIRE((span.end == raw.size() || (raw[span.end] & 0xC0) != 0x80));
    }
}

BOOST_AUTO_TEST_CASE(folding) {
  static constexpr std::pair<std::string_view, std::string_view> table[] = {
      {"Hello WORLD 3:30", "hello world 3:30"},
      {"\uFF28\uFF45\uFF4C\uFF4C\uFF4F", "hello"},
      {"id\u200Bi\u200Do\u2060t", "idiot"},
      {"\u202Etoidi\u202C", "toidi"},
      {"don\u2019t \u201Csay\u201D \u2013 that", "don't \"say\" - that"},
      {"i\x02\x03" "di\x0Fot", "idiot"},
      {"STRASSE \u00DF", "strasse ss"},
      {"e\u0301 E\u0301", "\u00E9 \u00E9"},
      {"\u0141\u00F3d\u017A", "\u0142\u00F3d\u017A"},
      {"\u00A0x\u3000y", " x y"},
      {"\u4F60\u597D", "\u4F60\u597D"},
      {"\U0001F921\uFE0F", "\U0001F921"},
      {"\uFB01ne", "fine"},
      {"\U0001D4E2\U0001D4FD", "st"},
  };
  for (const auto& [raw, folded] : table) BOOST_TEST(read(raw).folded == folded, raw << " gave " << read(raw).folded);
}

BOOST_AUTO_TEST_CASE(malformed_bytes_become_the_replacement_character) {
  const std::string_view raw("a\xFF\xC3(\xE2\x82 b\xED\xA0\x80z", 12);
  for (const Format format : {Format::plain, Format::markup}) {
    const Text text = read(raw, format);
    BOOST_TEST(text.plain.find('\xFF') == std::string::npos);
    BOOST_TEST(text.plain.find("\xEF\xBF\xBD") != std::string::npos);
    BOOST_TEST(raw_of(text, raw, "z") == "z");
  }
}

BOOST_AUTO_TEST_CASE(a_flood_of_marks_is_capped) {
  std::string raw = "a";
  for (int i = 0; i < 8000; ++i) raw += "\u0301\u0316";
  raw += "b";
  const Text text = read(raw);
  BOOST_TEST(text.folded.size() < 20U);
  BOOST_TEST(raw_of(text, raw, "b") == "b");
}

BOOST_AUTO_TEST_CASE(tokens) {
  static constexpr std::pair<std::string_view, std::string_view> table[] = {
      {"Don't go!!! ok?", "don't|go|!!!|ok|?"},
      {"PE is at 3.30, bring \u00A35", "pe|is|at|3.30|,|bring|\u00A3|5"},
      {"Y3 10am 2nd 07700 900418", "y3|10am|2nd|07700|900418"},
      {"see https://a.b/c?d=e. now", "see|https://a.b/c?d=e|.|now"},
      {"mail office@school.org please", "mail|office@school.org|please"},
      {"forms.gle/abc and bbc.co.uk.", "forms.gle/abc|and|bbc.co.uk|."},
      {"done.thanks", "done|.|thanks"},
      {"a\nb", "a|\n|b"},
      {"\u4F60\u597D", "\u4F60|\u597D"},
      {"lovely\U0001F44D\U0001F3FD", "lovely|\U0001F44D|\U0001F3FD"},
      {"1d10t", "1d10t"},
      {"", ""},
  };
  for (const auto& [raw, cut] : table) BOOST_TEST(tokens_of(raw) == cut, raw << " gave " << tokens_of(raw));
}

BOOST_AUTO_TEST_CASE(shapes_remember_how_it_was_written) {
  const Text text = read("Mrs HALL said hALl I \u0141ukasz");
  const Shape expected[] = {Shape::capital, Shape::upper, Shape::lower, Shape::mixed, Shape::capital, Shape::capital};
  BOOST_REQUIRE(text.tokens.size() == std::size(expected));
  for (std::size_t i = 0; i < std::size(expected); ++i) BOOST_TEST((text.tokens[i].shape == expected[i]), text.word(text.tokens[i]));
}

BOOST_AUTO_TEST_CASE(disguised_words_are_read) {
  static constexpr std::string_view idiots[] = {
      "idiot", "IDIOT", "1d10t", "!d!0t", "|d|0t", "i d i o t", "i.d.i.o.t", "i-d-i-o-t", "i_d_i_o_t", "i  d  i  o  t", "u r a n i d i o t", "idiiiooot",
      "iiiddiiioott", "\u0456d\u0456\u043Et", "\u00EFd\u00ED\u00F8t", "\uFF49\uFF44\uFF49\uFF4F\uFF54", "id\u200Biot", "i\u0301\u0302\u0303\u0304\u0305\u0306d\u0336iot",
      "i*d*i*o*t", "such an-1d10t", "\U0001F178\U0001F173\U0001F178\U0001F17E\U0001F183", "(idiot)", "i'diot", "id/iot", "\U0001D456\U0001D451\U0001D456\U0001D45C\U0001D461",
      "\u026Ad\u026A\u1D0Ft", "i d-i.o t", "i\nd\ni\no\nt", "\U0001F1EE \U0001F1E9 \U0001F1EE \U0001F1F4 \U0001F1F9", "1diot", "\u280A\u2819\u280A\u2815\u281E", "id\U0001F446i\U0001F446ot", "\u24D8\u24D3\u24D8\u24DE\u24E3"};
  for (const std::string_view raw : idiots) BOOST_TEST(read_as(raw, "idiot"), raw);
}

BOOST_AUTO_TEST_CASE(innocent_words_keep_their_reading) {
  for (const std::string_view raw : {"Scunthorpe", "assessment", "Cockermouth", "mass 4.30pm", "KS2 Y3 3B", "H A P P Y", "x=1;", "Ysgol", "\u0142\u0105ka", "\u0622\u0626\u06CC\u06BA"}) {
    const Text text = read(raw);
    for (const Token& token : text.tokens) BOOST_TEST(!text.word(token).empty());
    BOOST_TEST(text.plain == raw);
  }
}

BOOST_AUTO_TEST_CASE(plain_chat_asks_for_no_second_look) {
  for (const std::string_view raw : {"Morning all, does anyone know what time the trip gets back on Friday?", "PE kit tomorrow please. Thank you so much!!", "It's 3.30pm at the hall \U0001F44D", "I am a mum of 2"})
    BOOST_TEST(read(raw).respellings.empty(), raw);
}

BOOST_AUTO_TEST_CASE(looks) {
  BOOST_TEST(tact::text::latin_look(0x430) == 'a');
  BOOST_TEST(tact::text::latin_look(0x4F60) == '\0');
  std::string out;
  tact::text::squeeze("stuuupidd", out);
  BOOST_TEST(out == "stupid");
}

BOOST_AUTO_TEST_CASE(the_buffers_are_reused) {
  Text text;
  read_text("<b>1d10t \u00C9</b>", Format::markup, text);
  read_text("ok", Format::markup, text);
  BOOST_TEST(text.folded == "ok");
  BOOST_TEST(text.tokens.size() == 1U);
  BOOST_TEST(text.respellings.empty());
  BOOST_TEST(text.plain_to_raw.empty());
  BOOST_TEST(text.folded_to_plain.empty());
}

BOOST_AUTO_TEST_CASE(a_megabyte_is_judged_by_its_beginning) {
  const auto repeated = [](std::string_view part) {
    std::string all;
    while (all.size() < 1'000'000) all += part;
    return all;
  };
  for (const std::string_view part : {"<", "<!--", "<b>", "&", "<a href=\"", "a", "i ", "!d", "\u0301", "a.", "\xFF", "<i><b>x</b>", "f*", "\U0001F1E6", "@b.c"}) {
    const std::string raw = repeated(part);
    const Text text = read(raw, Format::markup);
    BOOST_TEST(text.cut, part);
    BOOST_TEST(text.plain.size() <= most_judged_bytes + 4, part);
  }
}

/// Whoever looks for numbers and addresses goes by it.
BOOST_AUTO_TEST_CASE(no_digit_and_no_at_sign_is_overlooked) {
  const auto holds = [](const std::string& raw) {
    const Text text = read(raw);
    const auto digits = std::ranges::count_if(text.folded, [](char c) { return c >= '0' && c <= '9'; });
    BOOST_TEST(text.digits >= static_cast<std::uint32_t>(digits), raw);
    BOOST_TEST((text.at_signs || text.folded.find('@') == std::string::npos), raw);
  };
  for (const std::string_view part : {"1", "12 ", "a1", "@", "a@b.c ", "no digits here ", "\u0661\u0662 ", "\uFF11\uFF20", "7.30pm, ", "\n9", "\U0001F600 5"})
    for (const std::size_t times : {1, 7, 15, 16, 17, 31, 32, 33, 63, 64, 65, 400}) {
      std::string raw;
      for (std::size_t i = 0; i < times; ++i) raw += part;
      holds(raw);
      holds("See you there " + raw);
    }
  const Text none = read("See you at the gate, nobody needs to bring anything at all this time and it will be dry, says the forecast");
  BOOST_TEST(none.digits == 0U);
  BOOST_TEST(!none.at_signs);
}

BOOST_AUTO_TEST_CASE(what_kind_each_byte_is_does_not_depend_on_the_machine) {
  std::array<char, text::bytes_at_once + 1> folded{};
  std::array<char, text::bytes_at_once> plain{};
  std::uint32_t random = 1;
  for (unsigned round = 0; round < 3000; ++round) {
    for (char& byte : folded) random = random * 1664525U + 1013904223U, byte = static_cast<char>(round % 2 == 0 ? random >> 24 : " \t'@a.z09/{`:"[(random >> 24) % 13]);
    for (std::size_t i = 0; i < plain.size(); ++i) random = random * 1664525U + 1013904223U, plain[i] = random >> 30 == 0 ? 'A' : folded[i];
    text::ByteClasses wanted;
    for (std::size_t i = 0; i < text::bytes_at_once; ++i) {
      const auto byte = static_cast<unsigned char>(folded[i]);
      wanted.letters |= std::uint64_t{byte >= 'a' && byte <= 'z'} << i;
      wanted.digits |= std::uint64_t{byte >= '0' && byte <= '9'} << i;
      wanted.high |= std::uint64_t{byte >= 128} << i;
      wanted.spaces |= std::uint64_t{byte == ' ' || byte == '\t'} << i;
      wanted.apostrophes |= std::uint64_t{byte == '\''} << i;
      wanted.at_signs |= std::uint64_t{byte == '@'} << i;
      wanted.same |= std::uint64_t{folded[i] == folded[i + 1]} << i;
      wanted.capitals |= std::uint64_t{folded[i] != plain[i]} << i;
    }
    BOOST_TEST_REQUIRE((text::narrow_classes_of(folded.data(), plain.data()) == wanted), round);
    BOOST_TEST_REQUIRE((text::classes_of(folded.data(), plain.data()) == wanted), round);
  }
}

BOOST_AUTO_TEST_SUITE_END()
