// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/report/question.h"

#include "core/report/packed.h"

namespace tact::report {

namespace {

/// version, act, reason, report
constexpr const char* question_type = "(yssay)";
constexpr guchar version = 1;
constexpr std::size_t most_reason = 2000;

}  // namespace

Bytes Question::bytes() const { return pack(g_variant_new("(yss@ay)", version, clean(act, 16).c_str(), clean(reason, most_reason).c_str(), new_bytes(report.bytes()))); }

std::optional<Question> Question::parse(ByteView bytes) {
  const Variant value = unpack(bytes, question_type);
  if (value == nullptr) return std::nullopt;
  guchar said = 0;
  g_variant_get_child(value.get(), 0, "y", &said);
  Question question{text_at(value.get(), 1), text_at(value.get(), 2), {}};
  const auto report = Report::parse(bytes_at(value.get(), 3));
  const bool grave = question.act == "remove" || question.act == "refer";
  if (said != version || !grave || question.reason.size() > most_reason || !report) return std::nullopt;
  question.report = *report;
  return question;
}

}  // namespace tact::report
