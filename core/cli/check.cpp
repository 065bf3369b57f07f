// SPDX-License-Identifier: GPL-3.0-or-later
// `tact check`: what Tact would say to a message.  For people with TEXT, for scripts one JSON object a line with
// --json.
#include <rapidjson/document.h>
#include <rapidjson/stringbuffer.h>
#include <rapidjson/writer.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cmath>
#include <cstdio>
#include <cstring>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/cli/commands.h"
#include "core/engine.h"
#include "core/guidelines/guideline.h"
#include "core/i18n.h"
#include "core/language/language.h"

namespace tact::cli {

namespace {

using Writer = rapidjson::Writer<rapidjson::StringBuffer>;

/// Minutes of day from "HH:MM".
std::optional<int> clock_time(std::string_view at) {
  const auto digit = [&](std::size_t i) { return at[i] >= '0' && at[i] <= '9'; };
  if (at.size() != 5 || at[2] != ':' || !digit(0) || !digit(1) || !digit(3) || !digit(4)) return std::nullopt;
  const int hour = (at[0] - '0') * 10 + at[1] - '0', minute = (at[3] - '0') * 10 + at[4] - '0';
  if (hour > 23 || minute > 59) return std::nullopt;
  return hour * 60 + minute;
}

std::optional<Instant> rfc3339_time(const std::string& at) {
  int y = 0, mo = 0, d = 0, h = 0, mi = 0, s = 0, used = 0;
  // NOLINTNEXTLINE(cert-err34-c): four digits at most, nothing overflows.
  if (std::sscanf(at.c_str(), "%4d-%2d-%2d%*1[Tt ]%2d:%2d:%2d%n", &y, &mo, &d, &h, &mi, &s, &used) < 6 || used == 0)
    return std::nullopt;
  std::size_t i = static_cast<std::size_t>(used);
  if (i < at.size() && at[i] == '.')
    while (++i < at.size() && at[i] >= '0' && at[i] <= '9') {
    }
  int offset = 0;
  if (i < at.size() && (at[i] == '+' || at[i] == '-')) {
    int oh = 0, om = 0;
    // NOLINTNEXTLINE(cert-err34-c): two digits at most, nothing overflows.
    if (std::sscanf(at.c_str() + i + 1, "%2d:%2d", &oh, &om) != 2) return std::nullopt;
    offset = (at[i] == '-' ? -1 : 1) * (oh * 60 + om);
  } else if (i >= at.size() || (at[i] != 'Z' && at[i] != 'z')) {
    return std::nullopt;
  }
  using namespace std::chrono;
  const year_month_day day{year(y), month(static_cast<unsigned>(mo)), std::chrono::day(static_cast<unsigned>(d))};
  if (!day.ok() || h > 23 || mi > 59 || s > 60) return std::nullopt;
  return sys_days(day) + hours(h) + minutes(mi - offset) + seconds(s);
}

/// Today at noon, where a line says nothing: no quiet hour.
Instant at_minute(int minute, const std::string& zone) {
  // Asked again and again for the same few minutes.
  static std::array<Instant, 1440> known{};
  Instant& at = known[static_cast<std::size_t>(minute)];
  if (at == Instant{}) {
    using namespace std::chrono;
    at = next_local(sys_days(year(2026) / 1 / 14), zone, minute);
  }
  return at;
}

class LineChecker {
 public:
  LineChecker(const language::Language* language, GroupKind kind)
      : engine_(language),
        kind_(kind),
        class_(default_policy(GroupKind::class_group)),
        community_(default_policy(GroupKind::community)) {}

  /// One line in, one line in `out`; false if it was malformed.
  bool check(std::string& line, std::size_t number) {
    out_.Clear();
    writer_.Reset(out_);
    writer_.SetMaxDecimalPlaces(4);
    in_.GetAllocator().Clear();
    in_.SetNull();
    in_.ParseInsitu<rapidjson::kParseFullPrecisionFlag | rapidjson::kParseValidateEncodingFlag>(line.data());
    const char* wrong = read();
    if (wrong == nullptr) return answer(), true;
    writer_.StartObject();
    writer_.Key("id");
    writer_.Null();
    writer_.Key("error");
    const std::string error = "line " + std::to_string(number) + ": " + wrong;
    writer_.String(error.c_str(), static_cast<rapidjson::SizeType>(error.size()));
    writer_.EndObject();
    return false;
  }
  std::string_view line() const { return {out_.GetString(), out_.GetSize()}; }

