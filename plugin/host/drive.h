// SPDX-License-Identifier: GPL-3.0-or-later
// The host on a string: commands on stdin, events on stdout, one a line, fields separated by tabs, with \\ \n \t escaped.
//
//   account PROTOCOL USER PASSWORD|- [KEY=VALUE ...]   numbers it from 0         connect N | disconnect N
//   join N ROOM | part N ROOM | users N ROOM
//   type N ROOM TEXT      typed, then Enter ("/word" as this persona takes it)   raw N ROOM MARKUP   no escaping
//   file N ROOM PATH      a file into the room
//   entry N ROOM          what stands in the entry        enter N ROOM           Enter on it
//   clear N ROOM          libpurple forgets the lines shown there
//   im N WHO TEXT         menu N ROOM                     choose N ROOM LABEL
//   stage DIRECTION       pick REQUEST BUTTON | input REQUEST TEXT | field REQUEST ID VALUE | dismiss REQUEST
//   load | unload | plugin PATH | quit
//   timed COMMAND         obeys it, and says what of the processor that took, all that happens at once
//   stalls                how long the main loop was kept from its turn, since the last call
//
// Every command is answered by "done", or "wrong" and why, after what it caused at once.  What comes later comes by itself:
//   on N | off N | error N WHY | joined N ROOM | left N ROOM | wire ROOM WHO TEXT | shown N CONVERSATION WHO FLAGS TEXT MARKUP
//   putback N CONVERSATION MARKUP | request ID KIND TITLE PRIMARY SECONDARY CHOICE... | closed ID | notified TITLE TEXT
//   critical DOMAIN TEXT | debug CATEGORY TEXT | stalls TURNS OVER-20-MS LONGEST-MS LONGEST-MS-BY-THE-CLOCK
//   took MICROSECONDS
#pragma once

#include <map>
#include <string>
#include <vector>

#include "plugin/host/host.h"

namespace tact::host {

class Drive final : public Viewer {
 public:
  /// Reads stdin until "quit" or its end.
  int run(Options options);

  void shown(const Shown& line) override;
  void put_back(PurpleConversation* conversation, const std::string& markup) override;
  void requested(const Request& request) override;
  void closed(long request) override;
  void notified(const std::string& title, const std::string& text) override;
  void signed_on(PurpleAccount* account) override;
  void signed_off(PurpleAccount* account) override;
  void failed(PurpleAccount* account, const std::string& why) override;
  void joined(PurpleConversation* conversation) override;
  void left(PurpleConversation* conversation) override;
  void wire(const std::string& room, const std::string& who, const std::string& text) override;
  void complained(const std::string& domain, const std::string& text) override;
  void debug(const std::string& category, const std::string& text) override;

 private:
  static gboolean on_line(GIOChannel* channel, GIOCondition condition, gpointer drive) noexcept;
  void obey(const std::string& line);
  /// Empty, or why not.
  std::string command(const std::string& verb, const std::string& rest);
  std::string in_chat(const std::string& verb, PurpleAccount* account, const std::string& room, const std::string& rest);
  std::string in_plugins(const std::string& verb, const std::string& rest);
  std::string in_requests(const std::string& verb, const std::string& rest);
  std::string add(const std::string& rest);
  std::string choose(PurpleConversation* conversation, const std::string& label);
  PurpleAccount* account(const std::string& number) const;
  std::string number(PurpleAccount* account) const;
  void stalls();
  static double spent_us();
  void event(const std::vector<std::string>& fields);

  Host* host_ = nullptr;
  std::vector<PurpleAccount*> accounts_;
  std::map<PurpleConversation*, std::string> entries_;
};

}  // namespace tact::host
