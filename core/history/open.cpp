// SPDX-License-Identifier: GPL-3.0-or-later
// Which format a file has, by its first lines; what is not known is refused with that line.
#include <cerrno>
#include <cstring>

#include "core/history/jsonl.h"
#include "core/history/lines.h"
#include "core/history/purple_log.h"
#include "core/history/scan.h"
#include "core/history/whatsapp_export.h"
#include "core/i18n.h"

namespace tact::history {

namespace {

/// A line for a terminal: short, on one line, without control characters.
std::string shown(std::string_view line) {
  std::string out;
  Scan scan(line);
  for (std::size_t count = 0; count < 60; ++count) {
    const std::size_t from = scan.position();
    const char32_t c = scan.take();
    if (c == 0) return out;
    if (c < 0x20 || (c >= 0x7F && c < 0xA0) || c == 0xFFFD)
      out += "\uFFFD";
    else
      out += scan.since(from);
  }
  return out + "…";
}

/// Files that are no text at all, by their first bytes; null: could be text.
const char* not_text(std::string_view first) {
  if (first.starts_with("PK\x03\x04")) return N_("{line}: a zip archive, expected the text file inside it (unpack it first)");
  if (first.starts_with("\x1F\x8B")) return N_("{line}: a gzip archive, expected the text file inside it (unpack it first)");
  if (first.starts_with("\xFF\xFE") || first.starts_with("\xFE\xFF")) return N_("{line}: UTF-16, expected UTF-8");
  if (std::memchr(first.data(), 0, first.size()) != nullptr) return N_("{line}: not a text file");
  return nullptr;
}

std::unique_ptr<Reader> open_lines(std::unique_ptr<Lines> lines, const std::string& path, const Options& options, std::string& error) {
  std::string_view line;
  std::string first;
  while (lines->next(line))
    if (!blank(line)) {
      first.assign(line);
      break;
    }
  if (error = lines->broken(); !error.empty()) return nullptr;
  const std::string number = std::to_string(std::max<std::uint64_t>(1, lines->number()));
  if (first.empty()) {
    error = fill(_("{line}: empty, expected an exported chat"), {{"line", number}});
    return nullptr;
  }
  if (const char* what = not_text(first)) {
    error = fill(_(what), {{"line", number}});
    return nullptr;
  }
  const std::string second(lines->next(line) ? line : std::string_view());
  if (error = lines->broken(); !error.empty()) return nullptr;
  lines->rewind();
  if (first.starts_with('{')) return open_jsonl(std::move(lines), options, error);
  if (looks_like_whatsapp(first)) return open_whatsapp(std::move(lines), options, error);
  if (looks_like_purple_html(first)) return open_purple_log(std::move(lines), ExportFormat::purple_html, path, error);
  if (looks_like_purple_text(first, second)) return open_purple_log(std::move(lines), ExportFormat::purple_text, path, error);
  error = fill(_("{line}: no known format (WhatsApp export, Pidgin log, JSON lines): “{text}”"), {{"line", number}, {"text", shown(first)}});
  return nullptr;
}

}  // namespace

std::string_view name(ExportFormat format) {
  switch (format) {
    case ExportFormat::whatsapp: return "whatsapp";
    case ExportFormat::purple_text: return "purple-text";
    case ExportFormat::purple_html: return "purple-html";
    case ExportFormat::jsonl: return "jsonl";
  }
  return "";
}

std::unique_ptr<Reader> open_export(const std::string& path, const Options& options, std::string& error) {
  std::FILE* file = open_seekable(path);
  if (file == nullptr) {
    error = path + ": " + std::strerror(errno);
    return nullptr;
  }
  return open_export(file, path, options, error);
}

std::unique_ptr<Reader> open_export(std::FILE* file, const std::string& path, const Options& options, std::string& error) {
  auto reader = open_lines(std::make_unique<Lines>(file), path, options, error);
  // Some looked ahead, and found the end of what can be read.
  if (reader)
    if (error = reader->broken(); !error.empty()) reader.reset();
  if (!reader) error = path + ":" + error;
  return reader;
}

}  // namespace tact::history
