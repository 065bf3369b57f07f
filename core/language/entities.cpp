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

/// Sixteen bytes at a time: every message is asked.
std::size_t digits_in(std::string_view text) {
  std::size_t count = 0, i = 0;
  // So many blocks never count beyond a byte.
  constexpr std::size_t most = 255;
  while (i + lanes <= text.size()) {
    Bytes counts{};
    for (std::size_t blocks = 0; blocks < most && i + lanes <= text.size(); ++blocks, i += lanes) {
      Bytes block;
      std::memcpy(&block, text.data() + i, lanes);
      counts -= static_cast<Bytes>(block - static_cast<std::uint8_t>('0') < 10);
    }
    for (std::size_t lane = 0; lane < lanes; ++lane) count += counts[lane];
  }
  for (; i < text.size(); ++i) count += is_digit(text[i]);
  return count;
}

/// As every postcode has it: "CB2", "W1A".
bool letter_before_digit(std::string_view folded) {
  for (std::size_t i = 1; i < folded.size(); ++i)
    if (is_digit(folded[i]) && static_cast<unsigned>(folded[i - 1] - 'a') < 26U) return true;
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
  const std::size_t digits = digits_in(folded);
  if (folded.find('@') != std::string_view::npos) look_for(EntityKind::email, patterns().email, folded, entities);
  // A date of birth has six digits at least, or five with the month in letters.
  constexpr std::size_t fewest = 5;
  if (digits < 3) return;
  if (letter_before_digit(folded)) look_for(EntityKind::home_address, patterns().address, folded, entities);
  if (digits < fewest) return;
  look_for(EntityKind::birth_date, patterns().birth, folded, entities);
  constexpr std::size_t number = 10;
  if (digits < number) return;
  look_for(EntityKind::mobile, patterns().mobile, folded, entities);
  look_for(EntityKind::telephone, patterns().telephone, folded, entities);
  look_for(EntityKind::nhs_number, patterns().nhs, folded, entities);
}

}  // namespace tact::language
