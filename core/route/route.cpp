// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/route/route.h"

#include <glib.h>

#include <algorithm>
#include <cstdio>
#include <set>

#include "core/i18n.h"
#include "core/store/database.h"

namespace tact::route {

namespace {

bool title(std::string_view word) {
  static constexpr std::string_view titles[] = {"dr", "headmaster", "headteacher", "miss", "mr", "mrs", "ms", "sir"};
  return std::ranges::find(titles, word) != std::end(titles);
}

/// An address that a mail program can take: nothing that could end a header line.
bool is_email(std::string_view address) {
  const std::size_t at = address.find('@');
  if (at == std::string_view::npos || at == 0 || at + 1 >= address.size() || address.find('@', at + 1) != std::string_view::npos) return false;
  return std::ranges::all_of(address, [](unsigned char c) { return c > ' ' && c < 0x7F && c != '<' && c != '>' && c != ',' && c != ';' && c != '"' && c != '\\'; });
}

std::string escaped(std::string_view text) {
  gchar* made = g_uri_escape_string(std::string(text).c_str(), nullptr, FALSE);
  std::string out = made != nullptr ? made : "";
  g_free(made);
  return out;
}

/// RFC 2047: any text in a header line.
std::string header(std::string_view text) {
  const bool plain = std::ranges::all_of(text, [](unsigned char c) { return c >= ' ' && c < 0x7F; });
  if (plain) return std::string(text);
  gchar* base = g_base64_encode(reinterpret_cast<const guchar*>(text.data()), text.size());
  std::string out = std::string("=?UTF-8?B?") + base + "?=";
  g_free(base);
  return out;
}

std::string name_or_role(const Contact& contact) { return !contact.name.empty() ? contact.name : contact.role; }

}  // namespace

std::string matter_of(const Text& text, std::string_view label) {
  std::set<std::string> people;
  for (std::size_t i = 0; i + 1 < text.tokens.size(); ++i) {
    if (!title(text.word(text.tokens[i]))) continue;
    std::size_t name = i + 1;
    if (text.word(text.tokens[name]) == "." && name + 1 < text.tokens.size()) ++name;
    if (text.tokens[name].kind == TokenKind::word) people.insert(std::string(text.word(text.tokens[name])));
  }
  std::string matter;
  for (const std::string& one : people) matter += (matter.empty() ? "" : " ") + one;
  return matter.empty() ? std::string(label) : matter;
}

unsigned next_step(const Policy& policy, const std::optional<member::RouteStep>& before) {
  if (!before || policy.routes.empty()) return 0;
  return std::min(before->step + 1, static_cast<unsigned>(policy.routes.size()) - 1);
}

Letter letter(const Policy& policy, unsigned step, std::string_view words) {
  Letter made;
  if (step < policy.routes.size()) made.to = policy.routes[step];
  if (made.to.role.empty() && made.to.name.empty()) made.to.role = _("class teacher");
  made.subject = policy.group_name.empty() ? std::string(_("A concern")) : fill(_("A concern ({group})"), {{"group", policy.group_name}});
  made.body = fill(_("Dear {name},"), {{"name", name_or_role(made.to)}}) + "\n\n" + std::string(words) + "\n";
  return made;
}

std::string write(const Letter& letter, const std::string& folder, Instant now, const std::string& zone) {
  store::make_private_folder(folder);
  const LocalTime time = wall_clock(now, zone);
  char name[48];
  std::snprintf(name, sizeof name, "%04d-%02d-%02d-%02d%02d", time.year % 10000, time.month % 100, time.day % 100, time.minute_of_day / 60 % 100, time.minute_of_day % 60);
  std::string path = folder + "/" + name + ".eml";
  for (int more = 2; g_file_test(path.c_str(), G_FILE_TEST_EXISTS) != FALSE && more < 1000; ++more) path = folder + "/" + name + "-" + std::to_string(more) + ".eml";
  std::string text;
  if (is_email(letter.to.address)) text += "To: " + letter.to.address + "\r\n";
  text += "Subject: " + header(letter.subject) + "\r\nX-Unsent: 1\r\nMIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n\r\n";
  text += letter.body;
  store::write_private_file(path, text);
  return path;
}

std::string mailto(const Letter& letter) {
  if (!is_email(letter.to.address)) return {};
  return "mailto:" + escaped(letter.to.address) + "?subject=" + escaped(letter.subject) + "&body=" + escaped(letter.body);
}

}  // namespace tact::route
