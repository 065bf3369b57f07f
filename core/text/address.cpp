// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/text/address.h"

namespace tact::text {

namespace {

bool letter(char c) { return static_cast<unsigned>(c - 'a') < 26U; }
bool letter_or_digit(char c) { return letter(c) || static_cast<unsigned>(c - '0') < 10U; }

bool web(std::string_view blob) { return blob.starts_with("http://") || blob.starts_with("https://") || blob.starts_with("www.") || blob.starts_with("ftp://"); }

bool mail(std::string_view blob) {
  const auto at = blob.find('@');
  if (at == std::string_view::npos || at + 1 >= blob.size() || !letter_or_digit(blob[at + 1])) return false;
  const auto dot = blob.find('.', at);
  return dot != std::string_view::npos && dot + 2 < blob.size() && letter_or_digit(blob[dot + 1]) && letter_or_digit(blob[dot + 2]);
}

/// "name.co.uk", "bit.ly/x": without a scheme only under domains that are no words.
bool bare_host(std::string_view blob) {
  static constexpr std::string_view hosts[] = {".com", ".org", ".net", ".co.uk", ".org.uk", ".sch.uk", ".gov.uk", ".ac.uk", ".uk/", ".ly/", ".gle/", ".me/", ".gg/", ".ie/", ".eu/", ".io/", ".info/"};
  for (const std::string_view host : hosts) {
    const auto at = blob.find(host);
    if (at == std::string_view::npos || at == 0) continue;
    const std::size_t after = at + host.size();
    if (host.back() == '/' || after >= blob.size() || !letter_or_digit(blob[after])) return true;
  }
  return false;
}

}  // namespace

bool may_hold_address(std::string_view all) {
  for (auto dot = all.find('.'); dot != std::string_view::npos; dot = all.find('.', dot + 1))
    if (dot + 1 < all.size() && letter(all[dot + 1])) return true;
  return all.find("://") != std::string_view::npos;
}

bool begins_with_address(std::string_view blob) {
  if (blob.find('.') == std::string_view::npos && blob.find("://") == std::string_view::npos) return false;
  return web(blob) || mail(blob) || bare_host(blob);
}

}  // namespace tact::text
