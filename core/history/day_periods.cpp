// SPDX-License-Identifier: GPL-3.0-or-later
// What stands beside a clock, in the languages WhatsApp is offered in: Unicode CLDR's day periods, short and long, and the words for "at" and "o'clock".
// Everything is lower case, dots, commas and blanks are squeezed out.
#include <unicode/uchar.h>
#include <unicode/utf8.h>

#include <string>
#include <unordered_set>

#include "core/history/scan.h"
#include "core/history/whatsapp_words.h"

namespace tact::history {

namespace {

using Words = std::unordered_set<std::string_view>;

std::string squeezed(std::string_view text) {
  std::string out;
  Scan scan(text);
  for (char32_t c; (c = scan.peek()) != 0;) {
    scan.take();
    if (is_space(c) || is_mark(c) || c == '.' || c == ',' || c == 0x060C) continue;
    if (c < 0x80) {
      out += static_cast<char>(c >= 'A' && c <= 'Z' ? c + 32 : c);
      continue;
    }
    char bytes[U8_MAX_LENGTH];
    int32_t size = 0;
    U8_APPEND_UNSAFE(bytes, size, u_tolower(static_cast<UChar32>(c)));
    out.append(bytes, static_cast<std::size_t>(size));
  }
  return out;
}

const Words& before_noon() {
  static const Words words = {
      // Latin
      "am", "a", "ap", "damanhã", "de", "dop", "dopol", "dopoldan", "ekdm", "eparadites", "fh", "fm", "form", "gh", "inthemorning", "delamañana", "manhã", "mañana",
      "morgens", "pagi", "paradite", "pd", "pg", "prijepodne", "priekšp", "priekšpusd", "priekšpusdienā", "priešpiet", "prp", "przedpoł", "rano", "rn", "sa", "to",
      "vm", "vorm", "vormittags", "yb", "öö",
      // Greek, Cyrillic
      "πμ", "дп", "преподне", "пријеподне", "претпл", "претпладне", "проб", "таңкы", "то", "үө",
      // Hebrew, Arabic
      "בבוקר", "לפנה״צ", "לפנה\"צ", "לפנהצ", "ص", "صباحًا", "صباحا", "صبح", "قم", "قبلازظهر",
      // South Asia
      "पूर्वाह्न", "पूर्वाह", "पू", "मपू", "सकाळी", "सुबह", "পূর্বাহ্ণ", "পূর্বাহ্ন", "ਪੂਦੁ", "முற்பகல்", "முப", "ಪೂರ್ವಾಹ್ನ", "පෙව",
      // South-East Asia, Ethiopia
      "ก่อนเที่ยง", "ກ່ອນທ່ຽງ", "နံနက်", "ព្រឹក", "ጥዋት",
      // China, Japan, Korea
      "上午", "凌晨", "早上", "清晨", "午前", "오전"};
  return words;
}

const Words& after_noon() {
  static const Words words = {
      "pm", "p", "ch", "datarde", "danoite", "delatarde", "delanoche", "du", "eh", "em", "epasdites", "gd", "in", "intheafternoon", "intheevening", "ip", "md", "mm",
      "nachm", "nachmittags", "nm", "noche", "odp", "pasdite", "petang", "pop", "popiet", "popodne", "popol", "popoldan", "popoł", "ptg", "pēcp", "pēcpusd",
      "pēcpusdienā", "tarde", "tk", "yh", "ös", "ööp",
      "μμ", "пополудни", "поподне", "послијеподне", "попл", "попладне", "пп", "слоб", "сл", "тк", "түштөнкийинки", "үх",
      "אחה״צ", "אחה\"צ", "אחהצ", "בערב", "م", "مساءً", "مساء", "بظ", "بعدازظهر", "شام",
      "अपराह्न", "अपराह", "मउ", "दोपहर", "दुपारी", "शाम", "অপরাহ্ণ", "অপরাহ্ন", "ਬਾਦੁ", "பிற்பகல்", "பிப", "ಅಪರಾಹ್ನ", "පව",
      "หลังเที่ยง", "ຫຼັງທ່ຽງ", "ညနေ", "ល្ងាច", "ከሰዓት",
      "下午", "中午", "晚上", "午後", "오후"};
  return words;
}

const Words& at_night() {
  static const Words words = {"atnight", "night", "रात", "रात्री", "رات", "בלילה", "gece", "밤"};
  return words;
}

const Words& neutral() {
  static const Words words = {
      "", "uhr", "h", "hrs", "hs", "klo", "kl", "kell", "plkst", "val", "à", "às", "as", "ás", "at", "um", "alas", "ala", "alle", "op", "om", "ob", "u", "o", "la", "pukul",
      "lúc", "saat", "στις", "г", "в", "во", "о", "у", "ч", "сағат", "في", "ساعت", "بجے", "में", "को", "সময়", "ሰዓት", "日", "일",
      // eras: the year itself says which calendar it is
      "ad", "ce", "be", "ah", "هـ", "ه", "พศ", "คศ"};
  return words;
}

std::optional<Period> known(std::string_view word) {
  const std::string key = squeezed(word);
  if (neutral().contains(key)) return Period::none;
  if (before_noon().contains(key)) return Period::am;
  if (after_noon().contains(key)) return Period::pm;
  if (at_night().contains(key)) return Period::night;
  return std::nullopt;
}

}  // namespace

std::optional<Period> period_word(std::string_view word) {
  if (blank(word) || word == ", ") return Period::none;
  word = trimmed(word);
  // "ч. пр.об.": o'clock, and then the half of the day.
  for (;;) {
    if (const auto found = known(word)) return found;
    const auto end = word.find(' ');
    if (end == std::string_view::npos || known(word.substr(0, end)) != Period::none) return std::nullopt;
    word = trimmed(word.substr(end));
  }
}

}  // namespace tact::history
