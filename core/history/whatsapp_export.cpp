// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/history/whatsapp_export.h"

#include "core/history/scan.h"
#include "core/history/whatsapp_head.h"
#include "core/history/whatsapp_words.h"
#include "core/i18n.h"

namespace tact::history {

namespace {

constexpr std::size_t longest_message = 64 * 1024;  // WhatsApp's own limit; what comes after counts as unreadable
constexpr std::size_t longest_name = 120;

/// "Anna: hello" -> Anna.  Empty for a notice: no colon, or one inside a quoted subject (Anna changed the subject to “PE: kit”).
std::string_view sender_of(std::string_view body, std::size_t& text_from) {
  std::size_t colon = body.find(": ");
  if (colon == std::string_view::npos && body.ends_with(':')) colon = body.size() - 1;
  if (colon == std::string_view::npos || colon == 0 || colon > longest_name) return {};
  std::string_view name = trimmed(body.substr(0, colon));
  for (const std::string_view quote : {"“", "\"", "«", "„", "「"})
    if (name.find(quote) != std::string_view::npos) return {};
  // "~ Anna": somebody who is not in the exporter's address book.
  if (name.starts_with('~')) name = trimmed(name.substr(1));
  text_from = std::min(colon + 2, body.size());
  return name;
}

class WhatsappExport final : public Reader {
 public:
  WhatsappExport(std::unique_ptr<Lines> lines, DateOrder order, bool time_first, bool assumed) : lines_(std::move(lines)), order_(order), time_first_(time_first) {
    order_assumed_ = assumed;
  }

  ExportFormat format() const override { return ExportFormat::whatsapp; }
  std::uint64_t bytes() const override { return lines_->bytes(); }
  std::string broken() const override { return lines_->broken(); }

  bool next(Entry& entry) override {
    if (!have_ && !find_head()) return false;
    begin(entry);
    have_ = false;
    Head head;
    Instant at;
    while (lines_->next(line_)) {
      if (lines_->overlong()) count_unreadable(lines_->number());
      switch (parsed(head)) {
        case HeadResult::none: go_on(entry); continue;
        case HeadResult::strange: count_unreadable(lines_->number()); continue;
        case HeadResult::head: break;
      }
      if (!head_instant(head, order_, at)) {
        count_unreadable(lines_->number());
        continue;
      }
      hold(head, at);
      break;
    }
    finish(entry);
    return true;
  }

 private:
  /// The first head of the file; open_whatsapp() has seen that there is one.
  bool find_head() {
    Head head;
    Instant at;
    while (lines_->next(line_)) {
      if (blank(line_)) continue;
      if (parsed(head) == HeadResult::head && head_instant(head, order_, at)) return hold(head, at), true;
      count_unreadable(lines_->number());
    }
    return false;
  }

  /// The line as a head of this export.  "[11:16 AM, 1/2/2026] Anna: …" is how WhatsApp on the desktop copies a message: in an export with the
  /// date first it is what somebody pasted.
  HeadResult parsed(Head& head) const {
    const HeadResult result = parse_head(line_, head);
    return head.time_first == time_first_ ? result : HeadResult::none;
  }

  /// Keeps what was read ahead: the line's buffer does not outlive the next read.
  void hold(const Head& head, Instant at) {
    body_.assign(line_.substr(std::min(head.body, line_.size())));
    at_ = at;
    number_ = lines_->number();
    have_ = true;
  }

  void begin(Entry& entry) {
    entry.at = at_;
    entry.line = number_;
    entry.dated = true;
    entry.starts_room = false;
    entry.edited = false;
    entry.sender.clear();
    entry.text.clear();
    std::size_t from = 0;
    const std::string_view body = body_;
    const std::string_view name = sender_of(body, from);
    if (name.empty()) {
      entry.kind = Kind::system;
      entry.text.assign(trimmed(body));
      return;
    }
    entry.sender.assign(name);
    const std::string_view text = body.substr(from);
    const bool marked = Scan(text).peek() == 0x200E;
    std::string_view shown = trimmed(text);
    const Body what = body_of(shown, marked);
    entry.kind = what.kind;
    if (what.kind == Kind::media) shown = what.stand_in;
    entry.text.assign(shown);
    if (!what.caption.empty()) (entry.text += ' ') += what.caption;
  }

  void go_on(Entry& entry) {
    if (entry.text.size() + line_.size() > longest_message) return count_unreadable(lines_->number());
    entry.text += '\n';
    entry.text += line_;
  }

  static void finish(Entry& entry) {
    std::string_view text = entry.text;
    while (text.ends_with('\n')) text.remove_suffix(1);
    entry.edited = take_edited(text);
    entry.text.resize(text.size());
  }

  std::unique_ptr<Lines> lines_;
  DateOrder order_;
  bool time_first_;
  std::string_view line_;
  bool have_ = false;
  std::string body_;
  Instant at_{};
  std::uint64_t number_ = 0;
};

}  // namespace

bool looks_like_whatsapp(std::string_view line) {
  Head head;
  return parse_head(line, head) != HeadResult::none;
}

std::unique_ptr<Reader> open_whatsapp(std::unique_ptr<Lines> lines, const Options& options, std::string& error) {
  OrderJudge judge;
  std::string_view line;
  Head head;
  bool any = false, time_first = false;
  while (!(options.order != DateOrder::unknown && any) && !(any && judge.decided()) && lines->next(line)) {
    const HeadResult result = parse_head(line, head);
    if (result == HeadResult::strange && !any) {
      error = fill(_("{line}: the word beside the clock is not known, expected AM, PM or one of their translations: “{text}”"),
                   {{"line", std::to_string(lines->number())}, {"text", line.substr(0, 80)}});
      return nullptr;
    }
    if (result != HeadResult::head || (any && head.time_first != time_first)) continue;
    time_first = head.time_first;
    judge.see(head);
    any = true;
  }
  bool assumed = false;
  const DateOrder order = options.order != DateOrder::unknown ? options.order : judge.answer(assumed);
  lines->rewind();
  return std::make_unique<WhatsappExport>(std::move(lines), order, time_first, assumed);
}

}  // namespace tact::history
