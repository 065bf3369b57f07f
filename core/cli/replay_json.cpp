// SPDX-License-Identifier: GPL-3.0-or-later
// `tact replay`: conversations of the labelled kind in, events and verdicts out, one JSON object a line; or a score against their labels.
#include <rapidjson/document.h>
#include <rapidjson/stringbuffer.h>
#include <rapidjson/writer.h>

#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <fstream>
#include <iostream>

#include "core/cli/commands.h"
#include "core/cli/replay.h"
#include "core/i18n.h"
#include "core/language/language.h"

namespace tact::cli {

namespace {

using rapidjson::Value;

std::string_view text_of(const Value& value) { return {value.GetString(), value.GetStringLength()}; }

const Value* member(const Value& object, const char* name) {
  const auto found = object.FindMember(name);
  return found == object.MemberEnd() || found->value.IsNull() ? nullptr : &found->value;
}

/// The wall clock as it is written; an offset behind it changes nothing, for quiet hours are about the wall clock.
bool wall_time(const std::string& at, Instant& out) {
  int y = 0, mo = 0, d = 0, h = 0, mi = 0, s = 0;
  // NOLINTNEXTLINE(cert-err34-c): four digits at most, nothing overflows.
  if (std::sscanf(at.c_str(), "%4d-%2d-%2d%*1[Tt ]%2d:%2d:%2d", &y, &mo, &d, &h, &mi, &s) < 5) return false;
  using namespace std::chrono;
  const year_month_day day{year(y), month(static_cast<unsigned>(mo)), std::chrono::day(static_cast<unsigned>(d))};
  if (!day.ok() || h < 0 || h > 23 || mi < 0 || mi > 59 || s < 0 || s > 60) return false;
  out = sys_days(day) + hours(h) + minutes(mi) + seconds(s);
  return true;
}

const char* read_message(const Value& one, PlayedLine& line) {
  constexpr const char* expected = "bad message, expected {\"at\", \"from\", \"text\"}";
  if (!one.IsObject()) return expected;
  const Value *at = member(one, "at"), *from = member(one, "from"), *text = member(one, "text");
  if (at == nullptr || !at->IsString() || text == nullptr || !text->IsString() || (from != nullptr && !from->IsString())) return expected;
  if (!wall_time(std::string(text_of(*at)), line.at)) return "bad at in a message, expected YYYY-MM-DDTHH:MM:SS";
  if (from != nullptr) line.from = text_of(*from);
  line.text = text_of(*text);
  // Exported chats name the network itself as the sender of its notices.
  line.system = line.from.empty() || line.from == "WhatsApp";
  return nullptr;
}

const char* read_gold(const Value& one, Event& event) {
  constexpr const char* expected = "bad gold, expected {\"rule\", and \"index\" or \"start\" and \"end\"}";
  const auto number = [&](const char* name, std::size_t& out) {
    const Value* value = member(one, name);
    if (value == nullptr || !value->IsUint()) return false;
    out = value->GetUint();
    return true;
  };
  if (!one.IsObject()) return expected;
  const Value *rule = member(one, "rule"), *from = member(one, "from"), *between = member(one, "between");
  if (rule == nullptr || !rule->IsString()) return expected;
  event.rule = text_of(*rule);
  if (number("index", event.start)) {
    event.end = event.start;
  } else if (!number("start", event.start) || !number("end", event.end)) {
    return expected;
  }
  if (from != nullptr && from->IsString()) event.from = text_of(*from);
  if (between != nullptr && between->IsArray() && between->Size() == 2 && (*between)[0].IsString() && (*between)[1].IsString()) {
    event.from = text_of((*between)[0]);
    event.other = text_of((*between)[1]);
  }
  return nullptr;
}

using Writer = rapidjson::Writer<rapidjson::StringBuffer>;

void put(Writer& writer, std::string_view text) { writer.String(text.data(), static_cast<rapidjson::SizeType>(text.size())); }
void put(Writer& writer, const char* key, std::string_view text) {
  writer.Key(key);
  put(writer, text);
}
void put(Writer& writer, const char* key, std::size_t number) {
  writer.Key(key);
  writer.Uint64(number);
}

void put(Writer& writer, const Event& event) {
  writer.StartObject();
  put(writer, "rule", event.rule);
  if (event.at_one()) {
    put(writer, "index", event.start);
  } else {
    if (event.rule == "burst") put(writer, "from", event.from);
    if (event.rule == "one_to_one") {
      writer.Key("between");
      writer.StartArray();
      put(writer, event.from);
      put(writer, event.other);
      writer.EndArray();
    }
    put(writer, "start", event.start);
    put(writer, "end", event.end);
  }
  writer.EndObject();
}

void put(Writer& writer, const Verdict& verdict, const std::string& text, std::size_t index) {
  writer.StartObject();
  put(writer, "index", index);
  put(writer, "verdict", name(verdict.decision));
  writer.Key("findings");
  writer.StartArray();
  for (const Finding& finding : verdict.findings) {
    writer.StartObject();
    put(writer, "guideline", finding.guideline);
    put(writer, "label", finding.label);
    put(writer, "severity", name(finding.severity));
    writer.Key("sureness");
    writer.Double(static_cast<double>(finding.sureness));
    put(writer, "start", finding.span.empty() ? 0 : finding.span.start);
    put(writer, "end", finding.span.empty() ? text.size() : finding.span.end);
    put(writer, "reason", finding.reason);
    writer.EndObject();
  }
  writer.EndArray();
  writer.EndObject();
}

struct Arguments {
  bool json = false, score = false;
  std::string file = "-";
  int quiet_from = 22 * 60 + 30, quiet_until = 6 * 60 + 30;  ///< the hours of the labelled conversations
};

bool hours(const char* word, Arguments& out) {
  int fh = 0, fm = 0, uh = 0, um = 0, used = 0;
  // NOLINTNEXTLINE(cert-err34-c): two digits at most, nothing overflows.
  if (std::sscanf(word, "%2d:%2d-%2d:%2d%n", &fh, &fm, &uh, &um, &used) != 4 || word[used] != '\0') return false;
  if (fh > 23 || uh > 23 || fm > 59 || um > 59 || fh < 0 || uh < 0 || fm < 0 || um < 0) return false;
  out.quiet_from = fh * 60 + fm;
  out.quiet_until = uh * 60 + um;
  return true;
}

bool parse(int argc, char** argv, Arguments& out) {
  bool file = false;
  for (int i = 1; i < argc; ++i) {
    const std::string_view word = argv[i];
    if (word == "--json") {
      out.json = true;
    } else if (word == "--score") {
      out.score = true;
    } else if (word == "--quiet") {
      if (i + 1 >= argc || !hours(argv[++i], out)) return false;
    } else if ((word.starts_with("--") && word.size() > 2) || file) {
      return false;
    } else {
      out.file = word;
      file = true;
    }
  }
  return out.json != out.score;
}

int play(std::istream& in, const Engine& engine, const Arguments& arguments) {
  std::array<Policy, 2> policies{default_policy(GroupKind::class_group), default_policy(GroupKind::community)};
  for (Policy& policy : policies) {
    // An export carries the wall clock of its place.
    policy.zone = "UTC";
    policy.quiet_from = arguments.quiet_from;
    policy.quiet_until = arguments.quiet_until;
  }
  Score score;
  std::string line, out;
  bool all_well = true;
  for (std::size_t number = 1; std::getline(in, line); ++number) {
    if (line.empty() || line == "\r") continue;
    Conversation conversation;
    const char* wrong = line.find('\0') != std::string::npos ? "a NUL byte, expected text" : read_conversation(line, conversation);
    if (wrong != nullptr) {
      all_well = false;
      std::fprintf(arguments.json ? stdout : stderr, arguments.json ? "{\"id\":null,\"error\":\"line %zu: %s\"}\n" : "line %zu: %s\n", number, arguments.json && std::strchr(wrong, '"') != nullptr ? "bad conversation, expected id and messages of at, from, text" : wrong);
      continue;
    }
    const Replayed replayed = replay(engine, conversation, policies[conversation.kind == GroupKind::class_group ? 0 : 1]);
    if (arguments.score) {
      score.add(conversation, replayed);
      continue;
    }
    write_conversation(conversation, replayed, out);
    std::fwrite(out.data(), 1, out.size(), stdout);
    std::fputc('\n', stdout);
    if (std::fflush(stdout) != 0) break;
  }
  if (arguments.score) score.print();
  return all_well && std::ferror(stdout) == 0 ? 0 : 1;
}

}  // namespace

const char* read_conversation(std::string& line, Conversation& out) {
  rapidjson::Document document;
  document.ParseInsitu<rapidjson::kParseValidateEncodingFlag>(line.data());
  if (document.HasParseError()) return "no JSON, expected one object";
  if (!document.IsObject()) return "not an object, expected id and messages";
  const Value *id = member(document, "id"), *group = member(document, "group"), *messages = member(document, "messages"), *gold = member(document, "gold");
  if (id == nullptr || !id->IsString()) return "no id, expected a string";
  if (group != nullptr && (!group->IsString() || !group_kind(text_of(*group)))) return "bad group, expected class or community";
  if (messages == nullptr || !messages->IsArray()) return "no messages, expected a list";
  out.id = text_of(*id);
  if (group != nullptr) out.kind = *group_kind(text_of(*group));
  for (const Value& one : messages->GetArray())
    if (const char* wrong = read_message(one, out.messages.emplace_back())) return wrong;
  out.labelled = gold != nullptr && gold->IsArray();
  if (!out.labelled) return nullptr;
  for (const Value& one : gold->GetArray())
    if (const char* wrong = read_gold(one, out.gold.emplace_back())) return wrong;
  return nullptr;
}

void write_conversation(const Conversation& conversation, const Replayed& replayed, std::string& out) {
  rapidjson::StringBuffer buffer;
  Writer writer(buffer);
  writer.SetMaxDecimalPlaces(4);
  writer.StartObject();
  put(writer, "id", conversation.id);
  writer.Key("events");
  writer.StartArray();
  for (const Event& event : replayed.events) put(writer, event);
  writer.EndArray();
  writer.Key("verdicts");
  writer.StartArray();
  for (std::size_t i = 0; i < replayed.verdicts.size(); ++i) put(writer, replayed.verdicts[i], conversation.messages[i].text, i);
  writer.EndArray();
  writer.EndObject();
  out.assign(buffer.GetString(), buffer.GetSize());
}

int replay(int argc, char** argv) {
  Arguments arguments;
  if (!parse(argc, argv, arguments)) {
    std::fprintf(stderr, "%s\n", _("usage: tact replay --json | --score [--quiet HH:MM-HH:MM] [FILE]"));
    return 2;
  }
  std::vector<std::string> errors;
  const auto language = language::load_language("", errors, language::Means::quick);
  for (const std::string& error : errors) std::fprintf(stderr, "%s\n", error.c_str());
  const Engine engine(language.get());
  if (arguments.file == "-") return play(std::cin, engine, arguments);
  std::ifstream in(arguments.file, std::ios::binary);
  if (!in) {
    std::fprintf(stderr, "%s\n", fill(_("tact replay: {file}: cannot be read"), {{"file", arguments.file}}).c_str());
    return 1;
  }
  return play(in, engine, arguments);
}

}  // namespace tact::cli
