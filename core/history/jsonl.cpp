// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/history/jsonl.h"

#include <rapidjson/document.h>

#include "core/history/calendar.h"
#include "core/history/scan.h"
#include "core/i18n.h"

namespace tact::history {

namespace {

using rapidjson::Value;

/// The first of several usual names that is there.
const Value* member(const Value& object, std::initializer_list<const char*> names) {
  for (const char* name : names)
    if (const auto found = object.FindMember(name); found != object.MemberEnd() && !found->value.IsNull()) return &found->value;
  return nullptr;
}

std::string_view text_of(const Value& value) { return {value.GetString(), value.GetStringLength()}; }

bool time_of(const Value& value, Entry& entry) {
  if (value.IsString()) return parse_iso(text_of(value), entry.at, entry.dated);
  if (!value.IsNumber()) return false;
  // Seconds or milliseconds of the epoch, shown on this computer's clock.
  double number = value.GetDouble();
  if (!(number >= 0) || number > 7.3e12) return false;
  if (number < 1e11) number *= 1000;
  const Instant at{Milliseconds(static_cast<std::int64_t>(number))};
  const LocalTime local = wall_clock(at, "");
  entry.dated = true;
  return instant_of({local.year, local.month, local.day, local.minute_of_day / 60, local.minute_of_day % 60, 0}, entry.at);
}

/// False when it is no message: text missing, or a time that cannot be read.
bool read_message(const Value& value, Entry& entry) {
  if (!value.IsObject()) return false;
  const Value* text = member(value, {"text", "body", "message", "content"});
  if (text == nullptr || !text->IsString()) return false;
  const Value* from = member(value, {"from", "sender", "author", "nick", "user", "name"});
  if (from != nullptr && !from->IsString()) return false;
  const Value* at = member(value, {"at", "time", "timestamp", "date", "ts"});
  entry.at = {};
  entry.dated = false;
  if (at != nullptr && !time_of(*at, entry)) return false;
  entry.text.assign(text_of(*text));
  entry.sender.assign(from != nullptr ? text_of(*from) : std::string_view());
  const Value* system = member(value, {"system"});
  entry.kind = (system != nullptr && system->IsTrue()) || entry.sender == "WhatsApp" ? Kind::system : Kind::text;
  return true;
}

class Jsonl final : public Reader {
 public:
  explicit Jsonl(std::unique_ptr<Lines> lines) : lines_(std::move(lines)) {}
  ExportFormat format() const override { return ExportFormat::jsonl; }
  std::uint64_t bytes() const override { return lines_->bytes(); }
  std::string broken() const override { return lines_->broken(); }
  void rewind() {
    lines_->rewind();
    list_ = nullptr;
  }

  bool next(Entry& entry) override {
    for (;;) {
      while (list_ != nullptr && index_ < list_->Size()) {
        entry.line = lines_->number();
        entry.starts_room = index_ == 0;
        if (read_message((*list_)[index_++], entry)) return true;
        count_unreadable(entry.line);
      }
      list_ = nullptr;
      std::string_view line;
      if (!lines_->next(line)) return false;
      if (blank(line)) continue;
      entry.line = lines_->number();
      entry.starts_room = false;
      entry.edited = false;
      if (lines_->overlong() || !parse(line)) {
        count_unreadable(entry.line);
        continue;
      }
      if (list_ != nullptr) continue;
      if (read_message(*document_, entry)) {
        // A time of day alone: the lines are no sequence.
        entry.starts_room = !entry.dated;
        return true;
      }
      count_unreadable(entry.line);
    }
  }

 private:
  bool parse(std::string_view line) {
    // A fresh document a line, in one block that is used again: memory stays flat.
    copy_.assign(line);
    document_.reset();
    allocator_.Clear();
    document_ = std::make_unique<rapidjson::Document>(&allocator_);
    document_->ParseInsitu<rapidjson::kParseIterativeFlag | rapidjson::kParseValidateEncodingFlag>(copy_.data());
    if (document_->HasParseError() || !document_->IsObject()) return false;
    const Value* list = member(*document_, {"messages"});
    if (list != nullptr && list->IsArray()) list_ = list, index_ = 0;
    return true;
  }

  std::unique_ptr<Lines> lines_;
  rapidjson::MemoryPoolAllocator<> allocator_;
  std::unique_ptr<rapidjson::Document> document_;
  std::string copy_;
  const Value* list_ = nullptr;
  rapidjson::SizeType index_ = 0;
};

}  // namespace

std::unique_ptr<Reader> open_jsonl(std::unique_ptr<Lines> lines, const Options&, std::string& error) {
  // The first line must be a message: a file of other objects is refused, not skipped line by line.
  auto reader = std::make_unique<Jsonl>(std::move(lines));
  Entry entry;
  if (reader->next(entry) && reader->unreadable() == 0) {
    reader->rewind();
    return reader;
  }
  if (error = reader->broken(); !error.empty()) return nullptr;
  error = fill(_("{line}: not a message, expected one JSON object a line with “text”, “from” and “at”"),
               {{"line", std::to_string(reader->first_unreadable() == 0 ? 1 : reader->first_unreadable())}});
  return nullptr;
}

}  // namespace tact::history
