// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/language/language.h"

#include <cstdlib>

#include "config.h"

namespace tact::language {

std::string_view name(Label label) {
  switch (label) {
    case Label::grievance_staff: return "grievance_staff";
    case Label::grievance_child: return "grievance_child";
    case Label::grievance_parent: return "grievance_parent";
    case Label::current_affairs: return "current_affairs";
    case Label::anger: return "anger";
    case Label::abuse: return "abuse";
    case Label::threat: return "threat";
    case Label::defamation: return "defamation";
    case Label::disrespect: return "disrespect";
    case Label::dont_know: return "dont_know";
    case Label::privacy: return "privacy";
    case Label::one_to_one: return "one_to_one";
    case Label::off_topic: return "off_topic";
    case Label::leave_judgement: return "leave_judgement";
  }
  return "";
}

void read(const Language* language, const Text& text, std::span<const Line> context, Reading& out) {
  out.scored = false;
  out.scores.fill(0);
  out.over.fill(false);
  out.serious = 0;
  out.hits.clear();
  if (language != nullptr) language->read(text, context, out);
}

std::string data_folder() {
  const char* given = std::getenv("TACT_DATA");
  return given != nullptr && *given != '\0' ? given : TACT_DATADIR;
}

std::unique_ptr<Language> load_language(const std::string&, std::vector<std::string>&) { return nullptr; }

}  // namespace tact::language
