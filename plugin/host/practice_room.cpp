// SPDX-License-Identifier: GPL-3.0-or-later
#include "plugin/host/practice_room.h"

#include <unistd.h>

#include <cstdio>
#include <iostream>

#include "core/i18n.h"
#include "plugin/host/stage_hand.h"

namespace tact::host {

namespace {

constexpr const char* protocol = "prpl-tact-practice";
constexpr unsigned tick_milliseconds = 100;
/// So long nothing may happen before the next line is posted: the others get to speak.
constexpr unsigned quiet_ticks = 6;
/// A line that nothing answers, such as a further piece of a gathered message, holds the next one up no longer than this.
constexpr unsigned patient_ticks = 15;
/// What is still being gathered at the end gets the time to leave.
constexpr unsigned last_ticks = 90;
constexpr unsigned opening_ticks = 300;

/// What a pipe with nothing in it gets to see.
std::deque<std::string> demonstration() {
  return {
      _("Thanks Priya! Leo will bring his pound on Friday."),
      _("Mrs Hall is useless, she should not be allowed to teach."),
      "/tact why",
      "/tact drop",
      _("not sure sorry"),
      "/tact drop",
      "/tact status",
  };
}

}  // namespace

void PracticeRoom::print(const std::string& line) {
  std::cout << line << '\n' << std::flush;
  ticks_ = 0;
}

void PracticeRoom::tell(const std::string& text) {
  const char* before = terminal_ ? "\r    \033[2m" : "    ";
  const char* after = terminal_ ? "\033[0m" : "";
  std::size_t from = 0;
  while (from <= text.size()) {
    const std::size_t to = std::min(text.find('\n', from), text.size());
    print(before + text.substr(from, to - from) + after);
    from = to + 1;
  }
}

void PracticeRoom::prompt() {
  if (!terminal_ || !opened_) return;
  std::cout << "> " << std::flush;
}

void PracticeRoom::shown(const Shown& line) {
  if (line.chat && (line.flags & PURPLE_MESSAGE_SEND) != 0) return;  // the wire tells it once, and for certain
  if ((line.flags & (PURPLE_MESSAGE_SYSTEM | PURPLE_MESSAGE_ERROR | PURPLE_MESSAGE_NO_LOG)) != 0) {
    tell(line.text);
    answered_ = true;
  } else {
    const std::string where = line.chat ? "" : fill(_(" (to you alone, {name})"), {{"name", line.conversation}});
    print((terminal_ ? "\r" : "") + line.who + where + ": " + line.text);
  }
  prompt();
}

void PracticeRoom::notified(const std::string& title, const std::string& text) {
  tell(title + ": " + text);
  answered_ = true;
  prompt();
}

void PracticeRoom::wire(const std::string& room, const std::string&, const std::string& text) {
  const bool private_one = room.starts_with("im:");
  const std::string mark = private_one ? fill(_("You, to {name} alone"), {{"name", room.substr(3)}}) : _("You");
  print((terminal_ ? "\r" : "") + mark + ": " + text);
  answered_ = true;
  pending_ = false;
  prompt();
}

void PracticeRoom::put_back(PurpleConversation*, const std::string& markup) {
  entry_ = text_of(markup.c_str());
  if (told_enter_) return;
  told_enter_ = true;
  tell(_("(Here: Enter alone sends the same words again; type others to say it differently.)"));
  prompt();
}

void PracticeRoom::joined(PurpleConversation* conversation) {
  if (room_ != nullptr) return;
  room_ = conversation;
  opened_ = true;
  print(fill(_("The practice room “{room}”: nobody but you is real, and nothing leaves this computer.  /tact lists what Tact understands, /quit leaves."),
             {{"room", purple_conversation_get_name(conversation)}}));
  lines_.push_front("/tact on class");
}

void PracticeRoom::post(const std::string& line) {
  if (line == "/quit") return host_->quit();
  const std::string text = line.empty() ? entry_ : line;
  entry_.clear();
  if (text.empty()) return prompt();
  pending_ = pending_ || !text.starts_with('/');
  if (!terminal_) print("> " + text);
  const std::string error = host_->type(room_, text);
  if (!error.empty()) {
    tell(error);
    answered_ = true;
  }
  // A stage direction is its own answer.
  if (error.empty() && text.starts_with("/stage")) answered_ = true;
}

void PracticeRoom::next() {
  if (lines_.empty()) return;
  const std::string line = lines_.front();
  lines_.pop_front();
  answered_ = false;
  ticks_ = 0;
  post(line);
}

gboolean PracticeRoom::on_tick(gpointer self) noexcept {
  auto* room = static_cast<PracticeRoom*>(self);
  ++room->ticks_;
  if (!room->opened_) {
    if (room->ticks_ < opening_ticks) return TRUE;
    room->tell(_("The practice room did not open."));
    room->exit_ = 1;
    room->host_->quit();
    return FALSE;
  }
  const bool settled = room->ticks_ >= (room->answered_ ? quiet_ticks : patient_ticks);
  if (!room->lines_.empty() && settled) room->next();
  const bool over = !room->terminal_ && room->lines_.empty() && room->ticks_ >= (room->pending_ ? last_ticks : patient_ticks);
  if (over) room->host_->quit();
  return TRUE;
}

gboolean PracticeRoom::on_terminal(GIOChannel* channel, GIOCondition, gpointer self) noexcept {
  auto* room = static_cast<PracticeRoom*>(self);
  char* line = nullptr;
  gsize end = 0;
  const GIOStatus status = g_io_channel_read_line(channel, &line, nullptr, &end, nullptr);
  if (status == G_IO_STATUS_EOF || status == G_IO_STATUS_ERROR) {
    room->host_->quit();
    return FALSE;
  }
  if (line == nullptr) return TRUE;
  line[end] = '\0';
  const bool utf8 = g_utf8_validate(line, -1, nullptr);
  if (utf8 && room->opened_) room->post(line);
  if (!utf8) room->tell(_("That line is not UTF-8 text and was not posted."));
  g_free(line);
  return TRUE;
}

void PracticeRoom::read_pipe() {
  std::string line;
  while (std::getline(std::cin, line)) {
    if (!line.empty() && line.back() == '\r') line.pop_back();
    lines_.push_back(g_utf8_validate(line.data(), static_cast<gssize>(line.size()), nullptr)
                         ? line
                         : std::string("/tact"));
  }
  if (lines_.empty()) lines_ = demonstration();
}

int PracticeRoom::run(Options options) {
  terminal_ = isatty(0) != 0;
  if (!terminal_) read_pipe();
  Host host(std::move(options), *this);
  host_ = &host;
  std::string why;
  if (!host.start(why) || !watch_practice(*this)) {
    std::cerr << "tact-host: " << (why.empty() ? _("the practice protocol was not found") : why) << '\n';
    return 1;
  }
  host.add_account(protocol, "you", nullptr, {});
  if (terminal_) {
    GIOChannel* input = g_io_channel_unix_new(0);
    g_io_channel_set_encoding(input, nullptr, nullptr);
    g_io_add_watch(input, GIOCondition(G_IO_IN | G_IO_HUP), &PracticeRoom::on_terminal, this);
    g_io_channel_unref(input);
  }
  purple_timeout_add(tick_milliseconds, &PracticeRoom::on_tick, this);
  host.run();
  return exit_;
}

}  // namespace tact::host
