// SPDX-License-Identifier: GPL-3.0-or-later
#include "plugin/moderation.h"

#include <algorithm>
#include <cstring>
#include <stdexcept>

#include "core/i18n.h"
#include "core/text/text.h"
#include "plugin/app.h"
#include "plugin/guard.h"
#include "plugin/moderation_rep.h"
#include "plugin/people.h"

namespace tact::plugin {

namespace {

using namespace std::chrono_literals;

constexpr auto slice_time = 5ms;        ///< of judging, then the main loop has its turn
constexpr unsigned slice_every = 12;
constexpr unsigned flush_after = 1500;  ///< a quiet room's chain is written in one go
constexpr unsigned settled_after = 1500;
constexpr unsigned an_hour = 3600 * 1000;
constexpr auto announce_every = 20s;    ///< a raid is one line, not hundreds

bool marks_no_history(std::string_view protocol) { return protocol == "prpl-irc" || protocol.find("whatsmeow") != std::string_view::npos; }

}  // namespace

Moderation::Moderation(App& app)
    : app_(app), rep_("moderation.db", [this](const std::string&) {
        store::make_private_folder(Home::folder());
        return std::make_unique<Rep>(Home::folder(), app_, *this);
      }) {
  // After decryptors, before what shows it.
  constexpr int after_rewriters = 5000;
  void* conversations = purple_conversations_get_handle();
  if (purple_signal_connect_priority(conversations, "receiving-im-msg", app.handle(), PURPLE_CALLBACK(&Moderation::on_private), this, after_rewriters) == 0 ||
      purple_signal_connect(conversations, "chat-joined", app.handle(), PURPLE_CALLBACK(&Moderation::on_joined), this) == 0)
    throw std::runtime_error("libpurple knows no receiving-im-msg");
  app_.timers.after(30 * 1000, [this] { hourly(); });
}

Moderation::~Moderation() = default;

Moderation::Rep& Moderation::rep() { return rep_.get(); }

const Policy* Moderation::officer_policy(const RoomKey& room) {
  const Policy* policy = app_.settings.signed_policy(room);
  if (policy == nullptr || !own_key_.there()) return nullptr;
  const auto& key = own_key_.get().public_key().bytes();
  const bool officer = moderation::role_of_key(*policy, key) != Role::member || std::ranges::equal(policy->alternate.key, key);
  return officer ? policy : nullptr;
}

/// The alternate receives reports about the rep but does not watch the room.
bool Moderation::judged(const RoomKey& room) {
  const Policy* policy = officer_policy(room);
  return policy != nullptr && moderation::role_of_key(*policy, own_key_.get().public_key().bytes()) != Role::member;
}

keys::Bundle Moderation::bundle(bool* rotated) { return rep().mailbox.prekeys().current(app_.now(), rotated); }

PurpleConversation* Moderation::open_room(const RoomKey& room) {
  for (GList* item = purple_get_chats(); item != nullptr; item = item->next) {
    auto* conversation = static_cast<PurpleConversation*>(item->data);
    const auto place = Rooms::place_of(conversation);
    if (place && place->room == room && Rooms::can_send(conversation)) return conversation;
  }
  return nullptr;
}

void Moderation::heard(const Place& place, PurpleConversation* conversation, const char* who, const char* markup, PurpleMessageFlags flags) {
  if ((flags & PURPLE_MESSAGE_SYSTEM) != 0 || app_.settings.signed_policy(place.room) == nullptr) return;
  const std::string name = who;
  // Two people may have nicks that libpurple folds into one: the flag alone is no proof that it is oneself.
  const bool self = (flags & PURPLE_MESSAGE_SEND) != 0 && name == own_occupant(conversation);
  if (self) return;
  const std::string address = address_of(conversation, name);
  read_text(markup, Format::markup, text_);
  const std::string& plain = text_.plain;
  const bool delayed = (flags & PURPLE_MESSAGE_DELAYED) != 0;
  const bool watch = judged(place.room);
  if (!delayed) recent_.add(place.room.text(), {app_.now(), address, name, plain, false});
  if (!watch) {
    if (!delayed) rep().chain.add(place.room.text(), name, plain, app_.now());
    return arm();
  }
  moderation::Arrival arrival;
  arrival.message.room = place.room;
  arrival.message.sender = {address, name, false, Role::member};
  arrival.message.raw = markup;
  arrival.message.at = app_.now();
  arrival.plain = plain;
  arrival.via = place.account.protocol + " " + place.account.user;
  arrival.delayed = delayed;
  arrival.may_replay_unmarked = marks_no_history(place.room.protocol);
  if (const auto joined = joined_.find(place); joined != joined_.end()) arrival.joined_at = joined->second;
  rep().inbox.take(std::move(arrival));
  arm();
}

void Moderation::said(const Place& place, PurpleConversation* conversation, const char* markup) {
  if (app_.settings.signed_policy(place.room) == nullptr) return;
  read_text(markup, Format::markup, text_);
  const std::string& plain = text_.plain;
  const std::string name = conversation != nullptr ? own_occupant(conversation) : std::string();
  recent_.add(place.room.text(), {app_.now(), place.account.user, name, plain, true});
  rep().chain.add(place.room.text(), name, plain, app_.now());
  arm();
}

void Moderation::on_joined(PurpleConversation* conversation, gpointer data) noexcept {
  guarded("chat-joined", [&] {
    auto* self = static_cast<Moderation*>(data);
    const auto place = Rooms::place_of(conversation);
    if (!place) return;
    self->joined_[*place] = self->app_.now();
    self->app_.timers.after(settled_after, [self, place = *place] { self->entered(place); });
  });
}

void Moderation::entered(const Place& place) {
  // A bundle that grew old asks for a new signature under the policy; said once a week.
  if (!judged(place.room)) return;
  bool rotated = false;
  const keys::Bundle mine = bundle(&rotated);
  const Policy* policy = officer_policy(place.room);
  const auto published = [&](const Officer& officer) { return std::ranges::equal(officer.key, own_key_.get().public_key().bytes()) && officer.bundle == mine.bytes(); };
  if (published(policy->rep) || published(policy->alternate) || std::ranges::any_of(policy->deputies, published)) return;
  complain(place.room, "bundle", _("The key that opens sealed reports is new; sign the group’s policy again so that members use it. Until then the old one opens them."));
}

void Moderation::arm() {
  if (armed_) return;
  armed_ = true;
  const bool busy = rep().inbox.waiting() && rep().inbox.backlog() > 0;
  app_.timers.after(busy ? slice_every : flush_after, [this] { slice(); });
}

void Moderation::slice() {
  armed_ = false;
  Rep& rep = this->rep();
  const auto until = std::chrono::steady_clock::now() + slice_time;
  try {
    for (const std::int64_t id : rep.inbox.work([&] { return std::chrono::steady_clock::now() < until; })) fresh_.push_back(id);
    if (rep.chain.pending()) {
      rep.records.database().transaction([&] { rep.chain.flush(); });
      rep.chain.settle();
    }
  } catch (const store::Error& error) {
    // Kept in memory and tried again; the rep must know that the disk is the matter.
    for (const auto& [place, at] : joined_)
      if (is_officer(place.room)) complain(place.room, error.what(), fill(_("Tact cannot write the queue ({error}); it tries again."), {{"error", error.what()}}));
    armed_ = true;
    app_.timers.after(5000, [this] { slice(); });
    return;
  }
  if (!fresh_.empty() && (app_.now() - announced_ > announce_every || app_.now() < announced_) && rep.inbox.backlog() == 0) {
    std::vector<std::int64_t> fresh;
    fresh.swap(fresh_);
    const auto item = rep.queue.find(fresh.front());
    const std::string line = rep.office.arrived(fresh);
    if (!line.empty()) announced_ = app_.now();
    if (const auto room = item ? RoomKey::parse(item->room) : std::nullopt; room && !line.empty()) tell(*room, line);
  }
  if (rep.inbox.waiting() || !fresh_.empty()) arm();
}

void Moderation::hourly() {
  app_.timers.after(an_hour, [this] { hourly(); });
  if (!rep_.there()) return;
  rep().office.sweep();
  for (const std::string& line : rep().office.due())
    for (const auto& [place, at] : joined_)
      if (is_officer(place.room)) {
        tell(place.room, line);
        break;
      }
}

std::vector<std::string> Moderation::office(const Place& place, std::string_view word, std::string_view rest) {
  // Nobody who is no officer anywhere needs a queue.
  if (!is_officer(place.room) && !rep_.there()) return {_("That is for a group’s rep or deputy: your key is in no signed policy here.")};
  return rep().office.answer(place.room, word, rest);
}

std::vector<moderation::Item> Moderation::open_items() { return rep_.there() ? rep().queue.open() : std::vector<moderation::Item>(); }

std::vector<std::int64_t> Moderation::on_hold(const RoomKey& room) { return rep_.there() ? rep().retention.on_hold(room.text()) : std::vector<std::int64_t>(); }

void Moderation::forget(const RoomKey& room) {
  recent_.forget(room.text());
  std::erase_if(joined_, [&](const auto& entry) { return entry.first.room == room; });
  if (!rep_.there()) return;
  rep().inbox.forget(room.text());
  rep().retention.forget(room.text(), app_.now());
}

void Moderation::complain(const RoomKey& room, const std::string& matter, const std::string& line) {
  Instant& last = complained_[room.text() + "\n" + matter];
  if (app_.now() - last < std::chrono::hours(1) && app_.now() >= last) return;
  if (complained_.size() > 500) complained_.clear();
  complained_[room.text() + "\n" + matter] = app_.now();
  tell(room, line);
}

void Moderation::tell(const RoomKey& room, const std::string& text) {
  if (text.empty()) return;
  if (PurpleConversation* conversation = open_room(room)) {
    if (const auto place = Rooms::place_of(conversation)) app_.tell(*place, {text});
    return;
  }
  for (const auto& [place, at] : joined_)
    if (place.room == room) return app_.tell(place, {text});
}

std::vector<std::string> Moderation::my_addresses(const RoomKey& room) {
  std::vector<std::string> out;
  if (const Policy* policy = officer_policy(room)) {
    const auto mine = [&](const Officer& officer) { return std::ranges::equal(officer.key, own_key_.get().public_key().bytes()); };
    for (const Officer* officer : {&policy->rep, &policy->alternate})
      if (mine(*officer)) out.push_back(officer->address);
    for (const Officer& deputy : policy->deputies)
      if (mine(deputy)) out.push_back(deputy.address);
  }
  if (PurpleConversation* conversation = open_room(room))
    for (std::string& address : own_addresses(conversation)) out.push_back(std::move(address));
  return out;
}

void Moderation::remove(const moderation::Removal& removal, RemovalDone done) { app_.remover.remove(removal, std::move(done)); }

}  // namespace tact::plugin
