// SPDX-License-Identifier: GPL-3.0-or-later
// What a member asks about the group's policy: whose it is, what it says, what they accepted.
#include <algorithm>

#include "core/i18n.h"
#include "core/policy/page.h"
#include "core/policy/vouch.h"
#include "core/policy/words.h"
#include "plugin/app.h"
#include "plugin/face.h"
#include "plugin/policies.h"

namespace tact::plugin {

namespace {

std::string listed(const std::vector<std::string>& words) {
  std::string out;
  for (const std::string& word : words) out += (out.empty() ? "" : " · ") + word;
  return out;
}

}  // namespace

std::optional<bool> Policies::is_operator(PurpleConversation* conversation, const std::string& who) {
  if (conversation == nullptr) return std::nullopt;
  PurpleConvChatBuddy* buddy = purple_conv_chat_cb_find(PURPLE_CONV_CHAT(conversation), who.c_str());
  if (buddy == nullptr) return std::nullopt;
  return (buddy->flags & (PURPLE_CBFLAGS_OP | PURPLE_CBFLAGS_FOUNDER)) != 0;
}

std::string Policies::digits(const RoomKey& room, const Policy& policy) {
  const auto theirs = keys::PublicKey::parse(policy.rep.key);
  const keys::PublicKey& mine = own_key_.get().public_key();
  if (!theirs || *theirs == mine) return {};
  return fill(_("In person, compare these digits with the ones that {rep} sees after “/tact trust {key}”: {digits}"),
              {{"rep", policy.rep.name}, {"key", mine.line()}, {"digits", keys::safety_number(room.text(), mine, *theirs)}});
}

std::vector<std::string> Policies::offer_lines(const Place& place, PurpleConversation* conversation, const policy::Offer& offer, std::size_t number) {
  std::vector<std::string> lines;
  lines.push_back(std::to_string(number) + ". " + listed(policy::summary(*offer.policy)));
  const auto is_op = is_operator(conversation, offer.from);
  lines.push_back(!is_op   ? fill(_("Posted by {who}, who is not in the room now."), {{"who", offer.from}})
                  : *is_op ? fill(_("Posted by {who}, who is an operator of this room. That says who runs the room, not who they are."), {{"who", offer.from}})
                           : fill(_("Posted by {who}, who is no operator of this room."), {{"who", offer.from}}));
  for (std::string& line : policy::vouched_for(trust_.get(), place.room, offer, app_.now())) lines.push_back(std::move(line));
  if (const std::string compare = digits(place.room, *offer.policy); !compare.empty()) lines.push_back(compare);
  return lines;
}

std::vector<std::string> Policies::trust_words(const Place& place, PurpleConversation* conversation, const std::string& rest) {
  // The rep's side of the comparison: a member's key line gives the same digits.
  if (const auto theirs = keys::PublicKey::parse_line(rest)) return {keys::safety_number(place.room.text(), own_key_.get().public_key(), *theirs)};
  const auto current = in_force(place.room);
  const auto offers = has_trust() ? trust_.get().offers(place.room) : std::vector<policy::Offer>();
  std::string word = rest;
  std::size_t number = 1;
  if (const auto blank = rest.find(' '); blank != std::string::npos && rest[0] >= '1' && rest[0] <= '9') {
    number = static_cast<std::size_t>(rest[0] - '0');
    word = rest.substr(blank + 1);
  }
  const bool yes = word == "yes", no = word == "no", change = word == "change";
  if (yes || no || change) {
    if (number > offers.size()) return {_("No guideline waits for your word here.")};
    const policy::Offer& offer = offers[number - 1];
    if (no) return trust_.get().decline(place.room, offer.hash), std::vector<std::string>{_("Forgotten. Nothing has changed.")};
    if (offers.size() > 1 && yes && rest == "yes") return {_("More than one guideline waits. Say which: “/tact trust 1 yes”.")};
    // Another key than the one that was followed: not by the same word that is said every day.
    if (current != nullptr && !change)
      return {fill(_("This is another key than {rep}’s. Ask {rep} in person first. If the group really has a new rep whose key was not handed over, “/tact trust change” follows the new one."), {{"rep", current->rep.name}})};
    const policy::Answer answer = trust_.get().accept(place.room, offer.hash, app_.now());
    refresh();
    return {answer.line};
  }
  std::vector<std::string> lines;
  if (current != nullptr) {
    lines.push_back(fill(_("Followed here: {summary}"), {{"summary", listed(policy::summary(*current))}}));
    if (const std::string compare = digits(place.room, *current); !compare.empty()) lines.push_back(compare);
  }
  for (std::size_t i = 0; i < offers.size(); ++i) {
    const auto more = offer_lines(place, conversation, offers[i], i + 1);
    lines.insert(lines.end(), more.begin(), more.end());
  }
  if (!offers.empty() && current == nullptr) lines.push_back(_("“/tact trust yes” follows it: its required rules hold for you and only its rep’s key can change it. “/tact trust no” forgets it."));
  if (!offers.empty() && current != nullptr) lines.push_back(_("This one has another key. “/tact trust no” forgets it."));
  if (lines.empty()) lines.push_back(_("No guideline was posted here by a rep who uses Tact. “/tact ask NAME” asks somebody for it."));
  return lines;
}

std::vector<std::string> Policies::accept_words(const Place& place) {
  const auto policy = in_force(place.room);
  if (policy == nullptr) return {_("There is no guideline to accept here yet.")};
  policy::Consent consent(trust_.get().database());
  consent.accept(*policy, app_.now());
  return {fill(_("Noted, on this computer only: you accept the guideline, version {version}. Thank you."), {{"version", std::to_string(policy->version)}})};
}

std::vector<std::string> Policies::guideline_words(const Place& place, const std::string& rest) {
  const auto policy = in_force(place.room);
  std::vector<std::string> lines;
  if (rest == "changes" && policy != nullptr) return policy::Consent(trust_.get().database()).notice(*policy).lines;
  const Policy page = policy == nullptr ? policy_template(app_.settings.kind(place.room)) : *policy;
  lines.push_back(policy == nullptr ? std::string(_("The school’s page; no rep has published a guideline for this group."))
                                    : fill(_("The guideline of {group}, version {version}."), {{"group", policy->group_name}, {"version", std::to_string(policy->version)}}));
  // What a rep published stands as it was signed; the page that everybody has is told in the reader's language.
  for (std::size_t i = 0; i < page.sentences.size(); ++i)
    lines.push_back(policy::numbered(i + 1, policy == nullptr ? std::string(_(page.sentences[i].c_str())) : page.sentences[i]));
  return lines;
}

std::vector<std::string> Policies::policy_words(const Place& place, PurpleConversation* conversation) {
  const auto policy = in_force(place.room);
  if (policy == nullptr) return {_("No policy is followed here. A rep makes one with “/tact setup”.")};
  std::vector<std::string> lines = policy::summary(*policy);
  if (policy->expired) lines.push_back(_("It has ended: its required rules are advice until the rep publishes a new one."));
  const auto accepted = policy::Consent(trust_.get().database()).accepted(place.room);
  if (accepted) lines.push_back(fill(_("You accepted version {version} at {time}."), {{"version", std::to_string(accepted->version)}, {"time", rfc3339(accepted->at)}}));
  if (role(place.room) == Role::member) return lines;
  // Honest: Tact tells nobody that it is there; only who asked for the guideline has shown it.
  const auto others = conversation != nullptr ? Rooms::others(conversation) : std::nullopt;
  const std::size_t known = askers_[place.room].size();
  lines.push_back(others ? fill(_("At least {known} of {all} use Tact here: those who asked for the guideline. The others are not known, for Tact tells nobody. For everybody else your own queue works."), {{"known", std::to_string(known + 1)}, {"all", std::to_string(*others + 1)}})
                         : std::string(_("How many use Tact here is not known. For those who do not, your own queue works.")));
  return lines;
}

std::vector<std::string> Policies::ask_words(const Place& place, PurpleConversation* conversation, const std::string& whom) {
  if (conversation == nullptr || !Rooms::can_send(conversation)) return {_("You are not in this room now.")};
  if (whom.empty() || purple_conv_chat_cb_find(PURPLE_CONV_CHAT(conversation), whom.c_str()) == nullptr) return {_("Say whom to ask, somebody who is here now: “/tact ask NAME”. They get one private message from you.")};
  PurpleConnection* connection = purple_conversation_get_gc(conversation);
  // Through the room where the network has that ("room@service/nick"), else to the name itself.
  PurplePluginProtocolInfo* protocol = PURPLE_PLUGIN_PROTOCOL_INFO(purple_connection_get_prpl(connection));
  const int id = purple_conv_chat_get_id(PURPLE_CONV_CHAT(conversation));
  gchar* real = protocol->get_cb_real_name != nullptr ? protocol->get_cb_real_name(connection, id, whom.c_str()) : nullptr;
  std::string to = real != nullptr ? real : whom;
  if (real == nullptr && place.room.protocol == "prpl-jabber") to = std::string(purple_conversation_get_name(conversation)) + "/" + whom;
  g_free(real);
  const std::string text = fill(_("Could you send me this group’s guideline, please? ({room})"), {{"room", Rooms::title(conversation)}});
  const std::string machine = "tact-ask/1 " + place.room.text();
  const std::vector<std::string> messages = Rooms::one_line_only(conversation) ? std::vector<std::string>{text, machine} : std::vector<std::string>{text + "\n" + machine};
  for (const std::string& message : messages)
    if (serv_send_im(connection, to.c_str(), escaped(message).c_str(), static_cast<PurpleMessageFlags>(0)) < 0) return {fill(_("{who} cannot be written to privately here."), {{"who", whom}})};
  return {fill(_("Asked {who} privately: “{text}”"), {{"who", whom}, {"text", text}})};
}

}  // namespace tact::plugin
