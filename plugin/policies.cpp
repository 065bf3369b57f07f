// SPDX-License-Identifier: GPL-3.0-or-later
#include "plugin/policies.h"

#include <algorithm>
#include <cstring>
#include <stdexcept>

#include "core/i18n.h"
#include "core/text/text.h"
#include "plugin/app.h"
#include "plugin/face.h"
#include "plugin/guard.h"

namespace tact::plugin {

namespace {

constexpr const char* any_ours = "tact-";
constexpr std::string_view ask_start = "tact-ask/1 ";
constexpr unsigned look_every = 60 * 1000;

std::vector<std::string> lines_of(const std::string& plain) {
  std::vector<std::string> lines;
  for (std::size_t start = 0; start <= plain.size();) {
    const std::size_t end = std::min(plain.find('\n', start), plain.size());
    lines.push_back(plain.substr(start, end - start));
    start = end + 1;
  }
  return lines;
}

void replace(char** message, const std::string& plain) {
  g_free(*message);
  *message = g_strdup(escaped(plain).c_str());
}

}  // namespace

Policies::Policies(App& app) : app_(app), trust_("trust.db", [](const std::string& path) { return std::make_unique<policy::Trust>(path); }) {
  app_.settings.use_signed([this](const RoomKey& room) { return signed_policy(room); });
  constexpr int after_rewriters = 5000;
  if (purple_signal_connect_priority(purple_conversations_get_handle(), "receiving-im-msg", app_.handle(), PURPLE_CALLBACK(&Policies::on_private), this, after_rewriters) == 0)
    throw std::runtime_error("libpurple knows no receiving-im-msg");
  app_.timers.after(look_every, [this] { look_again(); });
}

std::shared_ptr<const Policy> Policies::in_force(const RoomKey& room) {
  if (!trust_.there()) return nullptr;
  try {
    return trust_.get().in_force(room, app_.now());
  } catch (const std::exception& error) {
    purple_debug_error("tact", "trust: %s\n", error.what());
    return nullptr;
  }
}

const Policy* Policies::signed_policy(const RoomKey& room) {
  auto policy = in_force(room);
  if (policy == nullptr) return nullptr;
  std::shared_ptr<const Policy>& given = given_[room];
  // Somebody may still be looking at the one before: it stays until the next minute's look.
  if (given != nullptr && given != policy) retired_.push_back(std::move(given));
  given = std::move(policy);
  return given.get();
}

void Policies::forget(const RoomKey& room) {
  if (has_trust()) trust().forget(room);
  // Somebody may still be looking at it: it stays until the next minute's look.
  if (auto given = given_.extract(room); !given.empty() && given.mapped() != nullptr) retired_.push_back(std::move(given.mapped()));
  std::erase_if(told_, [start = room.text() + "\n"](const std::string& told) { return told.starts_with(start); });
  askers_.erase(room);
  refresh();
}

void Policies::refresh() {
  app_.settings.refresh();
}

/// A policy ends while the client runs, and another client of this person may have accepted one.
void Policies::look_again() {
  retired_.clear();
  bool moved = false;
  for (const auto& [room, policy] : given_) moved = moved || in_force(room) != policy;
  if (moved) refresh();
  app_.timers.after(look_every, [this] { look_again(); });
}

Role Policies::role(const RoomKey& room) {
  const auto policy = in_force(room);
  if (policy == nullptr || !own_key_.there()) return Role::member;
  try {
    const keys::Bytes own = own_key_.get().public_key().vector();
    if (policy->rep.key == own) return Role::rep;
    return std::ranges::any_of(policy->deputies, [&](const Officer& deputy) { return deputy.key == own; }) ? Role::deputy : Role::member;
  } catch (const std::exception& error) {
    purple_debug_error("tact", "key: %s\n", error.what());
    return Role::member;
  }
}

std::string Policies::without_carriers(const std::string& sender, const std::string& plain, std::vector<policy::Bytes>& found) {
  std::string rest;
  for (const std::string& line : lines_of(plain)) {
    if (!policy::is_carrier(line)) {
      rest += (rest.empty() ? "" : "\n") + line;
      continue;
    }
    if (auto bytes = reassembly_.take(sender, line, app_.now())) found.push_back(std::move(*bytes));
  }
  return rest;
}

bool Policies::received(const Place& place, const std::string& who, char** message, bool own) {
  // The usual message costs one look.
  if (std::strstr(*message, policy::carrier_start.data()) == nullptr) return false;
  Text text;
  read_text(*message, Format::markup, text);
  std::vector<policy::Bytes> found;
  const std::string rest = without_carriers(place.room.text() + "\n" + who, text.plain, found);
  if (rest == text.plain) return false;
  // What we published ourselves we follow already.
  if (!own)
    for (const policy::Bytes& bytes : found) app_.timers.soon([this, place, bytes, who] { arrived(place, bytes, who); });
  if (rest.empty()) return true;
  replace(message, rest);
  return false;
}

void Policies::arrived(const Place& place, const policy::Bytes& bytes, const std::string& who) {
  policy::Answer answer;
  try {
    answer = trust_.get().receive(place.room, bytes, who, app_.now());
  } catch (const std::exception& error) {
    app_.complain(place, fill(_("A guideline for this group was posted, but Tact cannot keep it ({error}); nothing changes."), {{"error", error.what()}}));
    return;
  }
  if (policy::changes(answer.outcome)) refresh();
  // Once more the same is no news; a stop is told once a run, not at every replay.
  if (answer.outcome == policy::Outcome::unchanged) return;
  if (!told_.insert(place.room.text() + "\n" + std::string(policy::name(answer.outcome)) + keys::hex(answer.hash)).second) return;
  app_.tell(place, {answer.line});
}

// NOLINTNEXTLINE(readability-non-const-parameter): libpurple's signature.
gboolean Policies::on_private(PurpleAccount* account, char** who, char** message, PurpleConversation*, PurpleMessageFlags* flags, gpointer data) noexcept {
  bool swallow = false;
  guarded("receiving-im-msg", [&] {
    if (account == nullptr || who == nullptr || *who == nullptr || message == nullptr || *message == nullptr || flags == nullptr) return;
    if (std::strstr(*message, any_ours) == nullptr) return;
    swallow = static_cast<Policies*>(data)->received_privately(account, *who, message);
  });
  return swallow ? TRUE : FALSE;
}

bool Policies::received_privately(PurpleAccount* account, const std::string& who, char** message) {
  Text text;
  read_text(*message, Format::markup, text);
  std::string asked_for;
  std::string kept;
  for (const std::string& line : lines_of(text.plain)) {
    if (line.starts_with(ask_start)) asked_for = line.substr(ask_start.size());
    else kept += (kept.empty() ? "" : "\n") + line;
  }
  std::vector<policy::Bytes> found;
  const std::string rest = without_carriers("private\n" + account_key(account).user + "\n" + who, kept, found);
  if (rest == text.plain) return false;
  if (const auto room = RoomKey::parse(asked_for)) {
    const Place place{*room, account_key(account)};
    // "room@service/nick" is somebody in that room.
    const std::string nick = who.find('/') == std::string::npos ? who : who.substr(who.find('/') + 1);
    constexpr std::size_t most_askers = 500;
    auto& askers = askers_[*room];
    if (role(*room) != Role::member && Rooms::find(place) != nullptr && askers.size() < most_askers) {
      askers.insert(nick);
      app_.timers.soon([this, place, nick] { app_.tell(place, {fill(_("{who} asks for the group’s guideline. “/tact publish to {who}” sends it privately."), {{"who", nick}})}); });
    }
  }
  for (const policy::Bytes& bytes : found) {
    // A private policy says itself which room it is for; only rooms that this person is in are looked at.
    const policy::Opened opened = policy::open(bytes, nullptr);
    const Place place{opened.policy.room, account_key(account)};
    if (opened.refusal == policy::Refusal::none && Rooms::find(place) != nullptr) app_.timers.soon([this, place, bytes, who] { arrived(place, bytes, who); });
  }
  if (rest.empty()) return true;
  replace(message, rest);
  return false;
}

void Policies::before_post(Outgoing& out) {
  const auto policy = in_force(out.place.room);
  if (policy == nullptr) return;
  try {
    policy::Consent consent(trust_.get().database());
    if (const auto notice = consent.due(*policy, app_.now())) {
      // A whole page line by line would bury an IRC window.
      std::vector<std::string> lines = notice->lines;
      constexpr std::size_t most_lines = 8;
      if (Faces::host() == Host::channel && lines.size() > most_lines) {
        lines.resize(1);
        lines.push_back(_("“/tact guidelines” shows the whole text."));
      }
      app_.timers.soon([this, place = out.place, lines] { app_.tell(place, lines); });
      consent.shown(*policy, app_.now());
    }
    if (!consent.missing(*policy) || out.verdict.decision == Decision::refuse) return;
    Finding finding;
    finding.guideline = "acceptance";
    finding.label = "acceptance";
    finding.severity = Severity::serious;
    finding.sureness = 1;
    finding.reason = _("This group asks everybody to accept its guideline before they post: “/tact accept”, then send it again.");
    out.verdict.decision = Decision::refuse;
    out.verdict.findings.insert(out.verdict.findings.begin(), std::move(finding));
  } catch (const std::exception& error) {
    app_.complain(out.place, fill(_("Tact cannot read what was accepted here ({error})."), {{"error", error.what()}}));
  }
}

}  // namespace tact::plugin
