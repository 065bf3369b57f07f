// SPDX-License-Identifier: GPL-3.0-or-later
#include "plugin/app.h"

#include <algorithm>

#include "core/i18n.h"
#include "core/language/other_names.h"
#include "plugin/face.h"
#include "plugin/guard.h"
#include "plugin/partner.h"

namespace tact::plugin {

App::App(PurplePlugin* plugin)
    : plugin_(plugin),
      clock_(std::make_unique<SystemClock>()),
      outbox_("outbox.db", [this](const std::string& path) { return std::make_unique<outbox::Outbox>(path, *clock_); }),
      diary_("diary.db", [](const std::string& path) { return std::make_unique<member::Diary>(path); }),
      settings(*clock_),
      policies(*this),
      policy_rep(*this),
      nudges(*this),
      holder(*this),
      releaser(*this),
      gatherer(*this),
      pauser(*this),
      alarm(*this),
      commands(*this),
      card(*this),
      send_hook(*this),
      file_send(*this),
      receive_hook(*this),
      bar(*this),
      moderation(*this),
      remover(*this),
      queue_window(*this),
      undo(*this),
      api(*this),
      levels_window(*this),
      menu(*this) {
  events.observe([this](const Event& event) {
    switch (event.outcome) {
      case Outcome::released:
      case Outcome::revised:
      case Outcome::moved:
      case Outcome::discarded:
      case Outcome::expired: return holder.closed(event.hold);
      case Outcome::passed:
      case Outcome::noted:
      case Outcome::held:
      case Outcome::gathered:
      case Outcome::paused:
      case Outcome::scheduled:
      case Outcome::refused:
      case Outcome::unsure: return;
    }
  });
}

App::~App() = default;

const Engine& App::engine() {
  if (engine_ != nullptr) return *engine_;
  language_ = language::load_language("", language_errors_);
  for (const std::string& error : language_errors_) purple_debug_warning("tact", "%s\n", error.c_str());
  engine_ = std::make_unique<Engine>(language_.get());
  return *engine_;
}

/// Patterns for numbers and names, the clock of a zone: made when first needed, a few milliseconds that no sender should wait for.
void App::rehearse(const Policy& policy) {
  if (rehearsed_) return;
  Message sample;
  sample.raw = "Ring Ann Hall on 020 7946 0000, 10 High Street, by Friday";
  sample.at = now();
  (void)engine().review(sample, {}, policy);
  rehearsed_ = true;
}

void App::warm_up(const Place& place) {
  engine();
  if (!language_errors_.empty())
    complain(place, fill(translate_plural("Tact could not read {count} of its word lists and goes on without it: {error}",
                                          "Tact could not read {count} of its word lists and goes on without them: {error}", language_errors_.size()),
                         {{"count", std::to_string(language_errors_.size())}, {"error", language_errors_.front()}}));
  rehearse(settings.policy_for(place.room));
}

outbox::Outbox& App::outbox() { return outbox_.get(); }

member::Diary& App::diary() { return diary_.get(); }

NudgeHistory App::history(const RoomKey& room, const Policy& policy) {
  // Asked at every message, and changed by hardly any: read again after a minute, or when something was told or answered.
  constexpr std::chrono::seconds fresh{60};
  const Instant at = now();
  const auto known = histories_.find(room);
  if (known != histories_.end() && at >= known->second.read && at < known->second.read + fresh) return known->second.history;
  NudgeHistory history;
  if (diary_.there()) {
    try {
      history = diary_.get().history(room, at, policy.zone);
    } catch (const store::Error& error) {
      purple_debug_error("tact", "diary: %s\n", error.what());
    }
  }
  histories_[room] = {at, history};
  return history;
}

void App::remember(const RoomKey& room, const std::function<void(member::Diary&, const std::string& zone)>& write) {
  histories_.erase(room);
  try {
    write(diary(), settings.policy_for(room).zone);
  } catch (const store::Error& error) {
    // What was told and answered is a help, never a reason to stop a message.
    purple_debug_error("tact", "diary: %s\n", error.what());
  }
}

RoomView App::view(const Place& place, PurpleConversation* conversation, const Policy& policy) {
  listen();
  RoomView view;
  view.memory = &rooms.memory(place.room);
  view.context = view.memory->context();
  view.occupants = conversation != nullptr ? Rooms::others(conversation) : std::nullopt;
  view.can_write_privately = can_write_privately(conversation);
  view.nudges = history(place.room, policy);
  return view;
}

void App::heard(const Place& place, Sender sender, std::string_view raw, Format format, room::Origin origin) {
  Heard heard;
  heard.message.room = place.room;
  heard.message.sender = std::move(sender);
  heard.message.raw = raw;
  heard.message.format = format;
  heard.message.at = now();
  heard.origin = origin;
  // Not read here: echoes come inside the send itself, and Enter must not wait for them.
  if (heard_.empty()) timers.soon([this] { listen(); });
  heard_.push_back(std::move(heard));
}

void App::listen() {
  if (heard_.empty()) return;
  engine();
  std::vector<Heard> waiting;
  waiting.swap(heard_);
  for (const Heard& heard : waiting) {
    read_text(heard.message.raw, heard.message.format, heard_text_);
    room::Memory& memory = rooms.memory(heard.message.room);
    language::read(language_.get(), heard_text_, memory.context(), heard_reading_);
    if (language_ != nullptr) language::spare_names(*language_, heard_text_, memory.context(), heard_reading_);
    memory.note(heard.message, heard_text_, heard_reading_, heard.origin);
  }
}

void App::posted(const RoomKey& room) {
  const Policy& policy = settings.policy_for(room);
  try {
    const unsigned today = diary().posted(room, now(), policy.zone);
    // The only thing that changed: no reason to ask the disk again at the next message.
    if (const auto known = histories_.find(room); known != histories_.end()) known->second.history.posts_today = today;
  } catch (const store::Error& error) {
    purple_debug_error("tact", "diary: %s\n", error.what());
  }
}

void App::forget(const RoomKey& room) {
  std::erase_if(heard_, [&](const Heard& heard) { return heard.message.room == room; });
  std::erase_if(untold_, [&](const auto& entry) { return entry.first.room == room; });
  histories_.erase(room);
  rooms.forget(room);
  receive_hook.forget(room);
  card.forget(room);
  if (diary_.there()) diary().forget(room);
}

void App::tell(const Place& place, const std::vector<std::string>& lines) {
  if (lines.empty()) return;
  PurpleConversation* conversation = Rooms::find(place);
  // A window that was left shows nothing that we write: kept until the room is entered again.
  if (conversation == nullptr || !Rooms::can_send(conversation)) {
    auto& waiting = untold_[place];
    if (waiting.size() < 20) waiting.insert(waiting.end(), lines.begin(), lines.end());
    return;
  }
  Faces::tell(conversation, lines);
}

void App::complain(const Place& place, const std::string& line) {
  if (std::find(complaints_.begin(), complaints_.end(), line) != complaints_.end()) return;
  complaints_.push_back(line);
  tell(place, {line});
}

}  // namespace tact::plugin
