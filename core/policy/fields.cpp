// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/policy/fields.h"

#include <glib.h>

#include <algorithm>
#include <set>

#include "core/i18n.h"
#include "core/keys/identity.h"

namespace tact::policy {

namespace {

std::string said(const Meta& meta, std::string_view what) {
  return fill("{name}: {what}", {{"name", meta.name}, {"what", what}});
}

std::string too_long(const Meta& meta, std::uint32_t most) {
  return said(meta, fill(_("too long, at most {most} bytes"), {{"most", std::to_string(most)}}));
}

std::string text_problem(const Meta& meta, std::string_view text, std::uint32_t most) {
  if (text.size() > most) return too_long(meta, most);
  if (!sound_text(text)) return said(meta, _("not plain text on one line, or a blank at an end"));
  return {};
}

/// Overloads by the type of the member; "" when it is within bounds.
std::string problem(const Meta&, bool) { return {}; }
std::string problem(const Meta&, GroupKind) { return {}; }

std::string number_problem(const Meta& meta, std::int64_t value) {
  if (value >= meta.least && value <= meta.most) return {};
  return said(meta, fill(_("out of range, expected {least} to {most}"), {{"least", std::to_string(meta.least)}, {"most", std::to_string(meta.most)}}));
}
std::string problem(const Meta& meta, unsigned value) { return number_problem(meta, value); }
std::string problem(const Meta& meta, int value) { return number_problem(meta, value); }

std::string problem(const Meta& meta, std::int64_t moment) {
  constexpr std::int64_t year_9999 = 253402300799;
  return moment >= 0 && moment <= year_9999 ? "" : said(meta, _("not a date between 1970 and 9999"));
}

std::string problem(const Meta& meta, const std::string& text) { return text_problem(meta, text, meta.most); }

std::string problem(const Meta& meta, const RoomKey& room) {
  const std::string text = room.text();
  if (text == "||") return {};  // not yet bound to a room
  if (!RoomKey::parse(text)) return said(meta, _("not a room, expected PROTOCOL|SERVICE|ROOM"));
  return text_problem(meta, text, meta.most);
}

std::string count_problem(const Meta& meta, std::size_t count) {
  return count <= meta.count ? "" : said(meta, fill(_("too many, at most {most}"), {{"most", std::to_string(meta.count)}}));
}

std::string problem(const Meta& meta, const std::vector<std::string>& list) {
  if (const auto wrong = count_problem(meta, list.size()); !wrong.empty()) return wrong;
  for (const std::string& text : list) {
    if (text.size() < meta.least) return said(meta, _("an empty line in the list"));
    if (const auto wrong = text_problem(meta, text, meta.most); !wrong.empty()) return wrong;
  }
  return {};
}

bool identifier(std::string_view id) {
  return !id.empty() && id.size() <= 32 && std::ranges::all_of(id, [](char c) { return (c >= 'a' && c <= 'z') || c == '_'; });
}

template <class Value>
std::string map_problem(const Meta& meta, const std::map<std::string, Value, std::less<>>& map) {
  if (const auto wrong = count_problem(meta, map.size()); !wrong.empty()) return wrong;
  for (const auto& [id, value] : map)
    if (!identifier(id)) return said(meta, _("not the name of a guideline"));
  return {};
}
std::string problem(const Meta& meta, const std::map<std::string, Level, std::less<>>& levels) { return map_problem(meta, levels); }
std::string problem(const Meta& meta, const std::map<std::string, float, std::less<>>& sureness) {
  for (const auto& [id, value] : sureness)
    if (!(value >= 0 && value <= 1)) return said(meta, _("out of range, expected 0 to 1"));
  return map_problem(meta, sureness);
}

std::string problem(const Meta& meta, const std::vector<Contact>& contacts) {
  if (const auto wrong = count_problem(meta, contacts.size()); !wrong.empty()) return wrong;
  for (const Contact& one : contacts)
    for (const std::string* text : {&one.name, &one.role, &one.address})
      if (const auto wrong = text_problem(meta, *text, meta.most); !wrong.empty()) return wrong;
  return {};
}

std::string problem(const Meta& meta, const Officer& officer) {
  constexpr std::size_t bundle_size = 106;
  for (const std::string* text : {&officer.name, &officer.address})
    if (const auto wrong = text_problem(meta, *text, meta.most); !wrong.empty()) return wrong;
  if (!officer.key.empty() && !keys::PublicKey::parse(officer.key)) return said(meta, _("not a sound key"));
  if (!officer.bundle.empty() && (officer.bundle.size() != bundle_size || officer.key.empty())) return said(meta, _("not a bundle of a key"));
  return {};
}

std::string problem(const Meta& meta, const std::vector<Officer>& officers) {
  if (const auto wrong = count_problem(meta, officers.size()); !wrong.empty()) return wrong;
  for (const Officer& one : officers) {
    if (one.key.empty()) return said(meta, _("a deputy without a key"));
    if (const auto wrong = problem(meta, one); !wrong.empty()) return wrong;
  }
  return {};
}

std::string problem(const Meta&, const std::array<std::uint8_t, 32>&) { return {}; }
std::string problem(const Meta& meta, const std::vector<std::uint8_t>& key) {
  return key.empty() || key.size() == meta.most ? "" : said(meta, _("wrong length"));
}
std::string problem(const Meta& meta, const std::vector<std::array<std::uint8_t, 8>>& hashes) {
  if (const auto wrong = count_problem(meta, hashes.size()); !wrong.empty()) return wrong;
  // One list, one spelling.
  return std::ranges::adjacent_find(hashes, std::greater_equal<>()) == hashes.end() ? "" : said(meta, _("not in order"));
}

/// What no single field shows.
std::string across_fields(const Policy& policy) {
  std::set<std::string_view> seen;
  const auto bytes = [](const std::vector<std::uint8_t>& key) { return std::string_view(reinterpret_cast<const char*>(key.data()), key.size()); };
  if (!policy.rep.key.empty()) seen.insert(bytes(policy.rep.key));
  for (const Officer& deputy : policy.deputies)
    if (!seen.insert(bytes(deputy.key)).second) return _("deputies: the same key twice");
  if (policy.valid_from != 0 && policy.valid_until != 0 && policy.valid_until <= policy.valid_from) return _("valid_until: not after valid_from");
  if (policy.directory_key.empty() && (!policy.directory_children.empty() || !policy.directory_staff.empty())) return _("directory_key: missing, but there are names");
  if (policy.unknown.size() > 64) return _("too many unknown fields");
  return {};
}

}  // namespace

bool sound_text(std::string_view text) {
  if (text.empty()) return true;
  if (text.front() == ' ' || text.back() == ' ') return false;
  if (!g_utf8_validate(text.data(), static_cast<gssize>(text.size()), nullptr)) return false;
  for (const char* at = text.data(); at < text.data() + text.size(); at = g_utf8_next_char(at)) {
    const gunichar c = g_utf8_get_char(at);
    if (c < 0x20 || (c >= 0x7f && c < 0xa0)) return false;
    // What a signature covers must look like what it says: no line breaks of any kind, nothing that reverses or hides text.
    if ((c >= 0x2028 && c <= 0x202e) || (c >= 0x2066 && c <= 0x2069) || c == 0x200b || c == 0x200e || c == 0x200f || c == 0x2060 || c == 0xfeff || (c >= 0xfff9 && c <= 0xfffb)) return false;
    if ((c >= 0xe0000 && c <= 0xe007f) || (c & 0xfffe) == 0xfffe || (c >= 0xfdd0 && c <= 0xfdef)) return false;
  }
  return true;
}

std::string out_of_bounds(const Policy& policy) {
  std::string wrong;
  each_field(policy, [&](const Meta& meta, const auto& value) {
    if (wrong.empty()) wrong = problem(meta, value);
  });
  return wrong.empty() ? across_fields(policy) : wrong;
}

}  // namespace tact::policy
