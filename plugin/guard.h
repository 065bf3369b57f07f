// SPDX-License-Identifier: GPL-3.0-or-later
// The shell around everything that C calls: no exception leaves it.  What it logs names the place and the fault, never a message's text.
#pragma once

#include <exception>

#include <purple.h>

namespace tact::plugin {

/// Runs `work`; answers false when it threw.
template <class Work>
bool guarded(const char* where, Work&& work) noexcept {
  try {
    work();
    return true;
  } catch (const std::exception& error) {
    purple_debug_error("tact", "%s: %s\n", where, error.what());
  } catch (...) {
    purple_debug_error("tact", "%s: unknown fault\n", where);
  }
  return false;
}

}  // namespace tact::plugin
