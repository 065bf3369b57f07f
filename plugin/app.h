// SPDX-License-Identifier: GPL-3.0-or-later
// Owns everything of one load of the plugin, in construction order; on the heap, so that a reload starts from nothing.  A new family of features
// is one member here and connects its own signals.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include <purple.h>

#include "core/engine.h"
#include "core/language/language.h"
#include "core/member/diary.h"
#include "core/outbox/outbox.h"
#include "core/room/memory.h"
#include "core/seams.h"
#include "plugin/alarm.h"
#include "plugin/api/api.h"
#include "plugin/asks.h"
#include "plugin/bar.h"
#include "plugin/card.h"
#include "plugin/commands.h"
#include "plugin/events.h"
#include "plugin/file_send.h"
#include "plugin/gather.h"
#include "plugin/hold.h"
#include "plugin/home.h"
#include "plugin/levels_window.h"
#include "plugin/menu.h"
#include "plugin/moderation.h"
#include "plugin/nudge.h"
#include "plugin/pause.h"
#include "plugin/queue_window.h"
#include "plugin/policies.h"
#include "plugin/policy_rep.h"
#include "plugin/receive_hook.h"
#include "plugin/release.h"
#include "plugin/remove.h"
#include "plugin/rooms.h"
#include "plugin/send_hook.h"
#include "plugin/settings.h"
#include "plugin/timers.h"
#include "plugin/undo.h"

namespace tact::plugin {

class App {
 public:
  explicit App(PurplePlugin* plugin);
  ~App();
  App(const App&) = delete;
  App& operator=(const App&) = delete;

  PurplePlugin* handle() const { return plugin_; }
  const Clock& clock() const { return *clock_; }
  Instant now() const { return clock_->now(); }

  /// Packs and model are loaded at first use and then kept.  What could not be loaded is told once.
  const Engine& engine();
  /// Loads and makes now what the first message would wait for, and tells at `place` what could not be loaded.
  void warm_up(const Place& place);
  /// Throws store::Error while it cannot be opened.
  outbox::Outbox& outbox();
  /// An outbox exists, open or from an earlier run: asking it is worth while.
  bool has_outbox() const { return outbox_.there(); }
  /// Throws store::Error while it cannot be opened.
  member::Diary& diary();
  /// Writes something into the diary; a diary that cannot be written stops nothing.
  void remember(const RoomKey& room, const std::function<void(member::Diary&, const std::string& zone)>& write);
  /// What the person was told lately in this room.
  NudgeHistory history(const RoomKey& room, const Policy& policy);

  /// What one review needs to know of the room now.
  RoomView view(const Place& place, PurpleConversation* conversation, const Policy& policy);

  /// A message is in the room: into its memory.
  void heard(const Place& place, Sender sender, std::string_view raw, Format format, room::Origin origin);
  /// One more of this person's own is in the room; counted on disk.
  void posted(const RoomKey& room);

  /// G47: nothing of this room is left in the diary or in memory.  Throws store::Error.
  void forget(const RoomKey& room);
  /// A line for the sender at this place, now or, if no window shows it, when it is entered again.
  void tell(const Place& place, const std::vector<std::string>& lines);
  /// Something went wrong that the person must know: said once a run and matter.
  void complain(const Place& place, const std::string& line);

 private:
  void rehearse(const Policy& policy);

  PurplePlugin* plugin_;
  std::unique_ptr<Clock> clock_;
  std::unique_ptr<language::Language> language_;
  std::unique_ptr<Engine> engine_;
  bool rehearsed_ = false;
  Lazy<outbox::Outbox> outbox_;
  Lazy<member::Diary> diary_;
  std::vector<std::string> complaints_, language_errors_;
  std::map<Place, std::vector<std::string>> untold_;
  struct Known {
    Instant read;
    NudgeHistory history;
  };
  std::map<RoomKey, Known> histories_;
  struct Heard {
    Message message;
    room::Origin origin;
  };
  void listen();
  std::vector<Heard> heard_;  ///< read in the next turn of the main loop, or before the next review
  Text heard_text_;
  language::Reading heard_reading_;
  friend class ReceiveHook;

 public:
  Timers timers;
  Asks asks;  ///< before all that ask
  Events events;
  Rooms rooms;
  Settings settings;
  Policies policies;
  PolicyRep policy_rep;
  Nudges nudges;
  Holder holder;
  Releaser releaser;
  Gatherer gatherer;
  Pauser pauser;
  Alarm alarm;
  Commands commands;
  Card card;
  SendHook send_hook;
  FileSend file_send;
  ReceiveHook receive_hook;
  Bar bar;
  Moderation moderation;
  Remover remover;
  QueueWindow queue_window;
  Undo undo;
  Api api;
  LevelsWindow levels_window;
  Menu menu;
};

}  // namespace tact::plugin
