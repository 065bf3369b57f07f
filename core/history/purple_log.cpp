// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/history/purple_log.h"

#include <charconv>

#include "core/history/purple_stamp.h"
#include "core/history/scan.h"
#include "core/i18n.h"

namespace tact::history {

namespace {

constexpr std::size_t longest_message = 64 * 1024;

void append_utf8(std::string& out, std::uint32_t c) {
  if (c == 0 || c > 0x10FFFF || (c >= 0xD800 && c <= 0xDFFF)) c = 0xFFFD;
  if (c < 0x80) {
    out += static_cast<char>(c);
  } else if (c < 0x800) {
    out += static_cast<char>(0xC0 | c >> 6);
    out += static_cast<char>(0x80 | (c & 0x3F));
  } else if (c < 0x10000) {
    out += static_cast<char>(0xE0 | c >> 12);
    out += static_cast<char>(0x80 | (c >> 6 & 0x3F));
    out += static_cast<char>(0x80 | (c & 0x3F));
  } else {
    out += static_cast<char>(0xF0 | c >> 18);
    out += static_cast<char>(0x80 | (c >> 12 & 0x3F));
    out += static_cast<char>(0x80 | (c >> 6 & 0x3F));
    out += static_cast<char>(0x80 | (c & 0x3F));
  }
}

/// "&amp;" at the start of `text`; answers its length, 0 when it is no entity.
std::size_t entity(std::string_view text, std::string& out) {
  const auto end = text.find(';');
  if (end > 9) return 0;  // npos, too
  const std::string_view name = text.substr(1, end - 1);
  static constexpr std::pair<std::string_view, std::string_view> names[] = {{"amp", "&"}, {"lt", "<"}, {"gt", ">"}, {"quot", "\""}, {"apos", "'"}, {"nbsp", " "}};
  for (const auto& [known, plain] : names)
    if (name == known) return out += plain, end + 1;
  if (!name.starts_with('#')) return 0;
  const bool hex = name.size() > 1 && (name[1] == 'x' || name[1] == 'X');
  std::uint32_t c = 0;
  const char* from = name.data() + (hex ? 2 : 1);
  const auto [stop, failed] = std::from_chars(from, name.data() + name.size(), c, hex ? 16 : 10);
  if (failed != std::errc() || stop != name.data() + name.size()) return 0;
  append_utf8(out, c);
  return end + 1;
}

/// What an HTML line shows: tags taken away, <br> a newline, entities read.  `bold` is the text of the first <b>.
void show(std::string_view html, std::string& out, std::string& bold) {
  out.clear();
  bold.clear();
  bool in_bold = false, had_bold = false;
  std::size_t bold_from = 0;
  for (std::size_t i = 0; i < html.size();) {
    if (html[i] == '<') {
      const auto close = html.find('>', i);
      const std::string_view tag = html.substr(i, close == std::string_view::npos ? html.size() - i : close - i + 1);
      if (tag.starts_with("<br")) out += '\n';
      if ((tag == "<b>" || tag == "<B>") && !had_bold) in_bold = had_bold = true, bold_from = out.size();
      if ((tag == "</b>" || tag == "</B>") && in_bold) in_bold = false, bold.assign(out, bold_from);
      i += tag.size();
      continue;
    }
    if (html[i] == '&')
      if (const std::size_t used = entity(html.substr(i), out); used > 0) {
        i += used;
        continue;
      }
    out += html[i++];
  }
}

class PurpleLog final : public Reader {
 public:
  PurpleLog(std::unique_ptr<Lines> lines, ExportFormat format, Instant day) : lines_(std::move(lines)), format_(format), last_(day) {}
  ExportFormat format() const override { return format_; }
  std::uint64_t bytes() const override { return lines_->bytes(); }
  std::string broken() const override { return lines_->broken(); }

  bool next(Entry& entry) override {
    if (!have_ && !read_line()) return false;
    while (!have_)
      if (!read_line()) return false;
    entry.at = at_;
    entry.line = number_;
    entry.dated = true;
    entry.starts_room = entry.edited = false;
    split(entry);
    have_ = false;
    // Lines without a stamp of their own go on with the message.
    while (read_line() && !have_) {
      if (entry.text.size() + shown_.size() > longest_message) {
        count_unreadable(lines_->number());
        continue;
      }
      entry.text += '\n';
      entry.text += shown_;
    }
    while (entry.text.ends_with('\n')) entry.text.pop_back();
    return true;
  }

