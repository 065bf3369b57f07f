// SPDX-License-Identifier: GPL-3.0-or-later
// The practice room for people: a class group in the terminal.  What is typed is posted; what Tact says stands indented.  From a pipe,
// each line is posted once the one before it has been answered, and the whole is a transcript.
#pragma once

#include <deque>
#include <string>

#include "plugin/host/host.h"

namespace tact::host {

class PracticeRoom final : public Viewer {
 public:
  int run(Options options);

  void shown(const Shown& line) override;
  void put_back(PurpleConversation* conversation, const std::string& markup) override;
  void notified(const std::string& title, const std::string& text) override;
  void joined(PurpleConversation* conversation) override;
  void wire(const std::string& room, const std::string& who, const std::string& text) override;

 private:
  static gboolean on_terminal(GIOChannel* channel, GIOCondition condition, gpointer self) noexcept;
  static gboolean on_tick(gpointer self) noexcept;
  void open();
  void post(const std::string& line);
  void next();
  void turn_on();
  void leave();
  void close();
  void print(const std::string& line);
  void tell(const std::string& text);
  void prompt() const;
  void read_pipe();

  Host* host_ = nullptr;
  PurpleConversation* room_ = nullptr;
  bool terminal_ = false, opened_ = false, told_enter_ = false;
  std::string entry_;  ///< put back by Tact; Enter alone sends it again
  // The transcript's state
  std::deque<std::string> lines_;
  bool answered_ = false;
  bool turn_on_ = false;  ///< Tact is still to be turned on, without a line of the person's
  bool leaving_ = false;
  unsigned ticks_ = 0;
  int exit_ = 0;
};

}  // namespace tact::host
