// SPDX-License-Identifier: GPL-3.0-or-later
#include "plugin/app.h"

#include <algorithm>
#include <cstdlib>
#include <fstream>

#include "core/i18n.h"
#include "plugin/face.h"
#include "plugin/guard.h"

namespace tact::plugin {

namespace {

/// For tests: the wall clock plus the seconds that a file says, read anew every time.
class ShiftedClock final : public Clock {
 public:
  explicit ShiftedClock(std::string path) : path_(std::move(path)) {}
  Instant now() const override {
    long long seconds = 0;
    std::ifstream(path_) >> seconds;
    return SystemClock().now() + std::chrono::seconds(seconds);
  }

 private:
  std::string path_;
};

std::unique_ptr<Clock> make_clock() {
  const char* shift = std::getenv("TACT_CLOCK_SHIFT");
  if (shift != nullptr && *shift != '\0') return std::make_unique<ShiftedClock>(shift);
  return std::make_unique<SystemClock>();
}

}  // namespace

App::App(PurplePlugin* plugin)
    : plugin_(plugin),
      clock_(make_clock()),
      outbox_("outbox.db", [this](const std::string& path) { return std::make_unique<outbox::Outbox>(path, *clock_); }),
      settings(*clock_),
      nudges(*this),
      holder(*this),
      releaser(*this),
      gatherer(*this),
      alarm(*this),
      commands(*this),
      send_hook(*this),
      receive_hook(*this) {}

App::~App() = default;

const Engine& App::engine() {
  if (engine_ != nullptr) return *engine_;
  language_ = language::load_language("", language_errors_);
  for (const std::string& error : language_errors_) purple_debug_warning("tact", "%s\n", error.c_str());
  engine_ = std::make_unique<Engine>(language_.get());
  return *engine_;
}

outbox::Outbox& App::outbox() { return outbox_.get(); }

NudgeHistory App::history(const RoomKey&, const Policy&) { return {}; }

RoomView App::view(const Place& place, PurpleConversation* conversation, const Policy& policy) {
  context_ = rooms.context(place.room);
  RoomView view;
  view.context = context_;
  view.occupants = conversation != nullptr ? Rooms::others(conversation) : std::nullopt;
  view.nudges = history(place.room, policy);
  return view;
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