 private:
  /// One line into shown_ and bold_; have_ is set where it begins with a stamp.  Before the first stamp nothing can be read.
  bool read_line() {
    std::string_view line;
    while (lines_->next(line)) {
      if (format_ == ExportFormat::purple_html)
        show(line, shown_, bold_);
      else
        shown_.assign(line);
      if (lines_->number() == 1) continue;
      if (log_stamp(shown_, last_, at_, stamp_)) {
        have_ = true;
        last_ = at_;
        number_ = lines_->number();
        return true;
      }
      if (blank(shown_) && format_ == ExportFormat::purple_html) continue;
      if (number_ > 0) return true;
      if (!blank(shown_)) count_unreadable(lines_->number());
    }
    return false;
  }

  void split(Entry& entry) {
    std::string_view rest = std::string_view(shown_).substr(stamp_);
    rest = rest.starts_with(' ') ? rest.substr(1) : rest;
    entry.sender.clear();
    entry.kind = Kind::text;
    if (rest.starts_with("***")) {
      // "/me": "***Anna waves".
      rest.remove_prefix(3);
      const auto blank_at = rest.find(' ');
      entry.sender.assign(rest.substr(0, blank_at));
      entry.text.assign("/me");
      if (blank_at != std::string_view::npos) entry.text += rest.substr(blank_at);
      return;
    }
    // In HTML the sender is the bold word with its colon; a notice is bold without one.
    const bool html = format_ == ExportFormat::purple_html;
    const auto colon = html ? (bold_.ends_with(':') ? bold_.size() - 1 : std::string::npos) : rest.find(": ");
    if (html && colon != std::string::npos) rest = rest.substr(std::min(rest.size(), rest.find(bold_)));
    if (colon == std::string_view::npos || colon == 0 || colon > 120 || rest.starts_with("The topic for ")) {
      entry.kind = Kind::system;
      entry.text.assign(trimmed(rest));
      return;
    }
    std::string_view name = rest.substr(0, colon);
    if (name.ends_with(" <AUTO-REPLY>")) name.remove_suffix(13);
    entry.sender.assign(trimmed(name));
    rest.remove_prefix(std::min(rest.size(), colon + 1));
    entry.text.assign(rest.starts_with(' ') ? rest.substr(1) : rest);
  }

  std::unique_ptr<Lines> lines_;
  ExportFormat format_;
  std::string shown_, bold_;
  bool have_ = false;
  std::size_t stamp_ = 0;
  Instant last_, at_{};
  std::uint64_t number_ = 0;
};

}  // namespace

bool looks_like_purple_text(std::string_view first, std::string_view second) {
  Instant at;
  std::size_t length = 0;
  return first.starts_with("Conversation with ") || log_stamp(second, Instant{}, at, length);
}

bool looks_like_purple_html(std::string_view first) {
  return first.starts_with("<html>") || first.starts_with("<!DOCTYPE html") || first.starts_with("<HTML>");
}

std::unique_ptr<Reader> open_purple_log(std::unique_ptr<Lines> lines, ExportFormat format, const std::string& path, std::string& error) {
  std::string_view first;
  lines->next(first);
  std::string heading(first), bold;
  if (format == ExportFormat::purple_html) show(first, heading, bold);
  Instant day;
  if (!log_day(path, heading, day)) {
    error = fill(_("1: no date, expected a file name like 2026-11-24.170922+0000GMT.txt or a heading with the day: “{text}”"), {{"text", std::string_view(heading).substr(0, 80)}});
    return nullptr;
  }
  std::string_view line;
  bool any = false;
  std::string shown;
  for (int i = 0; i < 50 && !any && lines->next(line); ++i) {
    shown.assign(line);
    if (format == ExportFormat::purple_html) show(line, shown, bold);
    Instant at;
    std::size_t length = 0;
    any = log_stamp(shown, day, at, length);
  }
  if (error = lines->broken(); !error.empty()) return nullptr;
  if (!any) {
    error = fill(_("{line}: no line begins with a time in brackets, as in “(17:09:22) Anna: hello”"), {{"line", std::to_string(lines->number())}});
    return nullptr;
  }
  lines->rewind();
  return std::make_unique<PurpleLog>(std::move(lines), format, day);
}

}  // namespace tact::history
