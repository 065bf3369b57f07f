// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/moderation/people.h"

#include <unicode/normalizer2.h>
#include <unicode/unistr.h>
#include <unicode/uspoof.h>

#include <algorithm>

namespace tact::moderation {

namespace {

USpoofChecker* checker() {
  static USpoofChecker* const one = [] {
    UErrorCode status = U_ZERO_ERROR;
    USpoofChecker* opened = uspoof_open(&status);
    return U_SUCCESS(status) ? opened : nullptr;
  }();
  return one;
}

}  // namespace

std::string skeleton(std::string_view name) {
  UErrorCode status = U_ZERO_ERROR;
  icu::UnicodeString text = icu::UnicodeString::fromUTF8(icu::StringPiece(name.data(), static_cast<int32_t>(name.size())));
  const icu::Normalizer2* fold = icu::Normalizer2::getNFKCCasefoldInstance(status);
  if (U_SUCCESS(status) && fold != nullptr) text = fold->normalize(text, status);
  text.findAndReplace(icu::UnicodeString(u' '), icu::UnicodeString());
  text.findAndReplace(icu::UnicodeString(u'_'), icu::UnicodeString());
  std::string out;
  if (checker() != nullptr && U_SUCCESS(status)) {
    icu::UnicodeString reduced;
    uspoof_getSkeletonUnicodeString(checker(), 0, text, reduced, &status);
    if (U_SUCCESS(status)) text = reduced;
  }
  text.toUTF8String(out);
  return out;
}

bool look_alike(std::string_view a, std::string_view b) { return skeleton(a) == skeleton(b); }

std::vector<std::string> People::saw(const std::string& address, std::string_view name) {
  if (addresses_of_.size() >= most) addresses_of_.clear();
  std::vector<std::string>& addresses = addresses_of_[skeleton(name)];
  std::vector<std::string> others;
  std::ranges::copy_if(addresses, std::back_inserter(others), [&](const std::string& known) { return known != address; });
  if (others.size() == addresses.size() && addresses.size() < 16) addresses.push_back(address);
  return others;
}

}  // namespace tact::moderation
