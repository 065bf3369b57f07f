// SPDX-License-Identifier: GPL-3.0-or-later
#include "plugin/host/event_loop.h"

#include <glib.h>

namespace tact::host {

namespace {

struct Watch {
  PurpleInputFunction function;
  gpointer data;
};

gboolean on_input(GIOChannel* channel, GIOCondition condition, gpointer data) noexcept {
  const auto* watch = static_cast<Watch*>(data);
  int seen = 0;
  if ((condition & (G_IO_IN | G_IO_HUP | G_IO_ERR)) != 0) seen |= PURPLE_INPUT_READ;
  if ((condition & (G_IO_OUT | G_IO_HUP | G_IO_ERR | G_IO_NVAL)) != 0) seen |= PURPLE_INPUT_WRITE;
  watch->function(watch->data, g_io_channel_unix_get_fd(channel), PurpleInputCondition(seen));
  return TRUE;
}

void forget(gpointer data) noexcept { delete static_cast<Watch*>(data); }

guint input_add(int fd, PurpleInputCondition wanted, PurpleInputFunction function, gpointer data) noexcept {
  int condition = 0;
  if ((wanted & PURPLE_INPUT_READ) != 0) condition |= G_IO_IN | G_IO_HUP | G_IO_ERR;
  if ((wanted & PURPLE_INPUT_WRITE) != 0) condition |= G_IO_OUT | G_IO_HUP | G_IO_ERR | G_IO_NVAL;
  GIOChannel* channel = g_io_channel_unix_new(fd);
  // NOLINTNEXTLINE(bugprone-unhandled-exception-at-new): without memory GLib ends the program just as well.
  auto* watch = new Watch{function, data};
  const guint id = g_io_add_watch_full(channel, G_PRIORITY_DEFAULT, GIOCondition(condition), on_input, watch, forget);
  g_io_channel_unref(channel);
  return id;
}

PurpleEventLoopUiOps ops;

}  // namespace

PurpleEventLoopUiOps* event_loop_ops() {
  ops.timeout_add = g_timeout_add;
  ops.timeout_remove = g_source_remove;
  ops.input_add = input_add;
  ops.input_remove = g_source_remove;
  ops.timeout_add_seconds = g_timeout_add_seconds;
  return &ops;
}

}  // namespace tact::host
