// SPDX-License-Identifier: GPL-3.0-or-later
#include "plugin/alarm.h"

#include "plugin/app.h"
#include "plugin/guard.h"

namespace tact::plugin {

namespace {

constexpr unsigned while_near = 250, while_scheduled = 2000;  // milliseconds

}  // namespace

void Alarm::rearm() {
  unsigned wanted = 0;
  if (app_.has_outbox()) {
    outbox::Outbox& outbox = app_.outbox();
    wanted = outbox.any_gathering() || outbox.any_pausing() ? while_near : outbox.any_scheduled() ? while_scheduled : 0;
  }
  if (timer_ != 0 && wanted == interval_) return;
  if (timer_ != 0) app_.timers.cancel(timer_);
  timer_ = 0;
  interval_ = wanted;
  if (wanted != 0) timer_ = app_.timers.after(wanted, [this] { tick(); });
}

void Alarm::tick() {
  timer_ = 0;
  guarded("gather", [&] { app_.gatherer.finish_due(); });
  guarded("pause", [&] { app_.pauser.post_due(); });
  guarded("schedule", [&] { app_.releaser.post_due(); });
  rearm();
}

}  // namespace tact::plugin