 private:
  static std::string_view text_of(const rapidjson::Value& value) {
    return {value.GetString(), value.GetStringLength()};
  }

  const rapidjson::Value* member(const char* name) const {
    const auto found = in_.FindMember(name);
    return found == in_.MemberEnd() || found->value.IsNull() ? nullptr : &found->value;
  }

  /// Fills message_ and context_; answers what is wrong, null if nothing.
  const char* read() {
    if (in_.HasParseError()) return "no JSON, expected one object";
    if (!in_.IsObject()) return "not an object, expected {\"id\", \"text\"}";
    const auto *id = member("id"), *text = member("text"), *from = member("from"), *at = member("at"),
               *group = member("group"), *context = member("context");
    if (id == nullptr || (!id->IsString() && !id->IsNumber())) return "no id, expected a string";
    if (text == nullptr || !text->IsString()) return "no text, expected a string";
    if (from != nullptr && !from->IsString()) return "bad from, expected a string";
    if (group != nullptr && (!group->IsString() || !group_kind(text_of(*group))))
      return "bad group, expected class or community";
    policy_ =
        (group != nullptr ? *group_kind(text_of(*group)) : kind_) == GroupKind::class_group ? &class_ : &community_;
    id_ = id;
    message_.raw.assign(text_of(*text));
    message_.format = Format::plain;
    message_.sender.name.assign(from != nullptr ? text_of(*from) : std::string_view());
    message_.sender.self = true;
    if (const char* wrong = read_time(at)) return wrong;
    return read_context(context);
  }

  const char* read_time(const rapidjson::Value* at) {
    constexpr int noon = 12 * 60;
    if (at == nullptr) return message_.at = at_minute(noon, policy_->zone), nullptr;
    if (!at->IsString()) return "bad at, expected HH:MM or RFC 3339";
    if (const auto minute = clock_time(text_of(*at))) return message_.at = at_minute(*minute, policy_->zone), nullptr;
    const auto moment = rfc3339_time(std::string(text_of(*at)));
    if (!moment) return "bad at, expected HH:MM or RFC 3339";
    message_.at = *moment;
    return nullptr;
  }

  const char* read_context(const rapidjson::Value* context) {
    context_.clear();
    if (context == nullptr) return nullptr;
    if (!context->IsArray()) return "bad context, expected a list of {\"from\", \"text\"}";
    for (const auto& one : context->GetArray()) {
      if (!one.IsObject()) return "bad context, expected a list of {\"from\", \"text\"}";
      const auto from = one.FindMember("from"), text = one.FindMember("text");
      if (text == one.MemberEnd() || !text->value.IsString()) return "bad context, expected a text in each line";
      Line line;
      if (from != one.MemberEnd() && from->value.IsString()) line.from = text_of(from->value);
      line.text = text_of(text->value);
      // Exported chats name the network itself as the sender of its notices.
      line.system = line.from == "WhatsApp" || line.from.empty();
      context_.push_back(line);
    }
    // The engine is promised no more than the last four.
    constexpr std::size_t most = 4;
    if (context_.size() > most) context_.erase(context_.begin(), context_.end() - most);
    return nullptr;
  }

  void answer() {
    RoomView room;
    room.context = context_;
    const Verdict verdict = engine_.review(message_, room, *policy_, text_, reading_);
    writer_.StartObject();
    writer_.Key("id");
    id_->Accept(writer_);
    writer_.Key("verdict");
    put(name(verdict.decision));
    writer_.Key("findings");
    writer_.StartArray();
    for (const Finding& finding : verdict.findings) put(finding);
    writer_.EndArray();
    writer_.Key("scores");
    put_scores(verdict);
    writer_.EndObject();
  }

