// SPDX-License-Identifier: GPL-3.0-or-later
#include "plugin/host/metrics.h"

#include <unistd.h>

#include <cstdio>
#include <filesystem>

namespace tact::host {

namespace {

const char* name(moderation::Outcome outcome) {
  using moderation::Outcome;
  switch (outcome) {
    case Outcome::clean: return "clean";
    case Outcome::queued: return "queued";
    case Outcome::folded: return "folded";
    case Outcome::own: return "own";
    case Outcome::replay: return "replay";
    case Outcome::twice: return "twice";
    case Outcome::bridge_echo: return "bridge_echo";
  }
  return "";
}

}  // namespace

std::uint64_t resident_bytes() {
  unsigned long all = 0, resident = 0;
  std::FILE* file = std::fopen("/proc/self/statm", "re");
  if (file == nullptr) return 0;
  // NOLINTNEXTLINE(cert-err34-c): the kernel's own counts of pages.
  if (std::fscanf(file, "%lu %lu", &all, &resident) != 2) resident = 0;
  std::fclose(file);
  return resident * static_cast<std::uint64_t>(sysconf(_SC_PAGESIZE));
}

std::size_t open_descriptors() {
  std::error_code none;
  std::size_t count = 0;
  for (std::filesystem::directory_iterator at("/proc/self/fd", none), end; !none && at != end; at.increment(none)) ++count;
  return count;
}

std::string Metrics::text(double seconds_up) const {
  std::string out;
  const auto line = [&](const char* name, double value) {
    char text[128];
    std::snprintf(text, sizeof text, "tact_host_%s %.15g\n", name, value);
    out += text;
  };
  const auto whole = [&](const char* name, std::uint64_t value) { line(name, static_cast<double>(value)); };
  whole("messages_heard_total", heard);
  for (const auto& [outcome, count] : outcomes) out += std::string("tact_host_outcome_total{outcome=\"") + name(outcome) + "\"} " + std::to_string(count) + "\n";
  whole("queued_total", queued);
  whole("queue_open", queue_open);
  whole("reminders_sent_total", reminders_sent);
  whole("reminders_waiting", reminders_waiting);
  whole("reminders_dropped_total", reminders_dropped);
  whole("connections_lost_total", connections_lost);
  whole("reconnects_total", reconnects);
  whole("accounts_connected", accounts_connected);
  whole("accounts", accounts);
  whole("rooms_joined", rooms_joined);
  whole("rooms", rooms);
  whole("judging", waiting);
  line("judging_seconds_total", seconds_judging);
  line("up_seconds", seconds_up);
  whole("resident_bytes", resident_bytes());
  whole("open_descriptors", open_descriptors());
  return out;
}

}  // namespace tact::host
