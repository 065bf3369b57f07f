// SPDX-License-Identifier: GPL-3.0-or-later
// What Pidgin and Finch want differently in one and the same form.  Pidgin counts the labels of a choice from 0, wraps no label, and scrolls a
// form of ten fields or more out of sight of the keyboard.  Finch counts from 1, shows one line of a label, draws underscores as they are, and
// has 80 columns.  Every form of Tact is built with these words.
#pragma once

#include <initializer_list>
#include <string>
#include <vector>

#include <purple.h>

namespace tact::plugin::form {

/// A choice of one; `value` counts from 0.
PurpleRequestField* choice(const char* id, const std::string& label, int value, const std::vector<std::string>& labels);
/// A single line.
PurpleRequestField* entry(const char* id, const std::string& label, const std::string& value);

/// What was chosen, from 0; -1: nothing.
int chosen(PurpleRequestFields* fields, const char* id);

/// The words of a button: Pidgin underlines the letter that Alt presses it with, the first that is not the first one of `other`, the button
/// beside it (Pidgin's own Close, else one of ours): a letter of two buttons presses neither.
std::string button(const char* words, const char* other = "");
/// A longer text above the fields: lines that no terminal cuts.
std::string text(const std::string& words);

/// The same above a table: in Finch a table is as wide as what stands above it.
std::string text_above_table(const std::string& words);

/// Columns and rows of a list in a window; the first cell is a number, so that a row's data begins with it in every client.  Finch divides the
/// width evenly and cuts what is longer, so that there a row is one cell; and it shows the last row first.
void fill_table(PurpleNotifySearchResults* table, std::initializer_list<const char*> titles, const std::vector<std::vector<std::string>>& rows);

/// The number that the chosen row begins with; `first` where none was chosen, as in Pidgin until somebody has gone to one.
std::size_t row_number(const GList* row, std::size_t first);

/// One field's label and nothing else: Pidgin wraps none.
std::string label(const std::string& words);

/// As many lines of `letters` as it takes; line breaks of the text stay.
std::string in_lines(const std::string& words, long letters);

}  // namespace tact::plugin::form
