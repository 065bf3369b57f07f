// SPDX-License-Identifier: GPL-3.0-or-later
// /tact allow: words that are names here, say a teacher called Savage; for one person, beside the list that the group may have.
#include <algorithm>

#include "core/i18n.h"
#include "core/guidelines/guideline.h"
#include "core/text/normalize.h"
#include "plugin/app.h"

namespace tact::plugin {

namespace {

bool same(const std::string& a, const std::string& b) {
  std::string left, right;
  std::vector<std::uint32_t> unused, unused_too;
  text::fold(a, left, unused, unused_too);
  text::fold(b, right, unused, unused_too);
  return left == right;
}

auto find(std::vector<std::string>& words, const std::string& word) {
  return std::ranges::find_if(words, [&](const std::string& one) { return same(one, word); });
}

}  // namespace

Lines allowed_words(App& app, const RoomKey& room) {
  const Policy& policy = app.settings.policy_for(room);
  Lines lines;
  if (!policy.own_allow.empty()) lines.push_back(fill(_("Words that Tact lets pass here, for you: {words}."), {{"words", with_commas(policy.own_allow)}}));
  if (!policy.allow.empty()) lines.push_back(fill(_("The group’s own list: {words}."), {{"words", with_commas(policy.allow)}}));
  const auto required = [&](const Guideline* one) { return policy.level_of(one->id()) == Level::require; };
  if (!policy.own_allow.empty() && std::ranges::any_of(guidelines(), required)) lines.push_back(_("Where the group requires a guideline, only its own list counts."));
  return lines;
}

Lines allow_command(App& app, const Call& call) {
  const RoomKey& room = call.place.room;
  const bool away = !call.words.empty() && call.words.front() == "not";
  const std::vector<std::string> given = words_of(std::string_view(call.rest).substr(away ? 3 : 0));
  if (given.empty()) {
    Lines lines = allowed_words(app, room);
    if (lines.empty()) lines.push_back(_("You have allowed no words here."));
    lines.push_back(_("/tact allow WORDS lets words pass that are names here, say a teacher called Savage; commas stand between several. /tact allow not WORDS takes them off the list."));
    return lines;
  }
  std::vector<std::string> words = app.settings.policy_for(room).own_allow;
  for (const std::string& word : given) {
    const auto there = find(words, word);
    if (away && there == words.end()) return {fill(_("“{words}” is not on your list."), {{"words", word}})};
    if (away) words.erase(there);
    else if (there == words.end()) words.push_back(word);
  }
  if (!app.settings.set_parameter(room, "allow", with_commas(words))) return {fill(_("Tact did not understand “{value}”; that stays as it was."), {{"value", call.rest}})};
  Lines lines = allowed_words(app, room);
  if (words.empty()) lines.insert(lines.begin(), _("You have allowed no words here."));
  return lines;
}

}  // namespace tact::plugin