  void put(std::string_view text) { writer_.String(text.data(), static_cast<rapidjson::SizeType>(text.size())); }
  void put(const Finding& finding) {
    writer_.StartObject();
    writer_.Key("guideline");
    put(finding.guideline);
    writer_.Key("label");
    put(finding.label);
    writer_.Key("severity");
    put(name(finding.severity));
    writer_.Key("sureness");
    writer_.Double(static_cast<double>(finding.sureness));
    // The whole message where no words weighed more than others.
    const auto whole = static_cast<std::uint32_t>(message_.raw.size());
    writer_.Key("start");
    writer_.Uint(finding.span.empty() ? 0 : finding.span.start);
    writer_.Key("end");
    writer_.Uint(finding.span.empty() ? whole : finding.span.end);
    writer_.Key("reason");
    put(finding.reason);
    writer_.EndObject();
  }

  /// The classifier's scores, raised by the rules that spoke.
  void put_scores(const Verdict& verdict) {
    std::array<float, language::label_count> scores = reading_.scores;
    for (std::size_t i = 0; i < scores.size(); ++i) {
      const std::string_view label = language::name(static_cast<language::Label>(i));
      for (const language::Hit& hit : reading_.hits)
        if (hit.label == label && hit.guideline != "rumour") scores[i] = 1 - (1 - scores[i]) * (1 - hit.sureness);
      for (const Finding& finding : verdict.findings)
        if (finding.label == label && finding.rule != "model" && finding.guideline != "rumour")
          scores[i] = std::max(scores[i], finding.sureness);
    }
    writer_.StartObject();
    for (std::size_t i = 0; i < scores.size(); ++i) {
      const std::string_view label = language::name(static_cast<language::Label>(i));
      writer_.Key(label.data(), static_cast<rapidjson::SizeType>(label.size()));
      put_share(scores[i]);
    }
    writer_.EndObject();
  }

  /// A number from 0 to 1 to four places, as Writer::Double would write it and in a tenth of its time: there are
  /// fourteen of them in every line.
  void put_share(float share) {
    const long whole = std::lround(std::clamp(share, 0.0F, 1.0F) * 10000);
    char digits[] = {static_cast<char>('0' + whole / 10000), '.', 0, 0, 0, 0};
    std::size_t size = 6;
    for (long rest = whole % 10000, i = 5; i > 1; --i, rest /= 10) digits[i] = static_cast<char>('0' + rest % 10);
    while (size > 3 && digits[size - 1] == '0') --size;
    writer_.RawValue(digits, size, rapidjson::kNumberType);
  }

  Engine engine_;
  GroupKind kind_;
  Policy class_, community_;
  const Policy* policy_ = nullptr;
  rapidjson::Document in_;
  const rapidjson::Value* id_ = nullptr;
  rapidjson::StringBuffer out_;
  Writer writer_;
  Message message_;
  std::vector<Line> context_;
  Text text_;
  language::Reading reading_;
};

/// Lines of standard input.  Answers wait until nothing more lies ready, so that a program that sends one line and
/// waits has its answer, and one that sends a million pays for few writes.
class LinesIn {
 public:
  /// The next line without its end, which stays until the next call; false at the end of input.
  bool next(std::string& line) {
    line.clear();
    for (;;) {
      const char* end = static_cast<const char*>(std::memchr(buffer_.data() + at_, '\n', size_ - at_));
      const std::size_t stop = end != nullptr ? static_cast<std::size_t>(end - buffer_.data()) : size_;
      line.append(buffer_.data() + at_, stop - at_);
      at_ = end != nullptr ? stop + 1 : size_;
      if (end != nullptr) return true;
      if (std::fflush(stdout) != 0) return false;
      const ssize_t got = read(STDIN_FILENO, buffer_.data(), buffer_.size());
      if (got < 0 && errno == EINTR) continue;
      at_ = 0;
      size_ = got > 0 ? static_cast<std::size_t>(got) : 0;
      if (got <= 0) return !line.empty();
    }
  }

