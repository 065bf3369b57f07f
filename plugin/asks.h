// SPDX-License-Identifier: GPL-3.0-or-later
// Questions to the person in windows (Pidgin, Finch): a form, a line, a yes.  A window may close without a word and then nobody is called back;
// so a window holds a number, never a pointer, and what is to be done with its answer is kept here.  Gone with the plugin: windows still open
// then are closed, and nothing is called.
#pragma once

#include <functional>
#include <map>
#include <string>
#include <vector>

#include <purple.h>

#include "plugin/rooms.h"

namespace tact::plugin {

class Asks {
 public:
  Asks();
  ~Asks();
  Asks(const Asks&) = delete;
  Asks& operator=(const Asks&) = delete;

  /// This host has such windows, and they answer.
  static bool possible();

  /// What stands in the window; `primary` is a heading and may be empty, as may the longer `text`.
  struct Words {
    const char* title;
    std::string primary, text;
    const char *yes, *no;  ///< the buttons
  };

  // Each answers at most once, in the main loop.  False: no window opened, and nobody will be called.
  bool form(const Place& place, const Words& words, const std::vector<PurpleRequestField*>& fields, std::function<void(PurpleRequestFields*)> answered);
  bool line(const Place& place, const Words& words, std::function<void(const std::string&)> answered);
  /// No button answers to a key that was meant for the entry: in Pidgin none is chosen beforehand, in Finch the harmless one is.
  bool confirm(const Place& place, const Words& words, std::function<void()> agreed);

 private:
  using Answered = std::function<void(PurpleRequestFields* fields, const char* text)>;
  static void on_form(void* number, PurpleRequestFields* fields) noexcept;
  static void on_line(void* number, const char* text) noexcept;
  static void on_agreed(void* number, int button) noexcept;
  static void on_nothing(void* number) noexcept;
  static void answer(void* number, PurpleRequestFields* fields, const char* text) noexcept;
  void* keep(Answered answered);
  bool opened(void* number, void* window);

  std::map<int, Answered> open_;
  int next_ = 1;
};

}  // namespace tact::plugin
