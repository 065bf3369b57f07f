// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/language/entities.h"

#include <re2/re2.h>

#include <algorithm>
#include <cstring>
#include <string>

#include "core/language/lanes.h"

namespace tact::language {

namespace {

// UK numbering plan (Ofcom) and E.164; postcode as in BS 7666.
struct Patterns {
  re2::RE2 mobile{R"((?:^|[^\d+])((?:\+44[\s.\-]?(?:\(0\))?|0044[\s.\-]?|0)[\s.\-]?7\d{2,4}[\s.\-]?\d{2,3}[\s.\-]?\d{2,4}(?:[\s.\-]?\d{1,3})?)(?:$|[^\d]))"};
  re2::RE2 telephone{R"((?:^|[^\d+])(\(?0(?:1\d{1,4}|2\d{1,2})\)?[\s.\-]?\d{3,4}[\s.\-]?\d{3,4}|\+(?:[1-35-9]\d{0,2}|4[0-35-9])[\s.\-]?(?:\d[\s.\-]?){7,11}\d)(?:$|[^\d]))"};
  re2::RE2 email{R"(([a-z0-9._%+\-]{1,64}@[a-z0-9.\-]{1,120}\.[a-z]{2,12}))"};
  re2::RE2 address{R"((\b\d{1,4}[a-d]?,?\s(?:[a-z']+,?\s){1,6}[a-z]{1,2}\d[a-z\d]?\s?\d[a-z]{2})\b)"};
  re2::RE2 birth{R"((\b(?:d\.?o\.?b\.?|date of birth|born(?: on)?)\W{0,3}(?:is |the |on )?\d{1,2}(?:st|nd|rd|th)?[\s./\-](?:of )?(?:\d{1,2}|[a-z]{3,9})[\s./\-,]{1,2}\d{2,4})\b)"};
  re2::RE2 nhs{R"((?:^|[^\d])(\d{3}[\s\-]\d{3}[\s\-]\d{4}|nhs\D{0,20}\d{10})(?:$|[^\d]))"};
};

const Patterns& patterns() {
  static const Patterns all;
  return all;
}

std::string digits_of(std::string_view text) {
  std::string digits;
  std::ranges::copy_if(text, std::back_inserter(digits), [](char c) { return c >= '0' && c <= '9'; });
  return digits;
}

bool plausible(EntityKind kind, std::string_view found) {
  const std::string digits = digits_of(found);
  switch (kind) {
    case EntityKind::mobile: return digits.size() >= 11 && digits.size() <= 13;
    case EntityKind::telephone: return digits.size() >= 10 && digits.size() <= 15;
    case EntityKind::nhs_number: return valid_nhs_number(digits);
    case EntityKind::email:
    case EntityKind::home_address:
    case EntityKind::birth_date: return true;
  }
  return true;
}

bool is_digit(char c) { return static_cast<unsigned>(c - '0') < 10U; }

bool any(Bytes flags) {
  std::uint64_t halves[2];
  std::memcpy(halves, &flags, sizeof halves);
  return (halves[0] | halves[1]) != 0;
}

/// What every home address ends with, here its last digit: "CB2 1TN", "W1A 1AA", with a space or without.
bool ends_postcode(std::string_view folded, std::size_t i) {
  const auto letter = [&](std::size_t at) { return at < folded.size() && static_cast<unsigned>(folded[at] - 'a') < 26U; };
  const auto digit = [&](std::size_t at) { return at < folded.size() && is_digit(folded[at]); };
  if (i < 2 || !digit(i) || !letter(i + 1) || !letter(i + 2)) return false;
  const bool blank = folded[i - 1] == ' ' || (folded[i - 1] >= '\t' && folded[i - 1] <= '\r');
  // What would stand before the beginning lies behind the end of all.
  const std::size_t last = i - (blank ? 2 : 1);
  return (digit(last) && letter(last - 1)) || ((digit(last) || letter(last)) && digit(last - 1) && letter(last - 2));
}

bool has_postcode(std::string_view folded) {
  // Sixteen bytes at a time: digits are few.
  for (std::size_t from = 0; from < folded.size(); from += lanes) {
    const std::size_t until = std::min(from + lanes, folded.size());
    Bytes block{};
    std::memcpy(&block, folded.data() + from, until - from);
    if (!any(static_cast<Bytes>(block - static_cast<std::uint8_t>('0') < 10))) continue;
    for (std::size_t i = from; i < until; ++i)
      if (ends_postcode(folded, i)) return true;
  }
  return false;
}

/// "born", "birth", "dob", "d.o.b": what every date of birth begins with.
bool speaks_of_birth(std::string_view folded) {
  for (std::size_t i = folded.find('b'); i != std::string_view::npos; i = folded.find('b', i + 1)) {
    const std::string_view before = folded.substr(0, i), from = folded.substr(i);
    if (from.starts_with("born") || from.starts_with("birth") || before.ends_with('o') || before.ends_with("o.")) return true;
  }
  return false;
}

/// Ten digits with nothing between them but what people put between those of a number.
bool has_long_number(std::string_view folded) {
  constexpr unsigned fewest = 10;
  constexpr std::string_view between = " \t\n\v\f\r.-()";
  unsigned digits = 0;
  for (const char c : folded) {
    if (is_digit(c)) {
      if (++digits == fewest) return true;
    } else if (digits > 0 && between.find(c) == std::string_view::npos) {
      digits = 0;
    }
  }
  return false;
}

void look_for(EntityKind kind, const re2::RE2& pattern, std::string_view folded, std::vector<Entity>& entities) {
  // More than a handful in one message says nothing more.
  constexpr unsigned most = 8;
  re2::StringPiece rest(folded.data(), folded.size()), found;
  for (unsigned i = 0; i < most && re2::RE2::FindAndConsume(&rest, pattern, &found); ++i) {
    const auto start = static_cast<std::uint32_t>(found.data() - folded.data());
    const std::string_view words(found.data(), found.size());
    if (plausible(kind, words)) entities.push_back({kind, start, start + static_cast<std::uint32_t>(words.size())});
  }
}

}  // namespace

bool valid_nhs_number(std::string_view ten_digits) {
  if (ten_digits.size() != 10 || std::ranges::any_of(ten_digits, [](char c) { return c < '0' || c > '9'; })) return false;
  int sum = 0;
  for (std::size_t i = 0; i < 9; ++i) sum += (ten_digits[i] - '0') * static_cast<int>(10 - i);
  return (11 - sum % 11) % 11 == ten_digits[9] - '0';
}

void find_entities(const Text& text, std::vector<Entity>& entities) {
  const std::string_view folded = text.folded;
  const std::uint32_t digits = text.digits;
  if (text.at_signs) look_for(EntityKind::email, patterns().email, folded, entities);
  // A date of birth has six digits at least, or five with the month in letters.
  constexpr std::size_t fewest = 5;
  if (digits < 3) return;
  if (has_postcode(folded)) look_for(EntityKind::home_address, patterns().address, folded, entities);
  if (digits < fewest) return;
  if (speaks_of_birth(folded)) look_for(EntityKind::birth_date, patterns().birth, folded, entities);
  constexpr std::size_t number = 10;
  if (digits < number || !has_long_number(folded)) return;
  look_for(EntityKind::mobile, patterns().mobile, folded, entities);
  look_for(EntityKind::telephone, patterns().telephone, folded, entities);
  look_for(EntityKind::nhs_number, patterns().nhs, folded, entities);
}

}  // namespace tact::language
