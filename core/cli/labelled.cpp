// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/cli/labelled.h"

#include <rapidjson/document.h>

#include <fstream>

namespace tact::cli {

namespace {

using rapidjson::Value;

std::string text_of(const Value& object, const char* name) {
  const auto found = object.FindMember(name);
  return found != object.MemberEnd() && found->value.IsString() ? std::string(found->value.GetString(), found->value.GetStringLength()) : std::string();
}

const char* read_labels(const Value& object, Labelled& out) {
  const auto labels = object.FindMember("labels");
  if (labels == object.MemberEnd()) return nullptr;
  if (!labels->value.IsArray()) return "bad labels, expected a list";
  for (const Value& one : labels->value.GetArray()) {
    const std::string_view wanted = one.IsString() ? std::string_view(one.GetString(), one.GetStringLength()) : std::string_view();
    bool known = false;
    for (std::size_t i = 0; i < language::label_count; ++i)
      if (language::name(static_cast<language::Label>(i)) == wanted) out.labels[i] = known = true;
    if (!known) return "unknown label, expected one of data/examples/README.md";
    out.clean = false;
  }
  return nullptr;
}

const char* read_line(std::string& line, Labelled& out) {
  rapidjson::Document object;
  object.Parse<rapidjson::kParseIterativeFlag | rapidjson::kParseValidateEncodingFlag>(line.c_str(), line.size());
  if (object.HasParseError() || !object.IsObject()) return "no JSON object, expected one a line";
  out.id = text_of(object, "id");
  out.text = text_of(object, "text");
  out.from = text_of(object, "from");
  out.serious = text_of(object, "severity") == "serious";
  if (out.text.empty()) return "no text, expected a string";
  if (const auto kind = group_kind(text_of(object, "group"))) out.group = *kind;
  const auto context = object.FindMember("context");
  if (context != object.MemberEnd() && context->value.IsArray())
    for (const Value& one : context->value.GetArray())
      if (one.IsObject()) out.before.emplace_back(text_of(one, "from"), text_of(one, "text"));
  return read_labels(object, out);
}

}  // namespace

std::vector<Line> Labelled::context() const {
  std::vector<Line> lines;
  lines.reserve(before.size());
  for (const auto& [from, text] : before) lines.push_back({from, text, from == "WhatsApp" || from.empty()});
  return lines;
}

Message Labelled::message() const {
  Message one;
  one.raw = text;
  one.format = Format::plain;
  one.sender.name = from;
  one.sender.self = true;
  using namespace std::chrono;
  // A weekday's noon: no quiet hour.
  one.at = sys_days(year(2026) / 1 / 14) + hours(12);
  return one;
}

bool read_labelled(const std::string& path, std::vector<Labelled>& out, std::vector<std::string>& errors) {
  std::ifstream file(path, std::ios::binary);
  if (!file) return errors.push_back(path + ":0: cannot be read, expected labelled messages, one JSON object a line"), false;
  std::string line;
  bool well = true;
  for (std::size_t number = 1; std::getline(file, line); ++number) {
    if (line.empty()) continue;
    Labelled one;
    one.file = path;
    if (const char* wrong = read_line(line, one)) {
      errors.push_back(path + ":" + std::to_string(number) + ": " + wrong);
      well = false;
      continue;
    }
    out.push_back(std::move(one));
  }
  return well;
}

}  // namespace tact::cli
