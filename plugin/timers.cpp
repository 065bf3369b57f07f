// SPDX-License-Identifier: GPL-3.0-or-later
#include "plugin/timers.h"

#include <memory>

#include "plugin/guard.h"

namespace tact::plugin {

Timers::~Timers() {
  for (const auto& [id, entry] : entries_) {
    purple_timeout_remove(id);
    delete entry;
  }
}

guint Timers::after(unsigned milliseconds, Work work) {
  auto entry = std::make_unique<Entry>(Entry{this, 0, std::move(work)});
  const guint id = purple_timeout_add(milliseconds, &Timers::fire, entry.get());
  entry->id = id;
  entries_.emplace(id, entry.get());
  static_cast<void>(entry.release());  // libpurple has it now; fire() takes it back
  return id;
}

void Timers::cancel(guint id) {
  const auto found = entries_.find(id);
  if (found == entries_.end()) return;
  purple_timeout_remove(id);
  delete found->second;
  entries_.erase(found);
}

gboolean Timers::fire(gpointer data) noexcept {
  const std::unique_ptr<Entry> entry(static_cast<Entry*>(data));
  entry->owner->entries_.erase(entry->id);
  guarded("timer", entry->work);
  return FALSE;
}

}  // namespace tact::plugin
