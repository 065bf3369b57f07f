// SPDX-License-Identifier: GPL-3.0-or-later
#include "plugin/form.h"

#include <algorithm>
#include <cstdlib>

#include "plugin/face.h"

namespace tact::plugin::form {

namespace {

/// Finch gives the labels the numbers 1, 2, 3 and answers with them.
int first() { return Faces::host() == Host::finch ? 1 : 0; }

long letters_of(const std::string& words) { return g_utf8_strlen(words.c_str(), -1); }

constexpr long terminal = 74;

}  // namespace

PurpleRequestField* choice(const char* id, const std::string& words, int value, const std::vector<std::string>& labels) {
  std::string beside = label(words);
  if (Faces::host() == Host::finch) {
    // A choice gets as much room as the label beside it: two of 36 and their frames fill a terminal.
    constexpr long frames = 4, half_a_terminal = 36;
    long longest = 0;
    for (const std::string& one : labels) longest = std::max(longest, letters_of(one) + frames);
    beside += std::string(static_cast<std::size_t>(std::max(std::min(longest, half_a_terminal) - letters_of(beside), 0L)), ' ');
  }
  PurpleRequestField* field = purple_request_field_choice_new(id, beside.c_str(), value + first());
  for (const std::string& one : labels) purple_request_field_choice_add(field, one.c_str());
  return field;
}

PurpleRequestField* entry(const char* id, const std::string& words, const std::string& value) { return purple_request_field_string_new(id, label(words).c_str(), value.c_str(), FALSE); }

int chosen(PurpleRequestFields* fields, const char* id) { return purple_request_fields_get_choice(fields, id) - first(); }

std::string button(const char* words, const char* other) {
  if (Faces::host() != Host::pidgin) return words;
  const gunichar taken = g_unichar_tolower(g_utf8_get_char(other));
  const char* at = words;
  while (*at != '\0' && (!g_unichar_isalnum(g_utf8_get_char(at)) || g_unichar_tolower(g_utf8_get_char(at)) == taken)) at = g_utf8_next_char(at);
  // Every letter is taken: a button without one is still reached with Tab.
  return *at == '\0' ? std::string(words) : std::string(words, at) + "_" + at;
}

std::string text(const std::string& words) {
  return Faces::host() == Host::finch ? in_lines(words, terminal) : words;
}

std::string text_above_table(const std::string& words) {
  if (Faces::host() != Host::finch) return words;
  const std::string lines = in_lines(words, terminal), first_line = lines.substr(0, lines.find('\n'));
  return first_line + std::string(static_cast<std::size_t>(std::max(terminal - letters_of(first_line), 0L)), ' ') + lines.substr(first_line.size());
}

void fill_table(PurpleNotifySearchResults* table, std::initializer_list<const char*> titles, const std::vector<std::vector<std::string>>& rows) {
  const bool one_cell = Faces::host() == Host::finch;
  const auto joined = [](const auto& cells) {
    std::string all;
    for (const std::string& cell : cells) all += (all.empty() ? "" : " · ") + cell;
    return all;
  };
  const auto add_column = [&](const char* title) { purple_notify_searchresults_column_add(table, purple_notify_searchresults_column_new(title)); };
  const auto add_row = [&](const std::vector<std::string>& cells) {
    GList* row = nullptr;
    if (one_cell) row = g_list_append(row, g_strdup(joined(cells).c_str()));
    else for (const std::string& cell : cells) row = g_list_append(row, g_strdup(cell.c_str()));
    purple_notify_searchresults_row_add(table, row);
  };
  if (one_cell) add_column(joined(std::vector<std::string>(titles.begin(), titles.end())).c_str());
  else for (const char* title : titles) add_column(title);
  if (one_cell) std::for_each(rows.rbegin(), rows.rend(), add_row);
  else std::for_each(rows.begin(), rows.end(), add_row);
}

std::size_t row_number(const GList* row, std::size_t first) {
  return row != nullptr && row->data != nullptr ? std::strtoul(static_cast<const char*>(row->data), nullptr, 10) : first;
}

std::string label(const std::string& words) {
  constexpr long beside_a_field = 26, half_a_terminal = 38;
  if (Faces::host() != Host::finch) return in_lines(words, beside_a_field);
  // A field is as wide as its label: what is longer would push the field off the screen.
  if (letters_of(words) <= half_a_terminal) return words;
  return words.substr(0, static_cast<std::size_t>(g_utf8_offset_to_pointer(words.c_str(), half_a_terminal - 1) - words.c_str())) + "…";
}

std::string in_lines(const std::string& words, long letters) {
  std::string out;
  long used = 0;
  for (std::size_t at = 0; at < words.size();) {
    const std::size_t end = std::min(words.find_first_of(" \n", at), words.size());
    const std::string word = words.substr(at, end - at);
    const long length = letters_of(word);
    if (used > 0 && used + 1 + length > letters) {
      out += '\n';
      used = 0;
    }
    if (used > 0) out += ' ';
    out += word;
    used += length + 1;
    if (end < words.size() && words[end] == '\n') {
      out += '\n';
      used = 0;
    }
    at = end + 1;
  }
  return out;
}

}  // namespace tact::plugin::form
