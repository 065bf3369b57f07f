// SPDX-License-Identifier: GPL-3.0-or-later
#include "plugin/nudge.h"

#include <algorithm>
#include <array>
#include <cstdio>

#include "core/guidelines/guideline.h"
#include "core/i18n.h"
#include "core/text/text.h"
#include "plugin/app.h"
#include "plugin/face.h"
#include "plugin/partner.h"
#include "plugin/preferences.h"

namespace tact::plugin {

namespace {

std::string hours_and_minutes(int minute) {
  char text[8];
  std::snprintf(text, sizeof text, "%02d:%02d", minute / 60 % 24, minute % 60);
  return text;
}

/// Which words fit which guideline, besides post and drop; only those in the command table are offered.
struct Fitting {
  std::string_view guideline;
  std::array<std::string_view, 2> words;
};
constexpr Fitting fitting[] = {
    {"anger", {"later", {}}},         {"good_time", {"later", {}}},  {"grievance", {"route", {}}},
    {"identity", {"mask", "consent"}}, {"pictures", {"consent", "own"}}, {"pile_on", {"later", {}}}, {"private_talk", {"private", {}}},
    {"relevance", {"private", {}}},
};

std::string label_of(std::string_view word) {
  if (word == "post") return C_("button", "Post as it is");
  if (word == "undo") return C_("button", "Take it back");
  if (word == "later") return C_("button", "Post later");
  if (word == "drop") return C_("button", "Forget it");
  if (word == "route") return C_("button", "Write to the school");
  if (word == "mask") return C_("button", "Mask it");
  if (word == "consent") return C_("button", "I have consent");
  if (word == "own") return C_("button", "My own child");
  if (word == "private") return C_("button", "Say it privately");
  if (word == "why") return C_("button", "Why?");
  if (word == "wrong") return C_("button", "This is wrong");
  return std::string(word);
}

/// "Not posted yet", three ways in turn: identical boxes are answered by habit.
const char* opening(outbox::HoldId id) {
  switch (id % 3) {
    case 0: return _("Not posted yet.");
    case 1: return _("Still with you, not in the group.");
    default: return _("One moment: this is not posted yet.");
  }
}

/// Said at the first nudge in a group: who sees this is the first thing that people fear.
const char* on_this_computer() { return _("Tact is automatic, on this computer only; nobody sees this."); }

/// With whom the held words go on, where that was the question; once per pair and day.
std::string partner_id(App& app, const outbox::Hold& hold) {
  if (hold.reasons.front().rule != "pair") return {};
  return partner_of(app, hold).id;
}

}  // namespace

std::string time_for_people(Instant at, Instant now, const std::string& zone) {
  const LocalTime then = wall_clock(at, zone), today = wall_clock(now, zone);
  std::string clock = hours_and_minutes(then.minute_of_day);
  if (at - now < std::chrono::hours(24)) return clock;
  if (then.year == today.year && then.month == today.month && then.day == today.day) return clock;
  char date[16];
  std::snprintf(date, sizeof date, "%04d-%02d-%02d", then.year % 10000, then.month % 100, then.day % 100);
  return fill(C_("time and date", "{time} on {date}"), {{"time", clock}, {"date", date}});
}

std::string excerpt(const outbox::Hold& hold) {
  Text text;
  read_text(hold.draft.raw, hold.draft.format, text);
  std::string line;
  constexpr long most = 60;
  for (const char c : text.plain) line += c == '\n' || c == '\r' || c == '\t' ? ' ' : c;
  if (g_utf8_validate(line.data(), static_cast<gssize>(line.size()), nullptr) == FALSE) return "…";
  if (g_utf8_strlen(line.c_str(), -1) <= most) return line;
  return line.substr(0, static_cast<std::size_t>(g_utf8_offset_to_pointer(line.c_str(), most) - line.c_str())) + "…";
}

void Nudges::show(outbox::HoldId id) {
  if (to_show_.empty() && to_put_back_.empty()) app_.timers.soon([this] { end_of_turn(); });
  to_show_.push_back(id);
}

void Nudges::put_back(outbox::HoldId id) {
  if (to_show_.empty() && to_put_back_.empty()) app_.timers.soon([this] { end_of_turn(); });
  to_put_back_.push_back(id);
}

void Nudges::end_of_turn() {
  std::vector<outbox::HoldId> show, back;
  show.swap(to_show_);
  back.swap(to_put_back_);
  std::map<Place, std::vector<outbox::Hold>> by_place;
  for (const outbox::HoldId id : show)
    if (auto hold = app_.outbox().find(id); hold && outbox::waits(hold->state))
      by_place[{hold->draft.room, hold->draft.account}].push_back(std::move(*hold));
  for (const auto& [place, holds] : by_place) {
    PurpleConversation* conversation = Rooms::find(place);
    std::vector<std::string> text;
    if (app_.bar.drawn())
      text = beside_bar(place, holds.size());
    else if (holds.size() > 1)
      text.push_back(fill(translate_plural("{count} line of this is not posted yet; the first:", "{count} lines of this are not posted yet; the first:",
                                           holds.size()),
                          {{"count", std::to_string(holds.size())}}));
    const bool numbered = app_.outbox().waiting(place.room, place.account).size() > holds.size();
    if (!app_.bar.drawn()) {
      const auto more = lines(holds.front(), conversation, numbered);
      text.insert(text.end(), more.begin(), more.end());
    }
    app_.tell(place, text);
    // Written now, not when it was judged: the lines of one paste are judged alike.
    if (holds.front().reasons.empty()) continue;
    outbox::Reason first = holds.front().reasons.front();
    // A rule of the group is no reminder: it uses up none of the day's few.
    if (holds.front().decision == Decision::refuse) first.severity = Severity::serious;
    told(place.room, first, partner_id(app_, holds.front()));
  }
  // In the order typed, each on a line of its own.
  std::map<Place, std::string> entries;
  for (const outbox::HoldId id : back) {
    const auto hold = app_.outbox().find(id);
    if (!hold || hold->state != outbox::State::held || hold->draft.pictures) continue;
    std::string& entry = entries[{hold->draft.room, hold->draft.account}];
    entry += (entry.empty() ? "" : "<br>") + (hold->draft.format == Format::plain ? escaped(hold->draft.raw) : hold->draft.raw);
  }
  if (!preferences::put_back()) return;
  for (const auto& [place, entry] : entries)
    if (PurpleConversation* conversation = Rooms::find(place)) Faces::put_back(conversation, entry);
}

void Nudges::told(const RoomKey& room, const outbox::Reason& reason, const std::string& pair) {
  app_.remember(room, [&](member::Diary& diary, const std::string& zone) {
    if (reason.rule == "budget") return diary.budget_noted(room, app_.now(), zone);
    Finding finding;
    finding.guideline = reason.guideline;
    finding.label = reason.label;
    finding.severity = reason.severity;
    finding.sureness = static_cast<float>(reason.sureness);
    finding.rule = reason.rule;
    diary.told(room, finding, app_.now(), zone, pair);
  });
}

void Nudges::note(const Place& place, const Verdict& verdict) {
  if (!verdict.findings.empty()) note(place, outbox::reasons_of(verdict).front());
}

void Nudges::noted(const outbox::Hold& hold) {
  if (!hold.reasons.empty()) note({hold.draft.room, hold.draft.account}, hold.reasons.front());
}

void Nudges::note(const Place& place, const outbox::Reason& reason) {
  const std::string line = fill(_("Posted. {reason} (guideline: “{words}”)"), {{"reason", reason.reason}, {"words", quotation(reason.guideline)}});
  app_.timers.soon([this, place, line, reason] {
    app_.tell(place, {line});
    told(place.room, reason);
  });
}

std::string Nudges::headline(const outbox::Hold& hold, PurpleConversation* conversation, Page page) {
  if (hold.state == outbox::State::pausing) {
    const auto left = std::chrono::ceil<std::chrono::seconds>(*hold.due - app_.now()).count();
    return fill(translate_plural("Posting in {count} second.", "Posting in {count} seconds.", static_cast<unsigned long>(std::max(left, decltype(left){0}))),
                {{"count", std::to_string(std::max(left, decltype(left){0}))}});
  }
  std::string line = opening(hold.id);
  if (!hold.reasons.empty()) {
    line += " " + hold.reasons.front().reason;
    const auto words = quotation(hold.reasons.front().guideline);
    if (!words.empty() && page == Page::quoted) line += " " + fill(_("(guideline: “{words}”)"), {{"words", words}});
  }
  const auto others = conversation != nullptr ? Rooms::others(conversation) : std::nullopt;
  if (others)
    line += " " + fill(translate_plural("{count} person would see it now.", "{count} people would see it now.", *others),
                       {{"count", std::to_string(*others)}});
  return line;
}

std::vector<Choice> Nudges::choices(const outbox::Hold& hold) {
  std::vector<std::string_view> words;
  const auto offer = [&](std::string_view word) {
    if (!word.empty() && Commands::knows(word) && std::find(words.begin(), words.end(), word) == words.end()) words.push_back(word);
  };
  const bool refused = hold.decision == Decision::refuse;
  if (hold.state == outbox::State::pausing) return {{"undo", label_of("undo")}, {"post", C_("button", "Post it now")}};
  if (hold.urgent && !refused) offer("post");
  for (const outbox::Reason& reason : hold.reasons)
    for (const Fitting& row : fitting)
      if (row.guideline == reason.guideline)
        for (const std::string_view word : row.words)
          if (!(refused && word == "later")) offer(word);
  if (!refused) offer("post");
  offer("drop");
  offer("why");
  std::vector<Choice> choices;
  choices.reserve(words.size());
  for (const std::string_view word : words) choices.push_back({std::string(word), label_of(word)});
  return choices;
}

std::string Nudges::ways(const outbox::Hold& hold) {
  const Policy& policy = app_.settings.policy_for(hold.draft.room);
  std::string line;
  if (hold.decision == Decision::refuse)
    line = policy.rep.name.empty() ? _("This group has agreed that it is not posted here: change the words, or take another way.")
                                   : fill(_("This group has agreed (set by {rep}) that it is not posted here: change the words, or take another way."),
                                          {{"rep", policy.rep.name}});
  else if (hold.word_needed || hold.fragments > 0 || hold.draft.pictures)
    // A slur or a threat wants the word; pieces and pictures cannot easily be sent a second time.
    line = _("/tact post posts it as it is.");
  else
    line = _("Send it again unchanged to post it.");
  for (const Choice& choice : choices(hold)) {
    std::string way;
    if (choice.word == "later")
      way = fill(_("/tact later posts it at {time}."), {{"time", hours_and_minutes(policy.later_at)}});
    else if (choice.word == "route")
      way = _("/tact route writes it to the right person instead.");
    else if (choice.word == "mask")
      way = _("/tact mask posts it with ••• in place of the details.");
    else if (choice.word == "consent")
      way = _("/tact consent says that the people in it agree.");
    else if (choice.word == "own")
      way = _("/tact own says that it shows your own child alone.");
    else if (choice.word == "private")
      way = _("/tact private says it to one person.");
    else if (choice.word == "drop")
      way = _("/tact drop forgets it.");
    if (!way.empty()) line += " " + way;
  }
  return line;
}

std::vector<std::string> Nudges::beside_bar(const Place& place, std::size_t count) {
  std::vector<std::string> text{fill(translate_plural("Not posted yet: the bar above the entry says why.",
                                                      "{count} lines of this are not posted yet: the bar above the entry says why.", count),
                                     {{"count", std::to_string(count)}})};
  if (app_.settings.first_time(place.room, "first nudge")) text.push_back(on_this_computer());
  return text;
}

std::vector<std::string> Nudges::lines(const outbox::Hold& hold, PurpleConversation* conversation, bool numbered) {
  std::vector<std::string> text;
  std::string first = headline(hold, conversation);
  if (numbered) first = fill(C_("number of a held message", "#{number}:"), {{"number", std::to_string(hold.id)}}) + " " + first;
  text.push_back(first);
  std::string second = ways(hold);
  if (hold.reasons.size() > 1)
    second += " " + fill(translate_plural("/tact why tells {count} more thing.", "/tact why tells {count} more things.", hold.reasons.size() - 1),
                         {{"count", std::to_string(hold.reasons.size() - 1)}});
  text.push_back(second);
  if (app_.settings.first_time(hold.draft.room, "first nudge")) text.push_back(on_this_computer());
  return text;
}

}  // namespace tact::plugin
