// SPDX-License-Identifier: GPL-3.0-or-later
#include "plugin/policy_rep.h"

#include <algorithm>
#include <array>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <memory>

#include "core/guidelines/guideline.h"
#include "core/i18n.h"
#include "core/policy/carrier.h"
#include "core/policy/fields.h"
#include "core/policy/human.h"
#include "core/policy/page.h"
#include "core/policy/words.h"
#include "plugin/app.h"
#include "plugin/face.h"
#include "plugin/form.h"

namespace tact::plugin {

namespace {

struct Question {
  const char* id;
  const char* text;     ///< N_()
  const char* label;    ///< N_(), of its field in the window; the colon keeps Pidgin from adding one
  const char* example;  ///< N_()
};

constexpr std::array questions = {
    Question{"kind", N_("Which kind of group is this?"), N_("Kind of group:"), N_("class or community")},
    Question{"group", N_("What do members call it?"), N_("Its name, as members call it:"), N_("Class 3")},
    Question{"rep", N_("What is your name, as members know it?"), N_("Your name, as members know it:"), N_("Ann Lee")},
    Question{"quiet", N_("When does the group rest?"), N_("Rest (21:00-07:00, or none):"), N_("21:00-07:00, or none")},
    Question{"contact", N_("Where does a concern go: an address or a sentence?"), N_("Concerns go to (address or sentence):"), N_("office@school.example")},
};

std::string asked(std::size_t number) {
  const Question& question = questions[number - 1];
  return fill(_("{number} of {all}: {question} Answer with “/tact setup {example}”."),
              {{"number", std::to_string(number)}, {"all", std::to_string(questions.size())}, {"question", _(question.text)}, {"example", _(question.example)}});
}

/// The next year's last day of August: a policy ends with the school year.
std::int64_t end_of_school_year(Instant now) {
  const LocalTime today = wall_clock(now, "Etc/UTC");
  const int year = today.month >= 7 ? today.year + 1 : today.year;
  return policy::moment(std::to_string(year) + "-08-31").value_or(0);
}

/// Where private messages reach this person: on IRC the nick alone.
std::string own_address(const Place& place) { return place.room.protocol == "prpl-irc" ? place.account.user.substr(0, place.account.user.find('@')) : place.account.user; }

/// Blanks of the person's, and nothing else, are put right.
std::string tidy(const std::string& text) {
  const auto first = text.find_first_not_of(" \t"), last = text.find_last_not_of(" \t");
  return first == std::string::npos ? std::string() : text.substr(first, last - first + 1);
}

std::string first_word(const std::string& text) { return text.substr(0, text.find(' ')); }
std::string after_word(const std::string& text) { return text.find(' ') == std::string::npos ? std::string() : tidy(text.substr(text.find(' '))); }

/// What would be posted, with the lines for computers cut short: whole they would push the words out of sight.
std::string preview(const std::string& message) {
  constexpr std::size_t shown = 40;
  std::string out;
  for (std::size_t start = 0; start <= message.size();) {
    const std::size_t end = std::min(message.find('\n', start), message.size());
    const std::string line = message.substr(start, end - start);
    const bool cut = policy::is_carrier(line) && line.size() > shown;
    out += (start == 0 ? "" : "\n") + (cut ? fill(_("{start}… ({count} letters for computers)"), {{"start", line.substr(0, shown)}, {"count", std::to_string(line.size())}}) : line);
    start = end + 1;
  }
  return out;
}

/// "require good_time": how hard, for these guidelines.  False where it is anything else, as an answer to a question is.
bool set_levels(Policy& policy, const std::string& text) {
  const auto wanted = level(first_word(text));
  std::string rest = after_word(text);
  if (!wanted || rest.empty()) return false;
  Policy trial = policy;
  for (; !rest.empty(); rest = after_word(rest)) {
    const std::string id = first_word(rest);
    if (std::ranges::none_of(guidelines(), [&](const Guideline* one) { return one->id() == id; })) return false;
    trial.levels[id] = *wanted;
  }
  policy = std::move(trial);
  return true;
}

}  // namespace

std::string PolicyRep::draft_path(const RoomKey& room) {
  // By hash: a room's name may hold anything, a file's may not.
  return Home::path(("policy-" + keys::hex(keys::sha256(room.text())).substr(0, 12) + ".policy").c_str());
}

void PolicyRep::forget(const RoomKey& room) {
  question_.erase(room);
  shown_.erase(room);
  std::error_code error;
  std::filesystem::remove(draft_path(room), error);
  if (error) throw store::Error(draft_path(room) + ": " + error.message(), 0);
}

std::optional<Policy> PolicyRep::draft(const RoomKey& room, std::vector<std::string>& problems) {
  const std::string path = draft_path(room);
  std::ifstream in(path, std::ios::binary);
  if (!in) return std::nullopt;
  const std::string text{std::istreambuf_iterator<char>(in), {}};
  auto policy = policy::from_human(text, path, problems);
  if (policy && policy->room != room) problems.push_back(fill(_("{path}: belongs to another room"), {{"path", path}})), policy.reset();
  return policy;
}

void PolicyRep::save(const Policy& policy) {
  store::make_private_folder(Home::folder());
  store::write_private_file(draft_path(policy.room), policy::to_human(policy));
}

std::string PolicyRep::answer(Policy& policy, std::size_t question, const std::string& text) const {
  Policy trial = policy;
  const std::string_view id = questions[question - 1].id;
  if (id == "kind") {
    const auto kind = group_kind(text);
    if (!kind) return _("It is class or community.");
    const Policy fresh = policy_template(*kind);
    trial.kind = *kind;
    trial.routes = fresh.routes;
  } else if (id == "group") {
    trial.group_name = text;
  } else if (id == "rep") {
    trial.rep.name = text;
  } else if (id == "quiet") {
    const auto dash = text.find('-');
    const auto from = policy::clock_minute(text.substr(0, dash)), until = dash == std::string::npos ? std::nullopt : policy::clock_minute(text.substr(dash + 1));
    if (text != "none" && (!from || !until)) return _("Say it as 21:00-07:00, or none.");
    trial.quiet_from = text == "none" ? 0 : *from;
    trial.quiet_until = text == "none" ? 0 : *until;
  } else if (id == "contact") {
    for (Contact& contact : trial.routes) contact.address = text;
  }
  if (std::string wrong = policy::out_of_bounds(trial); !wrong.empty()) return wrong;
  policy = std::move(trial);
  return {};
}

std::vector<std::string> PolicyRep::ready(const Place& place) const {
  return {_("Ready. “/tact publish” shows what would be posted; nothing is posted before you say yes."),
          _("So far every rule is a reminder. “/tact setup require good_time” makes the quiet hours one that nobody posts against; “/tact guidelines” has the others."),
          fill(_("Everything else (levels, limits, deputies) can be set in the file {path}."), {{"path", draft_path(place.room)}})};
}

std::vector<std::string> PolicyRep::setup_words(const Place& place, const std::string& rest) {
  std::vector<std::string> problems;
  auto policy = draft(place.room, problems);
  if (!problems.empty()) return problems;
  if (!policy) {
    const auto current = app_.policies.in_force(place.room);
    policy = current != nullptr ? *current : policy_template(GroupKind::class_group);
    policy->room = place.room;
    if (current == nullptr) {
      policy->rep = {};
      policy->rep.address = own_address(place);
      policy->valid_until = end_of_school_year(app_.now());
    }
  }
  const std::string text = tidy(rest);
  if (set_levels(*policy, text)) {
    save(*policy);
    return {_("Kept for the next version. “/tact publish” shows it; nothing is posted before you say yes.")};
  }
  std::size_t& question = question_[place.room];
  if (text.empty() || question == 0 || question > questions.size()) {
    save(*policy);
    question = 1;
    if (window(place, *policy)) return {_("Five questions, in the window that has opened. The words work as well:"), asked(1)};
    return {_("Five questions make this group’s guideline from the school’s page. Nothing is posted."), asked(1)};
  }
  if (const std::string wrong = answer(*policy, question, text); !wrong.empty()) return {wrong, asked(question)};
  save(*policy);
  ++question;
  if (question <= questions.size()) return {asked(question)};
  question = 0;
  return ready(place);
}

bool PolicyRep::window(const Place& place, const Policy& policy) {
  if (Faces::host() != Host::pidgin && Faces::host() != Host::finch) return false;
  std::vector<PurpleRequestField*> fields{form::choice("kind", _(questions[0].label), policy.kind == GroupKind::class_group ? 0 : 1, {_("class"), _("community")})};
  const std::string quiet = policy.quiet_from == policy.quiet_until ? "none" : policy::clock_text(policy.quiet_from) + "-" + policy::clock_text(policy.quiet_until);
  const std::array<std::string, 4> values = {policy.group_name, policy.rep.name, quiet, policy.routes.empty() ? std::string() : policy.routes.front().address};
  for (std::size_t i = 1; i < questions.size(); ++i) fields.push_back(form::entry(questions[i].id, _(questions[i].label), values[i - 1]));
  const Asks::Words words{_("This group’s guideline"), _("Five questions; nothing is posted yet."), {}, _("Keep"), _("Cancel")};
  return app_.asks.form(place, words, fields, [this, place](PurpleRequestFields* answered) { answered_all(place, answered); });
}

void PolicyRep::answered_all(const Place& place, PurpleRequestFields* fields) {
  std::vector<std::string> problems;
  auto policy = draft(place.room, problems);
  if (!policy) return app_.tell(place, problems);
  const auto text = [&](const char* id) {
    const char* value = purple_request_fields_get_string(fields, id);
    return value != nullptr ? tidy(value) : std::string();
  };
  const std::array<std::string, 5> answers = {form::chosen(fields, "kind") == 0 ? "class" : "community", text("group"), text("rep"), text("quiet"), text("contact")};
  for (std::size_t i = 0; i < answers.size(); ++i)
    if (std::string wrong = answer(*policy, i + 1, answers[i]); !wrong.empty()) problems.push_back(std::move(wrong));
  if (!problems.empty()) return app_.tell(place, problems);
  save(*policy);
  question_.erase(place.room);
  app_.tell(place, ready(place));
}

PolicyRep::Next PolicyRep::next(const Place& place, PurpleConversation* conversation, bool whole) {
  std::vector<std::string> problems;
  const auto written = draft(place.room, problems);
  if (!problems.empty()) throw keys::Error(problems.front());
  const auto current = app_.policies.in_force(place.room);
  if (!written && current == nullptr) throw keys::Error(_("There is nothing to publish yet: “/tact setup” makes a guideline for this group."));
  const keys::IdentityKey& key = app_.policies.own_key().get();
  Next out;
  out.policy = written ? *written : *current;
  out.policy.signed_by_rep = out.policy.expired = false;
  if (out.policy.rep.key.empty()) out.policy.rep.key = key.public_key().vector();
  // Members seal their reports with it; one that is published stays good while the rep's Tact keeps its private half.
  if (out.policy.rep.key == key.public_key().vector() && out.policy.rep.bundle.empty()) out.policy.rep.bundle = app_.moderation.bundle().bytes();
  if (current != nullptr) {
    // The same but for its number is no new version: no noise.
    Policy same = *current;
    same.signed_by_rep = same.expired = false;
    Policy compared = out.policy;
    compared.version = same.version, compared.previous = same.previous;
    out.anew = compared != same;
    out.policy.version = out.anew ? current->version + 1 : current->version;
    out.policy.previous = out.anew ? policy::hash(same) : same.previous;
  } else {
    out.anew = true;
    out.policy.version = std::max(out.policy.version, 1U);
  }
  if (out.anew && current != nullptr && app_.policies.role(place.room) == Role::member) throw keys::Error(fill(_("Only {rep} or a deputy can change this group’s guideline."), {{"rep", current->rep.name}}));
  for (const policy::Remark& remark : policy::lint(out.policy))
    if (remark.error) throw keys::Error(remark.text);
  out.signed_bytes = out.anew ? policy::sign(out.policy, key) : app_.policies.trust().signed_bytes(place.room);
  const bool line_by_line = conversation != nullptr && Rooms::one_line_only(conversation);
  out.messages = policy::publication(out.policy, whole ? nullptr : current.get(), out.signed_bytes, line_by_line);
  return out;
}

std::vector<std::string> PolicyRep::publish_words(const Place& place, PurpleConversation* conversation, const std::string& rest) {
  if (conversation == nullptr || !Rooms::can_send(conversation)) return {_("You are not in this room now; nothing is posted.")};
  if (first_word(rest) == "to") return send_privately(place, conversation, after_word(rest));
  const bool again = rest == "again" || rest == "again yes", yes = rest == "yes" || rest == "again yes";
  try {
    const Next made = next(place, conversation, again);
    if (!made.anew && !again) return {_("Nothing has changed since the last publication. “/tact publish again” shows it for posting once more.")};
    // Only what was shown is posted: a file that was edited in between is shown first.
    // The very bytes: a signature is another one each time it is made.
    const auto shown = shown_.find(place.room);
    if (yes && shown != shown_.end() && shown->second.policy == made.policy && shown->second.messages.size() == made.messages.size()) {
      const Next seen = std::move(shown->second);
      shown_.erase(shown);
      return post(place, seen);
    }
    shown_[place.room] = made;
    std::vector<std::string> lines = {_("This is what would be posted, word for word:")};
    for (const std::string& message : made.messages) lines.push_back(rest == "whole" ? message : preview(message));
    if (rest != "whole") lines.push_back(_("“/tact publish whole” shows what is for computers, too."));
    const auto count = static_cast<unsigned long>(made.messages.size());
    lines.push_back(fill(translate_plural("{count} message. “/tact publish {yes}” posts it.", "{count} messages. “/tact publish {yes}” posts them.", count), {{"count", std::to_string(count)}, {"yes", again ? "again yes" : "yes"}}));
    return lines;
  } catch (const std::exception& error) {
    return {error.what()};
  }
}

std::vector<std::string> PolicyRep::post(const Place& place, const Next& made) {
  // On disk and in force here before the room sees it.  A deputy's goes the way of everybody's.
  if (made.anew) {
    const auto current = app_.policies.in_force(place.room);
    policy::Trust& trust = app_.policies.trust();
    const policy::Answer answer = current == nullptr ? trust.pin_own(place.room, made.signed_bytes, app_.now()) : trust.receive(place.room, made.signed_bytes, place.account.user, app_.now());
    if (!policy::changes(answer.outcome)) return {answer.line};
    policy::Consent(trust.database()).accept(made.policy, app_.now());
    app_.policies.refresh();
  }
  std::size_t posted = 0;
  for (const std::string& message : made.messages) {
    PurpleConversation* conversation = Rooms::find(place);
    if (!Rooms::can_send(conversation)) break;
    outbox::Draft draft;
    draft.room = place.room;
    draft.account = place.account;
    draft.raw = escaped(message);
    if (!app_.send_hook.post(conversation, place, draft)) break;
    ++posted;
  }
  if (posted == made.messages.size())
    return {fill(_("Published: version {version} is in force. Members are asked once whether they trust your key."), {{"version", std::to_string(made.policy.version)}})};
  return {fill(_("Version {version} is in force here, but only {posted} of {all} messages could be posted. “/tact publish again” posts it once more."),
               {{"version", std::to_string(made.policy.version)}, {"posted", std::to_string(posted)}, {"all", std::to_string(made.messages.size())}})};
}

std::vector<std::string> PolicyRep::send_privately(const Place& place, PurpleConversation* conversation, const std::string& whom) {
  if (!app_.policies.has_trust() || app_.policies.trust().signed_bytes(place.room).empty()) return {_("Nothing has been published here yet.")};
  if (purple_conv_chat_cb_find(PURPLE_CONV_CHAT(conversation), whom.c_str()) == nullptr) return {fill(_("{who} is not in the room now."), {{"who", whom}})};
  PurpleConnection* connection = purple_conversation_get_gc(conversation);
  const auto current = app_.policies.in_force(place.room);
  const auto messages = policy::publication(*current, nullptr, app_.policies.trust().signed_bytes(place.room), Rooms::one_line_only(conversation));
  const std::string to = place.room.protocol == "prpl-jabber" ? std::string(purple_conversation_get_name(conversation)) + "/" + whom : whom;
  for (const std::string& message : messages)
    if (serv_send_im(connection, to.c_str(), escaped(message).c_str(), static_cast<PurpleMessageFlags>(0)) < 0) return {fill(_("{who} cannot be written to privately here."), {{"who", whom}})};
  return {fill(_("Sent to {who} privately."), {{"who", whom}})};
}

std::vector<std::string> PolicyRep::handover_words(const Place& place, const std::string& rest) {
  const std::string own = app_.policies.own_key().get().public_key().line();
  std::vector<std::string> how = {fill(_("Your own key: {line}"), {{"line", own}}),
                                        _("“/tact handover to KEY NAME” makes the next guideline name another rep, “/tact handover deputy KEY NAME” adds a deputy. KEY is their line from “/tact handover”; get it from them in person.")};
  const std::string word = first_word(rest), given = after_word(rest);
  if (word != "to" && word != "deputy") return how;
  const auto current = app_.policies.in_force(place.room);
  std::vector<std::string> problems;
  auto policy = draft(place.room, problems);
  if (!problems.empty()) return problems;
  if (!policy && current != nullptr) policy = *current;
  if (!policy) return {_("There is no guideline to hand over yet: “/tact setup” makes one.")};
  // "tact-public-key BASE64 NAME"
  const std::string start = first_word(given), tail = after_word(given);
  const auto key = keys::PublicKey::parse_line(start + " " + first_word(tail));
  const std::string name = after_word(tail);
  if (!key || name.empty()) return {_("Expected the key line and the name: “/tact handover to tact-public-key … Dan Fox”."), how.front()};
  const Officer officer{name, {}, key->vector(), {}};
  if (word == "deputy") {
    std::erase_if(policy->deputies, [&](const Officer& one) { return one.key == officer.key; });
    policy->deputies.push_back(officer);
  } else {
    std::erase_if(policy->deputies, [&](const Officer& one) { return one.key == officer.key; });
    policy->rep = officer;
    policy->valid_until = end_of_school_year(app_.now());
  }
  if (const std::string wrong = policy::out_of_bounds(*policy); !wrong.empty()) return {wrong};
  save(*policy);
  return {word == "deputy" ? fill(_("{name} will be a deputy in the next version. “/tact publish” shows it."), {{"name", name}})
                           : fill(_("{name} will be the rep from the next version on; you sign it, and your key is worth nothing here afterwards. “/tact publish” shows it."), {{"name", name}})};
}

}  // namespace tact::plugin
