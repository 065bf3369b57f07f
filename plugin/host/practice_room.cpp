// SPDX-License-Identifier: GPL-3.0-or-later
#include "plugin/host/practice_room.h"

#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <iostream>

#include "core/i18n.h"
#include "plugin/bar_api.h"
#include "plugin/host/stage_hand.h"

namespace tact::host {

namespace {

constexpr const char* protocol = "prpl-tact-practice";
constexpr unsigned tick_milliseconds = 100;
/// So long nothing may happen before the next line is posted: the others get to speak.
constexpr unsigned quiet_ticks = 6;
/// A line that nothing answers, such as a further piece of a gathered message, holds the next one up no longer than this.
constexpr unsigned patient_ticks = 15;
/// What is still on its way at the end (pieces being gathered, the time to take something back) gets the time to leave, but no more than this.
constexpr unsigned last_ticks = 600;
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

/// How many messages wait here in one of these states.
std::size_t waiting(PurpleConversation* room, std::initializer_list<std::string_view> states) {
  std::size_t count = 0;
  if (room == nullptr) return count;
  for (const int number : bar::nudges(room)) {
    bar::Nudge nudge;
    if (bar::nudge(number, nudge) && std::find(states.begin(), states.end(), nudge.state) != states.end()) ++count;
  }
  return count;
}

bool something_on_its_way(PurpleConversation* room) { return waiting(room, {"gathering", "pausing"}) > 0; }

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

void PracticeRoom::prompt() const {
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
  // Whoever turns it on is not answered twice.
  turn_on_ = lines_.empty() || !lines_.front().starts_with("/tact on");
}

void PracticeRoom::post(const std::string& line) {
  if (line == "/quit") {
    if (!terminal_) print("> /quit");
    return leave();
  }
  const std::string text = line.empty() ? entry_ : line;
  entry_.clear();
  if (text.empty()) return prompt();
  if (!terminal_) print("> " + text);
  const std::string error = host_->type(room_, text);
  if (!error.empty()) {
    tell(error);
    answered_ = true;
  }
  // A stage direction is its own answer.
  if (error.empty() && text.starts_with("/stage")) answered_ = true;
}

void PracticeRoom::turn_on() {
  turn_on_ = answered_ = false;
  ticks_ = 0;
  host_->type(room_, "/tact on class");
}

void PracticeRoom::next() {
  if (lines_.empty()) return;
  const std::string line = lines_.front();
  lines_.pop_front();
  answered_ = false;
  ticks_ = 0;
  post(line);
}

void PracticeRoom::leave() {
  if (leaving_) return;
  leaving_ = true;
  lines_.clear();
  if (something_on_its_way(room_)) tell(_("(One moment: what you typed last is still on its way.)"));
  ticks_ = 0;
}

/// Nothing is on its way any more: says what stays behind, and ends.
void PracticeRoom::close() {
  const std::size_t kept = waiting(room_, {"gathering", "held", "pausing", "scheduled", "sending"});
  if (kept > 0)
    tell(fill(translate_plural("{count} message waits. It is kept, and you are asked about it when you come back.",
                               "{count} messages wait. They are kept, and you are asked about them when you come back.", kept),
              {{"count", std::to_string(kept)}}));
  host_->quit();
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
  if (settled && room->turn_on_) return room->turn_on(), TRUE;
  if (!room->lines_.empty() && settled) room->next();
  const bool last = room->leaving_ || (!room->terminal_ && room->lines_.empty() && room->ticks_ >= patient_ticks);
  if (!last || (something_on_its_way(room->room_) && room->ticks_ < last_ticks)) return TRUE;
  room->close();
  return FALSE;
}

gboolean PracticeRoom::on_terminal(GIOChannel* channel, GIOCondition, gpointer self) noexcept {
  auto* room = static_cast<PracticeRoom*>(self);
  char* line = nullptr;
  gsize end = 0;
  const GIOStatus status = g_io_channel_read_line(channel, &line, nullptr, &end, nullptr);
  if (status == G_IO_STATUS_EOF || status == G_IO_STATUS_ERROR) {
    room->leave();
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