 private:
  std::vector<char> buffer_ = std::vector<char>(1 << 16);
  std::size_t at_ = 0, size_ = 0;
};

int check_lines(const language::Language* language, GroupKind kind) {
  LineChecker checker(language, kind);
  LinesIn lines;
  std::string line;
  bool all_well = true;
  for (std::size_t number = 1; lines.next(line); ++number) {
    while (!line.empty() && line.back() == '\r') line.pop_back();
    if (line.empty()) continue;
    // A NUL would end the in-place parse early and pass for a shorter, well-formed line.
    if (line.find('\0') != std::string::npos) std::ranges::replace(line, '\0', '\x01');
    all_well = checker.check(line, number) && all_well;
    std::fwrite(checker.line().data(), 1, checker.line().size(), stdout);
    std::fputc('\n', stdout);
  }
  return std::fflush(stdout) == 0 && std::ferror(stdout) == 0 && all_well ? 0 : 1;
}

/// G40-G45: the six questions of the page, with Tact's own answer where it can judge.
struct Question {
  const char* words;
  std::array<std::string_view, 8> guidelines;
};
constexpr Question questions[] = {
    {N_("Is this relevant?"), {"relevance", "private_talk"}},
    {N_("Is this necessary?"), {"repetition"}},
    {N_("Is it true?"), {"allegation", "rumour"}},
    {N_("Is it helpful?"), {"non_answer", "grievance"}},
    {N_("Is it kind?"), {"abuse", "anger", "leaving", "pile_on", "respect", "threat"}},
    {N_("Is this a good time to post?"), {"good_time"}},
};

int check_text(const language::Language* language, GroupKind kind, std::string text) {
  Message message;
  message.raw = std::move(text);
  message.format = Format::plain;
  message.at = SystemClock().now();
  message.sender.self = true;
  const Engine engine(language);
  const Verdict verdict = engine.review(message, {}, default_policy(kind));
  for (const Finding& finding : verdict.findings) {
    std::printf("%s\n    %s\n", std::string(quotation(finding.guideline)).c_str(), finding.reason.c_str());
    if (!finding.span.empty())
      std::printf("    “%s”\n", message.raw.substr(finding.span.start, finding.span.end - finding.span.start).c_str());
    if (!finding.hint.empty()) std::printf("    %s\n", finding.hint.c_str());
  }
  if (!verdict.findings.empty()) std::printf("\n");
  for (const Question& question : questions) {
    const bool asked = std::ranges::any_of(verdict.findings, [&](const Finding& finding) {
      return std::ranges::find(question.guidelines, finding.guideline) != question.guidelines.end();
    });
    std::printf("%s  %s\n", asked ? "?" : "-", _(question.words));
  }
  switch (verdict.decision) {
    case Decision::pass:
      std::printf("\n%s\n", _("Tact would let it pass."));
      break;
    case Decision::note:
      std::printf("\n%s\n", _("Tact would post it and add a quiet line for you."));
      break;
    case Decision::hold:
      std::printf("\n%s\n", _("Tact would ask you before posting it."));
      break;
    case Decision::refuse:
      std::printf("\n%s\n", _("A rule of the group would not let it pass."));
      break;
  }
  return 0;
}

int usage_error(std::string_view word) {
  std::fprintf(
      stderr, "%s\n",
      fill(_("tact check: “{word}” is not understood, expected TEXT or --json, and --template class or community"),
           {{"word", word}})
          .c_str());
  return 2;
}

}  // namespace

int check(int argc, char** argv) {
  bool json = false;
  GroupKind kind = GroupKind::class_group;
  std::string text;
  for (int i = 1; i < argc; ++i) {
    const std::string_view word = argv[i];
    if (word == "--json") {
      json = true;
    } else if (word == "--template") {
      const auto given = i + 1 < argc ? group_kind(argv[i + 1]) : std::nullopt;
      if (!given) return usage_error(i + 1 < argc ? argv[i + 1] : "--template");
      kind = *given;
      ++i;
    } else if (word.starts_with("--") && word.size() > 2) {
      return usage_error(word);
    } else {
      if (!text.empty()) text += ' ';
      text += word;
    }
  }
  if (json != text.empty()) return usage_error(json ? text : "");
  std::vector<std::string> errors;
  const auto language = language::load_language("", errors, language::Means::quick);
  for (const std::string& error : errors) std::fprintf(stderr, "%s\n", error.c_str());
  if (!language)
    std::fprintf(stderr, "%s\n",
                 _("tact check: no language pack could be loaded; only the structural guidelines speak"));
  return json ? check_lines(language.get(), kind) : check_text(language.get(), kind, std::move(text));
}

}  // namespace tact::cli
